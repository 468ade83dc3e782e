using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Web;

namespace NhatLe.Tests.Attacks;

/// <summary>Cross-site request forgery: a page of somebody else makes the browser of a signed-in person send what that page wants.</summary>
public sealed class CrossSiteTests(App app) : IClassFixture<App>
{
    /// <summary>Open to other sites, each because it acts on what the request itself carries (a secret, a token) or only asks the browser to come again by itself.</summary>
    static readonly string[] Open = ["/oidc/authorize", "/oidc/introspect", "/oidc/logout", "/oidc/revoke", "/oidc/token", "/oidc/userinfo"];

    static readonly string[] Unsafe = ["POST", "PUT", "PATCH", "DELETE"];

    static readonly (string Name, string Value)[][] Foreign =
    [
        [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Origin", "https://evil.example")], [("Origin", "null")], [("Origin", "http://127.0.0.1:1")],
        [("Sec-Fetch-Site", "cross-site"), ("Origin", "SELF")], // the browser's word counts, not the page's
    ];

    [Fact]
    public async Task CSRF_every_unsafe_door_refuses_a_request_of_another_site_before_anything_else()
    {
        var admin = await app.As("quan-tri");
        var entries = await Entries();
        List<string> open = [];
        var all = await Doors.All(app);
        List<Door> doors = [.. all.Where(d => d.IsUnsafe && !Open.Contains(d.Pattern)), .. all.Where(d => d is { IsPage: true, Method: "GET" }).SelectMany(d => Unsafe.Select(m => d with { Method = m }))]; // a page answers every method
        foreach (var door in doors)
        foreach (var headers in Foreign)
        foreach (var prefix in headers == Foreign[0] ? (string[])["", "/en"] : [""])
        {
            using var request = door.Request(prefix + door.Fill(_ => null));
            request.Headers.Remove("Sec-Fetch-Site");
            foreach (var (name, value) in headers) request.Headers.Add(name, value == "SELF" ? app.Address.GetLeftPart(UriPartial.Authority) : value);
            using var answer = await admin.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.Forbidden || !(text.Contains("\"cross-site\"", StringComparison.Ordinal) || text.Contains("từ một trang khác", StringComparison.Ordinal) || text.Contains("another page", StringComparison.Ordinal) || text.Contains("another site", StringComparison.Ordinal)))
                open.Add($"{prefix}{door.Name} with {string.Join(", ", headers)}: {(int)answer.StatusCode}");
        }
        Assert.True(open.Count == 0, string.Join("\n", open));
        Assert.Equal(HttpStatusCode.OK, (await admin.Get("/api/workspace/duties")).StatusCode); // not signed out either
        Assert.Equal(entries, await Entries());
    }

    [Fact]
    public async Task CSRF_the_doors_open_to_other_sites_are_these_and_none_of_them_acts_on_the_session_of_a_browser()
    {
        Assert.Equal(Open, app.Services.GetServices<OpenToOtherSites>().Select(o => o.Path).Order(StringComparer.Ordinal));
        var (victim, nobody, entries) = (await app.As("quan-tri"), app.Anybody(), await Entries());
        foreach (var path in Open)
        foreach (var form in (Dictionary<string, string>[])[[], new() { ["client_id"] = "khong-co", ["token"] = "x", ["grant_type"] = "authorization_code", ["code"] = "x" }])
        {
            var (with, without) = (await Send(victim, path, form), await Send(nobody, path, form));
            Assert.Equal(without, with);
            Assert.True(with.Status is 303 or (>= 400 and < 500), $"{path}: {with}");
        }
        Assert.Equal(HttpStatusCode.OK, (await victim.Get("/api/workspace/duties")).StatusCode);
        Assert.Equal(entries, await Entries());

        static async Task<(int Status, string Body, string? To)> Send(App.Client who, string path, Dictionary<string, string> form)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form), Headers = { { "Sec-Fetch-Site", "cross-site" }, { "Origin", "https://evil.example" } } };
            using var answer = await who.Http.SendAsync(request);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task CSRF_a_door_that_only_shows_something_writes_nothing()
    {
        var things = await Things.Of(app);
        var admin = await app.As("quan-tri");
        var chair = await app.As("chu-tich.tronghoa");
        var entries = await Entries();
        foreach (var door in (await Doors.All(app)).Where(d => !d.IsUnsafe && d.Method == "GET" && !d.Pattern.StartsWith("/live", StringComparison.Ordinal)))
        foreach (var who in (App.Client[])[admin, chair])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, door.Fill(things.IdFor(door))) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
            using var answer = await who.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True((int)answer.StatusCode is < 500 or 501, $"{door.Name}: {(int)answer.StatusCode}");
            Assert.Equal((door.Name, entries), (door.Name, await Entries()));
        }
    }

    [Fact]
    public async Task A_page_refuses_a_method_or_an_act_it_has_not_and_shows_nothing()
    {
        var admin = await app.As("quan-tri");
        List<string> wrong = [];
        foreach (var page in (await Doors.All(app)).Where(d => d is { IsPage: true, Method: "GET", Pattern: not "/loi" }))
        foreach (var (method, act) in ((string, string)[])[("PUT", ""), ("PATCH", ""), ("DELETE", ""), ("PUT", "KhongCo")])
        {
            using var request = (page with { Method = method, Handler = act }).Request(page.Fill(_ => null) + (act.Length > 0 ? "?handler=" + act : ""));
            using var answer = await admin.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode is < 400 or >= 500 || text.Contains("<h1></h1>", StringComparison.Ordinal)) wrong.Add($"{method} {page.Pattern} {act}: {(int)answer.StatusCode}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    Task<int> Entries() => app.Db(db => Task.FromResult(db.Entries.Count()));
}
