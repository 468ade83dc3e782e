using System.Globalization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Host;

/// <summary>
/// Keeps the demonstration's legal clock: it begins where the settings say, runs at the speed of the real one, and goes on after a
/// restart where it stood.
/// </summary>
public sealed class DemonstrationClock(Settings settings, LegalTime time, Database database, TimeProvider system) : BackgroundService
{
    const string Name = "legal-time";

    /// <summary>Before anything is journalled: the clock stands where it stood, or where the demonstration begins.</summary>
    /// <param name="lastAct">The newest entry of the journal: after a power cut it may be later than what was kept.</param>
    public async Task Restore(DateTimeOffset? lastAct, CancellationToken ct)
    {
        if (!time.IsSimulated) return;
        var kept = await Read(ct) ?? settings.DemonstrationStart;
        time.MoveTo(lastAct > kept ? lastAct.Value : kept);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!time.IsSimulated) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15), system);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Keep(stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (time.IsSimulated) await Keep(CancellationToken.None);
    }

    async Task<DateTimeOffset?> Read(CancellationToken ct) => await database.Write(async batch =>
        await batch.Scalar<string>($"SELECT value FROM settings WHERE name = {Name}", ct) is { } kept
            ? DateTimeOffset.Parse(kept, CultureInfo.InvariantCulture)
            : (DateTimeOffset?)null, ct);

    Task Keep(CancellationToken ct) => database.Write(batch =>
    {
        var now = time.Now.ToString("O", CultureInfo.InvariantCulture);
        batch.Add($"INSERT INTO settings (name, value) VALUES ({Name}, {now}) ON CONFLICT (name) DO UPDATE SET value = {now}");
        return batch.Run(ct);
    }, ct);
}
