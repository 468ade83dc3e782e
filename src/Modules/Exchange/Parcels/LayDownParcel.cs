using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Parcels;

static class LayDownParcel
{
    /// <summary>What the entry tells of goes to the partner once it is written, in the order of its record's entries.</summary>
    /// <param name="code">Of the record, as of then.</param>
    public static void LayDown(this ExchangeDb db, string carrier, Entry entry, string code, TimeProvider time)
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        db.Parcels.Add(new()
        {
            Id = Guid.CreateVersion7(now), Carrier = carrier, SubjectId = entry.SubjectId, Code = code, Seq = entry.Seq, EntryId = entry.Id, Event = entry.Event, At = entry.At, State = ParcelState.Waiting, NextTryAt = now,
        });
    }
}
