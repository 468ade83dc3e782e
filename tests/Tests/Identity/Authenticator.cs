using NhatLe.Identity.SecondFactors;

namespace NhatLe.Tests.Identity;

/// <summary>The app on a person's phone.</summary>
static class Authenticator
{
    const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>What it shows now; the clock moves on first, so that each code is a new one.</summary>
    public static string Next(IdentityApp app, byte[] secret)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        return Totp.CodeAt(secret, Totp.StepAt(app.Clock.GetUtcNow()));
    }

    /// <summary>The secret as it is typed (RFC 4648 section 6).</summary>
    public static byte[] Read(string secret)
    {
        List<byte> bytes = [];
        var (held, bits) = (0, 0);
        foreach (var letter in secret.Where(c => c != ' '))
        {
            (held, bits) = (((held << 5) | Letters.IndexOf(letter, StringComparison.Ordinal)) & 0xFFFF, bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
        }
        return [.. bytes];
    }

    /// <summary>Adds it to the account of who is signed in in this browser.</summary>
    public static async Task<(byte[] Secret, IReadOnlyList<string> Recovery)> Add(IdentityApp app, App.Client browser)
    {
        var offer = await browser.Post<OfferSecondFactor.Offer>("/api/identity/second-factor/offer", new { password = App.Password });
        var secret = Read(offer.Secret);
        return (secret, (await browser.Post<AddSecondFactor.Added>("/api/identity/second-factor", new { code = Next(app, secret) })).RecoveryCodes);
    }

    /// <summary>A new browser in which the person has just added it.</summary>
    public static async Task<(App.Client Browser, byte[] Secret, IReadOnlyList<string> Recovery)> Enrol(OpenId.OpenIdApp app, string login)
    {
        var browser = await app.Browser(login);
        var (secret, recovery) = await Add(app, browser);
        return (browser, secret, recovery);
    }
}
