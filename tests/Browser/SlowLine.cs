using System.Text.Json;
using Microsoft.Playwright;

namespace NhatLe.Browser;

/// <summary>A phone line in the mountains: 400 kbit/s down and up, 150 ms away, and every byte that comes over it counted.</summary>
public sealed class SlowLine
{
    const double BytesPerSecond = 400_000 / 8.0;

    readonly Dictionary<string, long> bytes = [];
    readonly Dictionary<string, string> addresses = [];

    /// <summary>Bytes received, headers included, as they came over the line.</summary>
    public long Received
    {
        get { lock (bytes) return bytes.Values.Sum(); }
    }

    /// <summary>The heaviest answers, for a message.</summary>
    public string Heaviest()
    {
        lock (bytes) return string.Join("\n  ", bytes.OrderByDescending(b => b.Value).Take(15).Select(b => $"{b.Value,8:N0}  {addresses.GetValueOrDefault(b.Key, b.Key)}"));
    }

    public static async Task<SlowLine> On(IPage page)
    {
        var line = new SlowLine();
        var session = await page.Context.NewCDPSessionAsync(page);
        session.Event("Network.requestWillBeSent").OnEvent += (_, e) => line.Named(e!.Value);
        session.Event("Network.dataReceived").OnEvent += (_, e) => line.Add(e!.Value, "encodedDataLength", whole: false);
        session.Event("Network.loadingFinished").OnEvent += (_, e) => line.Add(e!.Value, "encodedDataLength", whole: true);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = 150, ["downloadThroughput"] = BytesPerSecond, ["uploadThroughput"] = BytesPerSecond,
        });
        return line;
    }

    void Named(JsonElement e)
    {
        lock (bytes) addresses[e.GetProperty("requestId").GetString()!] = e.GetProperty("request").GetProperty("url").GetString()!;
    }

    /// <summary>The end of an answer tells its whole length; one that never ends, like a stream of events, is counted as it comes.</summary>
    void Add(JsonElement e, string property, bool whole)
    {
        var (id, length) = (e.GetProperty("requestId").GetString()!, (long)e.GetProperty(property).GetDouble());
        lock (bytes) bytes[id] = whole ? Math.Max(length, bytes.GetValueOrDefault(id)) : bytes.GetValueOrDefault(id) + Math.Max(0, length);
    }
}
