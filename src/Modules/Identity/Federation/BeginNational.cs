using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Federation;

/// <summary>A citizen is sent to the national electronic identity to sign in there (OpenID Connect Core 1.0 section 3.1.2.1), and comes back to <see cref="FinishNational"/>.</summary>
public static class BeginNational
{
    public const string Path = "/dang-nhap/quoc-gia/di";

    public sealed record Command
    {
        /// <summary>An address of ours, without the language prefix.</summary>
        public string? ReturnTo { get; set; }

        /// <summary>What the person needs for what they are about; None: any.</summary>
        public AssuranceLevel Level { get; set; }

        public bool English { get; set; }
    }

    /// <param name="Browser">What the browser keeps until the answer comes.</param>
    public sealed record Way(string Address, string Browser);

    /// <summary>A link, and no form: a form may lead to our own addresses only. It changes nothing of anybody's.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, async (HttpContext context, string? returnUrl, int? muc, Handler handler, BeginLimits limits, CancellationToken ct) =>
    {
        var command = new Command { ReturnTo = BackTo(returnUrl), Level = NationalModel.LevelOf(muc), English = context.Request.PathBase.HasValue };
        context.Response.Headers.CacheControl = "no-store";
        limits.Spend(Device.Of(context).Address);
        try
        {
            var way = await handler.Run(command, NationalCookie.Read(context.Request), ct);
            NationalCookie.Write(context, way.Browser);
            context.SeeOther(way.Address);
        }
        catch (NationalFailure failure)
        {
            context.SeeOther(NationalModel.AddressAfter(failure.Why, command.ReturnTo, command.Level, command.English));
        }
    });

    /// <summary>It is kept until the person is back.</summary>
    static string? BackTo(string? address) => OurAddress.Of(address) is { Length: <= 8000 } back && !back.Contains(' ', StringComparison.Ordinal) ? back : null;

    public sealed class Handler(Database database, NationalIdentity national, NationalIdentitySettings settings, Issuer issuer, Actor actor, TimeProvider time)
    {
        /// <exception cref="Refusal">404 where the national identity is not set up.</exception>
        /// <exception cref="NationalFailure">Nobody answers there.</exception>
        public async Task<Way> Run(Command command, string? browser, CancellationToken ct)
        {
            if (!settings.IsSetUp) throw Refusal.Missing("national", "Nơi này chưa nối với định danh điện tử quốc gia. Mời ông/bà đăng nhập bằng mật khẩu.");
            browser ??= Session.NewToken();
            var (state, now) = (Session.NewToken(), LegalTime.Cut(time.GetUtcNow()));
            var begun = new NationalSignIn
            {
                StateHash = Session.HashOf(state), BrowserHash = Session.HashOf(browser), Nonce = Session.NewToken(), Verifier = Session.NewToken(), ReturnTo = command.ReturnTo ?? "", English = command.English,
                Asked = command.Level, AccountId = actor.IsSignedIn ? actor.AccountId : null, BegunAt = now, ExpiresAt = now + NationalSignIn.Life,
            };
            var address = await national.AuthorizationAddress(Request(begun, state), ct);
            await Keep(begun, ct);
            return new(address, browser);
        }

        Dictionary<string, string?> Request(NationalSignIn begun, string state) => new()
        {
            ["response_type"] = "code", ["redirect_uri"] = issuer.Of(FinishNational.Path), ["state"] = state, ["nonce"] = begun.Nonce,
            ["code_challenge"] = begun.Challenge, ["code_challenge_method"] = "S256", ["prompt"] = "login", ["max_age"] = "0", // so that the token says when the person signed in (auth_time)
            ["acr_values"] = begun.Asked == AssuranceLevel.National2 ? settings.Level2 : $"{settings.Level2} {settings.Level1}", ["ui_locales"] = begun.English ? "en" : "vi",
        };

        Task Keep(NationalSignIn begun, CancellationToken ct) => database.Write(batch =>
        {
            batch.Add($"DELETE FROM identity_national_sign_ins WHERE expires_at < {begun.BegunAt}");
            batch.Add($"""
                INSERT INTO identity_national_sign_ins (state_hash, browser_hash, nonce, verifier, return_to, english, asked, account_id, begun_at, expires_at)
                VALUES ({begun.StateHash}, {begun.BrowserHash}, {begun.Nonce}, {begun.Verifier}, {begun.ReturnTo}, {begun.English}, {(int)begun.Asked}, {begun.AccountId}, {begun.BegunAt}, {begun.ExpiresAt})
                """);
            return batch.Run(ct);
        }, ct);
    }
}

/// <summary>So many sign-ins one address may begin: each is a row.</summary>
public sealed class BeginLimits : IDisposable
{
    readonly RequestLimit byAddress = new(60, TimeSpan.FromMinutes(1)); // a service counter helps many people

    /// <exception cref="Refusal">429.</exception>
    public void Spend(string address) => byAddress.Spend(address, "Máy này vừa bắt đầu đăng nhập quá nhiều lần. Hãy thử lại sau một phút.");

    public void Dispose() => byAddress.Dispose();
}
