using System.Collections.Concurrent;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>What people do besides the acts of the life: officials ask the population database now and then, and nothing is given back that is not paid.</summary>
public sealed class TroubledHands(HttpHands hands, Payers payers, Letters letters, int seed) : IHands
{
    const double Share = 0.3;

    /// <summary>The question is an entry of the dossier: what comes later has a version more.</summary>
    readonly ConcurrentDictionary<Guid, bool> asked = [];

    public Task<DateTimeOffset> Now(CancellationToken ct) => hands.Now(ct);
    public Task MoveTo(DateTimeOffset to, CancellationToken ct) => hands.MoveTo(to, ct);
    public async Task<IReadOnlyList<Standing>> Standings(IReadOnlyList<Guid> ids, CancellationToken ct) => [.. (await hands.Standings(ids, ct)).Select(s => s with { Version = s.Version - Questions(s.Id) })];
    public Task<string> File(Life life, DateTimeOffset at, CancellationToken ct) => hands.File(life, at, ct);

    public async Task Do(Life life, Step step, string code, int version, CancellationToken ct)
    {
        if (step.Deed == Deed.Process && new Dice(seed ^ 0xA5C, life.Index).Happens(Share) && await Ask(life.Official, $"/api/services/dossiers/{code}/population", ct)) asked[life.Id] = true;
        if (step.Deed == Deed.Return && letters.IsByPost(life))
        {
            letters.Send(life, code, ct);
            return;
        }
        if (step.Deed == Deed.Return) await payers.Settle(life, code, ct);
        await hands.Do(life, step, code, version + Questions(life.Id), ct);
    }

    /// <summary>About the first of the people of the dossier.</summary>
    async Task<bool> Ask(string official, string path, CancellationToken ct) =>
        (await hands.Read<View>(official, path, ct)).People is [var first, ..] && await hands.Try<object>(official, path, new { person = first.Key, purpose = "Examine" }, ct) is not null;

    sealed record View(IReadOnlyList<Person> People);

    sealed record Person(string Key);

    int Questions(Guid dossier) => asked.ContainsKey(dossier) ? 1 : 0;
}
