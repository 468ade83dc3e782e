using System.ComponentModel;

namespace NhatLe.Contracts.Identity;

/// <summary>A code was asked for. What was typed is nobody's business here, nor whether there is an account already.</summary>
[Description("Yêu cầu mã đăng ký")]
public sealed record RegistrationBegun(Guid RegistrationId);

/// <summary>The code came back. The same whether an account was opened or there was one.</summary>
[Description("Hoàn tất đăng ký")]
public sealed record RegistrationCompleted(Guid RegistrationId);

/// <summary>By its owner, with a code sent to their phone. The citizen number is not proved yet.</summary>
[Description("Đăng ký tài khoản bằng điện thoại")]
public sealed record AccountRegistered(string Login);

/// <summary>By an official, for the person at the desk, who chooses a password with the code on the slip.</summary>
/// <param name="Paper">The kind of identity paper that was seen; of the paper itself nothing is kept.</param>
[Description("Mở tài khoản giúp tại quầy")]
public sealed record AccountOpenedAtDesk(Guid AccountId, string Paper);

/// <summary>The slip was lost or too old.</summary>
[Description("Cấp lại mã kích hoạt tại quầy")]
public sealed record ActivationRenewed(Guid AccountId, string Paper);

[Description("Kích hoạt tài khoản")]
public sealed record AccountActivated(Guid AccountId);

/// <summary>Written only when wrong codes lock the activation.</summary>
/// <param name="LockedUntil">System time.</param>
[Description("Tạm khóa kích hoạt vì nhập sai mã nhiều lần")]
public sealed record ActivationFailed(int Failures, DateTimeOffset LockedUntil);

/// <summary>The owner of an account that was registered by phone showed an identity paper.</summary>
[Description("Xác nhận số định danh tại quầy")]
public sealed record NumberChecked(Guid AccountId, string Paper);

/// <summary>Somebody had registered with another person's number; that person came with their paper.</summary>
/// <param name="Sessions">How many ended with it.</param>
[Description("Đóng tài khoản đăng ký bằng số của người khác")]
public sealed record FalseAccountClosed(Guid AccountId, int Sessions);

[Description("Yêu cầu xác nhận quyền đại diện")]
public sealed record RepresentationAsked(Guid RepresentationId, Guid UnitId);

/// <param name="EndsOn">The first day on which it no longer holds.</param>
[Description("Xác nhận quyền đại diện")]
public sealed record RepresentationApproved(Guid RepresentationId, DateOnly EndsOn);

/// <summary>The reason stands beside it.</summary>
[Description("Từ chối quyền đại diện")]
public sealed record RepresentationRefused(Guid RepresentationId);

/// <summary>Before its day, by either side or by an official; the reason stands beside it.</summary>
[Description("Chấm dứt quyền đại diện")]
public sealed record RepresentationEnded(Guid RepresentationId);

/// <summary>Ten years after it had ended: the record is gone, this entry stays.</summary>
[Description("Xóa quyền đại diện hết thời hạn lưu")]
public sealed record RepresentationForgotten(Guid RepresentationId);

/// <summary>The unit that checks it was merged by a reform of units.</summary>
[Description("Quyền đại diện chuyển đơn vị theo sắp xếp")]
public sealed record RepresentationMoved(Guid RepresentationId, Guid FromId, string FromName, Guid ToId, string ToName, Guid ReformId);
