using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Identity;

sealed class IdentityApi(IdentityDb db, ColumnCipher cipher, SignedInAccount signedIn) : IAccounts
{
    public async Task<CitizenProfile?> Citizen(Guid accountId, CancellationToken ct) =>
        ProfileOf(signedIn.Account is { Kind: AccountKind.Citizen } own && own.Id == accountId ? own : await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId && a.Kind == AccountKind.Citizen, ct));

    public async Task<CitizenProfile?> CitizenByNumber(string citizenNumber, CancellationToken ct)
    {
        var lookup = cipher.Lookup(citizenNumber);
        return ProfileOf(await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.CitizenNumberLookup == lookup && a.Kind == AccountKind.Citizen && a.Active && a.NumberChecked, ct));
    }

    CitizenProfile? ProfileOf(Account? account)
    {
        if (account?.CitizenNumber is null) return null;
        var phone = account.Phone is null ? null : PhoneNumber.Read(cipher.Decrypt(account.Phone)).Value?.National;
        return new(account.Id, account.FullName, cipher.Decrypt(account.CitizenNumber), account.BornOn, account.Gender, phone,
            account.Email, account.Ethnicity, account.UnitCode, account.Address, account.NumberChecked);
    }

    public async Task<IReadOnlyDictionary<Guid, Guid>> OfOfficers(IReadOnlyCollection<Guid> officerIds, CancellationToken ct) =>
        await db.Accounts.AsNoTracking().Where(a => a.Active && a.OfficerId != null && officerIds.Contains(a.OfficerId!.Value)).ToDictionaryAsync(a => a.OfficerId!.Value, a => a.Id, ct);
}
