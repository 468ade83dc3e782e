using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.XRoad;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Exchange.Certificates;

/// <summary>
/// Tells the operators of certificates that run out within 30 days, and once more within 7: ours, those of our authorities, and the newest seen of each
/// partner. The duty ends when another is in its place. Each is a transaction of its own; two nodes may both try.
/// </summary>
public sealed class WatchCertificates(IServiceScopeFactory scopes, ExchangeSettings settings, Lazy<ExchangeCertificates> certificates, LegalTime legal, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.certificates";

    /// <summary>Days before the end, the nearest first.</summary>
    public static readonly IReadOnlyList<int> Warnings = [7, 30];

    /// <summary>Says how many were told of, or have ended.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        if (!settings.IsSetUp) return 0;
        var (now, changed) = (LegalTime.Cut(time.GetUtcNow()), 0);
        IReadOnlyList<UsedCertificate> used;
        List<string> told;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ExchangeDb>();
            used = await Used(db, ct);
            told = await db.Expiring.AsNoTracking().Where(e => e.EndedAt == null).Select(e => e.KeyId).ToListAsync(ct);
        }
        foreach (var certificate in used.Where(u => u.Until <= now.AddDays(Warnings[^1]))) changed += await Do((db, province) => Tell(db, certificate, province, now, ct), ct);
        foreach (var keyId in told.Except(used.Select(u => u.KeyId))) changed += await Do((db, _) => End(db, keyId, now, ct), ct);
        return changed;
    }

    async Task<int> Do(Func<ExchangeDb, Guid, Task<bool>> act, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<ExchangeDb>();
        try { return await act(db, (await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Get(ct)).Province!.Id) && await db.SaveChangesAsync(ct) > 0 ? 1 : 0; }
        catch (Refusal) { return 0; } // another node was faster
    }

    async Task<bool> Tell(ExchangeDb db, UsedCertificate certificate, Guid province, DateTimeOffset now, CancellationToken ct)
    {
        var days = Warnings.First(d => certificate.Until <= now.AddDays(d));
        var told = await db.Expiring.SingleOrDefaultAsync(e => e.KeyId == certificate.KeyId, ct);
        if (told is { EndedAt: null } && told.Days <= days) return false;
        var isNew = told is null or { EndedAt: not null };
        if (told is null) db.Expiring.Add(told = ExpiringCertificate.Of(certificate, days, now));
        else told.Tell(days, now);
        db.Record(told, new CertificateExpires(told.Id, told.Owner, told.Until, days));
        if (isNew) db.Owe(told, Duties.Certificate, province, Permits.Operate, Due(certificate.Until, now), new DutyCard("Thay chứng thư của trục trao đổi", certificate.Owner, "", "/van-hanh/doi-tac"));
        return true;
    }

    static async Task<bool> End(ExchangeDb db, string keyId, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Expiring.SingleOrDefaultAsync(e => e.KeyId == keyId && e.EndedAt == null, ct) is not { } told) return false;
        told.End(now);
        db.Record(told, new CertificateReplaced(told.Id, told.Owner));
        db.Discharge(told, Duties.Certificate, ifAny: true);
        return true;
    }

    /// <summary>A week before its end; duties are due by the legal clock, which a demonstration may have elsewhere.</summary>
    DateTimeOffset Due(DateTimeOffset until, DateTimeOffset now)
    {
        var left = until.AddDays(-Warnings[0]) - now;
        return LegalTime.Cut(legal.Now + (left > TimeSpan.Zero ? left : TimeSpan.Zero));
    }

    async Task<IReadOnlyList<UsedCertificate>> Used(ExchangeDb db, CancellationToken ct)
    {
        var own = certificates.Value;
        List<UsedCertificate> used = [Of(own.Own, CertificateOf.Ours), .. own.Authorities.Select(a => Of(a, CertificateOf.Authority))];
        var partners = settings.Partners.Select(p => p.ClientId.Owner).Where(o => o != settings.SelfId.Owner).Select(o => o.ToString()).ToHashSet();
        List<UsedCertificate> seen = [];
        foreach (var row in await db.Certificates.AsNoTracking().ToListAsync(ct))
        {
            using var read = X509Certificate2.CreateFromPem(row.Pem);
            if (partners.Contains(row.Owner)) seen.Add(Of(read, CertificateOf.Partner) with { Owner = row.Owner });
        }
        return [.. used, .. seen.GroupBy(s => s.Owner).Select(g => g.MaxBy(s => s.Until)!)];
    }

    static UsedCertificate Of(X509Certificate2 certificate, CertificateOf whose) =>
        new(ExchangeCertificates.KeyIdOf(certificate), certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), whose, LegalTime.Cut(new(certificate.NotAfter.ToUniversalTime())));
}
