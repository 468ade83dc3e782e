using Microsoft.AspNetCore.Http;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Counters;

/// <summary>The session of this browser is locked: its owner is known, and nobody acts.</summary>
public sealed class LockedSession
{
    public Account? Owner { get; set; }
}

/// <summary>
/// A locked session acts as nobody, and every page leads to where its owner comes back. One at a counter locks itself when it was not used;
/// the page's script does so to the second, and this is for a browser whose script does not run. One that began by PIN has the permits of the counter only.
/// </summary>
sealed class SessionLock(RequestDelegate next)
{
    /// <summary>The layout tells the script by it after how many seconds to lock.</summary>
    public const string LockAfter = "nl-lock-after";

    /// <summary>What is open for nobody in particular: the way back in.</summary>
    static readonly IReadOnlyList<PathString> Open = [LockModel.Address, SignInModel.Address, "/api/identity/sessions", Passkeys.AskForPasskey.Route, Credentials.ForgotModel.Address, "/api/identity/password-resets", OpenId.Discovery.Authorization, "/loi"];

    /// <summary>The way out, as who is locked.</summary>
    static readonly PathString[] Out = ["/dang-xuat", "/api/identity/sessions/current", OpenId.EndSessionModel.Address, OpenId.Discovery.EndSession];

    static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1), Grace = TimeSpan.FromMinutes(1);

    public async Task Invoke(HttpContext context, ActorHolder holder, SignedInAccount signedIn, LockedSession locked, CounterHere counters, Database database, CounterSettings settings, TimeProvider time)
    {
        if (signedIn.Session is not { } session || !holder.Current.IsOfficer)
        {
            await next(context);
            return;
        }
        if (session.Acr == PinRule.Acr) holder.Current = PinRule.Lesser(holder.Current) is var lesser && holder.Current.Proof is { } proof ? lesser.Having(proof) : lesser;
        var lockedAt = session.LockedAt ?? await Watch(context, session, counters, database, settings, time.GetUtcNow());
        if (lockedAt is null || Array.Exists(Out, path => context.Request.Path.Equals(path, StringComparison.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }
        (locked.Owner, signedIn.Account, signedIn.Session, holder.Current) = (signedIn.Account, null, null, Actor.Anonymous);
        if (Open.Leads(context.Request)) await next(context);
        else Detour.To(context, LockModel.Address, new Refusal(StatusCodes.Status423Locked, "session.locked", "Máy đang khóa. Hãy nhập mã PIN hoặc đăng nhập lại, rồi làm tiếp."));
    }

    /// <returns>Since when it is locked; null: it is not.</returns>
    static async Task<DateTimeOffset?> Watch(HttpContext context, Session session, CounterHere counters, Database database, CounterSettings settings, DateTimeOffset now)
    {
        var (hash, request, at) = (session.TokenHash, context.Request, LegalTime.Cut(now));
        if (session.CounterId is null)
        {
            if (CounterCookie.Read(request) is null) return null;
            if (await counters.Find(Device.Of(context), context.RequestAborted) is not { } counter)
            {
                CounterCookie.Clear(context); // it is a counter no longer, and is not asked about again
                return null;
            }
            var isFull = session.Acr != PinRule.Acr && CounterHere.DayOf(session.CreatedAt) == counters.Today;
            await database.Write(batch =>
            {
                batch.Add($"UPDATE identity_sessions SET counter_id = {counter.Id}, active_at = {at} WHERE token_hash = {hash} AND ended_at IS NULL");
                if (isFull) batch.Add($"UPDATE identity_counter_pins SET day = {counters.Today}, failures = {0} WHERE counter_id = {counter.Id} AND account_id = {session.AccountId}"); // by the password: the PIN is good again today
                return batch.Run(default);
            });
        }
        else if (now - session.ActiveAt > settings.LockAfter + Grace)
        {
            await database.Write(batch =>
            {
                batch.Add($"UPDATE identity_sessions SET locked_at = {at} WHERE token_hash = {hash} AND ended_at IS NULL AND locked_at IS NULL");
                return batch.Run(default);
            });
            return at;
        }
        else if (now - session.ActiveAt > NotedEvery && IsByHand(request))
        {
            await database.Write(batch =>
            {
                batch.Add($"UPDATE identity_sessions SET active_at = {at} WHERE token_hash = {hash} AND ended_at IS NULL AND locked_at IS NULL");
                return batch.Run(default);
            });
        }
        context.Items[LockAfter] = (int)settings.LockAfter.TotalSeconds;
        return null;
    }

    /// <summary>Not what a page asks for by itself while nobody is there.</summary>
    static bool IsByHand(HttpRequest request) => !request.Headers.ContainsKey("X-Live") && !request.Path.StartsWithSegments("/live");
}
