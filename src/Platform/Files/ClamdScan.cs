using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace NhatLe.Platform.Files;

/// <summary>Where clamd listens: <c>tcp://127.0.0.1:3310</c> or <c>unix:///run/clamav/clamd.ctl</c>.</summary>
public sealed record ClamdAddress(Uri Uri)
{
    public static ClamdAddress? Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri is { Scheme: "tcp", Port: > 0, Host.Length: > 0 } || uri is { Scheme: "unix", AbsolutePath.Length: > 1, Host: "" }) ? new(uri) : null;

    public async Task<Socket> Connect(CancellationToken ct)
    {
        var isUnix = Uri.Scheme == "unix";
        var socket = isUnix ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (isUnix) await socket.ConnectAsync(new UnixDomainSocketEndPoint(Uri.AbsolutePath), ct);
            else await socket.ConnectAsync(Uri.Host, Uri.Port, ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>ClamAV's daemon, asked by INSTREAM (clamd(8)). Without its answer nothing is kept: what was not looked at is not handed to an official.</summary>
public sealed partial class ClamdScan(ClamdAddress address, ILogger<ClamdScan> log) : IVirusScan
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    public async Task<string?> Find(string path, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        try
        {
            var answer = await Ask(path, limited.Token);
            if (answer == "stream: OK") return null;
            if (answer.EndsWith(" FOUND", StringComparison.Ordinal)) return Found(answer["stream: ".Length..^" FOUND".Length]);
            LogAnswer(log, answer);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogAway(log, address.Uri, e);
        }
        throw Refusal.Unavailable("file", "Chưa kiểm tra được tệp lúc này. Hãy thử lại sau ít phút. Phần đã điền vẫn còn.");
    }

    string Found(string name)
    {
        LogFound(log, name);
        return name;
    }

    async Task<string> Ask(string path, CancellationToken ct)
    {
        using var socket = await address.Connect(ct);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        await using (var file = File.OpenRead(path))
        {
            var chunk = new byte[4 + (1 << 16)];
            int read;
            do
            {
                read = await file.ReadAsync(chunk.AsMemory(4), ct);
                BinaryPrimitives.WriteInt32BigEndian(chunk, read);
                await stream.WriteAsync(chunk.AsMemory(0, 4 + read), ct); // the last one, of no bytes, ends the stream
            }
            while (read > 0);
        }
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return (await reader.ReadToEndAsync(ct)).TrimEnd('\0', '\n');
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "clamd at {Address} cannot be reached; uploads are refused until it can.")]
    static partial void LogAway(ILogger log, Uri address, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "clamd answered '{Answer}'; the upload was refused.")]
    static partial void LogAnswer(ILogger log, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "clamd found {Name} in an upload, which was refused.")]
    static partial void LogFound(ILogger log, string name);
}
