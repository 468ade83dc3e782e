using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using NhatLe.Load.Http;

namespace NhatLe.Load.People;

/// <summary>The server under load, and who is signed in there.</summary>
/// <param name="pid">Its process, to tell what it costs; null where nobody said.</param>
sealed class Site(Uri address, string password, bool isCompressed, int? pid)
{
    const int Hands = 8; // connections that prepare

    readonly IPEndPoint server = new(Dns.GetHostAddresses(address.Host)[0], address.Port);
    readonly ConcurrentDictionary<string, Lazy<string>> cookies = new(StringComparer.Ordinal);

    /// <summary>Plain ones, for what is prepared and what sends files.</summary>
    public Request Plain { get; } = new(address.Authority, isCompressed: false);

    /// <summary>Those of pages and lists, as a browser sends them where Brotli is wanted.</summary>
    public Request Reading { get; } = new(address.Authority, isCompressed);

    public int? Pid => pid;
    public string Password => password;
    public IPEndPoint Server => server;

    public Line Open() => new(server);

    /// <summary>Each person signs in once a run: a sign-in costs the server a tenth of a second of password hashing.</summary>
    public string Cookie(string login) => cookies.GetOrAdd(login, who => new(() => SignIn(who))).Value;

    string SignIn(string login)
    {
        using var line = Open();
        var answer = line.Ask(Plain.Post("/api/identity/sessions", cookie: null, new { login, password }));
        if (answer.Status != 201) throw new InvalidDataException($"{login} cannot sign in at {address}: {Said(answer)}");
        var head = Encoding.ASCII.GetString(answer.Head);
        var at = head.IndexOf("\r\nSet-Cookie: nhatle=", StringComparison.Ordinal) + "\r\nSet-Cookie: ".Length;
        return head[at..head.IndexOf(';', at)];
    }

    /// <summary>Several threads sign these people in.</summary>
    public void SignIn(IReadOnlyList<string> logins) => Together(logins.Count, (_, i) => Cookie(logins[i]));

    /// <summary>Asks, and reads the JSON that comes back.</summary>
    /// <exception cref="InvalidDataException">The server refuses, and says why.</exception>
    public static JsonElement Json(Line line, byte[] request)
    {
        var answer = line.Ask(request);
        if (answer.Status is < 200 or > 299) throw new InvalidDataException(Said(answer));
        var reader = new Utf8JsonReader(answer.Body);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Does something so many times, on several connections at once.</summary>
    public void Together(int times, Action<Line, int> each)
    {
        var next = -1;
        Exception? failed = null;
        var threads = Enumerable.Range(0, Math.Min(Hands, times)).Select(_ => new Thread(() =>
        {
            using var line = Open();
            try
            {
                for (int i; failed is null && (i = Interlocked.Increment(ref next)) < times;) each(line, i);
            }
            catch (Exception e) { failed = e; } // told by the thread that waits
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failed is not null) throw new InvalidDataException("Preparation failed: " + failed.Message, failed);
    }

    /// <summary>Status and the beginning of the body, for messages.</summary>
    public static string Said(Answer answer) => $"{answer.Status} {Encoding.UTF8.GetString(answer.Body[..Math.Min(answer.Body.Length, 300)])}";
}
