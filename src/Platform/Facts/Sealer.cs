using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Facts;

/// <summary>
/// Seals every five minutes, on one node: every journal entry and reading without a leaf gets one, in short transactions; then one row
/// holds the root over the new leaves, chained and signed. Killed in between, the leaves wait for the next round, which goes on from them.
/// What commits late falls into the next seal. Nothing new makes no seal, but once a day: that proves that nothing was added.
/// </summary>
public sealed partial class Sealer(IServiceScopeFactory scopes, Database database, SealKey key, AccessLog accesses, LegalTime legal, TimeProvider time, ILogger<Sealer> log) : BackgroundService
{
    /// <summary>The setting that keeps the <see cref="Seal.Mark"/> of the newest seal, so that it shows when seals are cut off at the end.</summary>
    public const string NewestName = "newest-seal";

    /// <summary>More than so many are several seals, so that a proof never has to read more.</summary>
    public int MostLeaves { get; init; } = 50_000;

    const int AtOnce = 200; // some 10 ms of the writers' turn on SQLite

    static readonly TimeSpan period = TimeSpan.FromMinutes(5), day = TimeSpan.FromDays(1);

    readonly SemaphoreSlim gate = new(1, 1);
    bool lookedAtAll;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        do
        {
            try { await Run(onlyIfDue: true, stoppingToken); }
            catch (Exception e) when (Database.IsAway(e) || e is InvalidDataException or UnauthorizedAccessException or FormatException or CryptographicException) { LogFailed(log, e); }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Seals what is there now; also called by the verb and by tests.</summary>
    /// <param name="onlyIfDue">Not where another node sealed in this period.</param>
    /// <returns>The seals made, none where there was nothing to seal.</returns>
    public async Task<IReadOnlyList<Seal>> Run(bool onlyIfDue, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            await accesses.Flush(ct);
            await using var alone = await database.Lock(InstallationLock.Seal, ct);
            await using var scope = scopes.CreateAsyncScope();
            return await Run(scope.ServiceProvider.GetRequiredService<PlatformDb>(), onlyIfDue, ct);
        }
        finally
        {
            gate.Release();
        }
    }

    async Task<IReadOnlyList<Seal>> Run(PlatformDb db, bool onlyIfDue, CancellationToken ct)
    {
        var newest = await db.Seals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(ct);
        if (onlyIfDue && newest is not null && time.GetUtcNow() - newest.SealedAt < period - TimeSpan.FromSeconds(15)) return [];
        await PublishKey(ct);
        List<Seal> made = [];
        var from = lookedAtAll && newest is not null ? newest.LegalAt - day : DateTimeOffset.UnixEpoch;
        while (true)
        {
            var now = legal.Now; // before the reading
            var left = await AddLeaves(db, newest, from, ct);
            if (await Close(db, newest, left < now ? left.Value : now, ct) is not { } seal) return made;
            if (left > from) from = left.Value; // what is older has its leaf now
            made.Add(newest = seal);
            if (seal.LeafCount < MostLeaves) return made;
        }
    }

    Task PublishKey(CancellationToken ct) => database.Write(batch =>
    {
        batch.Add($"INSERT INTO seal_keys (id, public_key, created_at) VALUES ({key.Id}, {key.PublicKey}, {LegalTime.Cut(time.GetUtcNow())}) ON CONFLICT (id) DO NOTHING");
        return batch.Run(ct);
    }, ct);

    /// <summary>
    /// Entries are looked for from a day before the newest seal on; once a run of this process from the beginning, so that nothing is
    /// left out for ever. Up to <see cref="MostLeaves"/> wait for one seal.
    /// </summary>
    /// <returns>When the oldest happened that found no room: this seal speaks for what is older. Null where all found room.</returns>
    async Task<DateTimeOffset?> AddLeaves(PlatformDb db, Seal? newest, DateTimeOffset from, CancellationToken ct)
    {
        var last = newest?.LastLeaf ?? 0;
        var room = MostLeaves - await db.SealLeaves.CountAsync(l => l.N > last, ct);
        Task<List<Unsealed>> Entries(DateTimeOffset since, int most) => db.Entries.AsNoTracking().Where(e => e.At >= since && !db.SealLeaves.Any(l => l.RefId == e.Id))
            .OrderBy(e => e.At).ThenBy(e => e.Id).Take(most).Select(e => new Unsealed(e.Id, e.At, e.Hash)).ToListAsync(ct);
        async Task<List<Unsealed>> Readings(DateTimeOffset since, int most) => (await db.Accesses.AsNoTracking().Where(a => a.At >= since && !db.SealLeaves.Any(l => l.RefId == a.Id))
            .OrderBy(a => a.At).ThenBy(a => a.Id).Take(most).ToListAsync(ct)).ConvertAll(a => new Unsealed(a.Id, a.At, a.ComputeHash()));
        room = await AddLeaves(LeafKind.Entry, from, room, Entries, ct);
        room = await AddLeaves(LeafKind.Access, from, room, Readings, ct);
        lookedAtAll |= room > 0;
        if (room > 0) return null;
        List<Unsealed> left = [.. await Entries(from, 1), .. await Readings(from, 1)];
        return left.Count == 0 ? null : left.Min(l => l.At);
    }

