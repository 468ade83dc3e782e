using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Services.Dossiers;

/// <summary>Every step the citizen cares about becomes a notice in the application, written with the step, and goes out to those who want it on other ways.</summary>
public sealed class ApplicantNotices(ServicesDb db, IRepresentations representations, Notices notices, DirectoryCache directory, DateText dates)
{
    /// <param name="Details">Fill the holes of title and body behind the dossier and the unit.</param>
    /// <param name="At">What the SMS names.</param>
    sealed record Said(string Title, string Body, IReadOnlyList<string> Details, SmsTemplate Sms, DateTimeOffset? At);

    /// <summary>Nothing where the dossier has no account, or the step is none they are told of. The caller saves.</summary>
    public async Task Tell(Dossier dossier, object happened, Entry entry, CancellationToken ct)
    {
        if (Texts.In(Texts.Vietnamese, () => Say(happened)) is not { } said || await Reader(dossier, ct) is not { } account) return;
        var unit = (await directory.Get(ct)).Unit(dossier.UnitId);
        IReadOnlyList<string> words = [SmsText.Short(unit.Authority), SmsText.ShortCode(dossier.Code), said.At is { } due ? SmsText.When(due) : ""];
        db.Give(await notices.Word(new(account, dossier.Id, entry.Seq, said.Title, said.Body, $"/ho-so/{dossier.Code}", [dossier.Title, unit.FullName, .. said.Details]), (said.Sms, words), ct));
    }

    /// <summary>The applicant; for somebody who is represented, who filed for them while they may.</summary>
    async Task<Guid?> Reader(Dossier dossier, CancellationToken ct) =>
        dossier is { RepresentedKey: { } key, FiledByAccountId: { } filer } ? await representations.WhomToTell(key, filer, ct) : dossier.ApplicantAccountId;

    /// <summary>Who filed at the desk has the slip in hand.</summary>
    Said? Say(object happened) => happened switch
    {
        DossierFiled { Channel: (int)Channel.Online } e => new("Đã nộp: {0}", "{1} trả lời trước {2}. Ông/bà chưa cần đến xã.", [dates.Full(e.AnswerDueAt)], DossierSms.Filed, e.AnswerDueAt),
        DossierAccepted e => new("Đã tiếp nhận: {0}", "{1} hẹn trả kết quả {2}.", [dates.Full(e.DueAt)], DossierSms.Accepted, e.DueAt),
        SupplementRequested { Until: { } until } e => new("Cần bổ sung: {0}", "{1} báo còn thiếu: {2}. Chụp gửi tại đây hoặc mang đến, trước {3}.", [e.What, dates.Full(until)], DossierSms.Supplement, null),
        SupplementRequested e => new("Cần bổ sung: {0}", "{1} báo còn thiếu: {2}. Chụp gửi tại đây hoặc mang đến.", [e.What], DossierSms.Supplement, null),
        FeeRequested { Until: { } until } e => new("Cần nộp phí: {0}", "{1} chờ ông/bà nộp {2} đồng, trước {3}. Thời gian chờ không tính vào hạn.", [e.AmountVnd.ToString("N0", Texts.Vietnamese), dates.Full(until)], DossierSms.Fee, null),
        FeeReminded e => new("Nhắc nộp phí: {0}", "{1} chưa nhận được {2} đồng. Ông/bà nộp trước {3}, quá ngày này hồ sơ có thể dừng.", [e.AmountVnd.ToString("N0", Texts.Vietnamese), dates.Full(e.Until)], DossierSms.FeeAgain, e.Until),
        FeeRequested e => new("Cần nộp phí: {0}", "{1} chờ ông/bà nộp {2} đồng. Thời gian chờ không tính vào hạn.", [e.AmountVnd.ToString("N0", Texts.Vietnamese)], DossierSms.Fee, null),
        FeePaid { DueAt: { } due } => new("Đã nộp phí: {0}", "{1} đã nhận phí và làm tiếp. Hẹn trả kết quả {2}.", [dates.Full(due)], DossierSms.Paid, due),
        DossierRefused e => new("Không tiếp nhận: {0}", "{1} nêu lý do: {2}", [e.Reason], DossierSms.Refused, null),
        DossierStopped { Unpaid: true } e => new("Đã dừng: {0}", "{1} nêu lý do: {2} Ông/bà nộp lại được bất cứ lúc nào.", [e.Reason], DossierSms.Stopped, null),
        DossierStopped e => new("Đã dừng: {0}", "{1} nêu lý do: {2} Ông/bà nộp lại được khi đủ giấy tờ.", [e.Reason], DossierSms.Stopped, null),
        AppointmentMoved e => new("Hẹn lại: {0}", "{1} xin lỗi ông/bà vì trễ hẹn: {2}. Hẹn lại {3}.", [e.Reason.TrimEnd('.', ' '), dates.Full(e.DueAt)], DossierSms.Moved, e.DueAt),
        DossierApproved => new("Đã có kết quả: {0}", "{1} đã phê duyệt. Một cửa sắp trả kết quả.", [""], DossierSms.Approved, null),
        ResultReturned => new("Đã trả kết quả: {0}", "Mời ông/bà tải kết quả và đánh giá việc phục vụ của {1}.", [""], DossierSms.Returned, null),
        _ => null,
    };
}

/// <summary>{0} the unit, {1} the number of the dossier, {2} a time. What is missing or why stands on the page: it may be personal.</summary>
public static class DossierSms
{
    public static readonly SmsTemplate Filed = new("{0}: đã nhận hồ sơ {1}, trả lời trước {2}. Ông/bà chưa cần đến. Hỏi: 1022");
    public static readonly SmsTemplate Accepted = new("{0}: đã tiếp nhận hồ sơ {1}, hẹn trả kết quả {2}. Hỏi: 1022");
    public static readonly SmsTemplate Supplement = new("{0}: hồ sơ {1} còn thiếu giấy tờ. Mời ông/bà xem trên Cổng dịch vụ công hoặc đến một cửa. Hỏi: 1022");
    public static readonly SmsTemplate Fee = new("{0}: hồ sơ {1} cần nộp phí. Mời ông/bà nộp trên Cổng dịch vụ công hoặc tại một cửa. Hỏi: 1022");
    public static readonly SmsTemplate FeeAgain = new("{0}: hồ sơ {1} chưa nộp phí. Mời ông/bà nộp trước {2} để hồ sơ không dừng. Hỏi: 1022");
    public static readonly SmsTemplate Paid = new("{0}: đã nhận phí hồ sơ {1}, hẹn trả kết quả {2}. Hỏi: 1022");
    public static readonly SmsTemplate Refused = new("{0}: hồ sơ {1} không được tiếp nhận. Lý do có trên Cổng dịch vụ công và tại một cửa. Hỏi: 1022");
    public static readonly SmsTemplate Stopped = new("{0}: hồ sơ {1} đã dừng. Lý do có trên Cổng dịch vụ công và tại một cửa. Hỏi: 1022");
    public static readonly SmsTemplate Moved = new("{0} xin lỗi vì trễ hẹn hồ sơ {1}. Hẹn lại {2}. Hỏi: 1022");
    public static readonly SmsTemplate Approved = new("{0}: hồ sơ {1} đã có kết quả. Một cửa sẽ sớm trả cho ông/bà. Hỏi: 1022");
    public static readonly SmsTemplate Returned = new("{0}: đã trả kết quả hồ sơ {1}. Mời ông/bà tải và đánh giá trên Cổng dịch vụ công. Hỏi: 1022");
}
