using System.ComponentModel;

namespace NhatLe.Contracts.Identity;

[Description("Tạo tài khoản")]
public sealed record AccountOpened(string Login);

/// <summary>Name, address, or the number another system keeps them under.</summary>
[Description("Sửa tài khoản")]
public sealed record AccountChanged(Guid AccountId);

/// <summary>Its officer has left office.</summary>
/// <param name="Sessions">How many ended with it.</param>
[Description("Đóng tài khoản")]
public sealed record AccountClosed(Guid AccountId, int Sessions);

[Description("Mở lại tài khoản")]
public sealed record AccountReopened(Guid AccountId);

/// <param name="Device">Browser and system, in words.</param>
[Description("Đăng nhập")]
public sealed record SignedIn(string Device, string Address);

/// <summary>Written only when failures lock the account; a single slip of the finger is nobody's business.</summary>
/// <param name="LockedUntil">System time.</param>
[Description("Tạm khóa đăng nhập vì nhập sai nhiều lần")]
public sealed record SignInFailed(int Failures, DateTimeOffset LockedUntil);

/// <summary>A code of an app on the person's phone is asked from now on.</summary>
/// <param name="Replaced">In place of another app.</param>
[Description("Bật xác thực hai bước")]
public sealed record SecondFactorAdded(bool Replaced);

[Description("Tắt xác thực hai bước")]
public sealed record SecondFactorRemoved(Guid AccountId);

/// <summary>By an administrator, for who has lost phone and recovery codes; the reason stands beside it.</summary>
/// <param name="Sessions">How many ended with it.</param>
[Description("Gỡ xác thực hai bước giúp chủ tài khoản")]
public sealed record SecondFactorReset(Guid AccountId, int Sessions);

/// <param name="Count">Those before are good no more.</param>
[Description("Tạo mã dự phòng mới")]
public sealed record RecoveryCodesMade(int Count);

/// <param name="Left">Not used yet.</param>
[Description("Dùng một mã dự phòng")]
public sealed record RecoveryCodeUsed(int Left);

/// <summary>Written only when wrong codes lock the second step. Whoever typed them knows the password.</summary>
/// <param name="LockedUntil">System time.</param>
[Description("Tạm khóa bước hai vì nhập sai mã nhiều lần")]
public sealed record CodesFailed(int Failures, DateTimeOffset LockedUntil);

/// <summary>A code was entered once more within a session.</summary>
[Description("Nhập mã xác thực hai bước")]
public sealed record CodeEntered(string Device, string Address);

/// <summary>The password was entered once more within a session, before an act of weight.</summary>
[Description("Xác nhận lại bằng mật khẩu")]
public sealed record PasswordConfirmed(string Device, string Address);

/// <summary>A passkey was used once more within a session, before an act of weight.</summary>
[Description("Xác nhận lại bằng khóa truy cập")]
public sealed record PasskeyConfirmed(string Device, string Address);

/// <param name="Sessions">How many ended elsewhere.</param>
[Description("Đổi mật khẩu")]
public sealed record PasswordChanged(int Sessions);

/// <summary>Somebody said they forgot the password of this account, and a code went to its owner.</summary>
/// <param name="Channel">Mail or Sms.</param>
[Description("Gửi mã đặt lại mật khẩu")]
public sealed record PasswordResetAsked(string Channel);

/// <param name="Sessions">How many ended.</param>
[Description("Đặt lại mật khẩu bằng mã")]
public sealed record PasswordResetDone(int Sessions);

/// <summary>By the administrator of their unit; the reason stands beside it.</summary>
/// <param name="Sessions">How many ended.</param>
[Description("Cấp mật khẩu tạm")]
public sealed record TemporaryPasswordGiven(Guid AccountId, int Sessions);

[Description("Đăng ký máy quầy")]
public sealed record CounterRegistered(Guid CounterId, Guid UnitId, string Name);

[Description("Thôi dùng máy quầy")]
public sealed record CounterEnded(Guid CounterId, string Name);

