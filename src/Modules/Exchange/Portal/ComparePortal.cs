using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;

namespace NhatLe.Exchange.Portal;

/// <summary>Each day the portal is asked what it has of the dossiers told to it lately; what it lacks is told again, from the beginning of that dossier.</summary>
public sealed partial class ComparePortal(IServiceScopeFactory scopes, PortalSettings settings, PortalClient portal, Database database, ParcelSignal signal, TimeProvider time, ILogger<ComparePortal> log) : IScheduledJob
{
    public const string Name = "exchange.compare-portal";

    /// <summary>What was sent since; longer than from one run to the next, so that a missed one is made up for.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromDays(3);

    const int AtOnce = 200;

    public async Task<int> Run(CancellationToken ct)
    {
        if (!settings.IsSetUp) return 0;
        var since = LegalTime.Cut(time.GetUtcNow() - Lately);
        var mended = 0;
        for (var last = Guid.Empty; ;)
        {
            var ours = await Ours(since, last, ct);
            if (ours.Count == 0) return mended;
            last = ours[^1].SubjectId;
            var theirs = (await portal.Held([.. ours.Select(o => o.Code)], ct)).ToDictionary(h => h.MaHoSo, h => h.SoTienTrinh);
            foreach (var (subject, code, sent) in ours.Where(o => theirs.GetValueOrDefault(o.Code) < o.Sent))
            {
                LogLacks(log, code, theirs.GetValueOrDefault(code), sent);
                mended += await SendAgain(subject, ct);
            }
            signal.Raise();
        }
    }

    /// <summary>How many steps of each dossier the portal has acknowledged.</summary>
    async Task<List<(Guid SubjectId, string Code, int Sent)>> Ours(DateTimeOffset since, Guid after, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ExchangeDb>();
        var subjects = await db.Parcels.AsNoTracking().Where(p => p.Carrier == PortalCarrier.Key && p.State == ParcelState.Sent && p.SentAt >= since && p.SubjectId.CompareTo(after) > 0).Select(p => p.SubjectId).Distinct().OrderBy(s => s).Take(AtOnce).ToListAsync(ct);
        var counts = await db.Parcels.AsNoTracking().Where(p => p.Carrier == PortalCarrier.Key && p.State == ParcelState.Sent && subjects.Contains(p.SubjectId)).GroupBy(p => new { p.SubjectId, p.Code }).Select(g => new { g.Key.SubjectId, g.Key.Code, Sent = g.Count() }).OrderBy(g => g.SubjectId).ToListAsync(ct);
        return [.. counts.Select(c => (c.SubjectId, c.Code, c.Sent))];
    }

    async Task<int> SendAgain(Guid subject, CancellationToken ct)
    {
        var (now, touched) = (LegalTime.Cut(time.GetUtcNow()), 0);
        await database.Write(batch =>
        {
            batch.Add($"UPDATE exchange_parcels SET state = {ParcelState.Waiting}, attempts = {0}, next_try_at = {now} WHERE carrier = {PortalCarrier.Key} AND subject_id = {subject} AND state = {ParcelState.Sent}", rows => touched = rows);
            return batch.Run(ct);
        }, ct);
        return touched;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The portal has {Theirs} steps of {Code} and acknowledged {Ours}: they are sent again")]
    static partial void LogLacks(ILogger logger, string code, int theirs, int ours);
}
