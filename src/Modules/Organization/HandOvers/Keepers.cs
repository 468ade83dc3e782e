using NhatLe.Contracts.Organization;

namespace NhatLe.Organization.HandOvers;

static class Keepers
{
    /// <summary>What an officer holds in hand by the books of all modules.</summary>
    public static async Task<IReadOnlyList<InHand>> AllOf(this IEnumerable<IInHand> keepers, Guid officerId, IReadOnlyCollection<Guid> units, CancellationToken ct)
    {
        List<InHand> held = [];
        foreach (var keeper in keepers) held.AddRange(await keeper.Of(officerId, units, ct));
        return held;
    }
}
