using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Facts;

/// <summary>
/// Who looked at whose data (nhật ký truy cập). A page never waits for it: readings go through a bounded queue that is written every second,
/// and at the end of the process. The price: what was shown may be missing for a second, and a power cut loses that second's readings.
/// Acts are journalled in their own transaction and lose nothing. Identical readings within five minutes are one row, on all nodes.
/// </summary>
public sealed partial class AccessLog(Database database, LegalTime legal, TimeProvider time, ILogger<AccessLog> log) : BackgroundService
{
    const int Waiting = 20_000, AtOnce = 100, Remembered = 20_000;

    static readonly TimeSpan every = TimeSpan.FromSeconds(1), repeats = TimeSpan.FromMinutes(5);

    readonly Channel<Access> queue = Channel.CreateBounded<Access>(Waiting);
    readonly SemaphoreSlim gate = new(1, 1);
    readonly List<Access> unwritten = [];
    readonly ConcurrentDictionary<string, DateTimeOffset> noted = new(); // by what makes readings the same

    /// <summary>Notes a reading. Only those of officials are noted, and nobody's reading of their own data.</summary>
    public void Note(Actor actor, Reading reading)
    {
        if (!actor.IsOfficer || reading.About.AccountId == actor.AccountId) return;
        var post = (reading.UnitId is { } unit ? actor.PostFor(reading.Purpose, unit) : null) ?? actor.MainPost;
        var now = legal.Now;
        var key = reading.About.AccountId is null ? reading.About.Key : "";
        var access = new Access
        {
            Id = Guid.CreateVersion7(now), At = now, AccountId = actor.AccountId, OfficerId = actor.OfficerId, Name = actor.Name,
            Title = post?.Title ?? "", UnitId = post?.UnitId, UnitName = post?.UnitName ?? "", OnBehalfOf = post?.OnBehalfOf ?? "",
            AboutAccountId = reading.About.AccountId, AboutKey = key, SubjectKind = reading.SubjectKind, SubjectId = reading.SubjectId, Code = reading.Code,
            Kind = reading.Kind, Purpose = reading.Purpose,
            Same = Convert.ToHexStringLower(SHA256.HashData(new CanonicalBytes()
                .Add(actor.AccountId).Add(reading.About.AccountId).Add(key).Add(reading.SubjectKind).Add(reading.SubjectId).Add((long)reading.Kind).Add(reading.Purpose).ToArray()).AsSpan(0, 16)),
        };
        // Whoever turns back to a list is not even laid into the queue a second time by this node; the statement below knows of the others.
        if (noted.TryGetValue(access.Same, out var at) && (now - at).Duration() < repeats) return;
        if (!queue.Writer.TryWrite(access))
        {
            LogLost(log, access.AccountId, access.Code); // the database has been away for long: the page is shown all the same
            return;
        }
        if (noted.Count >= Remembered) noted.Clear();
        noted[access.Same] = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await Flush(stoppingToken); }
            catch (Exception e) when (Database.IsAway(e)) { LogNotWritten(log, e); } // kept, and written when the database is back
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try { await Flush(CancellationToken.None); }
        catch (Exception e) when (Database.IsAway(e)) { LogNotWritten(log, e); }
    }

    /// <summary>Writes what waits now.</summary>
    public async Task Flush(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            while (true)
            {
                while (unwritten.Count < AtOnce && queue.Reader.TryRead(out var next)) unwritten.Add(next);
                if (unwritten.Count == 0) return;
                await database.Write(batch =>
                {
                    foreach (var access in unwritten) Insert(batch, access);
                    return batch.Run(ct);
                }, ct);
                unwritten.Clear();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    static void Insert(Batch batch, Access a) => batch.Add($"""
        INSERT INTO access_log (id, at, account_id, officer_id, name, title, unit_id, unit_name, on_behalf_of, about_account_id, about_key, subject_kind, subject_id, code, kind, purpose, same)
        SELECT {a.Id}, {a.At}, {a.AccountId}, {a.OfficerId}, {a.Name}, {a.Title}, {a.UnitId}, {a.UnitName}, {a.OnBehalfOf}, {a.AboutAccountId}, {a.AboutKey}, {a.SubjectKind}, {a.SubjectId}, {a.Code}, {a.Kind}, {a.Purpose}, {a.Same}
        WHERE NOT EXISTS (SELECT 1 FROM access_log WHERE same = {a.Same} AND at > {a.At - repeats})
        """);

    [LoggerMessage(Level = LogLevel.Error, Message = "A reading by account {AccountId} of {Code} could not be noted: the queue of the access log is full")]
    static partial void LogLost(ILogger logger, Guid accountId, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "The access log could not be written; it is tried again every second")]
    static partial void LogNotWritten(ILogger logger, Exception e);
}
