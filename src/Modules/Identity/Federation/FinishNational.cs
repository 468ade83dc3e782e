using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Federation;

/// <summary>
/// The citizen comes back from the national electronic identity (OpenID Connect Core 1.0 section 3.1.2.5): the answer must be to what this
/// browser asked, and is taken once; then the account with the citizen number is opened.
/// </summary>
public static class FinishNational
{
    public const string Path = "/dang-nhap/quoc-gia/ve";

    const int LongestCode = 2000;

    /// <param name="Issuer">Who says it (RFC 9207).</param>
    public sealed record Answer(string? State, string? Code, string? Error, string? Issuer);

    /// <param name="Result">A session, or a code is asked first; null where nobody was signed in.</param>
    /// <param name="Next">Where the person goes now, with the language prefix.</param>
    public sealed record Outcome(SignIn.Result? Result, string Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, async (HttpContext context, Handler handler, CancellationToken ct) =>
    {
        var given = context.Request.Query;
        context.Response.Headers.CacheControl = "no-store";
        var outcome = await handler.Run(new(One(given["state"]), One(given["code"]), One(given["error"]), One(given["iss"])), NationalCookie.Read(context.Request), Device.Of(context), ct);
        outcome.Result?.Write(context);
        context.SeeOther(outcome.Next);
    });

    /// <summary>Twice is none (RFC 6749 section 3.1).</summary>
    static string? One(Microsoft.Extensions.Primitives.StringValues given) => given is [{ Length: > 0 and < LongestCode } one] ? one : null;

    public sealed class Handler(IdentityDb db, Database database, NationalIdentity national, NationalAccounts accounts, OpenSessions sessions, NewSession newSession, CodeCheck codes, Issuer issuer, ActorHolder holder, TimeProvider time)
    {
        public async Task<Outcome> Run(Answer answer, string? browser, Device device, CancellationToken ct)
        {
            if (await Take(answer.State, browser, ct) is not { } begun) return new(null, NationalModel.AddressAfter(Failed.Stale, null, AssuranceLevel.None, english: false));
            try
            {
                if (answer.Error is not null || answer.Code is null) throw new NationalFailure(answer.Error == "access_denied" ? Failed.Stopped : Failed.Wrong, "The authorization endpoint gave no code.");
                var person = await national.Redeem(answer.Code, answer.Issuer, begun, issuer.Of(Path), ct);
                var account = await accounts.Of(person, begun.AccountId, ct);
                var actor = await sessions.ActorOf(account, ct);
                if (!actor.IsSignedIn) throw new NationalFailure(Failed.Closed, "The account is closed.");
                var result = await Begin(account, actor, person.Level, device, ct);
                await sessions.Sweep(ct);
                return new(result, Next(begun, result, person.Level));
            }
            catch (NationalFailure failure)
            {
                return new(null, NationalModel.AddressAfter(failure.Why, begun.ReturnTo, begun.AccountId is null ? AssuranceLevel.None : begun.Asked, begun.English));
            }
        }

        /// <summary>Once, and only in the browser where it began: whoever brings the answer elsewhere, or again, brings nothing.</summary>
        async Task<NationalSignIn?> Take(string? state, string? browser, CancellationToken ct)
        {
            if (state is null || browser is null) return null;
            var (stateHash, browserHash, now) = (Session.HashOf(state), Session.HashOf(browser), time.GetUtcNow());
            var begun = await db.NationalSignIns.AsNoTracking().SingleOrDefaultAsync(s => s.StateHash == stateHash && s.BrowserHash == browserHash && s.ExpiresAt > now, ct);
            if (begun is null) return null;
            var taken = 0;
            await database.Write(batch =>
            {
                batch.Add($"DELETE FROM identity_national_sign_ins WHERE state_hash = {stateHash}", rows => taken = rows);
                return batch.Run(ct);
            }, ct);
            return taken == 1 ? begun : null;
        }

        /// <summary>Who turned the second factor on here is asked for its code, unless the national account asks for two itself.</summary>
        async Task<SignIn.Result> Begin(Account account, Actor actor, AssuranceLevel level, Device device, CancellationToken ct)
        {
            if (level < AssuranceLevel.National2 && await codes.AreAsked(account.Id, ct)) return new(Begun: null, await newSession.AwaitCode(account.Id, ct, level));
            holder.Current = actor;
            var begun = await db.Again(async () =>
            {
                var owner = await db.Accounts.SingleAsync(a => a.Id == account.Id, ct);
                if (!await db.NationalLinks.AnyAsync(l => l.AccountId == owner.Id, ct)) throw new NationalFailure(Failed.Stale, "The link was taken away in this moment.");
                return await newSession.Begin(owner, actor, Acr.Of(level), device, ct, level);
            });
            return new(begun, Half: null);
        }

        static string Next(NationalSignIn begun, SignIn.Result result, AssuranceLevel level)
        {
            if (result.Begun is null) return begun.Place + SignInCodeModel.Address + QueryString.Create("returnUrl", begun.ReturnTo);
            if (level < begun.Asked) return NationalModel.AddressAfter(Failed.Level, begun.ReturnTo, begun.Asked, begun.English);
            return begun.Place + (begun.ReturnTo.Length > 0 ? begun.ReturnTo : SignInModel.HomeOf(result.Begun.Actor));
        }
    }
}
