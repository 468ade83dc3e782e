using System.Globalization;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Passkeys;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.On;

/// <summary>
/// What changes how an account is protected is told its owner, on the bell and by their ways: who did not do it themselves should know
/// within the minute (NIST SP 800-63B section 4.6).
/// </summary>
public sealed class TellTheOwner(Notices notices) : IReaction<SecondFactorAdded>, IReaction<SecondFactorRemoved>, IReaction<SecondFactorReset>, IReaction<RecoveryCodeUsed>,
    IReaction<PasskeyAdded>, IReaction<PasskeyRemoved>, IReaction<PasskeySeemsCopied>, IReaction<NationalLinkRemoved>
{
    const string Not = "Không phải ông/bà làm? Hãy đăng xuất mọi nơi ở trang Tài khoản, rồi gọi 1022 ngay.";

    public Task On(SecondFactorAdded happened, Entry entry, CancellationToken ct) => happened.Replaced
        ? Tell(entry, "Đã đổi sang ứng dụng xác thực khác", Not, [], AccountSms.Replaced, ct)
        : Tell(entry, "Đã bật xác thực hai bước", Not, [], AccountSms.Added, ct);

    public Task On(SecondFactorRemoved happened, Entry entry, CancellationToken ct) => Tell(entry, "Đã tắt xác thực hai bước", Not, [], AccountSms.Removed, ct);

    public Task On(SecondFactorReset happened, Entry entry, CancellationToken ct) =>
        Tell(entry, "Người quản trị đã gỡ xác thực hai bước", "Ông/bà không yêu cầu việc này? Hãy gọi 1022 ngay. Nếu đúng, hãy bật lại trên điện thoại mới.", [], AccountSms.Reset, ct);

    public Task On(RecoveryCodeUsed happened, Entry entry, CancellationToken ct) =>
        Tell(entry, "Đã dùng một mã dự phòng", "Còn {0} mã chưa dùng. Không phải ông/bà làm? Hãy đăng xuất mọi nơi ở trang Tài khoản, rồi gọi 1022 ngay.", [happened.Left.ToString(CultureInfo.InvariantCulture)], AccountSms.RecoveryUsed, ct);

    public Task On(PasskeyAdded happened, Entry entry, CancellationToken ct) => Tell(entry, "Đã thêm khóa truy cập {0}", Not, [happened.Name], AccountSms.PasskeyAdded, ct, MyPasskeysModel.Address);

    public Task On(PasskeyRemoved happened, Entry entry, CancellationToken ct) => Tell(entry, "Đã gỡ khóa truy cập {0}", Not, [happened.Name], AccountSms.PasskeyRemoved, ct, MyPasskeysModel.Address);

    public Task On(PasskeySeemsCopied happened, Entry entry, CancellationToken ct) =>
        Tell(entry, "Đã từ chối khóa truy cập {0}", "Khóa này có dấu hiệu bị sao chép nên không mở được tài khoản. Hãy gỡ khóa, tạo khóa mới, rồi gọi 1022.", [happened.Name], AccountSms.PasskeyCopied, ct, MyPasskeysModel.Address);

    public Task On(NationalLinkRemoved happened, Entry entry, CancellationToken ct) =>
        Tell(entry, "Người quản trị đã gỡ liên kết định danh quốc gia", "Đăng nhập bằng định danh một lần là liên kết lại. Ông/bà không yêu cầu việc này? Hãy gọi 1022 ngay.", [], AccountSms.Unlinked, ct, "/tai-khoan");

    Task Tell(Entry entry, string title, string body, IReadOnlyList<string> args, SmsTemplate sms, CancellationToken ct, string? link = null) =>
        notices.Give(entry.SubjectId, entry.SubjectId, title, body, link ?? SecondFactors.TwoStepsModel.Address, args, ct, (sms, []), entry.Seq);
}

/// <summary>Nothing in them helps who has the phone of somebody else.</summary>
public static class AccountSms
{
    public static readonly SmsTemplate Added = new("Tài khoản dịch vụ công của ông/bà vừa bật xác thực hai bước. Nếu không phải ông/bà làm, hãy gọi 1022 ngay.");
    public static readonly SmsTemplate Replaced = new("Tài khoản dịch vụ công của ông/bà vừa đổi ứng dụng xác thực. Nếu không phải ông/bà làm, hãy gọi 1022 ngay.");
    public static readonly SmsTemplate Removed = new("Tài khoản dịch vụ công của ông/bà vừa tắt xác thực hai bước. Nếu không phải ông/bà làm, hãy gọi 1022 ngay.");
    public static readonly SmsTemplate Reset = new("Người quản trị vừa gỡ xác thực hai bước của tài khoản ông/bà. Nếu ông/bà không yêu cầu, hãy gọi 1022 ngay.");
    public static readonly SmsTemplate PasskeyAdded = new("Tài khoản dịch vụ công của ông/bà vừa thêm một khóa truy cập. Nếu không phải ông/bà làm, hãy gọi 1022 ngay.");
    public static readonly SmsTemplate PasskeyRemoved = new("Tài khoản dịch vụ công của ông/bà vừa gỡ một khóa truy cập. Nếu không phải ông/bà làm, hãy gọi 1022 ngay.");
    public static readonly SmsTemplate PasskeyCopied = new("Một khóa truy cập của ông/bà có dấu hiệu bị sao chép và đã bị từ chối. Hãy gỡ khóa ấy và gọi 1022.");
    public static readonly SmsTemplate Unlinked = new("Người quản trị vừa gỡ liên kết định danh quốc gia của tài khoản ông/bà. Nếu ông/bà không yêu cầu, hãy gọi 1022 ngay.");
    public static readonly SmsTemplate RecoveryUsed = new("Vừa có người dùng mã dự phòng vào tài khoản của ông/bà. Nếu không phải ông/bà, hãy gọi 1022 ngay.");
}
