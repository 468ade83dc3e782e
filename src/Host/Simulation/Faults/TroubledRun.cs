using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>What both sides say of each other when all has come to rest.</summary>
public sealed record BothSides(int Dossiers, int Steps, int Payments, long PaidVnd, int Receipts, int Shifts, long CashVnd, int Questions, int Letters, int Documents, IReadOnlyDictionary<string, int> Troubles, TimeSpan ToRest, IReadOnlyList<string> Differ);

/// <summary>The simulated province while the national systems are in trouble and whoever likes kills them and us; then both sides are counted.</summary>
public sealed class TroubledRun : IDisposable
{
    static readonly TimeSpan longest = TimeSpan.FromMinutes(5), restsWithin = TimeSpan.FromMinutes(10), pause = TimeSpan.FromSeconds(3);

    const int AskingEach = 10;

    readonly HttpClient http;
    readonly HttpHands hands;
    readonly Payers payers;
    readonly Letters letters;
    readonly Writers writers;
    readonly Troubles troubles;
    readonly CancellationTokenSource troubling = new(), acting = new();
    Task? troubled, going;

    public TroubledRun(Uri address, Uri national, string password, int seed, Action<TimeSpan> signedIn)
    {
        http = new HttpClient(new Patience(longest)) { BaseAddress = national };
        hands = new HttpHands(address, password, signedIn, longest);
        payers = new Payers(hands, national, seed);
        letters = new Letters(hands, payers, seed);
        writers = new Writers(hands, national);
        troubles = new Troubles(national, seed, longest);
        Hands = new TroubledHands(hands, payers, letters, seed);
    }

    public HttpHands People => hands;
    public TroubledHands Hands { get; }

    /// <summary>Whose result comes by post says nothing of how they were served.</summary>
    public IReadOnlyList<Life> Of(IReadOnlyList<Life> lives) => [.. lives.Select(l => letters.IsByPost(l) ? l with { Steps = [.. l.Steps.Where(s => s.Deed != Deed.Rate)] } : l)];

    public void Begin(Func<string, Life?> lifeOf)
    {
        troubled = troubles.Run(troubling.Token);
        going = Task.WhenAll(payers.Run(code => lifeOf(code) is { } life && !letters.PaysAtDoor(life) ? life : null, acting.Token), writers.Run(acting.Token));
    }

    /// <summary>The troubles end, the last letters go, everything that waits goes its way, and then it is counted.</summary>
    public async Task<BothSides> End(CancellationToken ct)
    {
        await troubling.CancelAsync();
        await (troubled ?? Task.CompletedTask);
        await troubles.End(ct);
        var sent = letters.All();
        while (await Task.WhenAny(sent, Task.Delay(pause, TimeProvider.System, ct)) != sent) await hands.AskSoon(ct);
        await sent;
        await acting.CancelAsync();
        await (going ?? Task.CompletedTask);
        var began = TimeProvider.System.GetTimestamp();
        var (ours, differ) = await Rest(began, ct);
        var rested = TimeProvider.System.GetElapsedTime(began);
        differ.AddRange(ours.Wrong.Concat(await payers.CloseAll(ct)));
        if (payers.CashVnd != ours.CashVnd) differ.Add(Say($"The cashiers took {payers.CashVnd} đ in cash, the books have {ours.CashVnd} đ."));
        return new(ours.Steps.Count, ours.Steps.Values.Sum(s => s.Count), ours.Payments.Count, ours.Payments.Sum(p => p.AmountVnd), ours.Receipts, payers.Shifts, ours.CashVnd, ours.Questions.Count, ours.Letters.Count, ours.Documents.Sent.Count + ours.Documents.Received.Count,
            troubles.Told, rested, differ);
    }

    /// <summary>Until nothing waits and both sides agree: what a call-back did not bring is found by asking, which is not waited for here.</summary>
    async Task<(OurBooks Ours, List<string> Differ)> Rest(long began, CancellationToken ct)
    {
        for (var round = 0; ; round++)
        {
            if (round % AskingEach == 0) await hands.AskSoon(ct);
            var (waiting, late) = (await hands.Waiting(ct), TimeProvider.System.GetElapsedTime(began) > restsWithin);
            if (late || waiting is { IsNothing: true, Stuck: 0 })
            {
                var (ours, differ) = await Count(ct);
                if (!waiting.IsNothing || waiting.Stuck > 0) differ.Add(Say($"There still wait: {waiting}."));
                if (late || differ.Count == 0) return (ours, differ);
            }
            await Task.Delay(pause, TimeProvider.System, ct);
        }
    }

