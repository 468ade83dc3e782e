using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.On;

/// <summary>The code goes to the address that was given; where another was given since, that one gets its own.</summary>
public sealed class SendMailCode(IdentityDb identity, PlatformDb db, Messages messages, ColumnCipher cipher, Keyring keys) : IReaction<MailAddressGiven>
{
    public async Task On(MailAddressGiven happened, Entry entry, CancellationToken ct)
    {
        if (await identity.MailChecks.AsNoTracking().SingleOrDefaultAsync(m => m.AccountId == happened.AccountId && m.Id == happened.CheckId, ct) is not { } check) return;
        var english = await identity.Accounts.Where(a => a.Id == happened.AccountId).Select(a => a.English).SingleAsync(ct);
        messages.Letter(
            new(happened.AccountId, happened.AccountId, entry.Seq, "Mã xác nhận địa chỉ thư", "Mã của ông/bà là {0}. Nhập mã này tại trang Tài khoản trong {1} phút.", "",
                [MailCheck.CodeOf(check.Id, keys), ((int)MailCheck.Valid.TotalMinutes).ToString(System.Globalization.CultureInfo.InvariantCulture)]),
            cipher.Decrypt(check.Address), english, "Không phải ông/bà yêu cầu? Hãy bỏ qua thư này, không ai được dùng địa chỉ này.");
        await db.SaveChangesAsync(ct);
    }
}
