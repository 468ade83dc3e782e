using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Host;
using NhatLe.Identity.Federation;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Facts;

namespace NhatLe.Tests.Identity.Federation;

/// <summary>As in production, acts of weight ask for a fresh proof.</summary>
public sealed class CarefulFederationApp : FederationApp
{
    private protected override Settings Adjust(Settings settings) => base.Adjust(settings) with { StepUp = new() { Off = false } };

    public async Task<Client> Browser(string login)
    {
        var browser = Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", Form(login))).StatusCode);
        return browser;
    }
}

/// <summary>An administrator of the province mends a wrong link to a national account.</summary>
public sealed class UnlinkNationalTests(CarefulFederationApp app) : IClassFixture<CarefulFederationApp>
{
    const string Route = "/api/identity/national-unlinkings", Page = "/quan-tri/dinh-danh", Reason = "Đã xem thẻ căn cước tại trụ sở; liên kết là của người khác.";

    [Fact]
    public async Task The_link_is_looked_at_and_taken_away_whoever_came_in_by_it_is_out_and_the_owner_is_told_and_linked_anew()
    {
        var person = app.Somebody();
        using var stranger = app.Elsewhere();
        Assert.Equal("/ho-so-cua-toi", await FederationApp.SignIn(stranger, person.Number));
        var account = (await app.AccountOf(person.Number))!;
        await app.Change($"UPDATE identity_national_links SET subject_key = 'of-somebody-else' WHERE account_id = {account.Id}"); // the first who came was not the owner
        using var owner = app.Elsewhere();
        Assert.Equal("conflict", FederationApp.Of(await FederationApp.SignIn(owner, person.Number), "quoc-gia"));

        using var admin = await app.Browser("quan-tri");
        var found = await (await admin.PostForm(Page + "?handler=Find", new() { ["Input.Login"] = person.Number })).Page();
        foreach (var words in (string[])[person.Name, account.Login, "Từ chối người khác lần cuối"]) Assert.Contains(words, found.QuerySelector("dl")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Chưa lần nào", found.Words(), StringComparison.Ordinal);
        await FactsApp.Until(() => app.Db(db => db.Accesses.AnyAsync(a => a.AboutAccountId == account.Id && a.Kind == AccessKind.Search)), "the reading is noted");
        Assert.True(await FederationApp.IsIn(stranger)); // to look changes nothing

        var without = await admin.Http.Press(found.Form("[name='Input.Reason']"), "Gỡ liên kết định danh", ("Input.Reason", "  "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        var done = await (await admin.Http.Press(found.Form("[name='Input.Reason']"), "Gỡ liên kết định danh", ("Input.Reason", Reason))).Page();
        Assert.Contains($"Đã gỡ liên kết của {person.Name}", done.Words(), StringComparison.Ordinal);
        Assert.False(await FederationApp.IsIn(stranger));
        Assert.Empty(await app.Links(account.Id));
        var line = Assert.Single(await app.Journal(account.Id), l => l.Entry.Event == "identity.national-link-removed");
        Assert.Equal((Reason, true), (line.Content!.Note, line.Holds));
        await app.Settled();
        Assert.Contains(await app.Db(db => db.Notices.Where(n => n.AccountId == account.Id).ToListAsync()), n => n.Title == "Người quản trị đã gỡ liên kết định danh quốc gia");

        Assert.Equal("/ho-so-cua-toi", await FederationApp.SignIn(owner, person.Number));
        Assert.Equal(account.Id, (await app.AccountOf(person.Number))!.Id);
        Assert.Single(await app.Links(account.Id));
        Assert.Contains("gỡ liên kết định danh", await owner.Page("/thong-bao"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_asks_for_a_fresh_proof_for_an_administrator_of_the_province_and_for_an_account_that_is_linked()
    {
        await using var started = await Own<CarefulFederationApp>.Start(); // its clock goes ahead of the other side's
        var own = started.App;
        var person = own.Somebody();
        using (var browser = own.Elsewhere()) await FederationApp.SignIn(browser, person.Number);
        var account = (await own.AccountOf(person.Number))!;
        var asked = new { login = person.Number, reason = Reason };
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.Anybody().PostJson(Route, asked)).StatusCode);
        foreach (var login in (string[])["mot-cua.tronghoa", "chu-tich.tinh", "mai.lien"])
        {
            using var other = await own.Browser(login);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.PostJson(Route, asked)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.Get(Page)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.PostForm(Page + "?handler=Find", new() { ["Input.Login"] = person.Number })).StatusCode);
        }
        using var admin = await own.Browser("quan-tri");
        foreach (var (login, reason) in ((string, string)[])[("khong-co", Reason), ("van.khiem", Reason), (person.Number, " "), ("", Reason)])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson(Route, new { login, reason })).StatusCode);
        own.Clock.Advance(TimeSpan.FromMinutes(11));
        var refused = await admin.PostJson(Route, asked);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("insufficient_user_authentication", Assert.Single(refused.Headers.WwwAuthenticate).Parameter, StringComparison.Ordinal);
        Assert.Single(await own.Links(account.Id));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostJson(NhatLe.Identity.StepUps.Reauthenticate.Route, new { password = App.Password })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJson(Route, asked)).StatusCode);
        Assert.Empty(await own.Links(account.Id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson(Route, asked)).StatusCode); // twice
    }

    [Fact]
    public async Task A_sign_in_whose_code_is_awaited_is_over_too()
    {
        var person = app.Somebody(level: 1);
        using var browser = app.Elsewhere();
        await FederationApp.SignIn(browser, person.Number);
        var account = (await app.AccountOf(person.Number))!;
        await app.Accounts(async db =>
        {
            db.HalfSignIns.Add(new() { TokenHash = "half-of-" + account.Id.ToString("N"), AccountId = account.Id, ExpiresAt = app.Clock.GetUtcNow().AddMinutes(10), Assurance = AssuranceLevel.National1 });
            return await db.SaveChangesAsync();
        });
        using var admin = await app.Browser("quan-tri");
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJson(Route, new { login = account.Login, reason = Reason })).StatusCode);
        Assert.Equal(0, await app.Accounts(db => db.HalfSignIns.CountAsync(h => h.AccountId == account.Id)));
        Assert.All(await app.Sessions(account.Id), s => Assert.NotNull(s.EndedAt));
    }
}