    /// <summary>As things stand now.</summary>
    public async Task<(OurBooks Ours, List<string> Differ)> Count(CancellationToken ct)
    {
        var (ours, theirs) = (await hands.Books(ct), await http.GetFromJsonAsync<TheirBooks>("/control/books", JsonSerializerOptions.Web, ct) ?? throw new InvalidDataException("The stand-ins have no books."));
        return (ours, [.. Compare(ours, theirs)]);
    }

    sealed record TheirPayment(string Id, string Reference, long Amount);

    sealed record TheirLetter(string Reference, string Status, long Collected);

    sealed record TheirDocuments(List<string> Received, List<string> Sent, List<BookedStatus> Said, List<BookedStatus> Told);

    sealed record TheirBooks(Dictionary<string, List<Guid>> Dossiers, List<TheirPayment> Payments, List<Guid> Questions, List<TheirLetter> Letters, TheirDocuments? Documents);

    static IEnumerable<string> Compare(OurBooks ours, TheirBooks theirs) => [.. Dossiers(ours, theirs), .. Money(ours, theirs), .. Post(ours, theirs), .. theirs.Documents is { } documents ? Documents(ours.Documents, documents) : []];

    static IEnumerable<string> Dossiers(OurBooks ours, TheirBooks theirs)
    {
        foreach (var (code, steps) in ours.Steps)
            if (!theirs.Dossiers.TryGetValue(code, out var told) || !steps.SequenceEqual(told)) yield return Say($"{code}: {steps.Count} acts here, the portal has {told?.Count ?? 0} steps, or in another order.");
        foreach (var code in theirs.Dossiers.Keys.Except(ours.Steps.Keys, StringComparer.Ordinal)) yield return $"The portal has {code}, and we have not.";
        foreach (var id in ours.Questions.Except(theirs.Questions)) yield return $"Question {id} was answered, and the population database never heard it.";
    }

    static IEnumerable<string> Money(OurBooks ours, TheirBooks theirs)
    {
        foreach (var twice in ours.Payments.GroupBy(p => p.Id, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"Payment {twice.Key} was taken twice.";
        var known = ours.Payments.DistinctBy(p => p.Id).ToDictionary(p => p.Id, StringComparer.Ordinal);
        foreach (var paid in theirs.Payments)
            if (!known.Remove(paid.Id, out var taken) || taken.AmountVnd != paid.Amount || taken.Reference != paid.Reference) yield return Say($"The platform took {paid.Amount} đ ({paid.Id}), here it is {taken?.AmountVnd ?? 0} đ.");
        foreach (var id in known.Keys) yield return $"Payment {id} is not the platform's.";
    }

    static IEnumerable<string> Post(OurBooks ours, TheirBooks theirs)
    {
        var carried = theirs.Letters.ToDictionary(l => l.Reference, StringComparer.Ordinal);
        foreach (var letter in ours.Letters)
            if (!carried.Remove(letter.Reference, out var there) || letter.Delivered != (there.Status == "delivered") || letter.CollectedVnd != there.Collected) yield return Say($"Letter {letter.Reference}: delivered {letter.Delivered} with {letter.CollectedVnd} đ here, the post has {there?.Status ?? "nothing"} with {there?.Collected ?? 0} đ.");
        foreach (var reference in carried.Keys) yield return $"The post has the letter {reference}, and we have not.";
    }

    static IEnumerable<string> Documents(BookedDocuments ours, TheirDocuments theirs)
    {
        if (!ours.Sent.Order(StringComparer.Ordinal).SequenceEqual(theirs.Received.Order(StringComparer.Ordinal))) yield return Say($"{ours.Sent.Count} documents sent, the axis has {theirs.Received.Count}.");
        if (!ours.Received.Order(StringComparer.Ordinal).SequenceEqual(theirs.Sent.Order(StringComparer.Ordinal))) yield return Say($"{ours.Received.Count} documents received, the axis had {theirs.Sent.Count} for us.");
        foreach (var (here, there, whose) in new[] { (ours.Said, theirs.Said, "receivers"), (ours.Told, theirs.Told, "ours") })
            if (!InOrder(here).SequenceEqual(InOrder(there))) yield return Say($"{here.Count} statuses of {whose} here, {there.Count} at the axis, or in another order.");
    }

    /// <summary>A line for each document and receiver: what was said, one after another.</summary>
    static IEnumerable<string> InOrder(IEnumerable<BookedStatus> statuses) =>
        statuses.GroupBy(s => (s.Document, s.By)).Select(g => $"{g.Key.Document} {g.Key.By}: {string.Join(' ', g.Select(s => s.Code))}").Order(StringComparer.Ordinal);

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        troubling.Dispose();
        acting.Dispose();
        http.Dispose();
        hands.Dispose();
    }
}
