using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Tracking;

/// <summary>The one sentence of the tracking page: where it is, who holds it, what comes next.</summary>
public sealed class TrackingSentence(Texts T, DateText dates)
{
    /// <summary>"Hẹn trả 17:00 thứ Tư 27/11/2024"</summary>
    public string Headline(TrackingView v) => v.Status switch
    {
        DossierStatus.Filed => T["{0} trả lời trước {1}", v.Unit, dates.Full(v.AnswerDueAt)],
        DossierStatus.SupplementRequested => T["Cần ông/bà bổ sung giấy tờ"],
        DossierStatus.FeeRequested => T["Cần ông/bà nộp phí"],
        DossierStatus.Finished => T["Đã có kết quả"],
        DossierStatus.Returned => T["Đã trả kết quả"],
        DossierStatus.Refused => T["Hồ sơ không được tiếp nhận"],
        DossierStatus.Stopped => T["Hồ sơ đã dừng"],
        _ when v is { IsMoved: true, DueAt: { } moved } => T["Hẹn lại {0}", dates.Full(moved)],
        _ => v.DueAt is { } due ? T["Hẹn trả {0}", dates.Full(due)] : T["Đang giải quyết"],
    };

    public string Body(TrackingView v) => v.Status switch
    {
        DossierStatus.Filed when v.Now > v.AnswerDueAt => T["{0} xin lỗi ông/bà vì chưa trả lời đúng hẹn. Hồ sơ đang ở {1}.", v.Unit, v.Desk],
        DossierStatus.Filed => T["Hồ sơ đang ở {0}. Ông/bà chưa cần đến xã.", v.Desk],
        DossierStatus.SupplementRequested => T["Hồ sơ chờ giấy tờ của ông/bà. Thời gian chờ không tính vào hạn."],
        DossierStatus.FeeRequested => T["Hồ sơ chờ ông/bà nộp phí. Thời gian chờ không tính vào hạn."],
        DossierStatus.Finished when v.Charge is { RemainingVnd: > 0 } => T["Kết quả đã được phê duyệt. Ông/bà nộp phí xong, {0} trả ngay.", v.Desk],
        DossierStatus.Finished => T["Kết quả đã được phê duyệt. {0} sẽ trả cho ông/bà.", v.Desk],
        DossierStatus.Returned => T["Ông/bà tải kết quả ở dưới, hoặc nhận bản giấy tại {0}.", v.Desk],
        DossierStatus.Refused or DossierStatus.Stopped => v.EndedReason is { } why ? T["Lý do: {0}", why] : T["Lý do có trong thông báo gửi người nộp. Hãy gọi 1022 để được hướng dẫn."],
        _ when v.IsLate => T["{0} xin lỗi ông/bà vì trễ hẹn. Hồ sơ đang ở bước: {1}.", v.Unit, T[v.StepName ?? ""]],
        _ when v is { IsMoved: true, DueAt: { } moved } => v.MovedReason is { } reason
            ? T["{0} xin lỗi ông/bà vì trễ hẹn: {1}. Hẹn lại {2}.", v.Unit, reason.TrimEnd('.', ' '), dates.Full(moved)]
            : T["{0} xin lỗi ông/bà vì trễ hẹn và đã hẹn lại. Hồ sơ đang ở bước: {1}.", v.Unit, T[v.StepName ?? ""]],
        _ when v.Charge is { RemainingVnd: > 0 } => T["{0} đang làm bước: {1}. Ông/bà còn khoản phí phải nộp.", v.Unit, T[v.StepName ?? ""]],
        _ => T["{0} đang làm bước: {1}. Ông/bà không phải làm gì thêm.", v.Unit, T[v.StepName ?? ""]],
    };
}
