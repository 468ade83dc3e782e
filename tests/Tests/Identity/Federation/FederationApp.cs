using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Federation;
using NhatLe.Identity.Sessions;
using NhatLe.National.Control;
using NhatLe.Tests.National;
using Clients = NhatLe.National.Identity.Clients;
using Person = NhatLe.National.People.Person;
using Population = NhatLe.National.People.Population;

namespace NhatLe.Tests.Identity.Federation;

/// <summary>The application, and the stand-in of the national identity as another system on another port: they meet on the wire only.</summary>
public partial class FederationApp : IdentityApp, IAsyncLifetime
{
    public const string ClientId = "nhatle", Secret = "bi-mat-cua-kiem-thu";
    public const string Mother = "044196004217", Father = "044093007356";

    NationalSide? national;
    int next;

    public Uri National => national!.Address;

    public string Callback => Address.ToString().TrimEnd('/') + FinishNational.Path;

    public new async Task InitializeAsync()
    {
        national = await NationalSide.Start();
        await base.InitializeAsync();
        Register("ES256");
    }

    public new async Task DisposeAsync()
    {
        await national!.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected override Settings Adjust(Settings settings) =>
        settings with { NationalIdentity = new() { Issuer = National.ToString().TrimEnd('/') + "/identity", ClientId = ClientId, ClientSecret = Secret, TimeoutSeconds = 10 /* a loaded machine is not a silent partner */ } };

    public void Register(string alg) => national!.Get<Clients>().Register(new(ClientId, Secret, [Callback], [Address.ToString()], alg));

    /// <summary>Somebody whom no test has met, without an account here.</summary>
    public Person Somebody(int level = 2) => national!.Get<Population>().All.Where(p => p.Level == level && p.Number is not (Mother or Father)).ElementAt(Interlocked.Increment(ref next));

    public Person SomebodyWithPhone()
    {
        Person person;
        do person = Somebody(); while (person.Phone is null);
        return person;
    }

    public Task Tell(string at, FaultKind kind, string? wrong = null, double seconds = 30, int times = 1) => national!.Tell(new("/identity/" + at, kind, seconds, times, wrong));

    public async Task ChangeKeys(bool keepNames = false)
    {
        using var http = new HttpClient { BaseAddress = National };
        (await http.PostAsync("/control/identity/keys?keepNames=" + keepNames, null)).EnsureSuccessStatusCode();
    }

    public Task TakeBackFaults() => national!.TakeBackFaults();

    /// <summary>Presses the button; where the browser is sent.</summary>
    public static async Task<string> Begin(Client browser, string query = "")
    {
        var answer = await browser.Get(BeginNational.Path + query);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Signs in at the national page that a request leads to; the address it sends the browser back to.</summary>
    public static async Task<string> SignInThere(Client browser, string authorize, string number)
    {
        var page = await browser.Http.GetAsync(authorize);
        var html = await page.Content.ReadAsStringAsync();
        Assert.True(page.StatusCode == HttpStatusCode.OK, html);
        var form = new Dictionary<string, string> { ["request"] = RequestOf().Match(html).Groups[1].Value, ["number"] = number, ["password"] = Population.Password, ["answer"] = "yes" };
        var answer = await browser.Http.PostAsync(new Uri(new Uri(authorize), "/identity/sign-in"), new FormUrlEncodedContent(form));
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>The whole way, to where the browser is sent at last.</summary>
    public static async Task<string> SignIn(Client browser, string number, string query = "")
    {
        var back = await SignInThere(browser, await Begin(browser, query), number);
        return await Follow(browser, back);
    }

    public static async Task<string> Follow(Client browser, string back)
    {
        var answer = await browser.Http.GetAsync(back);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    public static async Task<bool> IsIn(Client browser) => (await browser.Get("/tai-khoan")).StatusCode == HttpStatusCode.OK;

    public static string Of(string address, string name) => HttpUtility.ParseQueryString(new Uri(new Uri("http://localhost"), address).Query)[name] ?? "";

    public static string With(string address, string name, string? value)
    {
        var uri = new UriBuilder(address);
        var query = HttpUtility.ParseQueryString(uri.Query);
        if (value is null) query.Remove(name);
        else query[name] = value;
        uri.Query = query.ToString();
        return uri.Uri.AbsoluteUri;
    }

    public Task<Account?> AccountOf(string number) => Accounts(async db => await Find(db, number));

    static async Task<Account?> Find(NhatLe.Identity.IdentityDb db, string number) => await db.Find(number, default);

    public Task<List<NationalLink>> Links(Guid account) => Accounts(db => db.NationalLinks.AsNoTracking().Where(l => l.AccountId == account).ToListAsync());

    public async Task<Session> SessionOf(string number) => (await Sessions((await AccountOf(number))!.Id)).Last(s => s.EndedAt is null);

    public async Task<List<string>> Events(Guid account) => [.. (await Journal(account)).Select(l => l.Entry.Event)];

    [GeneratedRegex("name=\"request\" value=\"([^\"]+)\"")]
    private static partial Regex RequestOf();
}

/// <summary>An application of a test's own, which is gone with the test.</summary>
sealed class Own<TApp> : IAsyncDisposable where TApp : App, IAsyncLifetime, new()
{
    public TApp App { get; } = new();

    public static async Task<Own<TApp>> Start()
    {
        var own = new Own<TApp>();
        await ((IAsyncLifetime)own.App).InitializeAsync();
        return own;
    }

    public async ValueTask DisposeAsync() => await ((IAsyncLifetime)App).DisposeAsync();
}
