using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Federation;

/// <summary>
/// One person, one account (gộp tài khoản theo số định danh): the national identity opens the account with the citizen number it says; where there is
/// none yet, it makes one. Who was linked once stays so: another national account with the same number is refused, and journalled.
/// </summary>
public sealed class NationalAccounts(IdentityDb db, NationalIdentitySettings settings, ColumnCipher cipher, Passwords passwords, DirectoryCache directory, TimeProvider time)
{
    const int MostTries = 5;

    /// <param name="signedIn">Who was signed in as it began: nobody else comes back.</param>
    /// <exception cref="NationalFailure">Conflict, Other, Officer, Closed.</exception>
    public async Task<Account> Of(NationalPerson person, Guid? signedIn, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try { return await db.Again(() => Join(person, signedIn, ct)); }
            catch (DbUpdateException) when (tries < MostTries) { db.ChangeTracker.Clear(); } // the same person, twice at once: now the account is there
        }
    }

    async Task<Account> Join(NationalPerson person, Guid? signedIn, CancellationToken ct)
    {
        var (subject, number, now) = (cipher.Lookup($"national:{settings.Issuer}|{person.Subject}"), cipher.Lookup(person.Number.Value), LegalTime.Cut(time.GetUtcNow()));
        var bySubject = await db.NationalLinks.SingleOrDefaultAsync(l => l.SubjectKey == subject, ct);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.CitizenNumberLookup == number, ct);
        var link = account is null ? null : bySubject?.AccountId == account.Id ? bySubject : await db.NationalLinks.SingleOrDefaultAsync(l => l.AccountId == account.Id, ct);
        if ((link is not null && link.SubjectKey != subject) || (bySubject is not null && bySubject.AccountId != account?.Id)) throw await Conflict(account?.Id ?? bySubject!.AccountId, ct);
        if (account is { Kind: not AccountKind.Citizen }) throw new NationalFailure(Failed.Officer, "The number is an officer's.");
        if (account is { Active: false }) throw new NationalFailure(Failed.Closed, "The account is closed.");
        if (signedIn is { } who && account?.Id != who) throw new NationalFailure(Failed.Other, "Somebody else was signed in.");

        if (account is { NumberChecked: false } && signedIn is null && account.PhoneLookup != (person.Phone is { } phone ? cipher.Lookup(phone.International) : null))
            throw new NationalFailure(Failed.Unchecked, "The number was registered by phone, with another one than the state knows."); // it may be a stranger's, who would read what the person files

        account ??= await Open(person, now, ct);
        if (link is null) db.NationalLinks.Add(link = new() { AccountId = account.Id, SubjectKey = subject, LinkedAt = now });
        var news = link.Confirm(person, now);
        var changed = account.TakeVerified(person.Name, person.BornOn);
        if (news || changed) db.Record(account, new NationalIdentityConfirmed(account.Id, (int)person.Level, changed));
        await db.SaveChangesAsync(ct);
        return account;
    }

    /// <summary>Its password is one that nobody knows: until the person sets one, only the national identity opens it.</summary>
    async Task<Account> Open(NationalPerson person, DateTimeOffset now, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(now);
        var login = $"qg.{id.ToString("N")[^12..]}";
        var home = (await directory.Get(ct)).FindUnit(person.Commune) is { Kind: UnitKind.Commune } commune ? commune.Code : "";
        var account = Account.OfCitizen(id, login, new(person.Name, person.Number, person.Phone, Email: null, person.BornOn, person.Gender, Ethnicity: "", home, person.Address), passwordHash: "", cipher);
        account.Rehash(await passwords.HashOfUnknown(account, ct));
        db.Accounts.Add(account);
        db.Record(account, new AccountOpened(login));
        return account;
    }

    async Task<NationalFailure> Conflict(Guid accountId, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        db.Record(await db.Accounts.SingleAsync(a => a.Id == accountId, ct), new NationalIdentityRefused(accountId));
        await db.SaveChangesAsync(ct);
        return new(Failed.Conflict, "The number and the subject belong to two accounts.");
    }
}
