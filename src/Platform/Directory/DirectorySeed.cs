using System.ComponentModel;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Directory;

[Description("Nạp danh bạ đơn vị và cán bộ")]
public sealed record DirectoryLoaded(int Units, int Officers, int Positions);

/// <summary>Loads units from data/units.csv; in the demonstration also the invented officers. What is there already stays as it is.</summary>
public sealed class DirectorySeed(PlatformDb db, ReferenceData data, PositionTemplates positions, DirectoryCache cache, DemonstrationMode demonstration) : ISeed
{
    public int Order => 10;
    public bool DemonstrationOnly => false;
    public bool FromFilesOnly => true;

    public async Task Run(CancellationToken ct)
    {
        var units = await AddUnits(ct);
        var (officers, posts) = demonstration.IsOn ? await AddOfficers(units, ct) : (0, 0);
        if (!db.ChangeTracker.HasChanges()) return;
        var state = await db.Directory.SingleOrDefaultAsync(ct);
        if (state is null) db.Directory.Add(state = DirectoryState.Create());
        db.Record(state, new DirectoryLoaded(units.Count, officers, posts));
        await db.SaveChangesAsync(ct);
        await cache.Confirm(ct);
    }

    async Task<Dictionary<string, Unit>> AddUnits(CancellationToken ct)
    {
        var known = await db.Units.ToDictionaryAsync(u => u.Code, ct);
        foreach (var row in data.Rows("units.csv"))
        {
            if (known.ContainsKey(row["code"])) continue;
            var unit = new Unit
            {
                Id = StableId.Of("unit", row["code"]), Code = row["code"], ParentId = row["parent_code"] is { Length: > 0 } parent ? StableId.Of("unit", parent) : null,
                Kind = row["kind"], Type = row["type"], Name = row["name"], FullName = row["full_name"], Authority = row["authority"], ShortCode = row["short_code"],
                ValidFrom = DateOnly.Parse(row["valid_from"], CultureInfo.InvariantCulture),
                ValidTo = row["valid_to"] is { Length: > 0 } to ? DateOnly.Parse(to, CultureInfo.InvariantCulture) : null,
            };
            db.Units.Add(unit);
            known[unit.Code] = unit;
        }
        return known;
    }

    async Task<(int Officers, int Positions)> AddOfficers(Dictionary<string, Unit> units, CancellationToken ct)
    {
        var templates = positions.All.ToDictionary(p => p.Key);
        var officers = await db.Officers.Select(o => o.Id).ToHashSetAsync(ct);
        var known = await db.Positions.ToDictionaryAsync(p => p.Id, ct);
        var there = known.Keys.ToHashSet();
        foreach (var row in data.Rows("officers.csv"))
        {
            var id = Guid.Parse(row["id"]);
            if (officers.Add(id))
                db.Officers.Add(new Officer { Id = id, FullName = row["full_name"], SortKey = Text.SortKey.Of(row["full_name"]), Gender = row["gender"], Email = row["email"], Active = true });
            var template = templates[row["position_key"]];
            var positionId = StableId.Of("position", $"{id}/{row["unit_code"]}/{template.Key}");
            if (!there.Add(positionId))
            {
                // A newer release may give a position more; what was taken from it by hand in a demonstration comes back.
                var permits = known.TryGetValue(positionId, out var old) ? old.Permits.Split(' ').Union(template.Permits).ToList() : [];
                if (old is not null && permits.Count > old.Permits.Split(' ').Length) old.Permits = string.Join(' ', permits);
                continue;
            }
            var unit = units[row["scope_unit_code"]];
            db.Positions.Add(new Position
            {
                Id = positionId, OfficerId = id, UnitId = unit.Id, SeatUnitId = units[row["unit_code"]].Id, PositionKey = template.Key,
                Title = template.TitleIn(unit.Type), Permits = string.Join(' ', template.Permits),
                Subtree = template.Subtree, ValidFrom = unit.ValidFrom,
            });
        }
        return (officers.Count, there.Count);
    }
}

/// <summary>Whether this installation is a demonstration: invented officers and accounts, a clock that can be moved.</summary>
/// <param name="IsPeopled">Every officer of the demonstration and some 200 invented citizens can sign in, not only those the sign-in page offers.</param>
public sealed record DemonstrationMode(bool IsOn, bool IsPeopled = false);
