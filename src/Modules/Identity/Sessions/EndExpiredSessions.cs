using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.OpenId;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Identity.Sessions;

/// <summary>A session that nobody used until it expired has no last request in which it could end: the systems it opened are told here.</summary>
public sealed class EndExpiredSessions(IServiceScopeFactory scopes, TimeProvider time) : IScheduledJob
{
    const int AtOnce = 50;

    public async Task<int> Run(CancellationToken ct)
    {
        for (var told = 0; ;)
        {
            await using var scope = scopes.As(Actor.System);
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            var some = await db.Again(() => End(db, ct));
            told += some;
            if (some < AtOnce) return told;
        }
    }

    async Task<int> End(IdentityDb db, CancellationToken ct)
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        var sids = await db.ClientSessions.Where(c => c.EndedAt == null && !db.Sessions.Any(s => s.Sid == c.Sid && s.EndedAt == null && s.ExpiresAt > now)).Select(c => c.Sid).Distinct().OrderBy(s => s).Take(AtOnce).ToListAsync(ct);
        await db.SignOutOfClients(sids, now, ct);
        await db.SaveChangesAsync(ct);
        return sids.Count;
    }
}
