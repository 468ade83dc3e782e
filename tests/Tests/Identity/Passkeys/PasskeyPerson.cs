using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NhatLe.Identity.Passkeys;

namespace NhatLe.Tests.Identity.Passkeys;

/// <summary>What people do with keys, request by request.</summary>
static class PasskeyPerson
{
    /// <summary>As browsers write the address of the installation under test.</summary>
    public static string Origin(this App app) => $"http://localhost:{app.Address.Port}";

    public static Task<Challenges.Made> Offer(this App.Client browser, string password = App.Password) => browser.Post<Challenges.Made>("/api/identity/passkeys/offer", new { password });

    /// <summary>Adds a key of a new device to the account of who is signed in in this browser.</summary>
    public static async Task<PasskeyDevice> AddPasskey(this App.Client browser, App app, string name = "Máy thử", bool synchronised = false)
    {
        var device = new PasskeyDevice(app.Origin()) { Synchronised = synchronised };
        var offer = await browser.Offer();
        await browser.Post<AddPasskey.Added>("/api/identity/passkeys", new { challenge = offer.Challenge, credential = device.Make(offer.Options), name });
        return device;
    }

    public static Task<Challenges.Made> Ask(this App.Client browser, bool second = false) => browser.Post<Challenges.Made>(AskForPasskey.Route, new { second });

    public static async Task<HttpResponseMessage> SignInBy(this App.Client browser, PasskeyDevice device, Bent? bent = null)
    {
        var asked = await browser.Ask();
        return await browser.Answer(asked.Challenge, device.Use(asked.Options, bent));
    }

    public static Task<HttpResponseMessage> Answer(this App.Client browser, string challenge, string credential, string route = SignInByPasskey.Route) => browser.PostJson(route, new { challenge, credential });

    public static async Task<string> Code(this HttpResponseMessage refused)
    {
        var said = await refused.Content.ReadAsStringAsync();
        Assert.True(refused.StatusCode == HttpStatusCode.UnprocessableEntity, $"{refused.StatusCode}: {said}");
        Assert.DoesNotContain(refused.Headers, h => h.Key == "Set-Cookie");
        return JsonDocument.Parse(said).RootElement.GetProperty("code").GetString()!;
    }

    public static async Task<bool> IsIn(this App.Client browser) => (await browser.Get("/tai-khoan")).StatusCode == HttpStatusCode.OK;
}
