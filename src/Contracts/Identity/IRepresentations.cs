namespace NhatLe.Contracts.Identity;

/// <summary>Who may act for whom, now. Nothing is remembered between two questions: what has ended is not among the answers.</summary>
public interface IRepresentations
{
    /// <summary>Those the person of this account represents today, by name.</summary>
    Task<IReadOnlyList<Represented>> Of(Guid accountId, CancellationToken ct);

    /// <summary>The one of them with this id; null where it is another's, is not approved, or has ended.</summary>
    Task<Represented?> Find(Guid accountId, Guid representationId, CancellationToken ct);

    /// <summary>
    /// The keys (<see cref="Represented.Key"/>) of those whose represented matters the person may see: whom they represent today, and
    /// themselves, once an official has seen the paper with their number.
    /// </summary>
    Task<IReadOnlyList<string>> KeysFor(Guid accountId, CancellationToken ct);

    /// <summary>Whom to tell about a matter of the represented: <paramref name="preferred"/> while they represent them, else another who does, else the person themselves; null: nobody.</summary>
    Task<Guid?> WhomToTell(string key, Guid preferred, CancellationToken ct);
}

public enum RepresentedKind { Child = 1, Enterprise = 2 }

/// <summary>Somebody a citizen acts for (người được đại diện).</summary>
/// <param name="Id">Of the representation.</param>
/// <param name="Number">Citizen number of the child, tax code of the enterprise.</param>
/// <param name="Key">Keyed hash of the number: the same for all who represent them.</param>
/// <param name="EndsOn">The first day on which it no longer holds.</param>
public sealed record Represented(Guid Id, RepresentedKind Kind, string Name, string Number, string Key, DateOnly EndsOn);