[Description("Đặt mã PIN ở máy quầy")]
public sealed record CounterPinSet(Guid CounterId, string Counter);

[Description("Trở lại máy quầy bằng mã PIN")]
public sealed record CounterPinUsed(Guid CounterId, string Counter);

/// <summary>Written only when the PIN is good there no more that day.</summary>
[Description("Khóa mã PIN vì nhập sai nhiều lần")]
public sealed record CounterPinFailed(Guid CounterId, string Counter);

/// <param name="Name">As the person calls it.</param>
[Description("Thêm khóa truy cập")]
public sealed record PasskeyAdded(Guid PasskeyId, string Name);

[Description("Gỡ khóa truy cập")]
public sealed record PasskeyRemoved(Guid PasskeyId, string Name);

/// <param name="Before">As it was called until then.</param>
[Description("Đổi tên khóa truy cập")]
public sealed record PasskeyRenamed(Guid PasskeyId, string Before, string Name);

/// <summary>The signature was right and the counter behind: the key was used elsewhere since, so there may be a copy. It was refused.</summary>
[Description("Từ chối khóa truy cập vì có dấu hiệu bị sao chép")]
public sealed record PasskeySeemsCopied(Guid PasskeyId, string Name);

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

/// <param name="ClientId">The name the system calls itself by.</param>
[Description("Đăng ký hệ thống")]
public sealed record ClientRegistered(string ClientId, string Name);

[Description("Sửa đăng ký hệ thống")]
public sealed record ClientChanged(string ClientId, string Name);

[Description("Cấp bí mật mới cho hệ thống")]
public sealed record ClientSecretMade(string ClientId);

[Description("Bật, tắt hệ thống")]
public sealed record ClientSwitched(string ClientId, bool Active);

/// <param name="Checked">It is asked whether it is well.</param>
/// <param name="Provisioned">It is told of our officers.</param>
[Description("Đặt cách hỏi tình trạng, đồng bộ tài khoản")]
public sealed record ClientLinked(string ClientId, bool Checked, bool Provisioned);

/// <param name="SignsFrom">System time.</param>
[Description("Tạo khóa ký")]
public sealed record SigningKeyMade(string Kid, string Alg, DateTimeOffset SignsFrom);

[Description("Mở hệ thống bằng tài khoản này")]
public sealed record ClientSignedIn(string ClientId, string Name);

/// <summary>The session ended here; the system is told.</summary>
/// <param name="Sid">The session, as the system knows it.</param>
/// <param name="Everywhere">The person left all their sessions at once.</param>
[Description("Kết thúc phiên ở hệ thống")]
public sealed record ClientSignedOut(Guid ClientId, Guid AccountId, string Sid, bool Everywhere);

/// <summary>A code or refresh token came a second time: what followed from the first has ended.</summary>
[Description("Thu hồi quyền vì mã bị dùng hai lần")]
public sealed record TokenUsedTwice(string ClientId);

[Description("Đồng ý cho hệ thống biết thông tin")]
public sealed record ConsentGiven(string ClientId, string Name, string Scopes);

[Description("Rút lại đồng ý cho hệ thống")]
public sealed record ConsentTakenBack(string Name);

/// <summary>The national electronic identity said who the person is; name and birthday are taken from there.</summary>
/// <param name="Level">Of the national account: 1 or 2.</param>
/// <param name="Changed">Name or birthday were another before.</param>
[Description("Xác nhận bằng định danh điện tử quốc gia")]
public sealed record NationalIdentityConfirmed(Guid AccountId, int Level, bool Changed);

/// <summary>By an administrator of the province, where it was another person's; the reason stands beside it.</summary>
/// <param name="Sessions">How many ended with it.</param>
[Description("Gỡ liên kết định danh điện tử quốc gia")]
public sealed record NationalLinkRemoved(Guid AccountId, int Sessions);

/// <summary>Somebody with another national account came with the citizen number of this one, or its national account with another number.</summary>
[Description("Từ chối liên kết định danh điện tử quốc gia")]
public sealed record NationalIdentityRefused(Guid AccountId);
