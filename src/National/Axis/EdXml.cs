using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace NhatLe.National.Axis;

/// <summary>What the axis reads of a packet.</summary>
public sealed record PacketHead(string DocumentId, string From, IReadOnlyList<string> To, string Code, string IssuedOn, string Subject, int Business, string About);

/// <summary>What an agency played here writes.</summary>
public sealed record Letter(string DocumentId, string From, IReadOnlyList<string> To, string Number, string Notation, string Type, string Subject, string Position, string Signer)
{
    public int Business { get; init; }
    public string About { get; init; } = "";
    public string Reason { get; init; } = "";
    public int Priority { get; init; }
    public string FileName { get; init; } = "van-ban.pdf";
    public byte[] File { get; init; } = Pdf.Of("Văn bản trình diễn");
}

/// <summary>Packets as another implementation writes and reads them: QCVN 102:2016 by strings and DOM, signed by SignedXml.</summary>
static class EdXml
{
    const string Namespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

    public static byte[] Write(Letter l, Func<string, string> nameOf, DateTimeOffset at, DateOnly? day, X509Certificate2 certificate, bool brokenSignature = false)
    {
        var local = at.ToOffset(TimeSpan.FromHours(7));
        var to = string.Concat(l.To.Select(t => Organ("To", t, nameOf(t))));
        var cid = "cid:" + l.DocumentId + ".tep";
        var text = $"""
            <edXML xmlns="{Namespace}"><edXMLEnvelope><edXMLHeader><MessageHeader>{Organ("From", l.From, nameOf(l.From))}{to}<DocumentId>{E(l.DocumentId)}</DocumentId><Code><CodeNumber>{E(l.Number)}</CodeNumber><CodeNotation>{E(l.Notation)}</CodeNotation></Code><PromulgationInfo><Place>Hà Nội</Place><PromulgationDate>{(day ?? DateOnly.FromDateTime(local.DateTime)).ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}</PromulgationDate></PromulgationInfo><DocumentType><Type>1</Type><TypeName>{E(l.Type)}</TypeName></DocumentType><Subject>{E(l.Subject)}</Subject><SignerInfo><Position>{E(l.Position)}</Position><FullName>{E(l.Signer)}</FullName></SignerInfo><OtherInfo><Priority>{l.Priority}</Priority></OtherInfo><SteeringType>1</SteeringType></MessageHeader><TraceHeaderList><TraceHeader><OrganId>{E(l.From)}</OrganId><Timestamp>{local.ToString("yyyy'/'MM'/'dd HH:mm:ss", CultureInfo.InvariantCulture)}</Timestamp></TraceHeader><Bussiness><BussinessDocType>{l.Business}</BussinessDocType>{Some("BussinessDocReason", l.Reason)}{Some("DocumentId", l.About)}</Bussiness></TraceHeaderList></edXMLHeader><edXMLBody><edXMLManifest>{(l.Business == 1 ? "" : $"<Reference><ContentId>{cid}</ContentId><ContentType>application/pdf</ContentType><AttachmentName>{E(l.FileName)}</AttachmentName></Reference>")}</edXMLManifest></edXMLBody></edXMLEnvelope>{(l.Business == 1 ? "" : $"<AttachmentEncoded><Attachment><ContentType>application/pdf</ContentType><ContentId>{cid}</ContentId><ContentTransferEncoded>{Convert.ToBase64String(Zip(l.FileName, l.File))}</ContentTransferEncoded></Attachment></AttachmentEncoded>")}</edXML>
            """;
        var xml = new XmlDocument { PreserveWhitespace = true };
        xml.LoadXml(text.Trim());
        Sign(xml, certificate);
        return Encoding.UTF8.GetBytes(brokenSignature ? xml.OuterXml.Replace($"<Subject>{E(l.Subject)}", "<Subject>Sửa trên đường", StringComparison.Ordinal) : xml.OuterXml);
    }

    static string Organ(string element, string id, string name) => $"<{element}><OrganId>{E(id)}</OrganId><OrganName>{E(name)}</OrganName></{element}>";

