using NhatLe.Host.Simulation.Faults;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Host.Simulation;

/// <param name="Sides">What the national systems say; null where nobody troubled them.</param>
/// <param name="Lost">Dossiers that are not held, or do not stand where they should; in words.</param>
public sealed record Outcome(IReadOnlyList<Life> Lives, IReadOnlyDictionary<Guid, Standing> Standing, Balance Balance, BothSides? Sides, IReadOnlyList<string> Lost)
{
    public bool NothingLost => Lost.Count == 0;
}

/// <summary>A simulated province over HTTP, from the seed to the reckoning that nothing was lost.</summary>
/// <param name="national">Stand-ins of the national systems that are to be in trouble meanwhile; null: as they are.</param>
public sealed class Run(Uri address, string dataFolder, Measured measured, Uri? national = null)
{
    const int AtOnce = 8;

    public async Task<Outcome> Go(int dossiers, int days, int seed, Action<int, int>? told, CancellationToken ct)
    {
        var data = new ReferenceData(dataFolder);
        var offered = new DemonstrationAccounts(data);
        var population = new Population(data, offered);
        var password = (await offered.Read(ct)).Password;
        using var troubled = national is null ? null : new TroubledRun(address, national, password, seed, took => measured.Add("SignIn", took));
        using var hands = troubled?.People ?? new HttpHands(address, password, took => measured.Add("SignIn", took));
        var name = $"http/{seed}/{dossiers}/{days}";
        var scenario = new Scenario(name, seed, dossiers, days, await hands.Begun(name, ct));
        var rules = CalendarRules.Load();
        var calendar = new OfficeCalendar(rules);
        IReadOnlyList<Life> lives = new Drawing(population, await population.Posts(ct), calendar, new LegalClock(calendar, new LawProfiles(rules))).Draw(scenario);

        var player = new Player(troubled is null ? hands : troubled.Hands, AtOnce, (deed, took) => measured.Add(deed.ToString(), took));
        if (troubled is not null) lives = troubled.Of(lives);
        troubled?.Begin(player.LifeOf);
        await player.Play(scenario, lives, told, ct);
        var sides = troubled is null ? null : await troubled.End(ct);
        var standing = await player.Read([.. lives.Select(l => l.Id)], ct);
        var balance = await hands.Balance(ct);
        return new(lives, standing, balance, sides, [.. Reckon(lives, standing, balance), .. sides?.Differ ?? []]);
    }

    static IEnumerable<string> Reckon(IReadOnlyList<Life> lives, Dictionary<Guid, Standing> standing, Balance balance)
    {
        var filed = lives.Count(l => l.Steps.Count > 0);
        if (filed != standing.Count) yield return $"{filed} filed, {standing.Count} held.";
        if (standing.Values.Select(s => s.Code).Distinct(StringComparer.Ordinal).Count() != standing.Count) yield return "A code was given twice.";
        foreach (var life in lives)
            if (standing.TryGetValue(life.Id, out var s) && s.Version != life.Steps.Count) yield return $"{s.Code}: {life.Steps.Count} acts done, {s.Version} in its journal.";
        if (balance.Dossiers != balance.Codes) yield return $"{balance.Dossiers} dossiers have {balance.Codes} codes.";
        if (balance.Journal is { } broken) yield return $"The journal breaks at {broken}.";
        foreach (var duty in balance.WrongDuties) yield return $"Open duties do not fit: {duty}.";
        if (balance.DeadLetters > 0) yield return $"{balance.DeadLetters} deliveries were given up.";
    }
}
