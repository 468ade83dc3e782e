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

    async Task<int> Packets(List<string> troubles, CancellationToken ct)
    {
        var done = 0;
        HashSet<(string, string)> held = [];
        for (var after = ""; ;)
        {
            var lines = await axis.Received(after, ct);
            foreach (var line in lines)
            {
                if (line is not { DocId.Length: > 0 and <= 100, From: not null, To: not null })
                {
                    troubles.Add("The document axis lists what is no packet.");
                    continue;
                }
                if (held.Contains((line.From, line.To))) continue;
                try { if (await Take(line, ct)) done++; }
                catch (Exception e) when (IsForNow(e, ct))
                {
                    held.Add((line.From, line.To));
                    troubles.Add($"{line.DocId}: {e.Message}");
                    LogNotTaken(log, line.DocId, e.Message);
                }
            }
            if (Last(lines, l => l.DocId) is not { } last || last == after) return done;
            after = last;
        }
    }

    async Task<bool> Take(AxisWire.Line line, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var take = scope.ServiceProvider.GetRequiredService<TakePacket>();
        if (await take.IsKnown(line, ct)) return false; // its acknowledgement is on its way
        var taken = await take.Run(line, await axis.Fetch(line, ct), ct);
        if (taken == Taken.Twin) await axis.Tell(Heard(line.DocId, line.From, line.To), ct);
        return taken == Taken.New;
    }

    async Task<int> Statuses(List<string> troubles, CancellationToken ct)
    {
        var done = 0;
        HashSet<(string, string?)> held = [];
        for (var after = ""; ;)
        {
            var messages = await axis.Statuses(after, ct);
            foreach (var message in messages)
            {
                if (message is not { DocId.Length: > 0 and <= 100, From: not null, ResponseFor: not null })
                {
                    troubles.Add("The document axis lists what is no status.");
                    continue;
                }
                if (held.Contains((message.From, message.ResponseFor.DocumentId))) continue; // it comes after the one that waits
                try
                {
                    await using (var scope = scopes.As(Actor.System))
                        if (await scope.ServiceProvider.GetRequiredService<HearStatus>().Run(message, ct)) done++;
                    await axis.Tell(Heard(message.DocId, message.From, message.ResponseFor.OrganId), ct); // only now: it is kept
                }
                catch (Exception e) when (IsForNow(e, ct))
                {
                    held.Add((message.From, message.ResponseFor.DocumentId));
                    troubles.Add($"{message.DocId}: {e.Message}");
                    LogNotTaken(log, message.DocId, e.Message);
                }
            }
            if (Last(messages, m => m.DocId) is not { } last || last == after) return done;
            after = last;
        }
    }

    /// <summary>The name of the last that has one: the list goes on after it.</summary>
    static string? Last<T>(IReadOnlyList<T> lines, Func<T, string?> nameOf) where T : class => lines.Select(l => l is null ? null : nameOf(l)).LastOrDefault(n => n is { Length: > 0 and <= 100 });

    /// <summary>That it has come, and need not be listed any more.</summary>
    static AxisWire.StatusMessage Heard(string docId, string from, string to) => new(docId, docId, new(from, "", "", ""), to, AxisWire.CodeOf(PacketStatus.Arrived), "", "", new("", ""));

    /// <summary>What nobody foresaw is the trouble of one packet, too; the database away is everybody's.</summary>
    static bool IsForNow(Exception e, CancellationToken ct) => !ct.IsCancellationRequested && e is not (PartnerRests or OutOfMemoryException);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{DocId} waits on the document axis: {Why}")]
    static partial void LogNotTaken(ILogger logger, string docId, string why);
}
