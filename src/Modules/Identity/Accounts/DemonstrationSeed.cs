using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Accounts;

/// <summary>Opens the demonstration accounts that are not there yet.</summary>
public sealed class DemonstrationSeed(IdentityDb db, DemonstrationAccounts invented, Population population, DemonstrationMode demonstration, DirectoryCache directory, ColumnCipher cipher, Passwords passwords, PasswordSettings settings) : ISeed
{
    public int Order => 20;
    public bool DemonstrationOnly => true;
    public bool FromFilesOnly => true;

    public async Task Run(CancellationToken ct)
    {
        var file = await invented.Read(ct);
        var known = await db.Accounts.Select(a => a.Login).ToHashSetAsync(ct);
        var officers = await directory.Get(ct);
        var made = new Lazy<string>(() => settings.Iterations == Passwords.Iterations ? file.PasswordHash : passwords.Hash(Passwords.Nobody, file.Password));
        foreach (var one in file.Accounts.Concat(demonstration.IsPeopled ? await population.Accounts(ct) : []).Where(a => known.Add(a.Login)))
        {
            var id = StableId.Of("account", one.Login);
            var account = one.Citizen is { } person
                ? Account.OfCitizen(id, one.Login, ParticularsOf(person), made.Value, cipher)
                : Account.OfOfficer(id, one.Login, one.OfficerId!.Value, officers.FindOfficer(one.OfficerId.Value)!.FullName, made.Value);
            db.Accounts.Add(account);
            db.Record(account, new AccountOpened(one.Login));
        }
        await db.SaveChangesAsync(ct);
    }

    static Account.Particulars ParticularsOf(DemonstrationAccounts.Person person) => new(
        person.FullName, CitizenNumber.Read(person.CitizenNumber).Value!, PhoneNumber.Read(person.Phone).Value, person.Email,
        person.BirthDate, person.Gender, person.Ethnicity, person.UnitCode, person.Address);
}
