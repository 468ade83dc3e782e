using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// Running dossiers go to the successor with what is owed on them and their place in the search; clock and appointment are not touched.
/// Those that have ended stay with the unit that decided them, under its name, and the successor reads them.
/// </summary>
public sealed class DossiersInReform(ServicesDb db, Database database, ManyEntries entries, LegalTime time, LiveHub live) : IReformParticipant
{
    const int AtOnce = 1000;

    public string Name => "services.dossiers";
    public string Words => "Hồ sơ";
    public int Order => 100;
    public bool CountsAll => true;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct)
    {
        var (moves, from) = (order.MoveOf, order.From);
        var counts = await db.Dossiers.AsNoTracking().Where(d => from.Contains(d.UnitId)).GroupBy(d => new { d.UnitId, HasEnded = Dossier.Ends.Contains(d.Status) }).Select(g => new { g.Key.UnitId, g.Key.HasEnded, Count = g.Count() }).ToListAsync(ct);
        return [.. counts.Select(c => c.HasEnded
            ? new ReformLine("Hồ sơ đã xong", c.UnitId, moves[c.UnitId].ToId, c.Count, Moves: false, "Giữ dưới tên đơn vị cũ; đơn vị kế thừa đọc được.")
            : new ReformLine("Hồ sơ đang giải quyết", c.UnitId, moves[c.UnitId].ToId, c.Count, Note: "Mã hồ sơ, hạn trả và đồng hồ pháp lý giữ nguyên."))];
    }

    sealed record Row(Guid Id, long Version, byte[] Head, string Code, Guid? FiledUnitId, Guid ReceivedUnitId, bool IsAccepted);

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        foreach (var move in order.Moves)
        {
            if (!await db.Dossiers.AsNoTracking().AnyAsync(d => d.UnitId == move.FromId && !Dossier.Ends.Contains(d.Status), ct)) continue;
            var moved = await database.Write(batch => Move(order, move, number, batch, ct), ct);
            live.Publish(Topic.Unit(move.ToId));
            return moved;
        }
        return 0;
    }

    async Task<int> Move(ReformOrder order, UnitEnding move, long number, Batch batch, CancellationToken ct)
    {
        var rows = await batch.Lock($"""
            SELECT id, version, head, code, filed_unit_id, received_unit_id, accepted_at FROM services_dossiers
            WHERE unit_id = {move.FromId} AND status NOT IN ({DossierStatus.Refused}, {DossierStatus.Stopped}, {DossierStatus.Returned}) ORDER BY id LIMIT {AtOnce}
            """, r => new Row(r.GetGuid(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetGuid(4), r.GetGuid(5), !r.IsDBNull(6)), ct);
        var now = time.Now;
        var chained = await entries.Record(batch, nameof(Dossier), [.. rows.Select(r => new ManyEntries.Act(r.Id, r.Version, r.Head,
            new DossierMoved(r.Id, r.Code, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move)))], now, ct);
        var (ids, desks) = (rows.ConvertAll(r => r.Id), order.MoveOf);
        Column Subject(string name) => Column.Of(name, ids);
        Column To(string name) => Column.Of(name, ids.Select(_ => move.ToId));
        await batch.UpdateMany("services_dossiers", [Subject("id")],
        [
            To("unit_id"), Column.Of("filed_unit_id", rows.Select(r => r.FiledUnitId ?? move.FromId)),
            Column.Of("received_unit_id", rows.Select(r => r.IsAccepted ? r.ReceivedUnitId : desks.GetValueOrDefault(r.ReceivedUnitId)?.ToId ?? r.ReceivedUnitId)), // where it was received is history
            .. chained,
        ], also: null, ct);
        await batch.UpdateMany("duties", [Subject("subject_id"), Column.Of("unit_id", ids.Select(_ => move.FromId))], [To("unit_id")], "ended_at IS NULL", ct);
        await batch.UpdateMany("search_documents", [Subject("subject_id")], [To("unit_id")], also: null, ct);
        order.Note(batch, Name, number, rows.Count, now);
        await batch.Run(ct);
        return rows.Count;
    }
}
