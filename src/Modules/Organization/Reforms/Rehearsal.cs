using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Organization.Reforms;

/// <summary>What one module holds of the units that end.</summary>
public sealed record RehearsedPart(string Name, string Words, bool CountsAll, IReadOnlyList<ReformLine> Lines);

/// <summary>Reads what a plan means for the tree, and what would move where in each module. Changes nothing.</summary>
public sealed class Rehearsal(DirectoryCache directory, PositionTemplates templates, IEnumerable<IReformParticipant> participants)
{
    public async Task<ReformReading> Read(Reform reform, CancellationToken ct) =>
        ReformReader.Read(reform.ThePlan, reform.Id, await directory.Get(ct), templates, reform.Given);

    public async Task<IReadOnlyList<RehearsedPart>> Of(ReformOrder order, CancellationToken ct)
    {
        List<RehearsedPart> parts = [];
        foreach (var participant in participants.OrderBy(p => p.Order)) parts.Add(new(participant.Name, participant.Words, participant.CountsAll, await participant.Rehearse(order, ct)));
        return parts;
    }
}
