using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;

namespace NhatLe.Identity.Accounts;

/// <summary>Citizens live in the unit that goes on with their commune. Officers' accounts need nothing: their posts are the directory's.</summary>
sealed class AccountsInReform(IdentityDb db, Database database, ManyEntries entries, LegalTime time) : IReformParticipant
{
    const int AtOnce = 1000;

    public string Name => "identity.accounts";
    public string Words => "Tài khoản người dân";
    public int Order => 300;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct)
    {
        var moves = order.Moves.ToDictionary(m => m.FromCode);
        var from = moves.Keys.ToList();
        var living = await db.Accounts.AsNoTracking().Where(a => from.Contains(a.UnitCode)).GroupBy(a => a.UnitCode).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return [.. living.Select(l => new ReformLine("Tài khoản của người ở đây", moves[l.Key].FromId, moves[l.Key].ToId, l.Count, Note: "Đăng nhập như cũ; mã xã nơi ở đổi theo."))];
    }

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        foreach (var move in order.Moves)
        {
            if (!await db.Accounts.AsNoTracking().AnyAsync(a => a.UnitCode == move.FromCode, ct)) continue;
            return await database.Write(async batch =>
            {
                var rows = await batch.Lock($"SELECT id, version, head FROM identity_accounts WHERE unit_code = {move.FromCode} ORDER BY id LIMIT {AtOnce}",
                    r => (Id: r.GetGuid(0), Version: r.GetInt64(1), Head: r.GetFieldValue<byte[]>(2)), ct);
                var now = time.Now;
                var chained = await entries.Record(batch, nameof(Account),
                    [.. rows.Select(r => new ManyEntries.Act(r.Id, r.Version, r.Head, new ResidenceMoved(move.FromCode, move.FromName, move.ToCode, move.ToName, order.ReformId), order.NoteOf(move)))], now, ct);
                await batch.UpdateMany("identity_accounts", [Column.Of("id", rows.Select(r => r.Id))], [Column.Of("unit_code", rows.Select(_ => move.ToCode)), .. chained], also: null, ct);
                order.Note(batch, Name, number, rows.Count, now);
                await batch.Run(ct);
                return rows.Count;
            }, ct);
        }
        return 0;
    }
}
