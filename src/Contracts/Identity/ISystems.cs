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
public sealed record OpenSystem(string Name, string Icon, string Address, bool IsOwn);
