using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Directory.Reform;

/// <summary>
/// Open duties that no module moved with its own records go to the successor; the day they are due stays. Where the successor owes the
/// same already, one duty is left.
/// </summary>
public sealed class DutiesInReform(PlatformDb db, Database database, LegalTime time) : IReformParticipant
{
    const int AtOnce = 2000;

    public string Name => "duties";
    public string Words => "Việc phải làm";
    public int Order => 900;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct)
    {
        var open = db.Duties.AsNoTracking().Where(d => d.EndedAt == null);
        var named = order.Posts.Where(p => p.NewId is null).Select(p => (Guid?)p.OfficerId).ToList();
        return
        [
            .. await open.Select(d => d.UnitId).Lines(order, "Việc phải làm đang mở", ct, note: "Hạn giữ nguyên."),
            .. await open.Where(d => named.Contains(d.OfficerId)).Select(d => d.UnitId).Lines(order, "Việc giao đích danh người thôi giữ chức vụ", ct, note: "Việc về đơn vị mới, để đơn vị phân công lại."),
        ];
    }

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var gone = order.Posts.Where(p => p.NewId is null).Select(p => p.OfficerId).Where(o => order.Posts.All(p => p.OfficerId != o || p.NewId is null)).Distinct().ToList();
        foreach (var move in order.Moves)
        {
            if (!await db.Duties.AsNoTracking().AnyAsync(d => d.UnitId == move.FromId && d.EndedAt == null, ct)) continue;
            return await database.Write(async batch =>
            {
                var now = time.Now;
                batch.Add($"""
                    UPDATE duties SET ended_at = {now}, paused = {false}, outcome = {DutyOutcome.Released}
                    WHERE unit_id = {move.FromId} AND ended_at IS NULL AND EXISTS (
                        SELECT 1 FROM duties same WHERE same.subject_id = duties.subject_id AND same.kind = duties.kind AND same.unit_id = {move.ToId} AND same.ended_at IS NULL)
                    """);
                await batch.Run(ct);
                foreach (var officer in gone) batch.Add($"UPDATE duties SET officer_id = NULL WHERE unit_id = {move.FromId} AND officer_id = {officer} AND ended_at IS NULL");
                var moved = 0;
                batch.Add($"UPDATE duties SET unit_id = {move.ToId} WHERE id IN (SELECT id FROM duties WHERE unit_id = {move.FromId} AND ended_at IS NULL ORDER BY id LIMIT {AtOnce})", n => moved = n);
                await batch.Run(ct);
                order.Note(batch, Name, number, moved, now);
                await batch.Run(ct);
                return Math.Max(1, moved); // released ones are a step too
            }, ct);
        }
        return 0;
    }
}
