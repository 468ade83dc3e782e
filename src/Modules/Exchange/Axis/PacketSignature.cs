using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace NhatLe.Exchange.Axis;

/// <summary>
/// The signature of a packet: XML-DSig over the whole document, enveloped, with exclusive canonicalization, RSA with SHA-256, and the certificate in it.
/// </summary>
public static class PacketSignature
{
    const string Rsa = SignedXml.XmlDsigRSASHA256Url, Sha256 = SignedXml.XmlDsigSHA256Url;

    /// <summary>Signs what stands in the document, and puts the signature into the header.</summary>
    public static void Sign(XmlDocument packet, XmlElement header, X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException("The certificate of the document axis has no RSA key.");
        var signed = new SignedXml(packet) { SigningKey = key };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = Rsa;
        var reference = new Reference("") { DigestMethod = Sha256 };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        var info = new KeyInfo();
        info.AddClause(new KeyInfoX509Data(certificate));
        signed.KeyInfo = info;
        signed.ComputeSignature();
        header.AppendChild(packet.ImportNode(signed.GetXml(), deep: true));
    }

    /// <summary>Exactly one signature, in the header, over exactly the whole document, by the methods we know; and it holds.</summary>
    /// <returns>Whose it is; whether they are believed is asked by the caller.</returns>
    /// <exception cref="PacketFault">It says why.</exception>
    public static X509Certificate2 Verify(XmlDocument packet, XmlElement header)
    {
        var all = packet.GetElementsByTagName("Signature", SignedXml.XmlDsigNamespaceUrl);
        if (all.Count != 1 || all[0] is not XmlElement element || element.ParentNode != header) throw Wrong("The packet bears no signature in its header, or more than one.");
        var signed = new SignedXml(packet) { Resolver = null! };
        try { signed.LoadXml(element); }
        catch (Exception e) when (e is CryptographicException or XmlException or FormatException) { throw Wrong("The signature cannot be read."); }
        if (signed.SignedInfo is not { CanonicalizationMethod: SignedXml.XmlDsigExcC14NTransformUrl, SignatureMethod: Rsa, References.Count: 1 } info || info.References[0] is not Reference { Uri: "", DigestMethod: Sha256 } reference
            || reference.TransformChain.Count != 2 || reference.TransformChain[0] is not XmlDsigEnvelopedSignatureTransform || reference.TransformChain[1] is not XmlDsigExcC14NTransform { InclusiveNamespacesPrefixList: null or "" })
            throw Wrong("The signature does not stand over the whole packet, or by another method than RSA with SHA-256 and exclusive canonicalization.");
        var certificates = signed.KeyInfo.OfType<KeyInfoX509Data>().SelectMany(d => d.Certificates?.OfType<X509Certificate2>() ?? []).ToList();
        if (certificates.Count == 0) throw Wrong("The signature names no certificate.");
        using (var key = certificates[0].GetRSAPublicKey())
            if (key is null) throw Wrong("The certificate of the signature has no RSA key.");
        try
        {
            if (!signed.CheckSignature(certificates[0], verifySignatureOnly: true)) throw Wrong("The packet was changed after it was signed.");
        }
        catch (CryptographicException) { throw Wrong("The signature cannot be checked."); }
        return certificates[0];
    }

    static PacketFault Wrong(string why) => new(PacketFault.Signature, why);
}
