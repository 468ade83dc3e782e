using System.ComponentModel;

namespace NhatLe.Contracts.Assignments;

// What happens to a task a leader gave (nhiệm vụ). The descriptions are what people read in the journal.

/// <param name="OfficerId">The one person it is laid on, within the giver's own unit.</param>
[Description("Giao nhiệm vụ")]
public sealed record AssignmentGiven(Guid AssignmentId, string Code, Guid UnitId, IReadOnlyList<Guid> JointUnitIds, Guid? OfficerId, DateTimeOffset DueAt);

[Description("Nhận nhiệm vụ")]
public sealed record AssignmentAccepted(Guid AssignmentId, string Code);

/// <param name="UnitId">The joint unit whose part it is.</param>
[Description("Gửi phần phối hợp")]
public sealed record AssignmentContributed(Guid AssignmentId, string Code, Guid UnitId);

[Description("Báo cáo kết quả nhiệm vụ")]
public sealed record AssignmentReported(Guid AssignmentId, string Code, bool OnTime);

[Description("Xác nhận hoàn thành nhiệm vụ")]
public sealed record AssignmentConfirmed(Guid AssignmentId, string Code, int Rating);

[Description("Trả lại để làm tiếp")]
public sealed record AssignmentSentBack(Guid AssignmentId, string Code, string Reason, DateTimeOffset DueAt);

[Description("Thu hồi nhiệm vụ")]
public sealed record AssignmentWithdrawn(Guid AssignmentId, string Code, string Reason);

[Description("Xin gia hạn")]
public sealed record ExtensionAsked(Guid AssignmentId, string Code, DateOnly Until, string Reason);

[Description("Cho gia hạn")]
public sealed record ExtensionGranted(Guid AssignmentId, string Code, DateTimeOffset DueAt);

[Description("Không cho gia hạn")]
public sealed record ExtensionDeclined(Guid AssignmentId, string Code, string Reason);

/// <summary>A reform of units by law; the date stays.</summary>
[Description("Chuyển sang đơn vị kế thừa, hạn giữ nguyên")]
public sealed record AssignmentMoved(Guid AssignmentId, string Code, Guid FromUnitId, string FromName, Guid ToUnitId, string ToName, Guid ReformId);

/// <summary>Who did it, or answered for it as its giver, has handed their work over; the date stays.</summary>
/// <param name="ToId">Null: it is the unit's.</param>
[Description("Bàn giao nhiệm vụ, hạn giữ nguyên")]
public sealed record AssignmentHandedOver(Guid AssignmentId, string Code, Guid FromId, string From, Guid? ToId, string? To, Guid HandOverId);

/// <summary>Who it was laid on has left office; the date stays.</summary>
[Description("Về lại đơn vị vì người nhận ngừng hoạt động, hạn giữ nguyên")]
public sealed record AssignmentFellToUnit(Guid AssignmentId, string Code, Guid OfficerId, string Officer);
