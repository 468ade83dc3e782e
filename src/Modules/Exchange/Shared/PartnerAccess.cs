using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;

namespace NhatLe.Exchange.Shared;

/// <summary>That a partner may call a shared service of ours (quyền dùng dịch vụ chia sẻ), or no longer.</summary>
public sealed class PartnerAccess : Subject
{
    PartnerAccess() { } // EF

    /// <summary>Its subsystem: another agency under the same key of the settings has not its leave.</summary>
    public string Partner { get; private init; } = "";
    public string Service { get; private init; } = "";
    public bool IsOpen { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    public static Guid IdOf(string partner, string service) => StableId.Of("exchange-access", $"{partner}/{service}");

    public static PartnerAccess Of(string partner, string service) => new() { Id = IdOf(partner, service), Partner = partner, Service = service };

    public void Set(bool isOpen, DateTimeOffset now) => (IsOpen, ChangedAt) = (isOpen, now);
}

/// <summary>Who may call what, as this node knows it; a change holds on every node within seconds.</summary>
public sealed class OpenServices(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Holds = TimeSpan.FromSeconds(1);

    readonly Recent<HashSet<(string Partner, string Service)>> known = new(Holds, time, async (_, ct) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<ExchangeDb>().Access.AsNoTracking().Where(a => a.IsOpen).Select(a => new { a.Partner, a.Service }).ToListAsync(ct);
        return [.. open.Select(a => (a.Partner, a.Service))];
    });

    public async ValueTask<bool> Has(string partner, string service, CancellationToken ct) => (await known.Get(ct)).Contains((partner, service));

    public async ValueTask<IReadOnlySet<(string Partner, string Service)>> All(CancellationToken ct) => await known.Get(ct);

    /// <summary>Changed here: it holds here at once.</summary>
    public void Forget() => known.Forget();
}
