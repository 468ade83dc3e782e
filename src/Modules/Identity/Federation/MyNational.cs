using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Federation;

/// <summary>What the national identity last said of the person acting.</summary>
public static class MyNational
{
    public sealed record View(int Level, DateTimeOffset ConfirmedAt);

    public sealed class Handler(IdentityDb db, Actor actor)
    {
        /// <returns>Null where it was never asked.</returns>
        public async Task<View?> Run(CancellationToken ct) =>
            await db.NationalLinks.AsNoTracking().SingleOrDefaultAsync(l => l.AccountId == actor.AccountId, ct) is { } link ? new((int)link.Level, LegalTime.ToLocal(link.ConfirmedAt)) : null;
    }
}
