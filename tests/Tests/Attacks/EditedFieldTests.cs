using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Directory;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Attacks;

/// <summary>
/// Somebody signed in sends more than the form has, or other values than it offers: every field a record here has, by its name, with what
/// would make them more than they are.
/// </summary>
public sealed class EditedFieldTests(App app) : IClassFixture<App>
{
    /// <summary>These end or lock the attacker's own session, or end a delegation that is theirs to end; no way up.</summary>
    static readonly string[] Ways = ["POST /api/organization/delegations/{id:guid}/revocation", "POST /dang-xuat", "POST /dang-xuat-he-thong", "DELETE /api/identity/sessions", "DELETE /api/identity/sessions/current", "DELETE /api/identity/sessions/others", "POST /tai-khoan?handler=Everywhere", "POST /tai-khoan?handler=Others", "POST /dang-nhap", "POST /api/identity/sessions",
        "POST /api/identity/sessions/current/lock", "POST /khoa"];

    [Theory]
    [InlineData("mot-cua.tronghoa", "tu-phap.tronghoa")]
    [InlineData("chu-tich.tronghoa", "chu-tich.minhhoa")]
    [InlineData("mai.lien", "van.khiem")]
    public async Task Over_posting_no_field_makes_an_attacker_more_than_they_are_or_touches_somebody_else(string attacker, string victim)
    {
        var things = await Things.Of(app);
        var browser = await app.As(attacker);
        var (self, other, admin) = (await app.Account(attacker), await app.Account(victim), await app.Account("quan-tri"));
        var units = await app.Services.GetRequiredService<DirectoryCache>().Get();
        var adminOfficer = units.Positions.First(p => p.PositionKey == "province.admin");
        var me = await OfficerOf(attacker);
        var everything = app.Services.GetRequiredService<PositionTemplates>().Permits.Select(p => p.Name).ToArray();

        Dictionary<string, object?> more = new(StringComparer.OrdinalIgnoreCase)
        {
            ["accountId"] = other, ["account"] = other, ["citizenId"] = other, ["ownerId"] = other, ["officerId"] = adminOfficer.OfficerId, ["actor"] = "System", ["kind"] = "Officer", ["role"] = "administrator", ["isAdministrator"] = true,
            ["active"] = true, ["permits"] = everything, ["permit"] = "directory.admin", ["subtree"] = true, ["unitId"] = adminOfficer.UnitId, ["positionId"] = adminOfficer.Id, ["passwordHash"] = "x", ["password"] = "x", ["login"] = attacker,
            ["acr"] = "urn:nhatle:acr:two-factors", ["status"] = "Approved", ["state"] = "Approved", ["givenBy"] = adminOfficer.OfficerId, ["approvedBy"] = adminOfficer.OfficerId, ["fee"] = 0, ["dueAt"] = "2030-01-01T00:00:00Z", ["validTo"] = null, ["forOfficers"] = true,
            ["scopes"] = "scim", ["isOwn"] = true, ["level"] = 3,
        };
        object? Choose(string name, Type type) => name switch
        {
            "Position" or "PositionId" => type == typeof(string) ? adminOfficer.Id.ToString() : adminOfficer.Id,
            "Officer" or "OfficerId" or "StandIn" => type == typeof(string) ? (me ?? adminOfficer.OfficerId).ToString() : me ?? adminOfficer.OfficerId,
            "Account" or "AccountId" or "Citizen" => type == typeof(string) ? other.ToString() : other,
            "Permits" => everything,
            "Unit" => "44",
            "Login" => victim,
            "Active" or "Subtree" => true,
            "Version" => null,
            _ => null,
        };

        var before = await Standing();
        foreach (var door in (await Doors.All(app)).Where(d => d.IsUnsafe && !Ways.Contains(d.Name)))
        {
            using var request = door.Request(door.Fill(things.IdFor(door)), Choose, more);
            using var answer = await browser.Http.SendAsync(request);
            Assert.True((int)answer.StatusCode is < 500 or 501, $"{door.Name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            if ((int)answer.StatusCode >= 400) continue; // looked at once more at the end
            var after = await Standing();
            Assert.True(before.SetEquals(after), $"{door.Name} answered {(int)answer.StatusCode} and changed:\n{string.Join("\n", after.Except(before).Concat(before.Except(after)))}");
        }

        var last = await Standing();
        Assert.True(before.SetEquals(last), string.Join("\n", last.Except(before).Concat(before.Except(last))));

        // Who is who, who may what, who signs in with what; and everything of the one whose name was used.
        async Task<HashSet<string>> Standing()
        {
            HashSet<string> rows = [];
            rows.UnionWith(await app.Rows("identity_accounts", ["version", "head", "sms_wanted", "mail_wanted", "english", "second_asked_at"]));
            foreach (var table in (string[])["directory_officers", "directory_positions", "directory_delegations", "directory_units", "identity_clients", "identity_signing_keys", "identity_second_factors", "organization_reforms"]) rows.UnionWith(await app.Rows(table));
            foreach (var table in (await app.Tables()).Where(t => t is not ("access_log" or "seal_leaves" or "outbox" or "notices" or "identity_failures" or "directory_leaves")))
                rows.UnionWith(await app.Rows(table, ["last_seen_at", "expires_at"], other));
            return rows;
        }
    }

    async Task<Guid?> OfficerOf(string login)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NhatLe.Identity.IdentityDb>().Accounts.Where(a => a.Login == login).Select(a => a.OfficerId).SingleAsync();
    }
}
