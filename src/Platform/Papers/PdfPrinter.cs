using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NhatLe.Platform.Papers;

/// <summary>Where the Chromium is that makes PDFs; <see cref="Program"/> is null where there is none.</summary>
/// <param name="Patience">How long one print may take, waiting included.</param>
public sealed record PdfOptions(string? Program, TimeSpan Patience)
{
    /// <summary>After so many prints a new Chromium takes over: it grows with time.</summary>
    public int PrintsOfOne { get; init; } = 200;

    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    /// <summary>What a setting says to use no Chromium.</summary>
    public const string None = "none";

    static readonly string[] usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <param name="setting">A path, "none", or empty: the environment's CHROMIUM, then the usual places.</param>
    public static PdfOptions Find(string setting)
    {
        string[] places = setting.Length > 0 ? [setting] : [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", .. usual];
        return new(places.FirstOrDefault(File.Exists), UsualPatience);
    }
}

/// <summary>
/// Makes PDFs of print pages: one Chromium, started when it is first needed, two pages at once, a new one after 200 prints or when it has
/// died. More than so many waiting, too long a wait and a death are refusals in words; the next print finds a fresh one.
/// </summary>
public sealed partial class PdfPrinter(PdfOptions options, TimeProvider time, ILogger<PdfPrinter> log) : IAsyncDisposable
{
    const int AtOnce = 2, MostWaiting = 20;

    readonly SemaphoreSlim turn = new(AtOnce, AtOnce);
    readonly Lock gate = new();
    Chromium? chromium;
    int inside;

    public bool IsThere => options.Program is not null;

    /// <summary>The process that prints; null until the first print, and after a death.</summary>
    public int? ProcessId => chromium is { IsAlive: true } running ? running.ProcessId : null;

    /// <exception cref="Refusal">503: there is no Chromium, too many wait, it took too long, or it died.</exception>
    public async Task<byte[]> Print(string html, CancellationToken ct)
    {
        if (!IsThere) throw Unavailable("Máy chủ này chưa tạo được PDF. Hãy mở trang in và dùng nút In.");
        try
        {
            if (Interlocked.Increment(ref inside) > AtOnce + MostWaiting) throw Unavailable("Nhiều người đang tạo PDF. Hãy thử lại sau một phút, hoặc dùng nút In.");
            using var patience = new CancellationTokenSource(options.Patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            return await PrintInTurn(html, both.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            LogFailed(log, e);
            throw Unavailable("Chưa tạo được PDF. Hãy thử lại, hoặc dùng nút In.");
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    async Task<byte[]> PrintInTurn(string html, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        Chromium? used = null;
        var done = false;
        try
        {
            used = Take();
            var pdf = await used.Print(html, ct);
            done = true;
            return pdf;
        }
        finally
        {
            if (used is not null) await GiveBack(used, isSound: done);
            turn.Release();
        }
    }

    Chromium Take()
    {
        lock (gate)
        {
            if (chromium is not { IsAlive: true } || chromium.Given >= options.PrintsOfOne)
            {
                if (chromium is { Printing: 0 } idle) _ = idle.DisposeAsync().AsTask(); // else whoever still prints with it ends it
                chromium = Chromium.Start(options.Program!);
            }
            chromium.Given++;
            chromium.Printing++;
            return chromium;
        }
    }

    /// <summary>The last to use one that is dead, spent or stuck ends it.</summary>
    async Task GiveBack(Chromium used, bool isSound)
    {
        bool ends;
        lock (gate)
        {
            used.Printing--;
            if (!isSound && chromium == used) chromium = null;
            ends = used.Printing == 0 && (chromium != used || used.Given >= options.PrintsOfOne);
            if (ends && chromium == used) chromium = null;
        }
        if (ends) await used.DisposeAsync();
    }

    static Refusal Unavailable(string words) => new(StatusCodes.Status503ServiceUnavailable, "pdf.unavailable", words);

    public async ValueTask DisposeAsync()
    {
        Chromium? last;
        lock (gate) (last, chromium) = (chromium, null);
        if (last is not null) await last.DisposeAsync();
        turn.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A PDF could not be made; the next one gets a new Chromium")]
    static partial void LogFailed(ILogger logger, Exception e);
}
