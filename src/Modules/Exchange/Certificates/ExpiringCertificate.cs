using NhatLe.Platform.Data;

namespace NhatLe.Exchange.Certificates;

public enum CertificateOf { Ours = 1, Authority = 2, Partner = 3 }

/// <summary>A certificate that runs out soon, as the operators were told (chứng thư sắp hết hạn). System time.</summary>
public sealed class ExpiringCertificate : Subject
{
    ExpiringCertificate() { } // EF

    public string KeyId { get; private init; } = "";

    /// <summary>To whom it is made out.</summary>
    public string Owner { get; private init; } = "";

    public CertificateOf Whose { get; private init; }
    public DateTimeOffset Until { get; private init; }

    /// <summary>How long before its end they were told, the last time.</summary>
    public int Days { get; private set; }

    public DateTimeOffset ToldAt { get; private set; }

    /// <summary>Another is in its place.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public static ExpiringCertificate Of(UsedCertificate certificate, int days, DateTimeOffset at) => new()
    {
        Id = StableId.Of("expiring-certificate", certificate.KeyId), KeyId = certificate.KeyId, Owner = certificate.Owner, Whose = certificate.Whose, Until = certificate.Until, Days = days, ToldAt = at,
    };

    public void Tell(int days, DateTimeOffset at) => (Days, ToldAt, EndedAt) = (days, at, null);

    public void End(DateTimeOffset at) => EndedAt = at;
}

/// <summary>A certificate that the exchange uses or believes.</summary>
public sealed record UsedCertificate(string KeyId, string Owner, CertificateOf Whose, DateTimeOffset Until);
