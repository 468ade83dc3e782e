using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.OpenId.Registry;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>The register of systems, its page for administrators, and what people see of it.</summary>
public sealed class RegistryTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    const string List = "/quan-tri/he-thong";

    Dictionary<string, string> Form(string code) => new()
    {
        ["Id"] = Guid.CreateVersion7(app.Time.Now).ToString(), ["ClientId"] = code, ["Input.Name"] = "Văn bản điều hành", ["Input.Grants"] = "authorization_code", ["Input.PersonScopes"] = "profile",
        ["Input.ForOfficers"] = "true", ["Input.RedirectUris"] = "https://vanban.example.vn/cb\r\nhttps://vanban.example.vn/cb2", ["Input.LaunchAddress"] = "https://vanban.example.vn/", ["Input.Icon"] = "document", ["Input.SigningAlg"] = "ES256",
    };

    Task<Client> Stored(string code) => app.Accounts(db => db.Clients.AsNoTracking().SingleAsync(c => c.ClientId == code));

    [Fact]
    public async Task An_administrator_registers_a_system_sees_its_secret_once_and_the_journal_knows()
    {
        var (admin, form) = (await app.Admin(), Form("van-ban"));
        var answer = await admin.PostForm(List + "/moi", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode); // not after a redirect: it is kept nowhere
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var page = await answer.Content.ReadAsStringAsync();
        var secret = page.Split("id=\"bi-mat\">")[1].Split('<')[0];
        Assert.Equal(43, secret.Length);
        var client = await Stored("van-ban");
        Assert.Equal(Client.HashOf(secret), client.SecretHash);
        Assert.Equal("https://vanban.example.vn/cb\nhttps://vanban.example.vn/cb2", client.RedirectUris);
        Assert.DoesNotContain(secret, await admin.Page(List + "/van-ban"), StringComparison.Ordinal);
        Assert.Contains("Văn bản điều hành", await admin.Page(List), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostForm(List + "/moi", form)).StatusCode); // pressed twice: the first stands, its secret is not told again
        Assert.Equal("identity.client-registered", Assert.Single(await app.Journal(client.Id)).Entry.Event);
    }

    [Fact]
    public async Task It_is_changed_gets_another_secret_and_is_switched_off_each_in_the_journal()
    {
        var admin = await app.Admin();
        var first = (await (await admin.PostForm(List + "/moi", Form("doi-thay"))).Content.ReadAsStringAsync()).Split("id=\"bi-mat\">")[1].Split('<')[0];
        var form = Form("doi-thay");
        (form["Version"], form["Input.Name"]) = ("1", "Tên mới");
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostForm(List + "/doi-thay", form)).StatusCode);
        var late = await admin.PostForm(List + "/doi-thay", form); // as the form was shown before
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("đã làm trước", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostForm(List + "/doi-thay?handler=Secret", new() { ["Version"] = "1" })).StatusCode);
        var given = await (await admin.PostForm(List + "/doi-thay?handler=Secret", new() { ["Version"] = "2" })).Content.ReadAsStringAsync();
        Assert.Contains("<h1>Tên mới</h1>", given, StringComparison.Ordinal);
        Assert.DoesNotContain("Còn 1 chỗ cần sửa", given, StringComparison.Ordinal);
        var second = given.Split("id=\"bi-mat\">")[1].Split('<')[0];
        Assert.NotEqual(first, second);
        Assert.Equal(Client.HashOf(second), (await Stored("doi-thay")).SecretHash);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostForm(List + "/doi-thay?handler=Switch", new() { ["on"] = "false" })).StatusCode);
        Assert.Contains("Đã tắt", await admin.Page(List + "/doi-thay"), StringComparison.Ordinal);
        var client = await Stored("doi-thay");
        Assert.Equal(("Tên mới", false), (client.Name, client.Active));
        var journal = await app.Journal(client.Id);
        Assert.Equal(["identity.client-registered", "identity.client-changed", "identity.client-secret-made", "identity.client-switched"], journal.Select(l => l.Entry.Event));
        Assert.All(journal, l => Assert.True(l.Holds));
    }

    [Theory]
    [InlineData("ClientId", "Văn bản")]
    [InlineData("ClientId", "moi")]
    [InlineData("ClientId", "")]
    [InlineData("Input.Name", "")]
    [InlineData("Input.RedirectUris", "")]
    [InlineData("Input.RedirectUris", "http://vanban.example.vn/cb")]
    [InlineData("Input.RedirectUris", "https://*.example.vn/cb")]
    [InlineData("Input.RedirectUris", "https://vanban.example.vn/cb#x")]
    [InlineData("Input.RedirectUris", "https://a@vanban.example.vn/cb")]
    [InlineData("Input.RedirectUris", "javascript:alert(1)")]
    [InlineData("Input.RedirectUris", "vn.example.app:/cb")] // an app's own scheme is for public ones
    [InlineData("Input.PostLogoutUris", "/bye")]
    [InlineData("Input.BackChannelUri", "ftp://vanban.example.vn/")]
    [InlineData("Input.LaunchAddress", "javascript:alert(1)")]
    [InlineData("Input.Grants", "password")]
    [InlineData("Input.Grants", "refresh_token")]
    [InlineData("Input.PersonScopes", "everything")]
    [InlineData("Input.OtherScopes", "có dấu")]
    [InlineData("Input.SigningAlg", "none")]
    [InlineData("Input.Icon", "no-such")]
    [InlineData("Input.ForOfficers", "false")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_lost(string field, string value)
    {
        var form = Form("khong-dat");
        form[field] = value;
        var answer = await (await app.Admin()).PostForm(List + "/moi", form);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, page);
        Assert.Contains("aria-invalid=\"true\"", page, StringComparison.Ordinal);
        if (field != "Input.Name") Assert.Contains("value=\"Văn bản điều hành\"", page, StringComparison.Ordinal);
        Assert.False(await app.Accounts(db => db.Clients.AnyAsync(c => c.ClientId == "khong-dat")));
    }

    [Fact]
    public async Task A_code_is_one_system_s_and_a_public_one_has_no_secret()
    {
        var admin = await app.Admin();
        var form = Form("cong-khai");
        (form["Public"], form["Input.RedirectUris"]) = ("true", "vn.example.app:/cb");
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostForm(List + "/moi", form)).StatusCode);
        Assert.Null((await Stored("cong-khai")).SecretHash);
        Assert.Contains("Mã này đã có hệ thống khác dùng.", await (await admin.PostForm(List + "/moi", Form("cong-khai"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostJson("/api/identity/clients/cong-khai/secrets", new { version = 1 })).StatusCode);
        form = Form("cong-khai-2");
        (form["Public"], form["Input.Grants"]) = ("true", "client_credentials");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostForm(List + "/moi", form)).StatusCode);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_sees_or_changes_the_register()
    {
        var party = await app.GivenClient();
        foreach (var (who, status) in (IEnumerable<(App.Client, HttpStatusCode)>)[(app.Anybody(), HttpStatusCode.Unauthorized), (await app.Browser(OpenIdApp.Citizen), HttpStatusCode.Forbidden), (await app.Browser(OpenIdApp.Officer), HttpStatusCode.Forbidden)])
        {
            Assert.Equal(status, (await who.Get("/api/identity/clients")).StatusCode);
            Assert.Equal(status, (await who.PostJson("/api/identity/clients", new RegisterClient.Command { Id = Guid.CreateVersion7(app.Time.Now), ClientId = "cua-toi", Name = "x" })).StatusCode);
            Assert.Equal(status, (await who.Http.PutAsJsonAsync($"/api/identity/clients/{party.Id}", new { name = "x" })).StatusCode);
            Assert.Equal(status, (await who.PostJson($"/api/identity/clients/{party.Id}/secrets", new { version = 1 })).StatusCode);
            Assert.Equal(status, (await who.PostJson($"/api/identity/clients/{party.Id}/state", new { active = false })).StatusCode);
            Assert.Equal(status, (await who.PostJson("/api/identity/signing-keys", new { })).StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, (await who.Get(List)).StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, (await who.Get($"{List}/{party.Id}")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Admin()).Get($"{List}/khong-co")).StatusCode);
    }

    [Fact]
    public async Task The_API_tells_the_list_without_secrets()
    {
        var party = await app.GivenClient();
        using var browser = await app.Browser(OpenIdApp.Citizen);
        await party.SignIn(browser);
        var view = await (await app.Admin()).Get<JsonElement>("/api/identity/clients");
        var line = view.GetProperty("clients").EnumerateArray().Single(c => c.Of("clientId") == party.Id);
        Assert.Equal((1, true), (line.GetProperty("sessions").GetInt32(), line.GetProperty("active").GetBoolean()));
        Assert.DoesNotContain("secret", view.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(view.GetProperty("keys").EnumerateArray(), k => k.GetProperty("signs").GetBoolean());
    }

    [Fact]
    public async Task Each_person_sees_the_systems_that_are_open_to_them()
    {
        var both = await app.GivenClient(c => (c.Name, c.LaunchAddress) = ("Bản đồ số", "https://bando.example.vn/"));
        await app.GivenClient(c => (c.Name, c.LaunchAddress, c.ForCitizens) = ("Thư công vụ", "https://thu.example.vn/", false));
        await app.GivenClient(c => (c.Name, c.LaunchAddress, c.ForOfficers, c.ThirdParty) = ("Sổ sức khỏe", "https://suckhoe.example.vn/", false, true));
        var (citizen, officer) = (await app.Browser(OpenIdApp.Citizen), await app.Browser(OpenIdApp.Officer));
        async Task<string[]> Names(App.Client who) => [.. (await who.Get<List<OpenSystem>>("/api/workspace/systems")).Select(s => s.Name).Where(n => n is "Bản đồ số" or "Thư công vụ" or "Sổ sức khỏe")];
        Assert.Equal(["Bản đồ số", "Sổ sức khỏe"], await Names(citizen));
        Assert.Equal(["Bản đồ số", "Thư công vụ"], await Names(officer));
        var page = await citizen.Page("/he-thong");
        Assert.Contains("href=\"https://bando.example.vn/\"", page, StringComparison.Ordinal);
        Assert.Contains("suckhoe.example.vn, của đơn vị khác", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Thư công vụ", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().Get("/api/workspace/systems")).StatusCode);
        await (await app.Admin()).PostJson($"/api/identity/clients/{both.Id}/state", new { active = false });
        Assert.Equal(["Sổ sức khỏe"], await Names(citizen));
    }
}
