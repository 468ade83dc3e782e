using System.ComponentModel;

namespace NhatLe.Contracts.Services;

// What happens to a dossier (hồ sơ). The descriptions are what people read in the journal and on the timeline.

/// <summary>Whoever waits for every act alike waits for this.</summary>
public interface IDossierEvent
{
    Guid DossierId { get; }
    string Code { get; }
}

/// <param name="For">Whose dossier it is, where somebody who represents them filed it; else null.</param>
[Description("Nộp hồ sơ")]
public sealed record DossierFiled(Guid DossierId, string Code, string ProcedureCode, Guid ProcedureVersionId, Guid UnitId, int Channel, DateTimeOffset AnswerDueAt, string? For = null) : IDossierEvent;

[Description("Tiếp nhận hồ sơ, hẹn trả kết quả")]
public sealed record DossierAccepted(Guid DossierId, string Code, DateTimeOffset DueAt) : IDossierEvent;

/// <param name="Step">The step that was done.</param>
/// <param name="Next">The step it went on to.</param>
[Description("Giải quyết xong, chuyển bước sau")]
public sealed record DossierForwarded(Guid DossierId, string Code, string Step, string Next) : IDossierEvent;

[Description("Phê duyệt kết quả")]
public sealed record DossierApproved(Guid DossierId, string Code) : IDossierEvent;

/// <param name="Step">The step that has to be done again.</param>
[Description("Trả lại để làm lại")]
public sealed record DossierSentBack(Guid DossierId, string Code, string Step, string Reason) : IDossierEvent;

/// <param name="Until">By when the citizen may bring it; null in entries of before this was kept.</param>
[Description("Yêu cầu bổ sung giấy tờ, đồng hồ dừng")]
public sealed record SupplementRequested(Guid DossierId, string Code, string What, DateTimeOffset? Until = null) : IDossierEvent;

[Description("Bổ sung giấy tờ, đồng hồ chạy lại")]
public sealed record DossierSupplemented(Guid DossierId, string Code, int Papers, DateTimeOffset? DueAt) : IDossierEvent;

/// <param name="Until">By when it is awaited; null in entries of before this was kept.</param>
[Description("Yêu cầu nộp phí, đồng hồ dừng")]
public sealed record FeeRequested(Guid DossierId, string Code, long AmountVnd, DateTimeOffset? Until = null) : IDossierEvent;

/// <summary>It was not paid in time, and the citizen gets another day, once.</summary>
[Description("Đã nhắc nộp phí")]
public sealed record FeeReminded(Guid DossierId, string Code, long AmountVnd, DateTimeOffset Until) : IDossierEvent;

[Description("Đã nộp phí, đồng hồ chạy lại")]
public sealed record FeePaid(Guid DossierId, string Code, DateTimeOffset? DueAt) : IDossierEvent;

[Description("Từ chối tiếp nhận")]
public sealed record DossierRefused(Guid DossierId, string Code, string Reason) : IDossierEvent;

/// <param name="InTime">Given at least a day before the due day, as the law asks.</param>
[Description("Xin lỗi và hẹn lại")]
public sealed record AppointmentMoved(Guid DossierId, string Code, string Reason, DateTimeOffset DueBefore, DateTimeOffset DueAt, bool InTime) : IDossierEvent;

/// <param name="Unpaid">The fee was not paid in time; else papers did not come.</param>
[Description("Dừng giải quyết hồ sơ")]
public sealed record DossierStopped(Guid DossierId, string Code, string Reason, bool Unpaid = false) : IDossierEvent;

[Description("Trả kết quả")]
public sealed record ResultReturned(Guid DossierId, string Code, bool OnTime) : IDossierEvent;

[Description("Đánh giá việc phục vụ")]
public sealed record DossierRated(Guid DossierId, string Code, int Stars) : IDossierEvent;

/// <summary>A reform of units by law; the appointment stays.</summary>
[Description("Chuyển sang đơn vị kế thừa, hạn giữ nguyên")]
public sealed record DossierMoved(Guid DossierId, string Code, Guid FromUnitId, string FromName, Guid ToUnitId, string ToName, Guid ReformId) : IDossierEvent;

// What happens to a visit to a desk (lịch hẹn tại quầy).

[Description("Đặt lịch hẹn tại quầy")]
public sealed record VisitBooked(Guid VisitId, string Code, Guid UnitId, DateTimeOffset At);

[Description("Hủy lịch hẹn")]
public sealed record VisitCancelled(Guid VisitId, string Code);

[Description("Tiếp người dân theo hẹn")]
public sealed record VisitReceived(Guid VisitId, string Code);

[Description("Người hẹn vắng mặt")]
public sealed record VisitMissed(Guid VisitId, string Code);

/// <summary>A reform of units by law; the time stays.</summary>
[Description("Chuyển lịch hẹn sang đơn vị kế thừa, giờ giữ nguyên")]
public sealed record VisitMoved(Guid VisitId, string Code, Guid FromUnitId, string FromName, Guid ToUnitId, string ToName, Guid ReformId);
