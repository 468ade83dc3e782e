namespace NhatLe.Platform.Directory;

public enum ActorKind { Anonymous = 0, Citizen = 1, Officer = 2, System = 3 }

/// <summary>One post a person holds now: permits over one unit, or over the unit and everything below it.</summary>
/// <param name="OnBehalfOf">The name of the delegating officer, when the post is held by delegation (ủy quyền).</param>
public sealed record Post(
    Guid PositionId, Guid UnitId, Guid SeatUnitId, string UnitName, string Title, IReadOnlySet<string> Permits, bool Subtree, string? OnBehalfOf = null)
{
    /// <summary>Units that ended, and whose work the unit of the post goes on with.</summary>
    public IReadOnlySet<Guid> Former { get; init; } = Nowhere;

    static readonly IReadOnlySet<Guid> Nowhere = System.Collections.Frozen.FrozenSet<Guid>.Empty;

    /// <summary>It is the post's own unit, or one whose work that unit goes on with.</summary>
    public bool IsIn(Guid unitId) => UnitId == unitId || Former.Contains(unitId);
}

/// <summary>Who acts in this request, with everything they may do. Scoped; the same for pages, the API, jobs and imports.</summary>
public sealed class Actor
{
    public static readonly Actor Anonymous = new() { Kind = ActorKind.Anonymous };

    /// <summary>The platform itself: seeds, deliveries, what falls due by the clock.</summary>
    public static readonly Actor System = new() { Kind = ActorKind.System, Name = "Nhật Lệ" };

    public ActorKind Kind { get; init; }

    /// <summary>The account signed in with; empty for anonymous and for the system.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The officer behind the account, for officials.</summary>
    public Guid? OfficerId { get; init; }

    public string Name { get; init; } = "";
    public IReadOnlyList<Post> Posts { get; init; } = [];

    /// <summary>For each permit, the units it holds in (subtrees expanded on the day). Filled from the directory snapshot.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<Guid>> Scope { get; init; } = new Dictionary<string, IReadOnlySet<Guid>>();

    /// <summary>The version of the directory snapshot the scope was read from.</summary>
    public long ScopeVersion { get; init; }

    /// <summary>How and when they last proved who they are; null for whom no session stands behind.</summary>
    public Proof? Proof { get; private set; }

    /// <summary>The same person, with this proof.</summary>
    public Actor Having(Proof proof)
    {
        var proved = (Actor)MemberwiseClone();
        proved.Proof = proof;
        return proved;
    }

    public bool IsSignedIn => Kind is ActorKind.Citizen or ActorKind.Officer;
    public bool IsOfficer => Kind == ActorKind.Officer;
    public bool IsCitizen => Kind == ActorKind.Citizen;

    /// <summary>The post shown beside the name; the first the person holds in their own right.</summary>
    public Post? MainPost => Posts.FirstOrDefault(p => p.OnBehalfOf is null) ?? Posts.FirstOrDefault();

    static readonly IReadOnlySet<Guid> Nowhere = new HashSet<Guid>();

    /// <summary>The units in which the actor holds the permit.</summary>
    public IReadOnlySet<Guid> UnitsWith(string permit) => Scope.TryGetValue(permit, out var units) ? units : Nowhere;

    public bool Can(string permit, Guid unitId) => Kind == ActorKind.System || UnitsWith(permit).Contains(unitId);

    public bool CanAnywhere(string permit) => Kind == ActorKind.System || UnitsWith(permit).Count > 0;

    /// <summary>The permit by a post in this very unit, not by one above it: who does the unit's work, and whom a duty of the unit lies with.</summary>
    public bool HoldsPost(string permit, Guid unitId) => Kind == ActorKind.System || Posts.Any(p => p.IsIn(unitId) && p.Permits.Contains(permit));

    /// <summary>The first post that gives the permit, their own before a delegated one.</summary>
    public Post? PostWith(string permit) => Posts.Where(p => p.Permits.Contains(permit)).OrderBy(p => p.OnBehalfOf is null ? 0 : 1).FirstOrDefault();

    /// <summary>The post under which the actor uses a permit in a unit: one in that unit before one above it, their own before a delegated one.</summary>
    public Post? PostFor(string permit, Guid unitId) =>
        Posts.Where(p => p.Permits.Contains(permit) && Can(permit, unitId)).OrderBy(p => p.IsIn(unitId) ? 0 : 1).ThenBy(p => p.OnBehalfOf is null ? 0 : 1).FirstOrDefault();
}
