using NhatLe.Platform.Directory;

namespace NhatLe.Contracts.Identity;

/// <summary>The systems of the province that people open with their account here.</summary>
public interface ISystems
{
    /// <summary>Those the person may open, by name; none for who is not signed in.</summary>
    Task<IReadOnlyList<OpenSystem>> For(Actor actor, CancellationToken ct);
}

/// <param name="Icon">A name of the house's icons.</param>
/// <param name="Address">Where it is opened.</param>
/// <param name="IsOwn">The province's own; else it belongs to somebody else.</param>
/// <param name="Health">Null: nobody asks it.</param>
public sealed record OpenSystem(string Name, string Icon, string Address, bool IsOwn, SystemHealth? Health = null);

public enum SystemState { Up = 1, Slow = 2, Down = 3 }

/// <summary>How a system is, as it was found last.</summary>
/// <param name="Since">System time.</param>
public sealed record SystemHealth(SystemState State, DateTimeOffset Since);
