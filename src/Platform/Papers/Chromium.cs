using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhatLe.Platform.Papers;

/// <summary>
/// One running Chromium without a window, spoken to in the DevTools protocol over a pipe: JSON messages, each ended by a zero byte. It
/// opens no port, and nothing it is given may load anything from anywhere.
/// </summary>
sealed class Chromium : IAsyncDisposable
{
    readonly Process process;
    readonly string folder;
    readonly SemaphoreSlim writing = new(1, 1);
    readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> asked = new();
    readonly Task listening;
    int lastId;

    Chromium(Process process, string folder)
    {
        (this.process, this.folder) = (process, folder);
        listening = Task.Run(Listen);
    }

    public int ProcessId => process.Id;
    public bool IsAlive => !process.HasExited && !listening.IsCompleted;

    /// <summary>How many pages it was given to print.</summary>
    public int Given { get; set; }

    /// <summary>How many of them it is printing now.</summary>
    public int Printing { get; set; }

    /// <summary>The pipe must be the descriptors 3 and 4, which only a shell can arrange.</summary>
    const string Start3And4 = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

    /// <exception cref="IOException">The program cannot be started.</exception>
    public static Chromium Start(string program)
    {
        var own = System.IO.Directory.CreateTempSubdirectory("nhatle-pdf-").FullName;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", Start3And4, program, .. Options(own)]) start.ArgumentList.Add(argument);
        start.Environment["HOME"] = own; // a service may have none it can write to
        try
        {
            return new(Process.Start(start) ?? throw new IOException($"{program} did not start."), own);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            System.IO.Directory.Delete(own, recursive: true);
            throw new IOException($"{program} did not start: {e.Message}", e);
        }
    }

    static IEnumerable<string> Options(string own) =>
    [
        "--headless", "--remote-debugging-pipe", $"--user-data-dir={own}", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad", "--no-first-run", "--no-default-browser-check",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
        .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>(), // it refuses to run as root in its sandbox
    ];

    /// <summary>Prints a page that holds everything it needs: styles, fonts and pictures as data.</summary>
    /// <exception cref="IOException">It died, or could not do it.</exception>
    public async Task<byte[]> Print(string html, CancellationToken ct)
    {
        var context = Text(await Ask("Target.createBrowserContext", new() { ["disposeOnDetach"] = true }, null, ct), "browserContextId");
        try
        {
            var target = Text(await Ask("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = context }, null, ct), "targetId");
            var session = Text(await Ask("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, null, ct), "sessionId");
            await Ask("Network.enable", [], session, ct);
            await Ask("Network.emulateNetworkConditions", new() { ["offline"] = true, ["latency"] = 0, ["downloadThroughput"] = 0, ["uploadThroughput"] = 0 }, session, ct);
            await Ask("Page.setDocumentContent", new() { ["frameId"] = target, ["html"] = html }, session, ct);
            await Ask("Runtime.evaluate", new() { ["expression"] = IsReady, ["awaitPromise"] = true }, session, ct);
            var printed = await Ask("Page.printToPDF", new() { ["printBackground"] = true, ["preferCSSPageSize"] = true, ["generateTaggedPDF"] = true }, session, ct);
            return Convert.FromBase64String(Text(printed, "data"));
        }
        finally
        {
            if (IsAlive) _ = Tell("Target.disposeBrowserContext", new() { ["browserContextId"] = context }, null, CancellationToken.None); // nobody waits for it
        }
    }

    /// <summary>
    /// While a style sheet is still being refused nothing is laid out, and the print would be empty: so the page is awaited. A font is loaded
    /// when something is laid out in it; those of print are not on the screen before, so all are asked for.
    /// </summary>
    const string IsReady = "new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))"
        + ".then(() => Promise.allSettled([...document.fonts].map(f => f.load()))).then(() => document.fonts.ready).then(() => true)";

    static string Text(JsonNode answer, string name) => (string?)answer[name] ?? throw new IOException($"Chromium answered without {name}.");

    async Task<JsonNode> Ask(string method, JsonObject parameters, string? session, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = await Tell(method, parameters, session, ct, answer);
        try { return await answer.Task.WaitAsync(ct); }
        finally { asked.TryRemove(id, out _); }
    }

    async Task<int> Tell(string method, JsonObject parameters, string? session, CancellationToken ct, TaskCompletionSource<JsonNode>? answer = null)
    {
        var id = Interlocked.Increment(ref lastId);
        if (answer is not null) asked[id] = answer;
        if (listening.IsCompleted) answer?.TrySetException(new IOException("Chromium is gone.")); // it died after the last look
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) message["sessionId"] = session;
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(message), 0];
        await writing.WaitAsync(ct);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(bytes, CancellationToken.None); // half a message would spoil the pipe
            await process.StandardInput.BaseStream.FlushAsync(CancellationToken.None);
        }
        finally
        {
            writing.Release();
        }
        return id;
    }

    async Task Listen()
    {
        try
        {
            var stream = process.StandardOutput.BaseStream;
            var (message, piece) = (new MemoryStream(), new byte[64 * 1024]);
            while (await stream.ReadAsync(piece) is > 0 and var length)
            {
                for (var from = 0; from < length;)
                {
                    var end = Array.IndexOf(piece, (byte)0, from, length - from);
                    message.Write(piece, from, (end < 0 ? length : end) - from);
                    if (end < 0) break;
                    Hear(message.GetBuffer().AsSpan(0, (int)message.Length));
                    message.SetLength(0);
                    from = end + 1;
                }
            }
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException) { /* it is gone, as at the end of the stream */ }
        finally
        {
            foreach (var (_, answer) in asked) answer.TrySetException(new IOException("Chromium is gone."));
        }
    }

    void Hear(ReadOnlySpan<byte> message)
    {
        var heard = JsonNode.Parse(message)!;
        if ((int?)heard["id"] is not { } id || !asked.TryGetValue(id, out var answer)) return; // an event, or nobody waits any more
        if (heard["error"] is { } error) answer.TrySetException(new IOException("Chromium: " + error["message"]));
        else answer.TrySetResult(heard["result"]!);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        catch (InvalidOperationException) { /* it has ended meanwhile */ }
        await listening;
        process.Dispose();
        try { System.IO.Directory.Delete(folder, recursive: true); }
        catch (IOException) { /* a child of it still writes; the folder is a temporary one */ }
        writing.Dispose();
    }
}