    sealed record Unsealed(Guid Id, DateTimeOffset At, byte[] Hash);

    /// <param name="next">The oldest rows without a leaf since an instant, at most so many.</param>
    /// <returns>The room that is left.</returns>
    async Task<int> AddLeaves(LeafKind kind, DateTimeOffset since, int room, Func<DateTimeOffset, int, Task<List<Unsealed>>> next, CancellationToken ct)
    {
        while (room > 0 && await next(since, Math.Min(AtOnce, room)) is { Count: > 0 } some)
        {
            await Write([.. some.Select(row => (kind, row.Id, Merkle.Leaf(row.Hash)))], ct);
            (since, room) = (some[^1].At, room - some.Count);
        }
        return room;
    }

    /// <summary>Numbers and writes leaves, once each, also where a verb of another process seals the same SQLite file.</summary>
    Task Write(IReadOnlyList<(LeafKind Kind, Guid RefId, byte[] Hash)> leaves, CancellationToken ct) => database.Write(async batch =>
    {
        HashSet<Guid> there = [];
        var asked = new Sql(100, leaves.Count);
        asked.AppendLiteral("SELECT ref_id FROM seal_leaves WHERE ref_id IN (");
        foreach (var (index, leaf) in leaves.Index())
        {
            if (index > 0) asked.AppendLiteral(", ");
            asked.AppendFormatted(leaf.RefId);
        }
        asked.AppendLiteral(")");
        batch.AddReturning(asked, ids => there.UnionWith(ids));
        await batch.Run(ct);
        var fresh = leaves.Where(l => !there.Contains(l.RefId)).ToList();
        if (fresh.Count == 0) return;
        var next = await batch.Scalar<long>($"SELECT COALESCE(MAX(n), 0) FROM seal_leaves", ct);
        var rows = new Sql(100, fresh.Count * 4);
        foreach (var (index, leaf) in fresh.Index())
        {
            rows.AppendLiteral(index == 0 ? "INSERT INTO seal_leaves (n, kind, ref_id, hash) VALUES (" : "), (");
            rows.AppendFormatted(++next);
            rows.AppendLiteral(", ");
            rows.AppendFormatted(leaf.Kind);
            rows.AppendLiteral(", ");
            rows.AppendFormatted(leaf.RefId);
            rows.AppendLiteral(", ");
            rows.AppendFormatted(leaf.Hash);
        }
        rows.AppendLiteral(")");
        batch.Add(rows);
        await batch.Run(ct);
    }, ct);

    /// <summary>Null where there is nothing to seal, or another process was faster.</summary>
    /// <exception cref="InvalidDataException">Leaves are missing: what is not whole is not sealed again and again.</exception>
    async Task<Seal?> Close(PlatformDb db, Seal? newest, DateTimeOffset now, CancellationToken ct)
    {
        var last = newest?.LastLeaf ?? 0;
        var waiting = await db.SealLeaves.AsNoTracking().Where(l => l.N > last).OrderBy(l => l.N).Select(l => new { l.N, l.Hash }).Take(MostLeaves).ToListAsync(ct);
        if (waiting.Count > 0 && (waiting[0].N != last + 1 || waiting[^1].N != last + waiting.Count)) throw new InvalidDataException($"Leaves are missing after leaf {last}; 'nhatle verify' says which.");
        var leaves = waiting.Select(l => l.Hash).ToArray();
        var at = LegalTime.Cut(time.GetUtcNow());
        if (leaves.Length == 0 && (newest is null || at - newest.SealedAt < day)) return null;
        var seal = Seal.After(newest, leaves, at, now, key);
        var written = await database.Write(async batch =>
        {
            if (await batch.Scalar<long>($"SELECT COALESCE(MAX(number), 0) FROM seals", ct) != seal.Number - 1) return false;
            var mark = seal.Mark;
            batch.Add($"""
                INSERT INTO seals (number, sealed_at, legal_at, first_leaf, last_leaf, leaf_count, root, previous, key_id, signature)
                VALUES ({seal.Number}, {seal.SealedAt}, {seal.LegalAt}, {seal.FirstLeaf}, {seal.LastLeaf}, {seal.LeafCount}, {seal.Root}, {seal.Previous}, {seal.KeyId}, {seal.Signature})
                """);
            batch.Add($"INSERT INTO settings (name, value) VALUES ({NewestName}, {mark}) ON CONFLICT (name) DO UPDATE SET value = {mark}");
            await batch.Run(ct);
            return true;
        }, ct);
        return written ? seal : null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not be sealed; it is tried again in five minutes")]
    static partial void LogFailed(ILogger logger, Exception e);
}
