using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Identity.OpenId;

/// <summary>A key that signs tokens, as it is kept: the private half wrapped by the installation's key. Another of its algorithm takes over from it.</summary>
public sealed class SigningKey : Subject
{
    public static readonly IReadOnlyList<string> Algs = ["ES256", "RS256"];

    SigningKey() { } // EF

    /// <summary>How tokens name it.</summary>
    public string Kid => Id.ToString("N");

    public string Alg { get; private init; } = "";

    /// <summary>PKCS #8.</summary>
    public byte[] Wrapped { get; private init; } = [];

    public DateTimeOffset MadeAt { get; private init; }
    public DateTimeOffset SignsFrom { get; private init; }

    public static SigningKey Make(string alg, Keyring keyring, DateTimeOffset now, DateTimeOffset signsFrom)
    {
        using AsymmetricAlgorithm pair = alg == "ES256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        return new() { Id = Guid.CreateVersion7(now), Alg = alg, Wrapped = keyring.Wrap(KeyNames.Signing, pair.ExportPkcs8PrivateKey()), MadeAt = now, SignsFrom = signsFrom };
    }
}

/// <summary>A key in use. One handle of it serves one signature at a time, so there are as many as work side by side.</summary>
public sealed class OpenKey
{
    readonly byte[] pkcs8;
    readonly ConcurrentBag<AsymmetricAlgorithm> handles = [];
    readonly ConcurrentDictionary<string, byte[]> headers = new();

    public OpenKey(SigningKey key, Keyring keyring)
    {
        (Kid, Alg, SignsFrom, pkcs8) = (key.Kid, key.Alg, key.SignsFrom, keyring.Unwrap(KeyNames.Signing, key.Wrapped));
        var handle = Open();
        Jwk = handle switch
        {
            ECDsa ec when ec.ExportParameters(false) is var p => new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(p.Q.X), ["y"] = Base64Url.EncodeToString(p.Q.Y) },
            RSA rsa when rsa.ExportParameters(false) is var p => new() { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(p.Modulus), ["e"] = Base64Url.EncodeToString(p.Exponent) },
            _ => throw new InvalidOperationException($"Key {Kid} is of no kind we know."),
        };
        handles.Add(handle);
    }

    public string Kid { get; }
    public string Alg { get; }
    public DateTimeOffset SignsFrom { get; }

    /// <summary>The public half (RFC 7518 section 6).</summary>
    public Dictionary<string, string> Jwk { get; }

    /// <summary>The first part of every token of this kind, encoded once.</summary>
    public byte[] HeaderOf(string typ) => headers.GetOrAdd(typ, t => Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{Alg}}","typ":"{{t}}","kid":"{{Kid}}"}"""))));

    public byte[] Sign(byte[] data) => With(handle => handle is ECDsa ec
        ? ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
        : ((RSA)handle).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public bool Verifies(byte[] data, byte[] signature) => With(handle => handle is ECDsa ec
        ? ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
        : ((RSA)handle).VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    T With<T>(Func<AsymmetricAlgorithm, T> work)
    {
        if (!handles.TryTake(out var handle)) handle = Open();
        try { return work(handle); }
        finally { handles.Add(handle); }
    }

    AsymmetricAlgorithm Open()
    {
        AsymmetricAlgorithm handle = Alg == "ES256" ? ECDsa.Create() : RSA.Create();
        handle.ImportPkcs8PrivateKey(pkcs8, out _);
        return handle;
    }
}

/// <summary>The keys of the installation as this node knows them. A new one is published a day before it signs, so nobody meets a token whose key they cannot find.</summary>
public sealed class SigningKeys(IServiceScopeFactory scopes, Keyring keyring, TimeProvider time)
{
    static readonly TimeSpan Stale = TimeSpan.FromSeconds(5);

    /// <summary>No token lives longer, whatever clocks say; so long an old key is published after another took over.</summary>
    public static readonly TimeSpan Published = TimeSpan.FromHours(1);

    /// <summary>So long it can still tell that a token somebody signs out with was ours.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(40);

    readonly Recent<List<OpenKey>> all = new(Stale, time, async (known, ct) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<IdentityDb>().SigningKeys.AsNoTracking().OrderByDescending(k => k.SignsFrom).ToListAsync(ct);
        return rows.ConvertAll(r => known?.Find(k => k.Kid == r.Kid) ?? new OpenKey(r, keyring));
    });

    /// <summary>All that are kept, newest first.</summary>
    public async ValueTask<IReadOnlyList<OpenKey>> All(CancellationToken ct) => await all.Get(ct);

    /// <summary>The one that signs now.</summary>
    public async ValueTask<OpenKey> Current(string alg, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var key in await All(ct))
            if (key.Alg == alg && key.SignsFrom <= now) return key;
        throw new InvalidOperationException($"There is no key for {alg} yet. Run the job openid.keys.");
    }

    /// <summary>What others need to check our tokens: the key that signs, the one that will, and those whose tokens may still live.</summary>
    public async ValueTask<IEnumerable<OpenKey>> ToPublish(CancellationToken ct)
    {
        var (known, now) = (await All(ct), time.GetUtcNow());
        return known.Where(k => SuccessorOf(k.Alg, k.SignsFrom, known.Select(o => (o.Alg, o.SignsFrom))) is not { } next || next + Published > now);
    }

    /// <summary>When another key took over from this one, or will.</summary>
    public static DateTimeOffset? SuccessorOf(string alg, DateTimeOffset signsFrom, IEnumerable<(string Alg, DateTimeOffset SignsFrom)> keys) =>
        keys.Where(k => k.Alg == alg && k.SignsFrom > signsFrom).Select(k => (DateTimeOffset?)k.SignsFrom).Min();

    public void Forget() => all.Forget();
}

