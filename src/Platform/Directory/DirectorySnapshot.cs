using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace NhatLe.Platform.Directory;

/// <summary>The directory in memory as of one version: who holds which permits where. Immutable.</summary>
public sealed partial class DirectorySnapshot
{
    readonly FrozenDictionary<Guid, Unit> units;
    readonly FrozenDictionary<string, Unit> unitsByCode;
    readonly ILookup<Guid, Unit> children;
    readonly FrozenDictionary<Guid, Officer> officers;
    readonly FrozenDictionary<Guid, Position> positions;
    readonly ILookup<Guid, Position> positionsByOfficer;
    readonly ILookup<Guid, Position> positionsByUnit;
    readonly IReadOnlyCollection<Delegation> delegations;
    readonly ILookup<Guid, Delegation> delegationsByOfficer;
    readonly ILookup<Guid, UnitVersion> versions;
    readonly ILookup<Guid, Succession> predecessors;
    readonly ILookup<Guid, Succession> successors;
    readonly bool hasHistory;
    readonly ILookup<Guid, Leave> leavesByOfficer;
    volatile DayStandings standings = new(default, new());

    /// <summary>What an officer holds: the same for every request of a day, unless a delegation begins or ends within it.</summary>
    sealed record Standing(IReadOnlyList<Post> Posts, IReadOnlyDictionary<string, IReadOnlySet<Guid>> Scope);

    sealed record DayStandings(DateOnly Day, ConcurrentDictionary<Guid, Standing> Known);

    public DirectorySnapshot(long version, IReadOnlyCollection<Unit> units, IReadOnlyCollection<Officer> officers, IReadOnlyCollection<Position> positions, IReadOnlyCollection<Delegation> delegations,
        IReadOnlyCollection<UnitVersion>? versions = null, IReadOnlyCollection<Succession>? successions = null, IReadOnlyCollection<Leave>? leaves = null)
    {
        Version = version;
        this.units = units.ToFrozenDictionary(u => u.Id);
        unitsByCode = units.ToFrozenDictionary(u => u.Code);
        children = units.Where(u => u.ParentId is not null).OrderBy(u => u.Code).ToLookup(u => u.ParentId!.Value);
        this.officers = officers.ToFrozenDictionary(o => o.Id);
        this.positions = positions.ToFrozenDictionary(p => p.Id);
        positionsByOfficer = positions.ToLookup(p => p.OfficerId);
        positionsByUnit = positions.ToLookup(p => p.UnitId);
        this.delegations = delegations;
        delegationsByOfficer = delegations.ToLookup(d => d.OfficerId);
        this.versions = (versions ?? []).OrderBy(v => v.ValidTo).ToLookup(v => v.UnitId);
        predecessors = (successions ?? []).ToLookup(s => s.ToId);
        successors = (successions ?? []).OrderByDescending(s => s.Main).ToLookup(s => s.FromId);
        Leaves = leaves ?? [];
        leavesByOfficer = Leaves.ToLookup(l => l.OfficerId);
        hasHistory = this.versions.Count + predecessors.Count > 0;
        Province = units.Where(u => u is { ParentId: null, HasEnded: false }).MinBy(u => u.Code, StringComparer.Ordinal);
    }

    /// <summary>The living root of the tree, under its name of now; null where nothing is seeded.</summary>
    public Unit? Province { get; }

    public long Version { get; }

    public IEnumerable<Unit> Units => units.Values;
    public IEnumerable<Officer> Officers => officers.Values;
    public IEnumerable<Position> Positions => positions.Values;
    public IEnumerable<Delegation> Delegations => delegations;
    public IReadOnlyCollection<Leave> Leaves { get; }

    /// <summary>The leave an officer is on.</summary>
    public Leave? LeaveOf(Guid officerId, DateOnly day) => leavesByOfficer[officerId].FirstOrDefault(l => l.IsOn(day));

    /// <summary>Who gets new work of a unit that is meant for an officer: the officer, or while they are away their stand-in who holds the permit there; null: the unit.</summary>
    public Officer? Instead(Officer officer, Guid unitId, string permit, DateOnly day)
    {
        if (LeaveOf(officer.Id, day) is not { } leave) return officer;
        return leave.StandInId is { } id && LeaveOf(id, day) is null ? Holders(unitId, permit, day).FirstOrDefault(o => o.Id == id) : null;
    }

    public Unit Unit(Guid id) => units.TryGetValue(id, out var unit) ? unit : throw new KeyNotFoundException($"No unit {id} in the directory.");

    public Unit? FindUnit(Guid id) => units.GetValueOrDefault(id);

    public Unit? FindUnit(string code) => unitsByCode.GetValueOrDefault(code);

    public Officer? FindOfficer(Guid id) => officers.GetValueOrDefault(id);

    public IEnumerable<Officer> OfficersBySeat(Guid unitId, DateOnly today) =>
        positions.Values.Where(p => p.SeatUnitId == unitId && p.IsValidOn(today)).Select(p => officers.GetValueOrDefault(p.OfficerId)).OfType<Officer>().Where(o => o.Active).Distinct();

