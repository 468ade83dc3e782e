using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.Accounts;
using NhatLe.National;
using NhatLe.National.Identity;
using NhatLe.Platform.Directory;
using NhatLe.Tests.House;

namespace NhatLe.Tests.National;

/// <summary>The stand-in of the national identity by itself, as any system meets it.</summary>
[Trait("Run", "Once")]
public sealed partial class StandInTests : IAsyncLifetime
{
    const string Id = "so-y-te", Secret = "bi-mat", Redirect = "http://127.0.0.1:9/ve", Bye = "http://127.0.0.1:9/tam-biet", Verifier = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Mother = "044196004217";

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true });
    WebApplication national = null!;

    public async Task InitializeAsync()
    {
        national = NationalApp.Build(NationalOptions.Read(["--urls", "http://127.0.0.1:0", "--client", Id, "--secret", Secret, "--redirect", Redirect, "--bye", Bye])!);
        await national.StartAsync();
        http.BaseAddress = new Uri(national.Urls.First());
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await national.DisposeAsync();
    }

    static string Challenge => Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    static string Ask(string more = "", string redirect = Redirect) =>
        $"/identity/authorize?client_id={Id}&response_type=code&scope=openid+profile+citizen&redirect_uri={Uri.EscapeDataString(redirect)}&state=s&nonce=n&code_challenge_method=S256&code_challenge={Challenge}{more}";

    async Task<string> Code(string number = Mother)
    {
        var html = await http.GetStringAsync(Ask("&prompt=login")); // whoever signed in there before, is asked again
        var answer = await SignIn(RequestOf().Match(html).Groups[1].Value, number, NhatLe.National.People.Population.Password);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return Said(answer)["code"].ToString();
    }

    Task<HttpResponseMessage> SignIn(string request, string number, string password) =>
        http.PostAsync("/identity/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["request"] = request, ["number"] = number, ["password"] = password, ["answer"] = "yes" }));

    static Dictionary<string, Microsoft.Extensions.Primitives.StringValues> Said(HttpResponseMessage answer) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(answer.Headers.Location!.Query);

    async Task<(HttpStatusCode Status, JsonElement Json)> Exchange(string code, string secret = Secret, string verifier = Verifier, string redirect = Redirect)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/identity/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirect, ["code_verifier"] = verifier }),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{secret}"))) },
        };
        var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    async Task<HttpStatusCode> UserInfo(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/identity/userinfo") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return (await http.SendAsync(request)).StatusCode;
    }

    [Theory]
    [InlineData("openid-client")]
    [InlineData("oauth4webapi")]
    public async Task Software_that_others_wrote_signs_a_person_in(string library)
    {
        var port = FreePort.Find();
        var there = $"http://127.0.0.1:{port}";
        national.Services.GetRequiredService<Clients>().Register(new("he-thong-khac", Secret, [there + "/callback"], [there + "/bye"]));
        var settings = JsonSerializer.Serialize(new { issuer = new Uri(http.BaseAddress!, "/identity").ToString(), clientId = "he-thong-khac", secret = Secret, port, scope = "openid profile citizen" });
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repo.Root, "tests/SecondSystem/system.mjs"), library, settings]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var said = await node.StandardOutput.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
            Assert.True(said == "ready", said ?? await node.StandardError.ReadToEndAsync());
            var page = await http.GetStringAsync((await http.GetAsync(there + "/login")).Headers.Location);
            var back = await SignIn(RequestOf().Match(page).Groups[1].Value, Mother, NhatLe.National.People.Population.Password);
            Assert.Equal(there + "/", new Uri(new Uri(there), (await http.GetAsync(back.Headers.Location)).Headers.Location!).ToString());
            var me = await http.GetFromJsonAsync<JsonElement>(there + "/me");
            Assert.Equal(("Hồ Thị Mai Liên", Mother, "urn:vn:dinh-danh:muc-2"), (me.GetProperty("person").GetProperty("name").GetString(), me.GetProperty("person").GetProperty("citizen_number").GetString(), me.GetProperty("acr").GetString()));
        }
        finally
        {
            node.StandardInput.Close(); // it ends by itself
            if (!node.WaitForExit(5000)) node.Kill();
        }
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_token_dies_when_it_comes_again()
    {
        var code = await Code();
        var (status, first) = await Exchange(code);
        Assert.Equal(HttpStatusCode.OK, status);
        var token = first.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await UserInfo(token));
        (status, var second) = await Exchange(code);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, second.GetProperty("error").GetString()));
        Assert.Equal(HttpStatusCode.Unauthorized, await UserInfo(token));
    }

    [Fact]
    public async Task A_code_goes_to_its_system_only_with_secret_verifier_and_address()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await Exchange(await Code(), secret: "sai")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Exchange(await Code(), verifier: "sai")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Exchange(await Code(), redirect: Redirect + "/khac")).Status);
    }

    [Theory]
    [InlineData("&prompt=none", "login_required")]
    [InlineData("&response_type=token", "unsupported_response_type")]
    [InlineData("&code_challenge_method=plain", "invalid_request")]
    public async Task What_it_does_not_do_is_told_to_the_system(string more, string error)
    {
        var name = more[1..more.IndexOf('=', StringComparison.Ordinal)];
        var address = Regex.Replace(Ask(), $"&{name}=[^&]*", "") + more;
        Assert.Equal(error, Said(await http.GetAsync(address))["error"].ToString());
    }

    [Fact]
    public async Task Nobody_is_sent_to_an_address_that_is_not_registered()
    {
        var answer = await http.GetAsync(Ask(redirect: "https://evil.example/"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        var bye = await http.GetAsync($"/identity/logout?client_id={Id}&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F");
        Assert.Equal((HttpStatusCode.OK, null), (bye.StatusCode, bye.Headers.Location));
    }

    [Fact]
    public async Task A_session_there_opens_without_asking_until_it_is_signed_out()
    {
        await Code();
        Assert.NotEmpty(Said(await http.GetAsync(Ask()))["code"].ToString());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Ask("&prompt=login"))).StatusCode);
        var bye = await http.GetAsync($"/identity/logout?client_id={Id}&post_logout_redirect_uri={Uri.EscapeDataString(Bye)}&state=x");
        Assert.Equal(Bye + "?state=x", bye.Headers.Location!.ToString());
        Assert.Equal("login_required", Said(await http.GetAsync(Ask("&prompt=none")))["error"].ToString());
    }

    [Fact]
    public async Task A_wrong_password_and_a_person_without_account_are_told_and_can_type_again()
    {
        var request = RequestOf().Match(await http.GetStringAsync(Ask())).Groups[1].Value;
        Assert.Contains("Số định danh hoặc mật khẩu chưa đúng.", await (await SignIn(request, Mother, "sai")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var without = national.Services.GetRequiredService<NhatLe.National.People.Population>().All.First(p => p.Level == 0);
        Assert.Contains("Người này chưa có tài khoản định danh điện tử.", await (await SignIn(request, without.Number, NhatLe.National.People.Population.Password)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await SignIn(request, Mother, NhatLe.National.People.Population.Password)).StatusCode);
    }

    [Fact]
    public async Task Its_pages_say_in_both_languages_that_it_is_a_stand_in()
    {
        Assert.Contains("Không phải hệ thống thật", await http.GetStringAsync(Ask()), StringComparison.Ordinal);
        var english = await http.GetStringAsync(Ask("&ui_locales=en&acr_values=urn:vn:dinh-danh:muc-2"));
        Assert.Contains("This is not the real system", english, StringComparison.Ordinal);
        Assert.Contains("account of level 2", english, StringComparison.Ordinal);
        Assert.Contains("Signed out", await http.GetStringAsync("/identity/logout?ui_locales=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_no_orders_unless_it_was_started_for_tests() =>
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsJsonAsync("/control", new { at = "/identity/token", kind = "Fail" })).StatusCode);

    [Fact]
    public void An_argument_it_does_not_know_is_refused()
    {
        Assert.Null(NationalOptions.Read(["--port", "1"]));
        Assert.Null(NationalOptions.Read(["--urls"]));
        Assert.True(NationalOptions.Read(["--control", "--urls", "http://localhost:1"]) is { Control: true, Urls: "http://localhost:1" });
    }

    /// <summary>Two systems that share nothing, one population: the demonstration would not hold together otherwise.</summary>
    [Fact]
    public async Task It_knows_everybody_of_the_demonstration_as_the_province_does_and_some_more()
    {
        var data = new ReferenceData(Path.Combine(AppContext.BaseDirectory, "data"));
        var offered = new DemonstrationAccounts(data);
        var ours = (await offered.Read(default)).Accounts.Select(a => a.Citizen).OfType<DemonstrationAccounts.Person>().Concat(new Population(data, offered).People().Select(p => p.Person)).ToList();
        var theirs = national.Services.GetRequiredService<NhatLe.National.People.Population>();
        Assert.Equal(2 + Population.Citizens, ours.Count);
        Repo.None(ours.Where(o => theirs.Find(o.CitizenNumber) is not { } t || (t.Name, t.Born, t.Gender, t.Phone, t.Commune, t.Address, t.Ethnicity) != (o.FullName, o.BirthDate, o.Gender, o.Phone, o.UnitCode, o.Address, o.Ethnicity)).Select(o => o.FullName));
        var further = theirs.All.Where(t => !ours.Exists(o => o.CitizenNumber == t.Number)).ToList();
        Assert.Equal(40, further.Count);
        Assert.All(theirs.All, t => Assert.Equal((t.Gender == "female" ? 1 : 0) + (t.Born[0] == '2' ? 2 : 0), t.Number[3] - '0')); // century and sex
        Assert.All(theirs.All, t => Assert.Equal(t.Born[2..4], t.Number[4..6]));
        Assert.Equal([0, 1, 2], theirs.All.Select(t => t.Level).Distinct().Order());
    }

    [GeneratedRegex("name=\"request\" value=\"([^\"]+)\"")]
    private static partial Regex RequestOf();
}
