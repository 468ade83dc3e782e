using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Registrations;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.On;

/// <summary>The code goes to the phone. Whoever has an account with the number already is told that somebody asked for another, once a day.</summary>
public sealed class SendRegistrationCode(IdentityDb identity, PlatformDb db, Messages messages, Notices notices, OutboundSettings outbound, ColumnCipher cipher, Keyring keys) : IReaction<RegistrationBegun>
{
    public async Task On(RegistrationBegun happened, Entry entry, CancellationToken ct)
    {
        if (await identity.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == happened.RegistrationId, ct) is not { EndedAt: null } registration) return;
        if (outbound.Sms.IsSetUp)
            messages.Code(
                new(registration.Id, registration.Id, entry.Seq, "Mã đăng ký tài khoản", "", "",
                    [OneTimeCode.Digits(CompleteRegistration.Handler.Purpose, registration.CodeId, keys), ((int)Registration.Valid.TotalMinutes).ToString(CultureInfo.InvariantCulture)]),
                cipher.Decrypt(registration.Phone), english: false, RegistrationSms.Code);
        if (await identity.Accounts.AsNoTracking().Where(a => a.CitizenNumberLookup == registration.CitizenNumberLookup && a.Active).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(ct) is { } owner)
            await notices.Give(owner, owner, "Có người đăng ký bằng số định danh của ông/bà",
                "Ông/bà đã có tài khoản nên không tài khoản nào được mở thêm, mật khẩu vẫn như cũ. Nếu là ông/bà, hãy đăng nhập. Nếu không phải, không cần làm gì; thấy lạ thì gọi 1022.", "/tai-khoan", [], ct,
                (RegistrationSms.AlreadyThere, []), id: StableId.Of("registration-notice", $"{owner:N} {LegalTime.DateOf(entry.At):yyyy-MM-dd}"));
        await db.SaveChangesAsync(ct);
    }
}

public static class RegistrationSms
{
    public static readonly SmsTemplate Code = new("Mã đăng ký tài khoản dịch vụ công: {0}, dùng trong {1} phút. Không đưa mã này cho ai, kể cả cán bộ.");
    public static readonly SmsTemplate AlreadyThere = new("Có người đăng ký tài khoản bằng số định danh của ông/bà. Không phải ông/bà thì không cần làm gì. Hỏi: 1022");
}
