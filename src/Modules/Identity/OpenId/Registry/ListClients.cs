using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.OpenId.Registry;

/// <summary>The register of systems (sổ hệ thống), as administrators see it.</summary>
public static class ListClients
{
    /// <param name="Sessions">How many sessions are open in it now.</param>
    public sealed record Line(string ClientId, string Name, ClientKind Kind, bool IsPublic, bool SignsIn, bool ForOfficers, bool ForCitizens, bool TellsLogout, string LaunchAddress, string Icon, bool Active, int Sessions, SystemHealth? Health);

    public sealed record KeyLine(string Kid, string Alg, DateTimeOffset SignsFrom, bool Signs);

    public sealed record View(IReadOnlyList<Line> Clients, IReadOnlyList<KeyLine> Keys, string Issuer);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/identity/clients", (Handler handler, CancellationToken ct) => handler.Run(ct));

    /// <exception cref="Platform.Refusal">401, 403: administrators only.</exception>
    public sealed class Handler(IdentityDb db, SigningKeys keys, Issuer issuer, Systems.Healths healths, Actor actor, TimeProvider time)
    {
        public async Task<View> Run(CancellationToken ct)
        {
            actor.MustAdministerClients();
            var now = time.GetUtcNow();
            var open = await db.ClientSessions.Where(s => s.EndedAt == null && db.Sessions.Any(b => b.Sid == s.Sid && b.EndedAt == null && b.ExpiresAt > now))
                .GroupBy(s => s.ClientId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
            var health = await healths.All(ct);
            var rows = await db.Clients.AsNoTracking().ToListAsync(ct);
            var published = (await keys.ToPublish(ct)).ToList();
            return new(
                [.. rows.OrderBy(c => !c.Active).ThenBy(c => Fold.Key(c.Name), StringComparer.Ordinal).Select(c => new Line(c.ClientId, c.Name, c.Kind, c.SecretHash is null, c.Grants.Split(' ').Contains(GrantTypes.Code),
                    c.ForOfficers, c.ForCitizens, c.BackChannelUri is not null, c.LaunchAddress, c.Icon, c.Active, open.GetValueOrDefault(c.Id), c.Active ? health.GetValueOrDefault(c.Id) : null))],
                [.. published.Select(k => new KeyLine(k.Kid, k.Alg, k.SignsFrom, k.SignsFrom <= now && published.Find(o => o.Alg == k.Alg && o.SignsFrom <= now) == k))],
                issuer.Name);
        }
    }
}
