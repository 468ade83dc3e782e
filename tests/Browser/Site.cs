using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NhatLe.Browser;

/// <summary>Journeys share one site and one Chromium: <c>[Collection("Site")]</c>.</summary>
[CollectionDefinition("Site")]
public sealed class SiteCollection : ICollectionFixture<Site>, ICollectionFixture<Chromium>;

/// <summary>Those that mostly wait for a slow line, or only look, go beside the others with a site of their own.</summary>
[CollectionDefinition("Another site")]
public sealed class AnotherSiteCollection : ICollectionFixture<Site>, ICollectionFixture<Chromium>;

/// <summary>
/// The built application as its own process with a demonstration database of its own, so that a journey can kill it and start it
/// again as a power cut would. Address and data stay the same across restarts.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    readonly string data = Directory.CreateTempSubdirectory("nhatle-browser-").FullName;
    readonly Queue<string> output = new();
    Process? process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Further options of this site.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>The last lines the application wrote, for messages.</summary>
    public string Output
    {
        get { lock (output) return string.Join('\n', output); }
    }

    public Task InitializeAsync() => Start();

    /// <summary>Starts the application and returns when it answers /health with 200.</summary>
    public async Task Start()
    {
        if (process is { HasExited: false }) throw new InvalidOperationException("The site is running already.");
        var dll = Application();
        var start = new ProcessStartInfo("dotnet", [dll, "serve", "--demo", "--empty", "--data", data, "--urls", Address.GetLeftPart(UriPartial.Authority), .. More])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = data,
        };
        start.Environment.Remove("NHATLE_DATABASE");
        // A published application carries its wwwroot; a built one has it in the source folder.
        var beside = Path.GetDirectoryName(dll)!;
        start.Environment["ASPNETCORE_CONTENTROOT"] = Directory.Exists(Path.Combine(beside, "wwwroot")) ? beside : Path.Combine(House.Root, "src/Host");
        process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ready();
    }

    /// <summary>Ends the application at once (SIGKILL): nothing is flushed, nothing is said.</summary>
    public async Task Kill()
    {
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async Task DisposeAsync()
    {
        await Kill();
        Directory.Delete(data, recursive: true);
    }

    async Task Ready()
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100))
        {
            if (process!.HasExited) throw new InvalidOperationException($"The site ended with code {process.ExitCode} before it was ready:\n{Output}");
            try
            {
                using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException)
            {
                // not listening yet
            }
        }
        throw new TimeoutException($"The site did not answer {Address}health within 60 s:\n{Output}");
    }

    void Keep(string? line)
    {
        if (line is null) return;
        lock (output)
        {
            output.Enqueue(line);
            if (output.Count > 200) output.Dequeue();
        }
    }

    /// <summary>What the gate published (NHATLE_APP), or the newest build in the repository.</summary>
    static string Application() =>
        Environment.GetEnvironmentVariable("NHATLE_APP") is { Length: > 0 } published
            ? published
            : new[] { "Release", "Debug" }
                .Select(c => new FileInfo(Path.Combine(House.Root, "src/Host/bin", c, "net10.0/nhatle.dll")))
                .Where(f => f.Exists)
                .MaxBy(f => f.LastWriteTimeUtc)?.FullName
                ?? throw new FileNotFoundException("src/Host is not built: dotnet build NhatLe.slnx");

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

static class House
{
    public static string Root { get; } = Find();

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NhatLe.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No NhatLe.slnx above {AppContext.BaseDirectory}.");
    }
}
