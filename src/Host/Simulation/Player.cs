using System.Collections.Concurrent;

namespace NhatLe.Host.Simulation;

/// <summary>How a dossier stands in the database.</summary>
/// <param name="Late">Finished after its appointment, or still open after it.</param>
public sealed record Standing(Guid Id, string Code, int Version, string Status, bool Late, bool? OnTime, int? Stars, int Supplements, bool Digitised, bool Online);

/// <summary>Who does the acts: over HTTP as people do, or in process by the same handlers.</summary>
public interface IHands
{
    Task<DateTimeOffset> Now(CancellationToken ct);
    Task MoveTo(DateTimeOffset to, CancellationToken ct);
    Task<IReadOnlyList<Standing>> Standings(IReadOnlyList<Guid> ids, CancellationToken ct);

    /// <returns>The code given.</returns>
    Task<string> File(Life life, DateTimeOffset at, CancellationToken ct);

    Task Do(Life life, Step step, string code, int version, CancellationToken ct);
}

/// <summary>Plays the lives: the acts of a half-hour at once, then the next. Begun again it goes on where the dossiers stand.</summary>
public sealed class Player(IHands hands, int atOnce, Action<Deed, TimeSpan>? done = null, TimeProvider? time = null)
{
    readonly TimeProvider clock = time ?? TimeProvider.System;
    readonly ConcurrentDictionary<string, Life> byCode = new(StringComparer.Ordinal);

    /// <summary>Whose dossier it is; null while the code is not known here.</summary>
    public Life? LifeOf(string code) => byCode.GetValueOrDefault(code);

    /// <param name="told">How many acts are done of how many.</param>
    public async Task Play(Scenario scenario, IReadOnlyList<Life> lives, Action<int, int>? told, CancellationToken ct)
    {
        var standing = await Read([.. lives.Select(l => l.Id)], ct);
        var codes = new ConcurrentDictionary<Guid, string>(standing.ToDictionary(s => s.Key, s => s.Value.Code));
        foreach (var life in lives)
            if (codes.TryGetValue(life.Id, out var code)) byCode[code] = life;
        var open = lives.SelectMany(life => life.Steps.Select((step, n) => (Life: life, Step: step, Version: n)))
            .Where(a => a.Version >= (standing.TryGetValue(a.Life.Id, out var s) ? s.Version : 0)).ToList();
        var (all, count) = (lives.Sum(l => l.Steps.Count), 0);
        count = all - open.Count;
        foreach (var tick in open.GroupBy(a => a.Step.Tick).OrderBy(g => g.Key))
        {
            var at = scenario.At(tick.Key);
            if (await hands.Now(ct) < at) await hands.MoveTo(at, ct);
            await Parallel.ForEachAsync(tick, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct }, async (act, stop) =>
            {
                var began = clock.GetTimestamp();
                if (act.Step.Deed is Deed.AcceptAtDesk) return; // came with the filing
                if (act.Step.Deed is Deed.File or Deed.FileAtDesk) byCode[codes[act.Life.Id] = await hands.File(act.Life, at, stop)] = act.Life;
                else await hands.Do(act.Life, act.Step, codes[act.Life.Id], act.Version, stop);
                done?.Invoke(act.Step.Deed, clock.GetElapsedTime(began));
                told?.Invoke(Interlocked.Increment(ref count), all);
            });
        }
        if (await hands.Now(ct) < scenario.End) await hands.MoveTo(scenario.End, ct);
    }

    public async Task<Dictionary<Guid, Standing>> Read(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        Dictionary<Guid, Standing> all = [];
        foreach (var some in ids.Chunk(500))
            foreach (var one in await hands.Standings(some, ct)) all[one.Id] = one;
        return all;
    }
}
