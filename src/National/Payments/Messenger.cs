using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NhatLe.National.Control;

namespace NhatLe.National.Payments;

/// <summary>Tells merchants, signed, and again until they acknowledge with 2xx: after 1, 2, 4 … 60 seconds, for a day.</summary>
public sealed class Messenger(Faults faults, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Faults set here are of what is told, not of what is asked.</summary>
    public const string Path = PaymentRoutes.Prefix + "/notify";

    const int MostTries = 1500;

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    readonly CancellationTokenSource end = new();

    /// <param name="at">Where its faults are set.</param>
    public void Tell(Merchant merchant, JsonObject message, string at = Path)
    {
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        _ = Task.Run(() => Send(merchant, body, faults.Take(at), end.Token));
    }

    async Task Send(Merchant merchant, byte[] body, Fault? fault, CancellationToken ct)
    {
        if (fault?.Kind == FaultKind.Fail || merchant.Notify.Length == 0) return; // it is lost for good
        try
        {
            if (fault?.Kind == FaultKind.Slow) await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), time, ct);
            for (var again = fault?.Kind == FaultKind.Twice ? 2 : 1; again > 0; again--)
                for (var tries = 0; tries < MostTries && !await IsTaken(merchant, body, fault, ct); tries++)
                    await Task.Delay(TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(tries, 6)))), time, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* the stand-in stops */ }
    }

    async Task<bool> IsTaken(Merchant merchant, byte[] body, Fault? fault, CancellationToken ct)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, merchant.Notify) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } } };
        request.Headers.Add("X-Timestamp", timestamp);
        request.Headers.Add("X-Signature", Merchants.Sign(fault?.Wrong == "signature" ? "somebody else's" : merchant.Secret, timestamp, body));
        try
        {
            using var answer = await http.SendAsync(request, ct);
            return answer.IsSuccessStatusCode || fault?.Wrong == "signature";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        http.Dispose();
        end.Dispose();
    }
}
