using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NhatLe.Tests.Outbound;

/// <summary>A mail server that speaks SMTP (RFC 5321) well enough for any client, without TLS.</summary>
sealed class Postbox : IDisposable
{
    public sealed record Letter(string From, string To, string Raw)
    {
        string Head => Raw[..Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", "", StringComparison.Ordinal);

        public string Header(string name) => Decoded(Head.Split("\r\n").Single(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim());

        /// <summary>The text, out of base64 or quoted-printable.</summary>
        public string Body
        {
            get
            {
                var body = Raw[(Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
                return Header("Content-Transfer-Encoding") == "base64"
                    ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal)))
                    : Quoted(body.Replace("=\r\n", "", StringComparison.Ordinal));
            }
        }

        static string Quoted(string text)
        {
            List<byte> bytes = [];
            for (var i = 0; i < text.Length; i++)
                if (text[i] == '=') { bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16)); i += 2; }
                else bytes.Add((byte)text[i]);
            return Encoding.UTF8.GetString([.. bytes]);
        }

        static string Decoded(string value) => System.Text.RegularExpressions.Regex.Replace(value, @"=\?utf-8\?(B|Q)\?([^?]*)\?=\s*", m =>
            m.Groups[1].Value is "B" ? Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[2].Value)) : Quoted(m.Groups[2].Value.Replace('_', ' ')), System.Text.RegularExpressions.RegexOptions.IgnoreCase);
    }

    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public Postbox()
    {
        listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<Letter> Letters { get; } = new();

    /// <summary>Every command, in the order they came.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>An answer in place of the usual, by the verb of the command ("RCPT", or "." for the end of a letter); "" hangs up.</summary>
    public ConcurrentDictionary<string, string> Says { get; } = new();

    async Task Listen()
    {
        while (true)
        {
            TcpClient client;
            try { client = await listener.AcceptTcpClientAsync(); }
            catch (Exception e) when (e is SocketException or ObjectDisposedException) { return; }
            _ = Talk(client);
        }
    }

    async Task Talk(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                var (from, to) = ("", "");
                await writer.WriteLineAsync("220 postbox ready");
                while (await reader.ReadLineAsync() is { } line)
                {
                    Heard.Enqueue(line);
                    var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                    if (Says.TryGetValue(verb, out var said))
                    {
                        if (said.Length == 0) return;
                        await writer.WriteLineAsync(said);
                        continue;
                    }
                    switch (verb)
                    {
                        case "EHLO": await writer.WriteLineAsync("250-postbox\r\n250 8BITMIME"); break;
                        case "MAIL": from = line; await writer.WriteLineAsync("250 ok"); break;
                        case "RCPT": to = line; await writer.WriteLineAsync("250 ok"); break;
                        case "DATA":
                            await writer.WriteLineAsync("354 go on");
                            var letter = new Letter(Address(from), Address(to), await Text(reader));
                            if (Says.TryGetValue(".", out var end))
                            {
                                if (end.Length == 0) { Letters.Enqueue(letter); return; } // taken, and the answer is lost
                                await writer.WriteLineAsync(end);
                                break;
                            }
                            Letters.Enqueue(letter);
                            await writer.WriteLineAsync("250 taken");
                            break;
                        case "QUIT": await writer.WriteLineAsync("221 bye"); return;
                        default: await writer.WriteLineAsync("502 unknown"); break;
                    }
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException) { /* the other side hung up */ }
        }
    }

    static async Task<string> Text(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return text.ToString();
    }

    static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')];

    public void Dispose() => listener.Stop();
}
