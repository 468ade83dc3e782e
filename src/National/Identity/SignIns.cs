using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using NhatLe.National.People;

namespace NhatLe.National.Identity;

/// <summary>What a system asked for.</summary>
public sealed record Asked(Client Client, string RedirectUri, string? State, string? Nonce, string Challenge, IReadOnlyList<string> Scopes, IReadOnlyList<string> AcrValues, string? LoginHint);

/// <summary>A person at this provider, in one browser.</summary>
public sealed record Session(string Sid, Person Person, DateTimeOffset At);

/// <summary>What a code, and then an access token, stands for.</summary>
public sealed record Granted(Asked Asked, Session Session);

/// <summary>Everything that is under way, in memory and for minutes: a start begins anew.</summary>
public sealed class SignIns(TimeProvider time)
{
    static readonly TimeSpan Asking = TimeSpan.FromMinutes(10), CodeLife = TimeSpan.FromMinutes(1), TokenLife = TimeSpan.FromMinutes(5), SessionLife = TimeSpan.FromHours(1);

    const int Most = 10_000;

    readonly Store<Asked> asked = new(Asking, time);
    readonly Store<Granted> codes = new(CodeLife, time), used = new(TokenLife, time), tokens = new(TokenLife, time);
    readonly Store<Session> sessions = new(SessionLife, time);

    public string Wait(Asked request) => asked.Put(request);

    /// <summary>Stays, so that a mistyped password can be typed again.</summary>
    public Asked? Waiting(string? id) => asked.Get(id);

    public void Done(string id) => asked.Take(id);

    public (string Cookie, Session Session) Begin(Person person)
    {
        var session = new Session(Random(), person, time.GetUtcNow());
        return (sessions.Put(session), session);
    }

    public Session? SessionOf(string? cookie) => sessions.Get(cookie);

    public void End(string? cookie) => sessions.Take(cookie);

    public string Code(Granted granted) => codes.Put(granted);

    /// <summary>Once. A code that comes a second time is not taken, and the token of the first dies (RFC 6749 section 4.1.2).</summary>
    public Granted? Redeem(string? code)
    {
        if (codes.Take(code) is { } granted)
        {
            used.Put(granted, code!);
            return granted;
        }
        if (used.Take(code) is { } twice) tokens.Remove(t => ReferenceEquals(t, twice));
        return null;
    }

    public string Token(Granted granted) => tokens.Put(granted);

    public Granted? OfToken(string? token) => tokens.Get(token);

    static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    sealed class Store<T>(TimeSpan life, TimeProvider time) where T : class
    {
        readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Until)> all = new(StringComparer.Ordinal);

        public string Put(T value, string? key = null)
        {
            key ??= Random();
            if (all.Count >= Most)
                foreach (var old in all.Where(a => a.Value.Until < time.GetUtcNow() || all.Count >= Most).Select(a => a.Key).Take(Most / 10).ToList()) all.TryRemove(old, out _);
            all[key] = (value, time.GetUtcNow() + life);
            return key;
        }

        public T? Get(string? key) => key is not null && all.TryGetValue(key, out var found) && found.Until > time.GetUtcNow() ? found.Value : null;

        public T? Take(string? key) => key is not null && all.TryRemove(key, out var found) && found.Until > time.GetUtcNow() ? found.Value : null;

        public void Remove(Func<T, bool> which)
        {
            foreach (var (key, found) in all)
                if (which(found.Value)) all.TryRemove(key, out _);
        }
    }
}
