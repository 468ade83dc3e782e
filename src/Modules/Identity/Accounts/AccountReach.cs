using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Accounts;

/// <summary>Where the owner of an account wants to be told.</summary>
sealed class AccountReach(IdentityDb db, ColumnCipher cipher) : IReach
{
    public async Task<Reach> Of(Guid accountId, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId && a.Kind == AccountKind.Citizen && a.Active, ct);
        if (account is null) return Reach.Nowhere;
        var phone = account is { SmsWanted: true, Phone: { } stored } && PhoneNumber.Read(cipher.Decrypt(stored)).Value is { IsMobile: true } mobile ? mobile.International : null;
        return new(phone, account is { MailWanted: true, MailAddress: { } mail } ? cipher.Decrypt(mail) : null, account.English);
    }
}
