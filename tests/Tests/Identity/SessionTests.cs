using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Identity;

public sealed class SessionTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    static string TokenIn(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single().Split('=', 2)[1].Split(';')[0];

    async Task<string> SignIn(string login, string? token = null)
    {
        var answer = await Send(HttpMethod.Post, "/dang-nhap", token, new FormUrlEncodedContent(IdentityApp.Form(login)));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return TokenIn(answer);
    }

    /// <summary>A bare request with this token in the cookie: what somebody could do who had kept it.</summary>
    async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? token, HttpContent? content = null, string? site = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.Add("Cookie", "nhatle=" + token);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        return await http.SendAsync(request);
    }

    async Task<bool> IsOpen(string token) => (await Send(HttpMethod.Get, "/tai-khoan", token)).StatusCode == HttpStatusCode.OK;

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_other_sites_and_its_token_is_not_in_the_database()
    {
        var answer = await Send(HttpMethod.Post, "/dang-nhap", null, new FormUrlEncodedContent(IdentityApp.Form("mai.lien")));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("nhatle=", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        var token = TokenIn(answer);
        Assert.Equal(43, token.Length); // 256 bits
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(token)));
        Assert.Contains(await app.Sessions((await app.Account("mai.lien")).Id), s => s.TokenHash == Session.HashOf(token));
    }

    [Fact]
    public void Over_HTTPS_the_cookie_is_bound_to_the_host_and_a_plain_one_is_not_read()
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { Request = { Scheme = "https" } };
        SessionCookie.Write(context, "abc", TimeSpan.FromHours(1));
        Assert.Equal("__Host-nhatle=abc; max-age=3600; path=/; secure; samesite=lax; httponly", context.Response.Headers.SetCookie.ToString());
        context.Request.Headers.Cookie = "nhatle=planted";
        Assert.Null(SessionCookie.Read(context.Request));
        context.Request.Headers.Cookie = "__Host-nhatle=abc";
        Assert.Equal("abc", SessionCookie.Read(context.Request));
        SessionCookie.Clear(context);
        Assert.Equal("\"cache\", \"storage\"", context.Response.Headers["Clear-Site-Data"].ToString());
    }

    [Fact]
    public async Task Sign_in_always_gives_a_new_token_and_ends_the_session_before()
    {
        var planted = new string('A', 43);
        var first = await SignIn("mai.lien", planted);
        Assert.NotEqual(planted, first);
        Assert.False(await IsOpen(planted));
        var second = await SignIn("van.khiem", first);
        Assert.NotEqual(first, second);
        Assert.False(await IsOpen(first));
        Assert.True(await IsOpen(second));
    }

    [Fact]
    public async Task Sign_out_ends_the_session_on_the_server_and_takes_the_cookie_away()
    {
        var token = await SignIn("mai.lien");
        var answer = await Send(HttpMethod.Post, "/dang-xuat", token);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Contains("nhatle=; expires=Thu, 01 Jan 1970", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.False(await IsOpen(token));
        var account = await app.Account("mai.lien");
        Assert.NotNull((await app.Sessions(account.Id)).Single(s => s.TokenHash == Session.HashOf(token)).EndedAt);
        Assert.Equal("identity.signed-out", (await app.Journal(account.Id))[^1].Entry.Event);
        Assert.Equal(HttpStatusCode.SeeOther, (await Send(HttpMethod.Post, "/dang-xuat", token)).StatusCode); // pressed twice
    }

    [Theory]
    [InlineData("mai.lien", 24 * 29, 24 * 2)]
    [InlineData("tu-phap.tronghoa", 11, 2)]
    public async Task A_session_slides_while_it_is_used_and_expires_when_it_is_not(string login, int almost, int more)
    {
        var token = await SignIn(login);
        app.Clock.Advance(TimeSpan.FromHours(almost));
        var used = await Send(HttpMethod.Get, "/tai-khoan", token);
        Assert.Equal(HttpStatusCode.OK, used.StatusCode);
        Assert.Equal(token, TokenIn(used)); // the browser keeps the cookie longer, too
        app.Clock.Advance(TimeSpan.FromHours(more));
        Assert.True(await IsOpen(token));
        app.Clock.Advance(TimeSpan.FromHours(almost + more));
        var late = await Send(HttpMethod.Get, "/tai-khoan?x=1", token);
        Assert.Equal((HttpStatusCode.SeeOther, "/dang-nhap?returnUrl=%2Ftai-khoan%3Fx%3D1"), (late.StatusCode, late.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task The_last_look_is_written_every_five_minutes_at_most()
    {
        var token = await SignIn("mot-cua.minhhoa");
        async Task<DateTimeOffset> Seen() => (await app.Sessions((await app.Account("mot-cua.minhhoa")).Id)).Single(s => s.TokenHash == Session.HashOf(token)).LastSeenAt;
        var first = await Seen();
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.True(await IsOpen(token));
        Assert.Equal(first, await Seen());
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await IsOpen(token));
        Assert.True(await Seen() >= first + TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Sessions_are_deleted_ninety_days_after_they_expired()
    {
        var token = await SignIn("giam-doc.sotuphap");
        var account = await app.Account("giam-doc.sotuphap");
        app.Clock.Advance(TimeSpan.FromDays(90));
        await SignIn("mai.lien");
        Assert.Contains(await app.Sessions(account.Id), s => s.TokenHash == Session.HashOf(token));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await SignIn("mai.lien");
        Assert.Empty(await app.Sessions(account.Id));
    }

    [Fact]
    public async Task A_closed_account_loses_its_sessions_with_the_next_request()
    {
        var token = await SignIn("chuyen-vien.minhhoa");
        await app.Change($"UPDATE identity_accounts SET active = {false} WHERE login = {"chuyen-vien.minhhoa"}");
        Assert.False(await IsOpen(token));
        Assert.NotNull((await app.Sessions((await app.Account("chuyen-vien.minhhoa")).Id))[^1].EndedAt);
        var again = await Send(HttpMethod.Post, "/dang-nhap", null, new FormUrlEncodedContent(IdentityApp.Form("chuyen-vien.minhhoa")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
    }

    [Fact]
    public async Task An_officer_who_leaves_the_directory_loses_the_session()
    {
        var token = await SignIn("chuyen-vien.sotuphap");
        Assert.True(await IsOpen(token));
        var officer = (await app.Account("chuyen-vien.sotuphap")).OfficerId!.Value;
        await app.Change($"UPDATE directory_officers SET active = {false} WHERE id = {officer}");
        await app.Db(async db =>
        {
            db.Record(await db.Directory.SingleAsync(), new DirectoryLoaded(0, 1, 0));
            return await db.SaveChangesAsync();
        });
        await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        Assert.False(await IsOpen(token));
    }

    [Fact]
    public async Task All_other_devices_are_signed_out_at_once()
    {
        var (here, phone, home) = (await SignIn("can-bo.nguhoa"), await SignIn("can-bo.nguhoa"), await SignIn("can-bo.nguhoa"));
        var answer = await Send(HttpMethod.Post, "/tai-khoan", here);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal((true, false, false), (await IsOpen(here), await IsOpen(phone), await IsOpen(home)));
    }

    [Fact]
    public async Task A_post_from_another_site_is_refused_and_changes_nothing()
    {
        var token = await SignIn("mai.lien");
        var answer = await Send(HttpMethod.Delete, "/api/identity/sessions/current", token, site: "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(HttpMethod.Post, "/dang-xuat", token, site: "cross-site")).StatusCode);
        Assert.True(await IsOpen(token));
        var planted = await Send(HttpMethod.Post, "/dang-nhap", null, new FormUrlEncodedContent(IdentityApp.Form("mai.lien")), site: "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, planted.StatusCode);
        Assert.Contains("script-src 'self'", planted.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal); // on an error page, too
        Assert.DoesNotContain(planted.Headers, h => h.Key == "Set-Cookie");
    }

    [Fact]
    public async Task What_a_signed_in_person_sees_is_not_kept_by_the_browser()
    {
        var answer = await Send(HttpMethod.Get, "/tai-khoan", await SignIn("mai.lien"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("044196004217", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
