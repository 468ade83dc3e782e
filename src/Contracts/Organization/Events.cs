using System.ComponentModel;

namespace NhatLe.Contracts.Organization;

// What happens to a reform of units (sắp xếp đơn vị). The descriptions are what people read in the journal.

[Description("Lập phương án sắp xếp")]
public sealed record ReformPlanned(Guid ReformId, string Name, DateOnly Day, int Changes);

[Description("Sửa phương án sắp xếp")]
public sealed record ReformChanged(Guid ReformId, DateOnly Day, int Changes);

/// <param name="Questions">Of how many questions the answer changed.</param>
[Description("Chọn cách xử lý trong phương án sắp xếp")]
public sealed record ReformAnswered(Guid ReformId, int Questions);

/// <param name="AtOnce">Not at the midnight of the day, but now.</param>
[Description("Duyệt cho thi hành phương án sắp xếp")]
public sealed record ReformScheduled(Guid ReformId, DateOnly Day, bool AtOnce);

[Description("Hủy phương án sắp xếp")]
public sealed record ReformCancelled(Guid ReformId, string Reason);

[Description("Bắt đầu sắp xếp đơn vị")]
public sealed record ReformBegun(Guid ReformId, DateOnly Day, int Ended);

/// <summary>It could not begin: the tree is not what it was when the plan was approved.</summary>
[Description("Phương án sắp xếp chưa thi hành được")]
public sealed record ReformHeld(Guid ReformId, string Reason);

/// <param name="Moved">Of each kind of record, by the name of who moved it.</param>
/// <param name="Lost">Records that were there before and are not found with a living unit after.</param>
[Description("Sắp xếp đơn vị xong")]
public sealed record ReformDone(Guid ReformId, int Communes, IReadOnlyDictionary<string, long> Moved, long Lost);

// What happens to posts and delegations; entries of the directory.

[Description("Giao chức vụ")]
public sealed record PostGiven(Guid PositionId, Guid OfficerId, string Officer, Guid UnitId, string Unit, string Title, DateOnly From);

[Description("Thôi giữ chức vụ")]
public sealed record PostEnded(Guid PositionId, Guid OfficerId, string Officer, Guid UnitId, string Unit, string Title, DateOnly LastDay);

/// <param name="Giver">Whose permits they are.</param>
/// <param name="Taker">Who acts for them.</param>
[Description("Ủy quyền")]
public sealed record DelegationGiven(Guid DelegationId, Guid PositionId, Guid GiverId, string Giver, Guid TakerId, string Taker, string Permits, DateTimeOffset FromAt, DateTimeOffset UntilAt, string Reason);

[Description("Thu hồi ủy quyền")]
public sealed record DelegationRevoked(Guid DelegationId, Guid GiverId, string Giver, Guid TakerId, string Taker);

/// <param name="StandIn">Who gets new work meanwhile; null: the unit.</param>
[Description("Đăng ký nghỉ phép")]
public sealed record LeavePlanned(Guid LeaveId, Guid OfficerId, string Officer, Guid? StandInId, string? StandIn, DateOnly From, DateOnly Until, string Reason);

[Description("Hủy nghỉ phép")]
public sealed record LeaveCancelled(Guid LeaveId, Guid OfficerId, string Officer);

/// <param name="Before">Names of permits, separated by a space.</param>
[Description("Đổi quyền của chức vụ")]
public sealed record PostPermitsChanged(Guid PositionId, Guid OfficerId, string Officer, Guid UnitId, string Unit, string Title, string Before, string After);

/// <summary>By a spreadsheet, outside of a reform: a department, or units of a province that begins.</summary>
[Description("Lập đơn vị")]
public sealed record UnitCreated(Guid UnitId, string Code, string Unit, Guid? ParentId, DateOnly From);

/// <param name="Units">How many were created.</param>
/// <param name="Given">How many posts were given; each has an entry of its own.</param>
/// <param name="Ended">How many posts got a last day.</param>
[Description("Nhập đơn vị và chức vụ từ bảng tính")]
public sealed record StructureImported(Guid ImportId, Guid UnitId, string Unit, int Units, int Given, int Ended);

// What happens to a hand-over between officers (bàn giao).

[Description("Lập bàn giao")]
public sealed record HandOverPrepared(Guid HandOverId, Guid UnitId, string Unit, Guid FromId, string From, Guid ToId, string To, string Basis);

/// <param name="Lines">How many there are after it.</param>
[Description("Sửa danh mục bàn giao")]
public sealed record HandOverChanged(Guid HandOverId, int Lines);

/// <param name="Duties">How many are open and laid on who hands over.</param>
/// <param name="Lines">What was signed for, word by word.</param>
[Description("Bên giao ký bàn giao")]
public sealed record HandOverGiven(Guid HandOverId, Guid FromId, string From, Guid ToId, string To, int Duties, IReadOnlyList<string> Lines);

[Description("Bên nhận trả lại bàn giao")]
public sealed record HandOverReturned(Guid HandOverId, Guid FromId, string From, Guid ToId, string To, string Reason);

/// <summary>What is laid on who hands over in this unit is from now on the taker's: whoever keeps an officer in rows of its own reacts.</summary>
/// <param name="UnitId">The living one, also after a reform.</param>
/// <param name="ToId">Null: the account of the taker is closed, and the unit takes it.</param>
[Description("Bên nhận ký bàn giao")]
public sealed record HandOverTaken(Guid HandOverId, Guid UnitId, string Unit, Guid FromId, string From, Guid? ToId, string? To, int Duties, IReadOnlyList<string> Lines);

/// <summary>Ten years after it was signed or given up: the record is gone, this entry stays.</summary>
[Description("Xóa biên bản bàn giao hết thời hạn lưu")]
public sealed record HandOverForgotten(Guid HandOverId);

[Description("Hủy bàn giao")]
public sealed record HandOverCancelled(Guid HandOverId, Guid FromId, string From, Guid ToId, string To, string Reason);
