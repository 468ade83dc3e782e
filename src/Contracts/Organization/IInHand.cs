namespace NhatLe.Contracts.Organization;

/// <summary>
/// What an officer holds in hand and another module keeps the count of, such as a drawer with money: a hand-over shows it, and nobody signs before it is
/// counted and closed.
/// </summary>
public interface IInHand
{
    /// <param name="units">Where they work, and what that unit took over.</param>
    Task<IReadOnlyList<InHand>> Of(Guid officerId, IReadOnlyCollection<Guid> units, CancellationToken ct);
}

/// <param name="What">In Vietnamese, the key of its translation: "ca thu".</param>
/// <param name="AmountVnd">What there should be by the books.</param>
/// <param name="Link">Where it is counted and closed, without the language.</param>
public sealed record InHand(string What, DateTimeOffset Since, long AmountVnd, string Link);