    static string Some(string element, string text) => text.Length == 0 ? "" : $"<{element}>{E(text)}</{element}>";

    static string E(string text) => SecurityElement.Escape(text)!;

    static byte[] Zip(string name, byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var archive = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open()) entry.Write(content);
        return zipped.ToArray();
    }

    public static void Sign(XmlDocument xml, X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        var signed = new SignedXml(xml) { SigningKey = key };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = SignedXml.XmlDsigRSASHA256Url;
        var reference = new Reference("") { DigestMethod = SignedXml.XmlDsigSHA256Url };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.KeyInfo.AddClause(new KeyInfoX509Data(certificate));
        signed.ComputeSignature();
        xml.DocumentElement!.FirstChild!.FirstChild!.AppendChild(signed.GetXml());
    }

    /// <returns>The head, or the error code and its words.</returns>
    public static (PacketHead? Head, string Error) Read(Stream packet, AxisCertificates certificates)
    {
        var xml = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(packet, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            xml.Load(reader);
        }
        catch (XmlException e) { return (null, "EDXML.NOT_XML|" + e.Message); }
        var names = new XmlNamespaceManager(xml.NameTable);
        names.AddNamespace("e", Namespace);
        const string Header = "/e:edXML/e:edXMLEnvelope/e:edXMLHeader/";
        string Text(string path) => xml.SelectSingleNode(Header + path, names)?.InnerText ?? "";
        var head = new PacketHead(Text("e:MessageHeader/e:DocumentId"), Text("e:MessageHeader/e:From/e:OrganId"), [.. xml.SelectNodes(Header + "e:MessageHeader/e:To/e:OrganId", names)!.Cast<XmlNode>().Select(n => n.InnerText)],
            Text("e:MessageHeader/e:Code/e:CodeNumber") + "/" + Text("e:MessageHeader/e:Code/e:CodeNotation"), Text("e:MessageHeader/e:PromulgationInfo/e:PromulgationDate"), Text("e:MessageHeader/e:Subject"),
            int.TryParse(Text("e:TraceHeaderList/e:Bussiness/e:BussinessDocType"), out var business) ? business : 0, Text("e:TraceHeaderList/e:Bussiness/e:DocumentId"));
        if (head.DocumentId.Length == 0 || head.From.Length == 0 || head.To.Count == 0) return (null, "EDXML.SCHEMA|The packet does not say from whom, to whom or what.");
        return Verify(xml, certificates) is { } signer && (head.From == signer || head.From.StartsWith(signer + ".", StringComparison.Ordinal)) ? (head, "") : (null, "EDXML.SIGNATURE|The signature does not hold, or is not the sender's.");
    }

    static string? Verify(XmlDocument xml, AxisCertificates certificates)
    {
        if (xml.GetElementsByTagName("Signature", SignedXml.XmlDsigNamespaceUrl) is not { Count: 1 } found) return null;
        var signed = new SignedXml(xml);
        try
        {
            signed.LoadXml((XmlElement)found[0]!);
            if (signed.SignedInfo!.References.Count != 1 || ((Reference)signed.SignedInfo.References[0]!).Uri != "") return null;
            if (signed.KeyInfo.OfType<KeyInfoX509Data>().SelectMany(d => d.Certificates?.OfType<X509Certificate2>() ?? []).FirstOrDefault() is not { } certificate) return null;
            using (certificate) return signed.CheckSignature(certificate, verifySignatureOnly: true) ? certificates.NameOf(certificate) : null;
        }
        catch (CryptographicException) { return null; }
    }
}

/// <summary>A page with one line of text, enough for every reader of PDF.</summary>
static class Pdf
{
    public static byte[] Of(string line)
    {
        var ascii = new string([.. line.Normalize(NormalizationForm.FormD).Replace('đ', 'd').Replace('Đ', 'D').Where(c => c is >= ' ' and < (char)127 and not ('(' or ')' or '\\'))]);
        var content = $"BT /F1 18 Tf 72 760 Td ({ascii}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        List<int> places = [];
        foreach (var (n, o) in objects.Index())
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{n + 1} 0 obj\n{o}\nendobj\n");
        }
        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) text.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
