using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Axis;

/// <summary>Our units are on the axis under their names of now, and its list of agencies is ours to choose from; what left the list is no longer offered.</summary>
public sealed class KeepAgencies(IServiceScopeFactory scopes, AxisSettings settings, AxisClient axis, DirectoryCache directory, Database database, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.keep-agencies";

    const int LongestName = 500, LongestId = 50;

    /// <returns>How many of ours were new to the axis, or had another name there.</returns>
    /// <exception cref="PartnerIsAway">Some were not registered: the list is kept all the same. An empty list is none.</exception>
    public async Task<int> Run(CancellationToken ct)
    {
        if (!settings.IsSetUp) return 0;
        var there = (await axis.Agencies(ct)).Where(a => a is { OrganId.Length: > 0 and <= LongestId, OrganName: not null }).DistinctBy(a => a.OrganId).ToDictionary(a => a.OrganId, a => a.OrganName);
        var ours = (await directory.Get(ct)).Units.Where(IsAgency).DistinctBy(u => u.ShortCode).ToList();
        var missing = ours.FindAll(u => there.GetValueOrDefault(u.ShortCode) != u.FullName);
        var isEmpty = there.Count == 0;
        List<(string Code, Exception Why)> troubles = [];
        foreach (var unit in missing)
        {
            try
            {
                await axis.Register(new(unit.ShortCode, unit.FullName), ct);
                there[unit.ShortCode] = unit.FullName;
            }
            catch (Exception e) when (e is RefusedByPartner or PartnerIsAway or PartnerRests) { troubles.Add((unit.ShortCode, e)); }
        }
        if (isEmpty) throw new PartnerIsAway("The document axis lists no agency at all.");
        await Keep(there, [.. ours.Select(u => u.ShortCode)], ct);
        return troubles.Count == 0 ? missing.Count : throw new PartnerIsAway($"{troubles.Count} of {missing.Count} units were not registered; {troubles[0].Code}: {troubles[0].Why.Message}", troubles[0].Why);
    }

    /// <summary>A unit that documents are addressed to: desks have no documents of their own.</summary>
    public static bool IsAgency(Unit unit) => unit is { HasEnded: false, ShortCode.Length: > 0 } && unit.Kind != UnitKind.OneStopDesk;

    async Task Keep(Dictionary<string, string> there, HashSet<string> ours, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var known = await scope.ServiceProvider.GetRequiredService<ExchangeDb>().Agencies.AsNoTracking().ToDictionaryAsync(a => a.Id, ct);
        var now = LegalTime.Cut(time.GetUtcNow());
        await database.Write(batch =>
        {
            foreach (var (id, name) in there.Where(a => known.GetValueOrDefault(a.Key) is var k && (k is null || k.Name != a.Value || k.IsOurs != ours.Contains(a.Key))))
            {
                var (cut, own) = (name.Length > LongestName ? name[..LongestName] : name, ours.Contains(id));
                batch.Add($"INSERT INTO exchange_axis_agencies (id, name, is_ours, seen_at) VALUES ({id}, {cut}, {own}, {now}) ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_ours = excluded.is_ours, seen_at = excluded.seen_at");
            }
            foreach (var id in known.Keys.Where(k => !there.ContainsKey(k))) batch.Add($"DELETE FROM exchange_axis_agencies WHERE id = {id}");
            return batch.Run(ct);
        }, ct);
    }
}