    /// <summary>The units right below that live.</summary>
    public IEnumerable<Unit> Children(Guid unitId) => children[unitId].Where(u => !u.HasEnded);

    /// <summary>The one-stop desk (bộ phận một cửa) of a unit: its own, or for a department the service centre of the province. Of a unit that has ended, the one it had.</summary>
    public Unit? DeskOf(Guid unitId) =>
        (FindUnit(unitId) is { HasEnded: true } ? children[unitId] : Children(unitId)).FirstOrDefault(u => u.Kind == UnitKind.OneStopDesk)
            ?? units.Values.FirstOrDefault(u => u is { Kind: UnitKind.ServiceCentre, HasEnded: false });

    public IEnumerable<Unit> SelfAndBelow(Guid unitId)
    {
        if (!units.TryGetValue(unitId, out var unit)) yield break;
        Stack<Unit> open = new([unit]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in children[next.Id]) open.Push(child);
        }
    }

    public IEnumerable<Unit> SelfAndAbove(Guid unitId)
    {
        for (var unit = FindUnit(unitId); unit is not null; unit = unit.ParentId is { } parent ? FindUnit(parent) : null) yield return unit;
    }

    /// <summary>Who holds a permit by a post in this very unit on a day: whom its duties lie with.</summary>
    public IEnumerable<Officer> Holders(Guid unitId, string permit, DateOnly today) =>
        from p in positionsByUnit[unitId]
        where p.IsValidOn(today) && p.Permits.Split(' ').Contains(permit)
        let officer = officers.GetValueOrDefault(p.OfficerId)
        where officer is { Active: true }
        orderby officer.SortKey
        select officer;

    /// <summary>What an officer is in a unit on a day: "Công chức tư pháp – hộ tịch".</summary>
    public string TitlesIn(Guid unitId, Guid officerId, DateOnly today) =>
        string.Join(", ", positionsByOfficer[officerId].Where(p => p.UnitId == unitId && p.IsValidOn(today)).Select(p => p.Title).Distinct());

    /// <summary>Everything an officer may do at an instant: own posts valid on the day, and what others delegated.</summary>
    public Actor ActorFor(Guid accountId, Guid officerId, DateTimeOffset at, DateOnly today)
    {
        if (!officers.TryGetValue(officerId, out var officer) || !officer.Active) return Actor.Anonymous;
        var standing = delegationsByOfficer.Contains(officerId) ? StandingOf(officerId, at, today) : KnownOn(today).GetOrAdd(officerId, id => StandingOf(id, at, today));
        return new Actor { Kind = ActorKind.Officer, AccountId = accountId, OfficerId = officerId, Name = officer.FullName, Posts = standing.Posts, Scope = standing.Scope, ScopeVersion = Version };
    }

    ConcurrentDictionary<Guid, Standing> KnownOn(DateOnly today)
    {
        var known = standings;
        if (known.Day != today) standings = known = new(today, new());
        return known.Known;
    }

    Standing StandingOf(Guid officerId, DateTimeOffset at, DateOnly today)
    {
        var own =
            from p in positionsByOfficer[officerId]
            where p.IsValidOn(today)
            select PostOf(p, p.Permits, onBehalfOf: null);
        var delegated =
            from d in delegationsByOfficer[officerId]
            where d.RevokedAt is null && d.FromAt <= at && at < d.UntilAt
            let p = positions.GetValueOrDefault(d.PositionId)
            where p is not null && p.IsValidOn(today)
            let giver = officers.GetValueOrDefault(p.OfficerId)
            where giver is { Active: true } // who is no longer in office has nothing to delegate
            select PostOf(p, string.Join(' ', d.Permits.Split(' ').Intersect(p.Permits.Split(' '))), giver.FullName);
        List<Post> posts = [.. own, .. delegated];
        return new(posts, ScopeOf(posts));
    }

    Post PostOf(Position p, string permits, string? onBehalfOf) =>
        new(p.Id, p.UnitId, p.SeatUnitId, Unit(p.UnitId).Authority, p.Title, permits.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(), p.Subtree, onBehalfOf) { Former = Former(p.UnitId) };

    Dictionary<string, IReadOnlySet<Guid>> ScopeOf(IEnumerable<Post> posts)
    {
        Dictionary<string, HashSet<Guid>> scope = [];
        foreach (var post in posts)
        {
            List<Guid> own = post.Subtree ? [.. SelfAndBelow(post.UnitId).Select(u => u.Id)] : [post.UnitId];
            var reach = own.Concat(own.SelectMany(Left)).ToList();
            foreach (var permit in post.Permits)
            {
                if (!scope.TryGetValue(permit, out var known)) scope[permit] = known = [];
                known.UnionWith(reach);
            }
        }
        return scope.ToDictionary(s => s.Key, s => (IReadOnlySet<Guid>)s.Value);
    }
}
