using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Host.Simulation;

/// <summary>
/// The dossiers a demonstration holds from its first start: 60 days of the province, ending where its clock begins. Cut off, it goes on
/// with the next start.
/// </summary>
public sealed class FirstLife(Settings settings, PlatformDb db, Population population, OfficeCalendar calendar, LegalClock clock, LegalTime time, People people, IServiceScopeFactory scopes, Database database)
{
    const string Name = "demonstration-life", Begun = "begun", Done = "done";
    const int Days = 60, Seed = 1118, AtOnce = 4;

    /// <summary>The commune of the way through the README, and its district: nothing there waits when a visitor files the first dossier.</summary>
    internal static readonly HashSet<string> Tidy = ["18907", "452"];

    public DateTimeOffset Begin => settings.DemonstrationStart.ToUniversalTime().AddDays(-Days);

    /// <summary>On an empty database of a demonstration, or where it was cut off. Says so for good.</summary>
    public async Task<bool> IsWanted(CancellationToken ct)
    {
        if (!settings.Demonstration || !settings.Peopled || settings.Living <= 0) return false;
        if (await db.Settings.SingleOrDefaultAsync(s => s.Name == Name, ct) is { } kept) return kept.Value == Begun;
        if (await db.Entries.AnyAsync(ct)) return false;
        db.Settings.Add(new Setting { Name = Name, Value = Begun });
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task Live(CancellationToken ct)
    {
        var scenario = new Scenario("demonstration", Seed, settings.Living, Days, Begin) { Tidy = Tidy };
        var lives = new Drawing(population, await population.Posts(ct), calendar, clock).Draw(scenario);
        var hands = new HandlerHands(people, scopes, time);
        using (database.Hurry())
        {
            await new Player(hands, AtOnce).Play(scenario, lives, told: null, ct);
            await hands.CloseShifts(ct);
        }
        await db.Settings.Where(s => s.Name == Name).ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, Done), ct);
    }
}
