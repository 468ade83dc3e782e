using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.OpenId;

/// <summary>
/// The authorization endpoint (OpenID Connect Core 1.0 section 3.1.2): who is signed in here, and agrees where they must, is sent back with
/// a code; who is not, signs in first. Every answer says who gave it (RFC 9207).
/// </summary>
public static class Authorize
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Discovery.Authorization, (HttpContext context, Handler handler, CancellationToken ct) => handler.Run(context, ct));
        // A form of another site comes without our cookie, and may not act: the browser is asked to come again by itself (section 3.1.2.1).
        routes.MapPost(Discovery.Authorization, async (HttpContext context, CancellationToken ct) =>
        {
            try { context.SeeOther(context.Request.PathBase + Discovery.Authorization + (await Parameters.OfForm(context.Request, ct)).ToQuery()); }
            catch (OAuthError error) { await context.Fail(error); }
        });
    }

    public sealed class Handler(IdentityDb db, Clients clients, Issuer issuer, SignedInAccount signedIn, Actor actor, CodeCheck codes, Passkeys.PasskeyCheck passkeys, Federation.NationalIdentitySettings national, Handles handles, SigningKeys keys, TimeProvider time)
    {
        public async Task Run(HttpContext context, CancellationToken ct)
        {
            var request = await AuthorizationRequest.Of(Parameters.Of(context.Request.Query), clients, ct);
            try
            {
                request.Read();
                context.SeeOther(await Next(request, context.Request, ct));
            }
            catch (OAuthError error)
            {
                context.SeeOther(Refused(request, error));
            }
        }

        /// <summary>Section 3.1.2.6.</summary>
        public string Refused(AuthorizationRequest request, OAuthError error) => Back(request, ("error", error.Error), ("error_description", error.Message));

        /// <summary>Section 3.1.2.3: sign in; 3.1.2.4: agree; 3.1.2.5: back with a code.</summary>
        async Task<string> Next(AuthorizationRequest request, HttpRequest http, CancellationToken ct)
        {
            var place = request.English || http.PathBase.HasValue ? "/en" : "";
            if (signedIn is not { Account: { } account, Session: { } session } || await MustSignIn(request, session, ct))
                return request.MayAsk ? ToSignIn(request, place) : throw new OAuthError("login_required", "The person has to sign in, and prompt=none forbids asking.");
            if (!MayOpen(request.Client, actor)) throw new OAuthError("access_denied", "This system is not open to this kind of account.");
            if (request.AcrValues.Count > 0 && !request.AcrValues.Any(asked => Acr.Reaches(session.Acr, session.Assurance, asked)))
                return request.MayAsk ? await ToLevel(request, place, account.Id, ct) : throw new OAuthError("login_required", "The person has to prove more than this session has, and prompt=none forbids asking.");
            if (await MustConsent(request, account.Id, ct))
                return request.MayAsk ? place + ConsentModel.Address + request.Given.ToQuery((AuthorizationRequest.Since, request.Given[AuthorizationRequest.Since] ?? Stamp)) : throw new OAuthError("consent_required", "The person has to agree first, and prompt=none forbids asking.");
            var id = await db.Again(() => Give(request, session, account, ct));
            return Back(request, ("code", handles.Make(Handles.Code, id, 0)));
        }

        async Task<bool> MustSignIn(AuthorizationRequest request, Session session, CancellationToken ct)
        {
            if (request.AskSignIn && session.CreatedAt < SinceOf(request)) return true;
            if (request.MaxAge is { } age && time.GetUtcNow() - session.AuthenticatedAt > age) return true;
            if (session.Acr == Counters.PinRule.Acr && request.AcrValues.Count > 0) return true; // a PIN reaches no level
            if (request.IdTokenHint is not { } hint) return false;
            using var claims = Jwt.Read(hint, Jwt.Id, await keys.All(ct)); // may have expired (section 3.1.2.1)
            return claims is null || claims.RootElement.Text("iss") != issuer.Name ? throw OAuthError.InvalidRequest("id_token_hint is no token of ours.") : claims.RootElement.Text("sub") != Claims.Subject(session.AccountId);
        }

        /// <summary>The address comes back here, with the time since when a sign-in counts for "prompt".</summary>
        string ToSignIn(AuthorizationRequest request, string place)
        {
            var back = Discovery.Authorization + request.Given.ToQuery((AuthorizationRequest.Since, Stamp));
            return place + SignInModel.Address + QueryString.Create("returnUrl", back).Add("login", request.LoginHint ?? "");
        }

        /// <summary>The level asked for first that can be reached here: by the national identity, or by a second factor. Who has none yet is led to begin one, and comes back from there.</summary>
        /// <exception cref="OAuthError">None can (OpenID Connect Core Error Code unmet_authentication_requirements 1.0).</exception>
        async Task<string> ToLevel(AuthorizationRequest request, string place, Guid accountId, CancellationToken ct)
        {
            var wanted = request.AcrValues.FirstOrDefault(a => Acr.NationalOf(a) == AssuranceLevel.None || (national.IsSetUp && actor.IsCitizen))
                ?? throw new OAuthError("unmet_authentication_requirements", "The national electronic identity confirms citizens only, and only where this installation is connected to it.");
            var back = Discovery.Authorization + request.Given.ToQuery();
            if (Acr.NationalOf(wanted) is > AssuranceLevel.None and var level) return place + Federation.NationalModel.AddressOf(level, back);
            return place + (await codes.AreAsked(accountId, ct) || await passkeys.Has(accountId, ct) ? SignInCodeModel.Address : TwoStepsModel.Address) + QueryString.Create("returnUrl", back);
        }

        async Task<bool> MustConsent(AuthorizationRequest request, Guid accountId, CancellationToken ct)
        {
            if (request.Client.IsOwn) return false;
            var given = await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.AccountId == accountId && c.ClientId == request.Client.Id, ct);
            return given is null || !given.Covers(request.Scopes) || (request.AskConsent && given.GivenAt < SinceOf(request));
        }

        async Task<Guid> Give(AuthorizationRequest request, Session session, Accounts.Account account, CancellationToken ct)
        {
            var open = await db.ClientSessions.AsNoTracking().SingleOrDefaultAsync(s => s.Sid == session.Sid && s.ClientId == request.Client.Id && s.EndedAt == null, ct);
            if (open is null)
            {
                db.ClientSessions.Add(open = ClientSession.Begin(session, request.Client, Now));
                db.Record(open, new ClientSignedIn(request.Client.ClientId, request.Client.Name));
            }
            var authorization = Authorization.Begin(request, open, session, account, Now);
            db.Authorizations.Add(authorization);
            await db.SaveChangesAsync(ct);
            return authorization.Id;
        }

        string Back(AuthorizationRequest request, params ReadOnlySpan<(string Name, string Value)> said)
        {
            var address = request.RedirectUri;
            foreach (var (name, value) in said) address = Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, name, value);
            if (request.State is { } state) address = Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, "state", state);
            return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, "iss", issuer.Name); // RFC 9207 section 2
        }

        DateTimeOffset Now => LegalTime.Cut(time.GetUtcNow());

        string Stamp => Now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

        /// <summary>A sign-in or an agreement before this does not count for "prompt"; unasked, any does.</summary>
        DateTimeOffset SinceOf(AuthorizationRequest request) =>
            long.TryParse(request.Given[AuthorizationRequest.Since], out var milliseconds) && milliseconds is > 0 and < 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : DateTimeOffset.MaxValue;
    }

    public static bool MayOpen(KnownClient client, Actor actor) => actor.IsOfficer ? client.ForOfficers : actor.IsCitizen && client.ForCitizens;

    /// <summary>What a page whose form leads on to another system must allow (Content-Security-Policy, form-action): browsers ask it of every step of a redirect.</summary>
    public static void AllowFormTo(this HttpResponse response, string address)
    {
        var origin = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? $"{uri!.Scheme}://{uri.Authority}" : uri?.Scheme + ":";
        response.Headers.ContentSecurityPolicy = $"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self' {origin}; frame-ancestors 'none'";
    }
}
