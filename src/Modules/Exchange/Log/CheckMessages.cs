using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Log;

/// <summary>
/// Recomputes every closed batch of the message log from its rows and holds it against the journal's entry that names its root. A message that was
/// changed is named by its own leaf; where the leaf was changed with it, the root of its batch tells. What has been swept by its age is no fault.
/// </summary>
public sealed class CheckMessages(ExchangeDb db, PlatformDb platform, TimeProvider time) : IVerified
{
    static readonly string closed = EventNames.Of(typeof(MessagesClosed));

    public async Task<VerifiedLog> Verify(CancellationToken ct)
    {
        long batches = 0, messages = 0;
        HashSet<Guid> named = [];
        var rows = from e in platform.Entries.AsNoTracking() where e.Event == closed join p in platform.Payloads.AsNoTracking() on e.Id equals p.EntryId orderby e.At, e.Id select new { e.SubjectId, Payload = p };
        string? broken = null;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            named.Add(row.SubjectId);
            var (count, why) = await Batch(row.SubjectId, row.Payload.Read().Event.Deserialize<MessagesClosed>(EntryContent.Json)!, ct);
            (batches, messages) = (batches + 1, messages + count);
            if ((broken = why) is not null) break;
        }
        broken ??= await WithoutEntry(named, ct);
        return new(string.Create(CultureInfo.InvariantCulture, $"{batches} closed batches with {messages} messages of the exchange checked."), broken);
    }

    async Task<(int Count, string? Broken)> Batch(Guid id, MessagesClosed said, CancellationToken ct)
    {
        if (await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } batch) return (0, $"batch {said.Number} of the message log is not there any more");
        if (batch.Number != said.Number || batch.Count != said.Count || Convert.ToHexStringLower(batch.Root) != said.Root) return (0, $"batch {said.Number} of the message log is another than its entry in the journal says");
        var messages = await db.Messages.AsNoTracking().Where(m => m.BatchId == id).OrderBy(m => m.Place).ThenBy(m => m.Id).Select(LoggedMessage.Outside).ToListAsync(ct);
        if (messages.Count == 0 && batch.At < time.GetUtcNow().AddYears(-EmptyMessages.KeptYears)) return (0, null);
        for (var place = 0; place < batch.Count; place++)
        {
            if (place >= messages.Count || messages[place].Place != place) return (place, $"message {place + 1} of batch {batch.Number} of the message log is missing");
            var message = messages[place];
            if (message.LeafHash is { } leaf && !leaf.AsSpan().SequenceEqual(message.Leaf())) return (place, $"message {message.MessageId} ({message.Id}), {place + 1} of batch {batch.Number} of the message log, was changed");
        }
        if (messages.Count > batch.Count) return (messages.Count, $"message {messages[batch.Count].MessageId} ({messages[batch.Count].Id}) was added to batch {batch.Number} of the message log");
        return MessageBatch.RootOf(messages).AsSpan().SequenceEqual(batch.Root) ? (messages.Count, null) : (messages.Count, $"the messages of batch {batch.Number} of the message log are others than those it was closed over");
    }

    async Task<string?> WithoutEntry(HashSet<Guid> named, CancellationToken ct)
    {
        await foreach (var batch in db.Batches.AsNoTracking().OrderBy(b => b.Number).Select(b => new { b.Id, b.Number }).AsAsyncEnumerable().WithCancellation(ct))
            if (!named.Contains(batch.Id) && !await platform.Entries.AnyAsync(e => e.SubjectId == batch.Id && e.Event == closed, ct)) return $"batch {batch.Number} of the message log stands in no entry of the journal"; // one closed meanwhile does
        return null;
    }
}
