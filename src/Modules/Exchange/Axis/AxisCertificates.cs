using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NhatLe.Exchange.Axis;

/// <summary>
/// Our certificate for packets, and what is believed of others': one of our authorities made it out to the sender, or to an agency above it (H45 signs for
/// H45.12), or to the axis where the settings say so; it holds now, and was not taken back.
/// </summary>
public sealed class AxisCertificates : IDisposable
{
    public const int ShortestKey = 2048;

    readonly X509Certificate2Collection authorities = [];
    readonly HashSet<string> revoked;
    readonly AxisSettings settings;
    readonly TimeProvider time;

    public AxisCertificates(AxisSettings settings, TimeProvider time)
    {
        (this.settings, this.time, revoked) = (settings, time, [.. settings.Revoked.Select(r => r.ToLowerInvariant())]);
        Own = X509Certificate2.CreateFromPemFile(settings.Certificate);
        authorities.ImportFromPemFile(settings.Authority);
        OwnName = NameOf(Own);
    }

    public X509Certificate2 Own { get; }

    /// <summary>The identification code it is made out to: H46.</summary>
    public string OwnName { get; }

    /// <exception cref="PacketFault">It says why the signature is not the sender's.</exception>
    public void MustSpeakFor(X509Certificate2 signer, string organ)
    {
        if (revoked.Contains(signer.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant())) throw Wrong("The certificate of the signature was taken back.");
        using (var key = signer.GetRSAPublicKey())
            if (key is not { KeySize: >= ShortestKey }) throw Wrong($"The certificate of the signature has no RSA key of {ShortestKey} bits.");
        if (!Chains(signer)) throw Wrong("The certificate of the signature is not from an authority that is believed here, or does not hold now.");
        var name = NameOf(signer);
        if (!IsAbove(name, organ) && !(settings.Axis.Length > 0 && name == settings.Axis)) throw Wrong($"The packet is from {organ} and signed by {name}.");
    }

    /// <summary>The same agency, or one above it by its code.</summary>
    public static bool IsAbove(string name, string organ) => name.Length > 0 && (organ == name || organ.StartsWith(name + ".", StringComparison.Ordinal));

    bool Chains(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var authority in authorities) (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        chain.ChainPolicy.DisableCertificateDownloads = true; // a stranger's certificate names no address that we then fetch
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // what is taken back stands in the settings
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate) && certificate.Extensions.OfType<X509BasicConstraintsExtension>().All(b => !b.CertificateAuthority)
            && certificate.Extensions.OfType<X509KeyUsageExtension>().All(u => (u.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != X509KeyUsageFlags.None);
    }

    static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    static PacketFault Wrong(string why) => new(PacketFault.Signature, why);

    public void Dispose() => Own.Dispose();
}
