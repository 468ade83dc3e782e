using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.On;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Scim;

/// <summary>Users of this server as a client of it sees and changes them (RFC 7644 section 3). The acts are those of the platform: officers come and go by the directory, accounts follow.</summary>
public sealed partial class ScimUsers(IdentityDb db, ScimReader reader, IOfficers officers, FollowOfficer follow, Passwords passwords, DirectoryCache directory, TimeProvider time)
{
    const int LongestLogin = 60, LongestExternalId = 200;

    /// <summary>The words of the journal, where a system did it.</summary>
    const string Reason = "Theo yêu cầu của hệ thống {0}";

    // Sections 3.4.1 and 3.4.2: reading

    /// <exception cref="ScimError">404.</exception>
    public async Task<ScimUser> Get(KnownClient client, string id, CancellationToken ct) =>
        Guid.TryParseExact(id, "N", out var account) && await Rows(client).SingleOrDefaultAsync(r => r.Account.Id == account, ct) is { } row ? (await reader.Say([row], ct))[0] : throw ScimError.NotFound($"There is no user {id}.");

    public async Task<(int Total, IReadOnlyList<ScimUser> Users)> List(KnownClient client, ScimQuery query, CancellationToken ct)
    {
        var rows = Rows(client);
        if (query.Filter is { } filter) rows = rows.Where(new ScimCondition(await directory.Get(ct), reader.Times).Of(filter));
        var total = await rows.CountAsync(ct);
        return (total, query.Count == 0 || query.StartIndex > total ? [] : await reader.Say(await rows.OrderBy(r => r.Account.Id).Skip(query.StartIndex - 1).Take(query.Count).ToListAsync(ct), ct));
    }

    /// <summary>Officers with an account, but for those the client deleted.</summary>
    IQueryable<ScimRow> Rows(KnownClient client) =>
        from a in db.Accounts.AsNoTracking()
        where a.Kind == AccountKind.Officer
        join p in db.Provisioned.AsNoTracking().Where(p => p.ClientId == client.Id) on a.Id equals p.AccountId into own
        from p in own.DefaultIfEmpty()
        where p == null || p.DeletedAt == null || a.Active
        select new ScimRow { Account = a, ExternalId = p == null ? null : p.ExternalId };

    // Section 3.3: creating

    /// <summary>An officer without a post yet, and their account, whose password is set by a reset.</summary>
    /// <exception cref="ScimError">invalidSyntax, invalidValue, uniqueness.</exception>
    public async Task<ScimUser> Create(KnownClient client, JsonObject sent, CancellationToken ct)
    {
        var said = ScimUser.Said.Of(ScimJson.Resource(sent), before: null);
        var login = LoginOf(said.UserName);
        var name = NameOf(said.FullName);
        var folded = Fold.Key(login);
        if (await db.Accounts.AnyAsync(a => a.FoldedLogin == folded, ct)) throw ScimError.Uniqueness($"userName {login} is taken. A login is never given to another person, even after the first one left.");
        await MustBeFree(client, said.ExternalId, except: null, ct);
        var now = LegalTime.Cut(time.GetUtcNow());
        var account = Account.OfOfficer(Guid.CreateVersion7(now), login, Guid.CreateVersion7(now), name, passwordHash: "");
        account.Rehash(await passwords.HashOfUnknown(account, ct));
        db.Accounts.Add(account);
        db.Record(account, new AccountOpened(login), string.Format(Reason, client.Name));
        if (said.ExternalId is not null) db.Provisioned.Add(new() { ClientId = client.Id, AccountId = account.Id, ExternalId = said.ExternalId });
        await Save(ct);
        await officers.Add(account.OfficerId!.Value, name, said.Email ?? "", ct); // without an officer the account opens nothing: should this node end in between, a PUT completes it
        if (said.Active == false) await Turn(account, active: false, client, ct);
        return await Get(client, account.Id.ToString("N"), ct);
    }

    static string LoginOf(string? userName)
    {
        if (string.IsNullOrWhiteSpace(userName)) throw ScimError.InvalidValue("userName is required.");
        var login = userName.Trim();
        return login.Length <= LongestLogin && Login().IsMatch(login) ? login : throw ScimError.InvalidValue($"userName has letters, digits and . _ - @, at least one letter, and at most {LongestLogin} characters.");
    }

    /// <summary>As the directory has it: looked at before anything is written.</summary>
    static string NameOf(string? said)
    {
        var name = OfficerName.Clean(said);
        if (name.Length == 0) throw ScimError.InvalidValue("Say the name: name.formatted, its parts, or displayName.");
        return OfficerName.Fits(name) ? name : throw ScimError.InvalidValue($"A name has 2 to {OfficerName.Longest} letters, blanks and ' - .");
    }

    /// <summary>Never only digits: those are citizen numbers and phones.</summary>
    [GeneratedRegex("^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._@-]+$")]
    private static partial Regex Login();

    // Section 3.5: changing

    /// <summary>Section 3.5.1: what is not said is taken away, where it can be; what is read-only is passed over.</summary>
    public Task<ScimUser> Replace(KnownClient client, string id, string? ifMatch, JsonObject sent, CancellationToken ct) => Change(client, id, ifMatch, (_, _) => ScimJson.Resource(sent), whole: true, ct);

