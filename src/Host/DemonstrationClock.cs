using System.Globalization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Host;

/// <summary>
/// Keeps the demonstration's legal clock: it begins where the settings say, runs at the speed of the real one, and goes on after a
/// restart where it stood. While it runs, what is kept lies ahead of it, so after a power cut it may jump forward but never back.
/// </summary>
public sealed class DemonstrationClock(Settings settings, LegalTime time, Database database, TimeProvider system) : BackgroundService
{
    const string Name = "legal-time";

    static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <summary>Twice the period: a write may come late on a busy machine.</summary>
    static readonly TimeSpan Ahead = 2 * Period;

    /// <summary>Before anything is journalled: the clock stands where it stood, or where the demonstration begins.</summary>
    /// <param name="begin">Where it begins this time, when not where the settings say.</param>
    /// <param name="lastAct">The newest entry of the journal: after a power cut it may be later than what was kept.</param>
    public async Task Restore(DateTimeOffset? begin, DateTimeOffset? lastAct, CancellationToken ct)
    {
        if (!time.IsSimulated) return;
        var kept = await Read(ct) ?? begin ?? settings.DemonstrationStart;
        time.MoveTo(lastAct > kept ? lastAct.Value : kept);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (time.IsSimulated) await Keep(time.Now + Ahead, cancellationToken); // before the first request is answered
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!time.IsSimulated) return;
        using var timer = new PeriodicTimer(Period, system);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await Keep(time.Now + Ahead, stoppingToken); }
            catch (Exception e) when (Database.IsAway(e)) { /* the database is away: the next one may come through, and the server goes on */ }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!time.IsSimulated) return;
        try { await Keep(time.Now, CancellationToken.None); }
        catch (Exception e) when (Database.IsAway(e)) { /* what was kept ahead of it stands */ }
    }

    async Task<DateTimeOffset?> Read(CancellationToken ct) => await database.Write(async batch =>
        await batch.Scalar<string>($"SELECT value FROM settings WHERE name = {Name}", ct) is { } kept
            ? DateTimeOffset.Parse(kept, CultureInfo.InvariantCulture)
            : (DateTimeOffset?)null, ct);

    Task Keep(DateTimeOffset at, CancellationToken ct) => database.Write(batch =>
    {
        var kept = at.ToString("O", CultureInfo.InvariantCulture);
        batch.Add($"INSERT INTO settings (name, value) VALUES ({Name}, {kept}) ON CONFLICT (name) DO UPDATE SET value = {kept}");
        return batch.Run(ct);
    }, ct);
}
