using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Parcels;

/// <summary>A record that a partner is told of, and up to which entry its acts are laid down. It stays when its parcels are swept.</summary>
public sealed class ToldRecord
{
    public string Carrier { get; init; } = "";
    public Guid SubjectId { get; init; }

    /// <summary>0: its beginning was never told.</summary>
    public long LaidSeq { get; set; }
}

/// <summary>How it stands with one carrier in all. System time, but that of the journal.</summary>
public sealed class CarrierState
{
    public string Carrier { get; init; } = "";

    /// <summary>Records that have something to tell, counted as they are added.</summary>
    public int Held { get; init; }

    /// <summary>Up to which entry the journal was searched for what is older than the connection; legal time.</summary>
    public DateTimeOffset? EarlierAt { get; init; }

    public Guid? EarlierId { get; init; }

    /// <summary>How many records had something lacking.</summary>
    public int EarlierLaid { get; init; }

    public DateTimeOffset? EarlierDoneAt { get; init; }
}

/// <summary>An act as it is told.</summary>
public sealed record ToldAct(Guid EntryId, long Seq, string Event, DateTimeOffset At);

/// <summary>Lays down what a partner lacks of a record, in the order of its entries and in the transaction of the caller, who saves.</summary>
public sealed class ParcelBook(ExchangeDb db, TimeProvider time)
{
    /// <param name="acts">Those to be told, in order; what is laid down already is passed over.</param>
    /// <param name="told">Null: the record is new to the partner.</param>
    /// <returns>How many were laid down.</returns>
    public async Task<int> LayDown(string carrier, Guid subject, string code, ToldRecord? told, IReadOnlyList<ToldAct> acts, CancellationToken ct)
    {
        var lacking = acts.Where(a => a.Seq > (told?.LaidSeq ?? 0)).ToList();
        if (lacking.Count == 0) return 0;
        var now = LegalTime.Cut(time.GetUtcNow());
        if (told is null)
        {
            db.Told.Add(told = new() { Carrier = carrier, SubjectId = subject });
            db.Also(batch => batch.Add($"INSERT INTO exchange_carriers (carrier, held, earlier_laid) VALUES ({carrier}, {1}, {0}) ON CONFLICT (carrier) DO UPDATE SET held = exchange_carriers.held + 1"));
        }
        else if (told.LaidSeq == 0) lacking = await WithoutLaid(carrier, subject, lacking, now, ct);
        told.LaidSeq = acts[^1].Seq;
        db.Parcels.AddRange(lacking.Select(a => new Parcel
        {
            Id = Guid.CreateVersion7(now), Carrier = carrier, SubjectId = subject, Code = code, Seq = a.Seq, EntryId = a.EntryId, Event = a.Event, At = a.At, State = ParcelState.Waiting, NextTryAt = now,
        }));
        return lacking.Count;
    }

    /// <summary>One act, where the record is told of from its first one on.</summary>
    public async Task LayDown(string carrier, Entry entry, string code, CancellationToken ct)
    {
        var told = db.Told.Local.FirstOrDefault(t => t.Carrier == carrier && t.SubjectId == entry.SubjectId) ?? await db.Told.SingleOrDefaultAsync(t => t.Carrier == carrier && t.SubjectId == entry.SubjectId, ct);
        await LayDown(carrier, entry.SubjectId, code, told, [new(entry.Id, entry.Seq, entry.Event, entry.At)], ct);
    }

    /// <summary>Later acts were laid down without the beginning, and the partner may have refused them for that: they follow it now.</summary>
    async Task<List<ToldAct>> WithoutLaid(string carrier, Guid subject, List<ToldAct> acts, DateTimeOffset now, CancellationToken ct)
    {
        var laid = await db.Parcels.AsNoTracking().Where(p => p.Carrier == carrier && p.SubjectId == subject).Select(p => p.EntryId).ToListAsync(ct);
        db.Also(batch => batch.Add($"UPDATE exchange_parcels SET state = {ParcelState.Waiting}, attempts = {0}, next_try_at = {now} WHERE carrier = {carrier} AND subject_id = {subject} AND state = {ParcelState.Stuck}"));
        return [.. acts.Where(a => !laid.Contains(a.EntryId))];
    }
}
