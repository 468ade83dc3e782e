using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using NhatLe.Payments.Counter;
using NhatLe.Payments.Payments;
using NhatLe.Platform.Data;
using NhatLe.Services.Dossiers;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>
/// Citizens pay what they owe: online as much as is asked, or less, more, twice; at the desk in cash or by card. The cashiers keep their own tally of
/// what they were told they took; at the end the drawer is counted by it.
/// </summary>
public sealed class Payers(HttpHands hands, Uri national, int seed)
{
    const long Opening = 200_000;

    static readonly TimeSpan patience = TimeSpan.FromSeconds(3);

    readonly HttpClient platform = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = national, Timeout = TimeSpan.FromSeconds(15) };
    readonly ConcurrentDictionary<string, long> paidAt = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<Guid, (string Clerk, long Vnd)> cash = [];
    readonly ConcurrentDictionary<string, Guid> shifts = new(StringComparer.Ordinal);

    public int Shifts => shifts.Count;
    public long CashVnd => cash.Values.Sum(c => c.Vnd);

    enum Manner { Exactly, Less, More, Twice, AtDesk }

    Manner Of(Life life) => life.Channel != Channel.Online ? Manner.AtDesk
        : new Dice(seed ^ 0x5EED, life.Index).Pick<Manner>([(Manner.Exactly, 0.75), (Manner.Less, 0.08), (Manner.More, 0.06), (Manner.Twice, 0.06), (Manner.AtDesk, 0.05)]);

    /// <summary>Goes round among all who owe, until it is stopped.</summary>
    /// <param name="lifeOf">Whose dossier it is; null: nobody's who pays here.</param>
    public async Task Run(Func<string, Life?> lifeOf, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Parallel.ForEachAsync(await hands.Due(ct), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (due, stop) =>
                {
                    if (lifeOf(due.Code) is { } life) await Pay(life, due, stop);
                });
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* the last has paid, or the province rests */ }
    }

    /// <summary>Nothing is due any more of this dossier: who waited too long for the platform pays at the desk.</summary>
    public async Task Settle(Life life, string code, CancellationToken ct)
    {
        for (var began = TimeProvider.System.GetTimestamp(); await hands.Due(code, ct) is { } due;)
        {
            if (TimeProvider.System.GetElapsedTime(began) > patience) await AtDesk(life, due, ct);
            else await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, ct);
        }
    }

    async Task Pay(Life life, DueCharge due, CancellationToken ct)
    {
        var manner = Of(life);
        var key = string.Create(CultureInfo.InvariantCulture, $"{due.Code}/{due.RemainingVnd}");
        if (paidAt.TryGetValue(key, out var before) && TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(30)) return; // the call-back is on its way, or lost
        if (manner == Manner.AtDesk)
        {
            await AtDesk(life, due, ct);
            return;
        }
        if (await hands.Try<Placed>(life.Citizen, $"/api/payments/charges/{due.Code}/orders", new { }, ct) is not { } order) return; // the platform is away: later
        var amount = manner switch { Manner.Less when !paidAt.ContainsKey(due.Code) => due.RemainingVnd / 2, Manner.More => due.RemainingVnd + 1000, _ => due.RemainingVnd };
        try
        {
            using var form = new FormUrlEncodedContent([new("method", "qr"), new("amount", amount.ToString(CultureInfo.InvariantCulture))]);
            using var answer = await platform.PostAsync(new Uri(order.Address), form, ct);
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.SeeOther) return;
            paidAt[key] = paidAt[due.Code] = TimeProvider.System.GetTimestamp();
            if (manner == Manner.Twice) (await platform.PostAsJsonAsync("/control/payments/pay", new { client = NhatLe.Payments.PaymentSettings.DemonstrationClient, reference = order.Reference, amount }, ct)).Dispose();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested) { /* the bank's application says that it did not come through: the page is opened again, and knows */ }
    }

    sealed record Placed(string Reference, string Address);

    async Task AtDesk(Life life, DueCharge due, CancellationToken ct)
    {
        var shift = await ShiftOf(life.Clerk, ct);
        var way = new Dice(seed ^ 0xCA5, life.Index).Happens(0.85) ? PaymentWay.Cash : PaymentWay.Card;
        var id = StableId.Of("collection", string.Create(CultureInfo.InvariantCulture, $"{shift}/{due.Code}/{due.RemainingVnd}"));
        var taken = await hands.Try<Collected>(life.Clerk, $"/api/payments/charges/{due.Code}/collection", new { id, way, amountVnd = due.RemainingVnd, slip = way == PaymentWay.Card ? "MT" + due.Code[^4..] : null }, ct);
        if (taken is not null && way == PaymentWay.Cash) cash[taken.PaymentId] = (life.Clerk, taken.AmountVnd);
    }

    sealed record Collected(Guid PaymentId, long AmountVnd);

    async Task<Guid> ShiftOf(string clerk, CancellationToken ct)
    {
        if (shifts.TryGetValue(clerk, out var open)) return open;
        var id = StableId.Of("simulated-shift", clerk);
        await hands.Try<object>(clerk, "/api/payments/shifts", new { id, openingVnd = Opening }, ct);
        return shifts.GetOrAdd(clerk, id);
    }

    /// <summary>Every drawer is counted by its cashier's own tally.</summary>
    /// <returns>What differs, in words.</returns>
    public async Task<IReadOnlyList<string>> CloseAll(CancellationToken ct)
    {
        List<string> differ = [];
        foreach (var (clerk, shift) in shifts)
        {
            hands.Forget(clerk); // closing asks for a fresh proof
            var left = Opening + cash.Values.Where(c => c.Clerk == clerk).Sum(c => c.Vnd);
            var counts = Shift.Notes.Select(note => { var n = left / note; left %= note; return (int)n; }).ToList();
            var closed = await hands.Try<Closed>(clerk, $"/api/payments/shifts/{shift}/closing", new { counts, reason = "Ca mô phỏng" }, ct);
            if (closed is not { DifferenceVnd: 0 }) differ.Add($"The shift of {clerk}: {closed?.DifferenceVnd.ToString(CultureInfo.InvariantCulture) ?? "not closed"}.");
        }
        return differ;
    }

    sealed record Closed(long DifferenceVnd);
}
