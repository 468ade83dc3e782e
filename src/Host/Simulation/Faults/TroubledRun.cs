using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>What both sides say of each other when all has come to rest.</summary>
public sealed record BothSides(int Dossiers, int Steps, int Payments, long PaidVnd, int Receipts, int Shifts, long CashVnd, int Questions, IReadOnlyDictionary<string, int> Troubles, TimeSpan ToRest, IReadOnlyList<string> Differ);

/// <summary>The simulated province while the national systems are in trouble and whoever likes kills them and us; then both sides are counted.</summary>
public sealed class TroubledRun : IDisposable
{
    static readonly TimeSpan longest = TimeSpan.FromMinutes(5), restsWithin = TimeSpan.FromMinutes(20);

    readonly HttpClient http;
    readonly HttpHands hands;
    readonly Payers payers;
    readonly Troubles troubles;
    readonly CancellationTokenSource acting = new();
    Task? going;

    public TroubledRun(Uri address, Uri national, string password, int seed, Action<TimeSpan> signedIn)
    {
        http = new HttpClient(new Patience(longest)) { BaseAddress = national };
        hands = new HttpHands(address, password, signedIn, longest);
        payers = new Payers(hands, national, seed);
        troubles = new Troubles(national, seed);
        Hands = new TroubledHands(hands, payers, seed);
    }

    public HttpHands People => hands;
    public TroubledHands Hands { get; }

    public void Begin(Func<string, Life?> lifeOf) => going = Task.WhenAll(troubles.Run(acting.Token), payers.Run(lifeOf, acting.Token));

    /// <summary>The troubles end, everything that waits goes its way, and then it is counted.</summary>
    public async Task<BothSides> End(CancellationToken ct)
    {
        await acting.CancelAsync();
        await (going ?? Task.CompletedTask);
        await troubles.End(ct);
        var began = TimeProvider.System.GetTimestamp();
        var (ours, theirs, waiting) = await Rest(began, ct);
        var rested = TimeProvider.System.GetElapsedTime(began);
        List<string> differ = [.. ours.Wrong, .. await payers.CloseAll(ct)];
        if (waiting.Stuck > 0) differ.Add(Say($"{waiting.Stuck} parcels are stuck."));
        if (!waiting.IsNothing) differ.Add(Say($"After {rested.TotalMinutes:0} minutes there still wait: {waiting}."));
        if (payers.CashVnd != ours.CashVnd) differ.Add(Say($"The cashiers took {payers.CashVnd} đ in cash, the books have {ours.CashVnd} đ."));
        Compare(ours, theirs, differ);
        return new(ours.Steps.Count, ours.Steps.Values.Sum(s => s.Count), ours.Payments.Count, ours.Payments.Sum(p => p.AmountVnd), ours.Receipts, payers.Shifts, ours.CashVnd, ours.Questions.Count, troubles.Told, rested, differ);
    }

    /// <summary>Until nothing waits and every payment of the platform is known here: what a call-back did not bring is found by asking.</summary>
    async Task<(OurBooks Ours, TheirBooks Theirs, Waiting Waiting)> Rest(long began, CancellationToken ct)
    {
        while (true)
        {
            var waiting = await hands.Waiting(ct);
            var (ours, theirs) = (await hands.Books(ct), await http.GetFromJsonAsync<TheirBooks>("/control/books", JsonSerializerOptions.Web, ct) ?? throw new InvalidDataException("The stand-ins have no books."));
            var missing = theirs.Payments.Select(p => p.Id).Except(ours.Payments.Select(p => p.Id), StringComparer.Ordinal).Any();
            if ((waiting.IsNothing && !missing) || TimeProvider.System.GetElapsedTime(began) > restsWithin) return (ours, theirs, waiting);
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, ct);
        }
    }

    sealed record TheirPayment(string Kind, string Id, string Reference, long Amount);

    sealed record TheirBooks(Dictionary<string, List<Guid>> Dossiers, List<TheirPayment> Payments, List<Guid> Questions);

    static void Compare(OurBooks ours, TheirBooks theirs, List<string> differ)
    {
        foreach (var (code, steps) in ours.Steps)
            if (!theirs.Dossiers.TryGetValue(code, out var told) || !steps.SequenceEqual(told)) differ.Add(Say($"{code}: {steps.Count} acts here, the portal has {told?.Count ?? 0} steps, or in another order."));
        foreach (var code in theirs.Dossiers.Keys.Except(ours.Steps.Keys, StringComparer.Ordinal)) differ.Add($"The portal has {code}, and we have not.");
        foreach (var twice in ours.Payments.GroupBy(p => p.Id, StringComparer.Ordinal).Where(g => g.Count() > 1)) differ.Add($"Payment {twice.Key} was taken twice.");
        var known = ours.Payments.DistinctBy(p => p.Id).ToDictionary(p => p.Id, StringComparer.Ordinal);
        foreach (var paid in theirs.Payments)
            if (!known.Remove(paid.Id, out var taken) || taken.AmountVnd != paid.Amount || taken.Reference != paid.Reference) differ.Add(Say($"The platform took {paid.Amount} đ ({paid.Id}), here it is {taken?.AmountVnd ?? 0} đ."));
        foreach (var id in known.Keys) differ.Add($"Payment {id} is not the platform's.");
        foreach (var id in ours.Questions.Except(theirs.Questions)) differ.Add($"Question {id} was answered, and the population database never heard it.");
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        acting.Dispose();
        http.Dispose();
        hands.Dispose();
    }
}
