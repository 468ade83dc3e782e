using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Services.Dossiers;

namespace NhatLe.Host.Simulation;

/// <param name="Journal">Null when it holds; else the first broken entry.</param>
/// <param name="WrongDuties">Dossiers whose open duties are not those of the step they stand in, at most 20.</param>
/// <param name="DeadLetters">Deliveries given up.</param>
public sealed record Balance(int Dossiers, int Codes, long Entries, string? Journal, IReadOnlyList<string> WrongDuties, int OpenDuties, int DeadLetters)
{
    public bool Holds => Dossiers == Codes && Journal is null && WrongDuties.Count == 0 && DeadLetters == 0;
}

/// <summary>Reads how the simulated dossiers stand, and whether the facts of all dossiers add up. Demonstration only.</summary>
public sealed class Standings(ServicesDb db, PlatformDb platform, JournalCheck journal, LegalTime time, Database database)
{
    public async Task<IReadOnlyList<Standing>> Of(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var now = time.Now;
        var dossiers = await db.Dossiers.AsNoTracking().Where(d => ids.Contains(d.Id)).ToListAsync(ct);
        return [.. dossiers.Select(d => new Standing(d.Id, d.Code, (int)d.Version, d.Status.ToString(), d.IsLate(now), d.OnTime, d.Stars, d.Supplements, d.Digitised, d.Channel == Channel.Online))];
    }

    public async Task<Balance> Add(CancellationToken ct)
    {
        var dossiers = await db.Dossiers.AsNoTracking().ToListAsync(ct);
        var duties = (await platform.Duties.AsNoTracking().Where(d => d.SubjectKind == nameof(Dossier) && d.EndedAt == null).Select(d => new { d.SubjectId, d.Kind }).ToListAsync(ct))
            .ToLookup(d => d.SubjectId, d => d.Kind);
        var check = await journal.Run(progress: null, ct);
        var broken = check.First is { } first ? string.Create(CultureInfo.InvariantCulture, $"{first.SubjectKind} {first.SubjectId}, entry {first.Seq}") : null;
        var wrong = dossiers.Where(d => !duties[d.Id].SequenceEqual(Expected(d))).Select(d => $"{d.Code} ({d.Status}, {d.Step}): {string.Join(' ', duties[d.Id])}").Take(20).ToList();
        return new(dossiers.Count, dossiers.Select(d => d.Code).Distinct(StringComparer.Ordinal).Count(), check.Entries, broken, wrong, duties.Sum(d => d.Count()), await platform.Outbox.CountAsync(o => o.Dead, ct));
    }

    /// <summary>One duty of the step it stands in. A filing that waits for papers has had its answer: then the citizen owes.</summary>
    static IEnumerable<string> Expected(Dossier d)
    {
        if (d.CurrentStep is { } step && !(d.Status == DossierStatus.SupplementRequested && d.AcceptedAt is null)) yield return Words.DutyOf(step.Kind);
    }

    /// <summary>When a scenario of this name began here; the first call says so for good, so that a broken run goes on in its own time.</summary>
    public Task<DateTimeOffset> Begun(string name, CancellationToken ct) => database.Write(async batch =>
    {
        var (key, begin) = ("simulation/" + name, HalfHourAfter(time.Now).ToString("O", CultureInfo.InvariantCulture));
        batch.Add($"INSERT INTO settings (name, value) VALUES ({key}, {begin}) ON CONFLICT (name) DO NOTHING");
        await batch.Run(ct);
        return DateTimeOffset.Parse((await batch.Scalar<string>($"SELECT value FROM settings WHERE name = {key}", ct))!, CultureInfo.InvariantCulture);
    }, ct);

    static DateTimeOffset HalfHourAfter(DateTimeOffset at) => new(at.UtcTicks / Scenario.HalfHour.Ticks * Scenario.HalfHour.Ticks + Scenario.HalfHour.Ticks, TimeSpan.Zero);
}
