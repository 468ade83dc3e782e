using NhatLe.Platform.Text;

namespace NhatLe.Platform.Directory;

// What units were before changes by law, and what became of them.
public sealed partial class DirectorySnapshot
{
    static readonly IReadOnlySet<Guid> None = new HashSet<Guid>();

    /// <summary>Units that ended and left their open work to this one, through several reforms.</summary>
    public IReadOnlySet<Guid> Former(Guid unitId) => predecessors.Contains(unitId) ? Before(unitId, mainOnly: true) : None;

    /// <summary>Units of whose past this one may read: <see cref="Former"/>, and what it was split off from.</summary>
    public IReadOnlySet<Guid> Left(Guid unitId) => predecessors.Contains(unitId) ? Before(unitId, mainOnly: false) : None;

    HashSet<Guid> Before(Guid unitId, bool mainOnly)
    {
        HashSet<Guid> found = [];
        Stack<Guid> open = new([unitId]);
        while (open.TryPop(out var next))
            foreach (var one in predecessors[next])
                if ((one.Main || !mainOnly) && found.Add(one.FromId)) open.Push(one.FromId);
        return found;
    }

    /// <summary>A unit, everything below it, and the units whose past these keep.</summary>
    public IEnumerable<Guid> Reach(Guid unitId) => SelfAndBelow(unitId).SelectMany(u => Left(u.Id).Append(u.Id)).Distinct();

    /// <summary>The living unit that goes on with the work of this one; itself while it lives.</summary>
    public Unit Now(Guid unitId)
    {
        var unit = Unit(unitId);
        for (var steps = 0; unit.HasEnded && successors[unit.Id].FirstOrDefault() is { } next && steps < units.Count; steps++) unit = Unit(next.ToId);
        return unit;
    }

    /// <summary>The units that go on with what this one left, the main one first.</summary>
    public IEnumerable<Succession> SuccessorsOf(Guid unitId) => successors[unitId];

    /// <summary>The units that left their work or their past to this one.</summary>
    public IEnumerable<Succession> PredecessorsOf(Guid unitId) => predecessors[unitId];

    public IEnumerable<UnitVersion> VersionsOf(Guid unitId) => versions[unitId];

    /// <summary>A unit as it was called on a day, and where it stood.</summary>
    public Unit On(Guid unitId, DateOnly day)
    {
        var unit = Unit(unitId);
        return versions[unitId].FirstOrDefault(v => v.ValidTo >= day) is { } then
            ? new() { Id = unit.Id, Code = unit.Code, ParentId = then.ParentId, Kind = then.Kind, Type = then.Type, Name = then.Name, FullName = then.FullName, Authority = then.Authority, ShortCode = then.ShortCode, ValidFrom = then.ValidFrom, ValidTo = then.ValidTo }
            : unit;
    }

    /// <summary>The units that stood right below one on a day, as they were called then.</summary>
    public IReadOnlyList<Unit> ChildrenOn(Guid unitId, DateOnly day) =>
        [.. units.Values.Where(u => u.ValidFrom <= day && (u.ValidTo is null || u.ValidTo >= day)).Select(u => On(u.Id, day)).Where(u => u.ParentId == unitId).OrderBy(u => u.Code, StringComparer.Ordinal)];

    /// <summary>A unit and what stood below it on a day.</summary>
    public IEnumerable<Guid> BelowOn(Guid unitId, DateOnly day) => ChildrenOn(unitId, day).SelectMany(c => BelowOn(c.Id, day)).Prepend(unitId);

    /// <summary>A reform touched this unit or one below it on the day or after.</summary>
    public bool ChangedSince(Guid unitId, DateOnly day) =>
        hasHistory && Reach(unitId).Any(u => Unit(u) is { ValidTo: { } last } && last >= day || versions[u].Any(v => v.ValidTo >= day));

    /// <param name="Unit">As it is now.</param>
    /// <param name="Name">The name that was found: perhaps one of before.</param>
    /// <param name="Until">The last day of that name; null while it holds.</param>
    public sealed record Named(Unit Unit, string Name, DateOnly? Until);

    /// <summary>Units by their name of now or of before, without regard to marks; living names first.</summary>
    public IEnumerable<Named> Find(string? name)
    {
        var asked = Fold.Index(name ?? "");
        if (asked.Length == 0) return [];
        return units.Values.Select(u => new Named(u, u.FullName, u.ValidTo))
            .Concat(units.Values.SelectMany(u => versions[u.Id].Where(v => v.FullName != u.FullName).Select(v => new Named(u, v.FullName, v.ValidTo))))
            .Where(n => $" {Fold.Index(n.Name)} ".Contains($" {asked} ", StringComparison.Ordinal))
            .OrderBy(n => n.Until is null ? 0 : 1).ThenBy(n => n.Unit.Code, StringComparer.Ordinal);
    }

    /// <summary>
    /// Units below one whose records may not carry the words of it in the search index, because they did not always stand below it: they
    /// are asked for by their own words. Few, and none where nothing was ever moved.
    /// </summary>
    internal IEnumerable<Guid> NotAlwaysBelow(Guid unitId)
    {
        if (!hasHistory) return [];
        return Reach(unitId).Where(id => id != unitId && !Chains(id).All(chain => chain.Contains(unitId)));
    }

    /// <summary>The units above one, now and at each time before.</summary>
    IEnumerable<List<Guid>> Chains(Guid unitId)
    {
        var days = versions[unitId].Select(v => v.ValidTo).Concat(SelfAndAbove(unitId).SelectMany(u => versions[u.Id]).Select(v => v.ValidTo)).Distinct();
        yield return [.. SelfAndAbove(unitId).Select(u => u.Id)];
        foreach (var day in days)
        {
            List<Guid> chain = [];
            for (var at = unitId; FindUnit(at) is not null && !chain.Contains(at);)
            {
                chain.Add(at);
                if (On(at, day).ParentId is not { } parent) break;
                at = parent;
            }
            yield return chain;
        }
    }
}
