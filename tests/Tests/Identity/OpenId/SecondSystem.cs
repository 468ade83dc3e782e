using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>Another system, by software we did not write: openid-client, or oauth4webapi, with pages and sessions of its own (tests/SecondSystem).</summary>
sealed class SecondSystem : IAsyncDisposable
{
    readonly Process node;
    readonly Task<string> wrong;

    SecondSystem(Process node, string address, Party party)
    {
        (this.node, Address, Party) = (node, address, party);
        wrong = node.StandardError.ReadToEndAsync();
    }

    /// <summary>"http://127.0.0.1:23456".</summary>
    public string Address { get; }

    public Party Party { get; }

    public static async Task<SecondSystem> Start(OpenIdApp app, string library, Action<NhatLe.Identity.OpenId.Registry.RegisterClient.Command>? say = null, string scope = "openid profile phone")
    {
        var port = FreePort.Find();
        var address = $"http://127.0.0.1:{port}";
        var party = await app.GivenClient(c =>
        {
            (c.RedirectUris, c.PostLogoutUris, c.BackChannelUri) = ($"{address}/callback", $"{address}/bye", $"{address}/backchannel");
            say?.Invoke(c);
        });
        var settings = JsonSerializer.Serialize(new { issuer = app.Issuer, clientId = party.Id, secret = party.Secret, port, scope });
        var started = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repo.Root, "tests/SecondSystem/system.mjs"), library, settings]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var system = new SecondSystem(started, address, party);
        var said = await started.StandardOutput.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        Assert.True(said == "ready", said ?? await system.wrong);
        return system;
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> Ask(App.Client browser, string path)
    {
        var answer = await browser.Http.GetAsync(new Uri(Address + path));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<JsonElement> Get(App.Client browser, string path)
    {
        var (status, json) = await Ask(browser, path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {json}");
        return json;
    }

    /// <summary>The browser goes where it is sent, until it is sent nowhere.</summary>
    /// <returns>The address it ends at, and the page.</returns>
    public static async Task<(Uri At, HttpResponseMessage Page)> Follow(App.Client browser, Uri address)
    {
        for (var i = 0; i < 12; i++)
        {
            var answer = await browser.Http.GetAsync(address);
            if (answer.Headers.Location is not { } to) return (address, answer);
            address = new Uri(address, to);
        }
        throw new InvalidOperationException($"Sent around in a circle at {address}.");
    }

    /// <summary>From the system's own page to its own page, with the session that the browser has at ours.</summary>
    public async Task<JsonElement> SignIn(App.Client browser)
    {
        var (at, page) = await Follow(browser, new Uri(Address + "/login"));
        Assert.True(at == new Uri(Address + "/"), $"{at}: {await page.Content.ReadAsStringAsync()}");
        return await Get(browser, "/me");
    }

    public async Task<bool> IsSignedIn(App.Client browser) => (await Ask(browser, "/me")).Status == HttpStatusCode.OK;

    /// <summary>The logout token comes server to server, a moment after.</summary>
    public async Task<bool> BecomesSignedOut(App.Client browser)
    {
        for (var i = 0; i < 200; i++)
        {
            if (!await IsSignedIn(browser)) return true;
            await Task.Delay(50);
        }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await End(node);
        Party.Dispose();
    }

    /// <summary>Of a program that runs until its input ends.</summary>
    public static async Task End(Process node)
    {
        node.StandardInput.Close(); // it ends by itself
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try { await node.WaitForExitAsync(patience.Token); }
        catch (OperationCanceledException) { node.Kill(); }
        node.Dispose();
    }
}