/// <summary>Every 90 days another key takes over, published a day ahead; what signed 40 days ago is deleted.</summary>
public sealed class RotateSigningKeys(IServiceScopeFactory scopes, SigningKeys keys, Keyring keyring, TimeProvider time) : IScheduledJob
{
    public static readonly TimeSpan Every = TimeSpan.FromDays(90), Ahead = TimeSpan.FromDays(1);

    public Task<int> Run(CancellationToken ct) => Run(Actor.System, atOnce: false, ct);

    /// <param name="atOnce">New keys now, which sign from now on: where an administrator has reason to. The old stay published until their tokens have died.</param>
    public async Task<int> Run(Actor by, bool atOnce, CancellationToken ct)
    {
        await using var scope = scopes.As(by);
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var (now, known) = (LegalTime.Cut(time.GetUtcNow()), await db.SigningKeys.ToListAsync(ct));
        foreach (var alg in SigningKey.Algs)
        {
            DateTimeOffset? newest = known.Where(k => k.Alg == alg).Select(k => (DateTimeOffset?)k.SignsFrom).Max();
            if (!atOnce && newest is { } from && now < from + Every - Ahead) continue;
            var key = SigningKey.Make(alg, keyring, now, atOnce || newest is null ? now : now + Ahead);
            db.SigningKeys.Add(key);
            db.Record(key, new SigningKeyMade(key.Kid, alg, key.SignsFrom));
        }
        var pairs = known.Select(k => (k.Alg, k.SignsFrom)).ToList();
        db.SigningKeys.RemoveRange(known.Where(k => SigningKeys.SuccessorOf(k.Alg, k.SignsFrom, pairs) + SigningKeys.Kept < now));
        var changed = db.ChangeTracker.Entries<SigningKey>().Count(e => e.State is EntityState.Added or EntityState.Deleted);
        await db.SaveChangesAsync(ct);
        keys.Forget();
        return changed;
    }
}

/// <summary>An installation has keys before it answers anybody.</summary>
public sealed class FirstSigningKeys(RotateSigningKeys rotation) : ISeed
{
    public int Order => 5;
    public bool DemonstrationOnly => false;

    public Task Run(CancellationToken ct) => rotation.Run(ct);
}
