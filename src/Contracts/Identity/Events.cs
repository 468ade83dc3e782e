using System.ComponentModel;

namespace NhatLe.Contracts.Identity;

[Description("Tạo tài khoản")]
public sealed record AccountOpened(string Login);

/// <param name="Device">Browser and system, in words.</param>
[Description("Đăng nhập")]
public sealed record SignedIn(string Device, string Address);

/// <summary>Written only when failures lock the account; a single slip of the finger is nobody's business.</summary>
/// <param name="LockedUntil">System time.</param>
[Description("Tạm khóa đăng nhập vì nhập sai nhiều lần")]
public sealed record SignInFailed(int Failures, DateTimeOffset LockedUntil);

/// <param name="Sessions">How many sessions ended with it.</param>
/// <param name="Mail">To a confirmed address.</param>
[Description("Chọn cách nhận tin")]
public sealed record WaysChosen(bool Sms, bool Mail);

/// <summary>The address itself is nobody's business here.</summary>
[Description("Yêu cầu mã xác nhận địa chỉ thư")]
public sealed record MailAddressGiven(Guid AccountId, Guid CheckId);

[Description("Xác nhận địa chỉ thư")]
public sealed record MailAddressConfirmed(Guid AccountId);

[Description("Bỏ địa chỉ thư")]
public sealed record MailAddressForgotten(Guid AccountId);

/// <summary>The commune of residence was merged by a reform of units.</summary>
[Description("Nơi ở đổi mã theo sắp xếp đơn vị")]
public sealed record ResidenceMoved(string FromCode, string FromName, string ToCode, string ToName, Guid ReformId);

[Description("Đăng xuất")]
public sealed record SignedOut(int Sessions);
