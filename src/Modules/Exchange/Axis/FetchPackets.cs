using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Axis;

/// <summary>
/// Takes what waits on the axis for our agencies: packets, then statuses of what we sent. Each is a transaction of its own, and the axis is told after it;
/// killed anywhere, the next round meets it again. What does not come for now holds up its sender's line to that agency only, and a status the later ones of its receiver about that document.
/// </summary>
public sealed partial class FetchPackets(IServiceScopeFactory scopes, AxisSettings settings, AxisClient axis, Database database, ParcelSignal signal, ILogger<FetchPackets> log) : IScheduledJob
{
    public const string Name = "exchange.fetch-packets";

    /// <exception cref="PartnerIsAway">The axis, or something of it: the rest has been taken.</exception>
    public async Task<int> Run(CancellationToken ct)
    {
        if (!settings.IsSetUp) return 0;
        await using var alone = await database.TryLock((long)InstallationLock.FetchPackets, ct);
        if (alone is null) return 0;
        List<string> troubles = [];
        var done = await Packets(troubles, ct) + await Statuses(troubles, ct);
        if (done > 0) signal.Raise();
        return troubles.Count == 0 ? done : throw new PartnerIsAway($"{done} taken, {troubles.Count} not: {troubles[0]}");
    }

    Task<int> Packets(List<string> troubles, CancellationToken ct) =>
        Each(axis.Received, line => line is { From: not null, To: not null } ? (line.From, line.To) : null, Take, troubles, ct);

    /// <summary>Of each status, those of its receiver about the same document come after it.</summary>
    Task<int> Statuses(List<string> troubles, CancellationToken ct) =>
        Each(axis.Statuses, message => message is { From: not null, ResponseFor: not null } ? (message.From, message.ResponseFor.DocumentId) : null, Hear, troubles, ct);

    /// <summary>The whole list of what waits, part after part.</summary>
    /// <param name="queueOf">What has to stay in order; null: it is nothing of ours.</param>
    /// <param name="take">True: it is new.</param>
    async Task<int> Each<T>(Func<string, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, (string, string?)?> queueOf, Func<T, CancellationToken, Task<bool>> take, List<string> troubles, CancellationToken ct) where T : class, AxisWire.IListed
    {
        var done = 0;
        HashSet<(string, string?)> held = [];
        for (var after = ""; ;)
        {
            var waiting = await list(after, ct);
            foreach (var one in waiting)
            {
                if (!IsNamed(one) || queueOf(one) is not { } queue)
                {
                    troubles.Add("The document axis lists what is neither packet nor status.");
                    continue;
                }
                if (held.Contains(queue)) continue;
                try { if (await take(one, ct)) done++; }
                catch (Exception e) when (IsForNow(e, ct))
                {
                    held.Add(queue);
                    troubles.Add($"{one.DocId}: {e.Message}");
                    LogNotTaken(log, one.DocId, e.Message);
                }
            }
            if (waiting.LastOrDefault(IsNamed) is not { } last || last.DocId == after) return done;
            after = last.DocId;
        }
    }

    static bool IsNamed(AxisWire.IListed? listed) => listed is { DocId.Length: > 0 and <= 100 };

    async Task<bool> Take(AxisWire.Line line, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var take = scope.ServiceProvider.GetRequiredService<TakePacket>();
        if (await take.IsKnown(line, ct)) return false; // its acknowledgement is on its way
        var taken = await take.Run(line, await axis.Fetch(line, ct), ct);
        if (taken == Taken.Twin) await axis.Tell(Heard(line.DocId, line.From, line.To), ct);
        return taken == Taken.New;
    }

    async Task<bool> Hear(AxisWire.StatusMessage message, CancellationToken ct)
    {
        bool isNew;
        await using (var scope = scopes.As(Actor.System)) isNew = await scope.ServiceProvider.GetRequiredService<HearStatus>().Run(message, ct);
        await axis.Tell(Heard(message.DocId, message.From, message.ResponseFor.OrganId), ct); // only now: it is kept
        return isNew;
    }

    /// <summary>That it has come, and need not be listed any more.</summary>
    static AxisWire.StatusMessage Heard(string docId, string from, string to) => new(docId, docId, new(from, "", "", ""), to, AxisWire.CodeOf(PacketStatus.Arrived), "", "", new("", ""));

    /// <summary>What nobody foresaw is the trouble of one packet, too; the database away is everybody's.</summary>
    static bool IsForNow(Exception e, CancellationToken ct) => !ct.IsCancellationRequested && e is not (PartnerRests or OutOfMemoryException);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{DocId} waits on the document axis: {Why}")]
    static partial void LogNotTaken(ILogger logger, string docId, string why);
}