    /// <summary>Section 3.5.2.</summary>
    public Task<ScimUser> Patch(KnownClient client, string id, string? ifMatch, JsonObject request, CancellationToken ct) => Change(client, id, ifMatch, (user, root) => ScimPatch.Apply(request, user.ToJson(root)), whole: false, ct);

    async Task<ScimUser> Change(KnownClient client, string id, string? ifMatch, Func<ScimUser, string, JsonObject> change, bool whole, CancellationToken ct)
    {
        var before = await Get(client, id, ct);
        MustMatch(ifMatch, before);
        var said = ScimUser.Said.Of(change(before, ""), before);
        if (whole && string.IsNullOrWhiteSpace(said.UserName)) throw ScimError.InvalidValue("userName is required.");
        if (said.UserName is { } login && !Fold.Key(login).Equals(Fold.Key(before.UserName), StringComparison.Ordinal)) throw ScimError.Mutability("userName was given once and stays.");
        var name = NameOf(said.FullName);
        if (said.ExternalId != before.ExternalId) await MustBeFree(client, said.ExternalId, before.Id, ct);
        var account = await db.Accounts.SingleAsync(a => a.Id == before.Id, ct);
        var officer = account.OfficerId!.Value;
        var email = said.Email ?? "";
        if ((await directory.Get(ct)).FindOfficer(officer) is null) await officers.Add(officer, name, email, ct);
        else if ((name, email) != (before.FullName, before.Email)) await officers.Change(officer, name, email, ct);
        await db.Again(async () =>
        {
            var again = await db.Accounts.SingleAsync(a => a.Id == before.Id, ct);
            if ((name, email, said.ExternalId) == (before.FullName, before.Email, before.ExternalId)) return 0;
            again.Rename(name);
            var own = await db.Provisioned.FindAsync([client.Id, before.Id], ct);
            if (own is null) db.Provisioned.Add(own = new() { ClientId = client.Id, AccountId = before.Id });
            own.ExternalId = said.ExternalId;
            db.Record(again, new AccountChanged(before.Id), string.Format(Reason, client.Name));
            return await Save(ct);
        });
        if (said.Active is { } active && active != before.Active) await Turn(account, active, client, ct);
        return await Get(client, id, ct);
    }

    // Section 3.6: deleting

    /// <summary>The person is put out of office, and unknown to the client from then on. What they did stays under their name, as the law asks.</summary>
    public async Task Delete(KnownClient client, string id, string? ifMatch, CancellationToken ct)
    {
        var before = await Get(client, id, ct);
        MustMatch(ifMatch, before);
        var account = await db.Accounts.SingleAsync(a => a.Id == before.Id, ct);
        if (before.Active) await Turn(account, active: false, client, ct);
        else await follow.Leave(account.OfficerId!.Value, string.Format(Reason, client.Name), ct);
        await db.Again(async () =>
        {
            var own = await db.Provisioned.FindAsync([client.Id, before.Id], ct);
            if (own is null) db.Provisioned.Add(own = new() { ClientId = client.Id, AccountId = before.Id });
            (own.DeletedAt, own.ExternalId) = (LegalTime.Cut(time.GetUtcNow()), null);
            return await db.SaveChangesAsync(ct);
        });
    }

    /// <summary>By the directory, as an administrator would; the account follows before the answer.</summary>
    async Task Turn(Account account, bool active, KnownClient client, CancellationToken ct)
    {
        var (officer, reason) = (account.OfficerId!.Value, string.Format(Reason, client.Name));
        var inOffice = (await directory.Confirm(ct)).FindOfficer(officer) is { Active: true };
        if (inOffice != active) await (active ? officers.Reactivate(officer, reason, ct) : officers.Deactivate(officer, reason, ct));
        db.ChangeTracker.Clear();
        await (active ? follow.Return(officer, reason, ct) : follow.Leave(officer, reason, ct));
        db.ChangeTracker.Clear();
    }

    /// <summary>Section 3.14: who changes says which state they saw; "*" is any.</summary>
    static void MustMatch(string? ifMatch, ScimUser user)
    {
        if (ifMatch is null || ifMatch.Trim() == "*") return;
        var version = user.ToJson("")["meta"]!["version"]!.GetValue<string>();
        if (!ifMatch.Split(',', StringSplitOptions.TrimEntries).Any(tag => Bare(tag) == Bare(version))) throw new ScimError(412, null, $"The user is another one than you saw. Its version is {version}: read it again.");
    }

    public static string Bare(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    async Task MustBeFree(KnownClient client, string? externalId, Guid? except, CancellationToken ct)
    {
        if (externalId is null) return;
        if (externalId.Length is 0 or > LongestExternalId) throw ScimError.InvalidValue($"externalId has 1 to {LongestExternalId} characters.");
        if (await db.Provisioned.AnyAsync(p => p.ClientId == client.Id && p.ExternalId == externalId && p.AccountId != except, ct)) throw ScimError.Uniqueness($"externalId {externalId} is another user's.");
    }

    /// <summary>Two requests at one instant may take the same name: the second is told so.</summary>
    async Task<int> Save(CancellationToken ct)
    {
        try { return await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { throw ScimError.Uniqueness("userName or externalId was taken a moment ago."); }
    }
}
