using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.On;

/// <summary>Every step the citizen cares about becomes a notice in the application.</summary>
public sealed class TellTheApplicant(ServicesDb db, Notices notices, DirectoryCache directory, DateText dates) :
    IReaction<DossierFiled>, IReaction<DossierAccepted>, IReaction<SupplementRequested>, IReaction<DossierRefused>, IReaction<DossierStopped>, IReaction<AppointmentMoved>,
    IReaction<DossierApproved>, IReaction<ResultReturned>
{
    /// <summary>Who filed at the desk has the slip in hand.</summary>
    public Task On(DossierFiled happened, Entry entry, CancellationToken ct) => happened.Channel != (int)Channel.Online ? Task.CompletedTask
        : Tell(happened.DossierId, "Đã nộp: {0}", "{1} trả lời trước {2}. Ông/bà chưa cần đến xã.", ct, dates.Full(happened.AnswerDueAt));

    public Task On(DossierAccepted happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, "Đã tiếp nhận: {0}", "{1} hẹn trả kết quả {2}.", ct, dates.Full(happened.DueAt));

    public Task On(SupplementRequested happened, Entry entry, CancellationToken ct) => happened.Until is { } until
        ? Tell(happened.DossierId, "Cần bổ sung: {0}", "{1} báo còn thiếu: {2}. Chụp gửi tại đây hoặc mang đến, trước {3}.", ct, happened.What, dates.Full(until))
        : Tell(happened.DossierId, "Cần bổ sung: {0}", "{1} báo còn thiếu: {2}. Chụp gửi tại đây hoặc mang đến.", ct, happened.What);

    public Task On(DossierRefused happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, "Không tiếp nhận: {0}", "{1} nêu lý do: {2}", ct, happened.Reason);

    public Task On(DossierStopped happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, "Đã dừng: {0}", "{1} nêu lý do: {2} Ông/bà nộp lại được khi đủ giấy tờ.", ct, happened.Reason);

    public Task On(AppointmentMoved happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, "Hẹn lại: {0}", "{1} xin lỗi ông/bà vì trễ hẹn: {2}. Hẹn lại {3}.", ct, happened.Reason.TrimEnd('.', ' '), dates.Full(happened.DueAt));

    public Task On(DossierApproved happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, "Đã có kết quả: {0}", "{1} đã phê duyệt. Một cửa sắp trả kết quả.", ct, "");

    public Task On(ResultReturned happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, "Đã trả kết quả: {0}", "Mời ông/bà tải kết quả và đánh giá việc phục vụ của {1}.", ct, "");

    async Task Tell(Guid dossierId, string title, string body, CancellationToken ct, params string[] details)
    {
        var dossier = await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == dossierId, ct);
        if (dossier.ApplicantAccountId is not { } account) return;
        var unit = (await directory.Get(ct)).Unit(dossier.UnitId).FullName;
        await notices.Give(account, dossier.Id, title, body, $"/ho-so/{dossier.Code}", [dossier.Title, unit, .. details], ct);
    }
}
