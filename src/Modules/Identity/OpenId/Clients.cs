using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.OpenId;

/// <summary>A system as requests need it: read once, looked at often.</summary>
public sealed class KnownClient
{
    public KnownClient(Client client)
    {
        (Id, ClientId, Name, IsOwn, SecretHash, SigningAlg, Audience) = (client.Id, client.ClientId, client.Name, client.Kind == ClientKind.Own, client.SecretHash, client.SigningAlg, client.Audience);
        (BackChannelUri, LaunchAddress, Icon, ForOfficers, ForCitizens) = (client.BackChannelUri, client.LaunchAddress, client.Icon, client.ForOfficers, client.ForCitizens);
        (RedirectUris, PostLogoutUris) = (Lines(client.RedirectUris), Lines(client.PostLogoutUris));
        (Scopes, Grants) = (Words(client.Scopes), Words(client.Grants));
    }

    public Guid Id { get; }
    public string ClientId { get; }
    public string Name { get; }
    public bool IsOwn { get; }
    public string? SecretHash { get; }
    public string SigningAlg { get; }
    public string Audience { get; }
    public string? BackChannelUri { get; }
    public string LaunchAddress { get; }
    public string Icon { get; }
    public bool ForOfficers { get; }
    public bool ForCitizens { get; }
    public FrozenSet<string> RedirectUris { get; }
    public FrozenSet<string> PostLogoutUris { get; }
    public FrozenSet<string> Scopes { get; }
    public FrozenSet<string> Grants { get; }

    public bool IsPublic => SecretHash is null;

    public bool HasSecret(string secret) =>
        SecretHash is { } kept && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Client.HashOf(secret)), Encoding.ASCII.GetBytes(kept));

    static FrozenSet<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    static FrozenSet<string> Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}

/// <summary>The systems that are switched on, as this node knows them: a change holds here at once, and on every node within <see cref="Stale"/>.</summary>
public sealed class Clients(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Stale = TimeSpan.FromSeconds(1);

    sealed record Known(FrozenDictionary<string, KnownClient> ByName, FrozenDictionary<Guid, KnownClient> ById);

    readonly Recent<Known> known = new(Stale, time, async (_, ct) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<IdentityDb>().Clients.AsNoTracking().Where(c => c.Active).ToListAsync(ct);
        var read = rows.ConvertAll(r => new KnownClient(r));
        return new(read.ToFrozenDictionary(c => c.ClientId, StringComparer.Ordinal), read.ToFrozenDictionary(c => c.Id));
    });

    /// <summary>Null for who is unknown, and for who is switched off.</summary>
    public async ValueTask<KnownClient?> Find(string clientId, CancellationToken ct) => (await known.Get(ct)).ByName.GetValueOrDefault(clientId);

    public async ValueTask<KnownClient?> Find(Guid id, CancellationToken ct) => (await known.Get(ct)).ById.GetValueOrDefault(id);

    public async ValueTask<IReadOnlyList<KnownClient>> All(CancellationToken ct) => (await known.Get(ct)).ByName.Values;

    /// <summary>Something was changed here: it is read again before the next answer.</summary>
    public void Forget() => known.Forget();
}
