using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.On;

/// <summary>Every step the citizen cares about becomes a notice in the application, and goes out to those who want it on other ways.</summary>
public sealed class TellTheApplicant(ServicesDb db, IRepresentations representations, Notices notices, DirectoryCache directory, DateText dates) :
    IReaction<DossierFiled>, IReaction<DossierAccepted>, IReaction<SupplementRequested>, IReaction<DossierRefused>, IReaction<DossierStopped>, IReaction<AppointmentMoved>,
    IReaction<DossierApproved>, IReaction<ResultReturned>
{
    /// <summary>Who filed at the desk has the slip in hand.</summary>
    public Task On(DossierFiled happened, Entry entry, CancellationToken ct) => happened.Channel != (int)Dossiers.Channel.Online ? Task.CompletedTask
        : Tell(happened.DossierId, entry, "Đã nộp: {0}", "{1} trả lời trước {2}. Ông/bà chưa cần đến xã.", [dates.Full(happened.AnswerDueAt)], DossierSms.Filed, happened.AnswerDueAt, ct);

    public Task On(DossierAccepted happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, entry, "Đã tiếp nhận: {0}", "{1} hẹn trả kết quả {2}.", [dates.Full(happened.DueAt)], DossierSms.Accepted, happened.DueAt, ct);

    public Task On(SupplementRequested happened, Entry entry, CancellationToken ct) => happened.Until is { } until
        ? Tell(happened.DossierId, entry, "Cần bổ sung: {0}", "{1} báo còn thiếu: {2}. Chụp gửi tại đây hoặc mang đến, trước {3}.", [happened.What, dates.Full(until)], DossierSms.Supplement, at: null, ct)
        : Tell(happened.DossierId, entry, "Cần bổ sung: {0}", "{1} báo còn thiếu: {2}. Chụp gửi tại đây hoặc mang đến.", [happened.What], DossierSms.Supplement, at: null, ct);

    public Task On(DossierRefused happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, entry, "Không tiếp nhận: {0}", "{1} nêu lý do: {2}", [happened.Reason], DossierSms.Refused, at: null, ct);

    public Task On(DossierStopped happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, entry, "Đã dừng: {0}", "{1} nêu lý do: {2} Ông/bà nộp lại được khi đủ giấy tờ.", [happened.Reason], DossierSms.Stopped, at: null, ct);

    public Task On(AppointmentMoved happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, entry, "Hẹn lại: {0}", "{1} xin lỗi ông/bà vì trễ hẹn: {2}. Hẹn lại {3}.", [happened.Reason.TrimEnd('.', ' '), dates.Full(happened.DueAt)], DossierSms.Moved, happened.DueAt, ct);

    public Task On(DossierApproved happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, entry, "Đã có kết quả: {0}", "{1} đã phê duyệt. Một cửa sắp trả kết quả.", [""], DossierSms.Approved, at: null, ct);

    public Task On(ResultReturned happened, Entry entry, CancellationToken ct) =>
        Tell(happened.DossierId, entry, "Đã trả kết quả: {0}", "Mời ông/bà tải kết quả và đánh giá việc phục vụ của {1}.", [""], DossierSms.Returned, at: null, ct);

    async Task Tell(Guid dossierId, Entry entry, string title, string body, IReadOnlyList<string> details, SmsTemplate sms, DateTimeOffset? at, CancellationToken ct)
    {
        var dossier = await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == dossierId, ct);
        if (await Reader(dossier, ct) is not { } account) return;
        var unit = (await directory.Get(ct)).Unit(dossier.UnitId);
        IReadOnlyList<string> words = [SmsText.Short(unit.Authority), SmsText.ShortCode(dossier.Code), at is { } due ? SmsText.When(due) : ""];
        await notices.Give(account, dossier.Id, title, body, $"/ho-so/{dossier.Code}", [dossier.Title, unit.FullName, .. details], ct, (sms, words), entry.Seq);
    }

    /// <summary>The applicant; for somebody who is represented, who filed for them while they may.</summary>
    async Task<Guid?> Reader(Dossier dossier, CancellationToken ct) =>
        dossier is { RepresentedKey: { } key, FiledByAccountId: { } filer } ? await representations.WhomToTell(key, filer, ct) : dossier.ApplicantAccountId;
}

/// <summary>{0} the unit, {1} the number of the dossier, {2} a time. What is missing or why stands on the page: it may be personal.</summary>
public static class DossierSms
{
    public static readonly SmsTemplate Filed = new("{0}: đã nhận hồ sơ {1}, trả lời trước {2}. Ông/bà chưa cần đến. Hỏi: 1022");
    public static readonly SmsTemplate Accepted = new("{0}: đã tiếp nhận hồ sơ {1}, hẹn trả kết quả {2}. Hỏi: 1022");
    public static readonly SmsTemplate Supplement = new("{0}: hồ sơ {1} còn thiếu giấy tờ. Mời ông/bà xem trên Cổng dịch vụ công hoặc đến một cửa. Hỏi: 1022");
    public static readonly SmsTemplate Refused = new("{0}: hồ sơ {1} không được tiếp nhận. Lý do có trên Cổng dịch vụ công và tại một cửa. Hỏi: 1022");
    public static readonly SmsTemplate Stopped = new("{0}: hồ sơ {1} đã dừng. Lý do có trên Cổng dịch vụ công và tại một cửa. Hỏi: 1022");
    public static readonly SmsTemplate Moved = new("{0} xin lỗi vì trễ hẹn hồ sơ {1}. Hẹn lại {2}. Hỏi: 1022");
    public static readonly SmsTemplate Approved = new("{0}: hồ sơ {1} đã có kết quả. Một cửa sẽ sớm trả cho ông/bà. Hỏi: 1022");
    public static readonly SmsTemplate Returned = new("{0}: đã trả kết quả hồ sơ {1}. Mời ông/bà tải và đánh giá trên Cổng dịch vụ công. Hỏi: 1022");
}
