using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Identity.Scim;
using NhatLe.Identity.Systems;
using NhatLe.Organization.Structure;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity.Scim;

/// <summary>Outward: another system, by software of others, hears of each officer who comes, changes, leaves and comes back.</summary>
public sealed class PushTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    sealed record Link(string ClientId, long Version, string? ScimAddress, bool HasToken, int Told, int Waiting, string? Error);

    async Task<Link> LinkOf(Party party) => await (await app.Admin()).Get<Link>($"/api/identity/clients/{party.Id}/link");

    async Task<HttpResponseMessage> Put(Party party, string? address, string? token = ScimServer.Token) =>
        await (await app.Admin()).Http.SendAsync(new(HttpMethod.Put, $"/api/identity/clients/{party.Id}/link") { Content = System.Net.Http.Json.JsonContent.Create(new { version = (await LinkOf(party)).Version, scimAddress = address, scimToken = token }) });

    async Task<Party> Linked(string address, string token = ScimServer.Token)
    {
        var party = await app.GivenClient();
        var answer = await Put(party, address, token);
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
        return party;
    }

    async Task Unlink(Party party) => Assert.Equal(HttpStatusCode.NoContent, (await Put(party, null, null)).StatusCode);

    /// <summary>Told or waiting no longer.</summary>
    async Task<Link> Quiet(Party party)
    {
        Link link = null!;
        for (var i = 0; i < 1200 && (link = await LinkOf(party)).Waiting > 0; i++) await Task.Delay(50);
        Assert.Equal(0, link.Waiting);
        return link;
    }

    [Fact]
    public async Task A_system_hears_of_everybody_in_office_and_then_of_each_who_comes_changes_leaves_and_comes_back()
    {
        await using var server = await ScimServer.Start();
        var party = await Linked(server.Address);
        var officers = await app.Accounts(db => db.Accounts.CountAsync(a => a.Kind == NhatLe.Identity.Accounts.AccountKind.Officer && a.Active));
        Assert.Equal(officers, (await Quiet(party)).Told);
        var clerk = await server.Becomes(OpenIdApp.Officer, u => (bool)u["active"]!);
        Assert.Equal((await app.SubjectOf(OpenIdApp.Officer), "Trần Tiến Đông", "Công chức tư pháp – hộ tịch"), ((string)clerk["externalId"]!, (string)clerk["name"]!["formatted"]!, (string)clerk["title"]!));
        Assert.Null(await server.User(OpenIdApp.Citizen));

        using var personnel = await ScimCaller.Of(app); // who comes and goes is said by yet another system
        var user = (await personnel.Create(ScimCaller.Someone("Đinh Thị Đẩy", "day.dinh", null))).Ok(201);
        await server.Becomes("day.dinh", u => (bool)u["active"]! && (string?)u["displayName"] == "Đinh Thị Đẩy");
        await personnel.Patch((string)user["id"]!, new { op = "replace", path = "displayName", value = "Đinh Thị Đẩy Xa" });
        await server.Becomes("day.dinh", u => (string?)u["displayName"] == "Đinh Thị Đẩy Xa" && (string?)u["name"]!["givenName"] == "Xa");
        await personnel.Patch((string)user["id"]!, new { op = "replace", path = "emails[type eq \"work\"].value", value = "xa@quangbinh.example" });
        await server.Becomes("day.dinh", u => u["emails"]!.AsArray().Count == 1 && (string?)u["emails"]![0]!["value"] == "xa@quangbinh.example");
        await personnel.Patch((string)user["id"]!, new { op = "remove", path = "emails" });
        await server.Becomes("day.dinh", u => u["emails"] is null);
        var officer = (await app.Account("day.dinh")).OfficerId!.Value;
        await (await app.Admin()).Post<GivePost.Given>("/api/organization/units/18979/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", officer });
        await server.Becomes("day.dinh", u => ((string?)u["title"])?.Contains("địa chính", StringComparison.Ordinal) == true);
        var admin = await app.Admin();
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJson($"/api/organization/officers/{officer}/deactivation", new { reason = "Nghỉ hưu" })).StatusCode);
        await server.Becomes("day.dinh", u => !(bool)u["active"]!);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJson($"/api/organization/officers/{officer}/reactivation", new { reason = "Trở lại" })).StatusCode);
        await server.Becomes("day.dinh", u => (bool)u["active"]!);
        Assert.Single((await server.Held()).Users, u => (string?)u["userName"] == "day.dinh");
        await Unlink(party);
    }

    [Fact]
    public async Task While_it_is_down_the_system_misses_nothing_and_hears_the_last_state_once_and_nobody_else_waits()
    {
        await using var down = await ScimServer.Start();
        await using var up = await ScimServer.Start();
        var (one, other) = (await Linked(down.Address), await Linked(up.Address));
        await Quiet(one);
        await Quiet(other);
        await down.Down(true);
        using var personnel = await ScimCaller.Of(app);
        var id = (string)(await personnel.Create(ScimCaller.Someone("Đinh Văn Chờ", "cho.dinh", null))).Ok(201)["id"]!;
        foreach (var name in (string[])["Đinh Văn Chờ Một", "Đinh Văn Chờ Hai", "Đinh Văn Chờ Ba"]) await personnel.Patch(id, new { op = "replace", path = "displayName", value = name });
        await up.Becomes("cho.dinh", u => (string?)u["displayName"] == "Đinh Văn Chờ Ba");
        Link link = null!;
        for (var i = 0; i < 100 && (link = await LinkOf(one)).Error is null; i++) await Task.Delay(50);
        Assert.Equal((true, "It answered 503"), (link.Waiting > 0, link.Error));
        await down.Down(false);
        for (var i = 0; i < 60 && (await LinkOf(one)).Waiting > 0; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(100);
        }
        await down.Becomes("cho.dinh", u => (string?)u["displayName"] == "Đinh Văn Chờ Ba");
        Assert.Single((await down.Held()).Users, u => (string?)u["userName"] == "cho.dinh");
        Assert.Null((await LinkOf(one)).Error);
        await Unlink(one);
        await Unlink(other);
    }

    [Fact]
    public async Task Whom_it_knew_before_it_does_not_get_twice_and_whom_it_lost_it_gets_again()
    {
        await app.Settled(); // who left in another test has left before anybody is told
        await using var server = await ScimServer.Start();
        var first = await Linked(server.Address);
        await Quiet(first);
        var users = (await server.Held()).Users.Count;
        var second = await Linked(server.Address); // knows everybody already, under ids we were never told
        Assert.Equal(users, (await Quiet(second)).Told);
        Assert.Equal(users, (await server.Held()).Users.Count);
        await server.Forget();
        Assert.Equal(HttpStatusCode.Accepted, (await (await app.Admin()).PostJson($"/api/identity/clients/{second.Id}/pushes", new { })).StatusCode);
        await Quiet(second);
        Assert.Equal(users, (await server.Held()).Users.Count);
        await Unlink(first);
        await Unlink(second);
    }

    [Fact]
    public async Task A_wrong_token_is_told_the_administrator_in_the_words_of_the_system_and_a_right_one_goes_on()
    {
        await using var server = await ScimServer.Start();
        var party = await Linked(server.Address, "sai");
        Link link = null!;
        for (var i = 0; i < 100 && (link = await LinkOf(party)).Error is null; i++) await Task.Delay(50);
        Assert.StartsWith("It answered 401", link.Error, StringComparison.Ordinal);
        var page = await (await app.Admin()).Http.Open($"/quan-tri/he-thong/{party.Id}/ket-noi");
        Assert.Contains("It answered 401", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("sai", page.QuerySelectorAll("input").Select(i => i.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.SeeOther, (await (await app.Admin()).Http.Press(page.Form("[name=ScimAddress]"), "Lưu", ("ScimToken", ScimServer.Token))).StatusCode);
        await Quiet(party);
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(ScimServer.Token)));
        await Unlink(party);
    }

    [Fact]
    public async Task A_token_goes_to_the_address_it_was_given_for_and_only_administrators_say_where()
    {
        await using var server = await ScimServer.Start();
        var party = await Linked(server.Address);
        await Quiet(party);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(party, "https://khac.example.vn/scim/v2", token: null)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(party, "http://10.0.0.1/scim/v2")).StatusCode); // plain, to another machine
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(party, "file:///etc/passwd")).StatusCode);
        var stale = await (await app.Admin()).Http.SendAsync(new(HttpMethod.Put, $"/api/identity/clients/{party.Id}/link") { Content = System.Net.Http.Json.JsonContent.Create(new { version = 1, scimAddress = server.Address }) });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        foreach (var (who, status) in new[] { (await app.Browser(OpenIdApp.Officer), HttpStatusCode.Forbidden), (app.Anybody(), HttpStatusCode.Unauthorized) })
            Assert.Equal(status, (await who.Get($"/api/identity/clients/{party.Id}/link")).StatusCode);
        Assert.DoesNotContain(ScimServer.Token, await (await app.Admin()).Page($"/api/identity/clients/{party.Id}/link"), StringComparison.Ordinal);
        await (await app.Admin()).PostJson($"/api/identity/clients/{party.Id}/state", new { active = false });
        var asked = (await server.Held()).Asked.Count;
        await (await app.Admin()).PostJson($"/api/identity/clients/{party.Id}/pushes", new { });
        await Task.Delay(2500);
        Assert.Equal(asked, (await server.Held()).Asked.Count); // switched off, it is told of nobody
        await (await app.Admin()).PostJson($"/api/identity/clients/{party.Id}/state", new { active = true });
        await Quiet(party);
        await Unlink(party);
    }
}
