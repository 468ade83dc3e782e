using System.Net.Http.Json;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>
/// Tells the stand-ins of the national systems to be slow, to fail, to answer garbage or something wrong, to act and never say so, to tell twice: a new
/// trouble every second or so, at random places, for a few requests each.
/// </summary>
sealed class Troubles(Uri national, int seed, TimeSpan longest)
{
    static readonly (string At, string[] Kinds, string[] Wrong)[] places =
    [
        ("/portal/*", ["Slow", "Fail", "Garbage", "Hang", "Wrong"], ["code"]),
        ("/payments/orders*", ["Slow", "Fail", "Garbage", "Hang", "Wrong"], ["reference"]),
        ("/payments/notify", ["Fail", "Slow", "Twice", "Wrong"], ["signature"]),
        ("/axis/*", ["Slow", "Fail", "Garbage", "Hang", "Wrong"], ["answer"]),
        ("/post/orders*", ["Slow", "Fail", "Garbage", "Hang", "Wrong"], ["signature", "reference"]),
        ("/post/notify", ["Fail", "Slow", "Twice", "Wrong"], ["signature"]),
        ("/r1/*", ["Slow", "Fail", "Garbage", "Hang", "Wrong"], ["signature", "hash", "denied", "person", "body"]),
    ];

    readonly HttpClient http = new() { BaseAddress = national, Timeout = TimeSpan.FromSeconds(5) };
    readonly Random dice = new(seed);

    /// <summary>How many were told, by place and kind.</summary>
    public SortedDictionary<string, int> Told { get; } = new(StringComparer.Ordinal);

    public async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var (at, kinds, wrongs) = places[dice.Next(places.Length)];
            var kind = kinds[dice.Next(kinds.Length)];
            try
            {
                using var answer = await http.PostAsJsonAsync("/control", new { at, kind, seconds = 0.2 + (dice.NextDouble() * 3), times = dice.Next(1, 12), wrong = kind == "Wrong" ? wrongs[dice.Next(wrongs.Length)] : null }, ct);
                answer.EnsureSuccessStatusCode();
                Told[$"{at} {kind}"] = Told.GetValueOrDefault($"{at} {kind}") + 1;
                await Task.Delay(TimeSpan.FromSeconds(0.2 + dice.NextDouble()), TimeProvider.System, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException) { await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None); } // the stand-in was killed: it comes again
        }
    }

    /// <summary>All is well again, as soon as the stand-ins are there to hear it.</summary>
    public async Task End(CancellationToken ct)
    {
        using var patient = new HttpClient(new Patience(longest)) { BaseAddress = national };
        (await patient.DeleteAsync("/control", ct)).EnsureSuccessStatusCode();
    }
}
