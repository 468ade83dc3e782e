using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Clock;

namespace NhatLe.Exchange.Axis;

/// <summary>
/// The packet on the wire (edXML, QCVN 102:2016): written and read here only. Read with no entity, no document type, no address fetched, held against
/// the schema and the signature before anything in it is looked at; attachments unzip to no more than is allowed.
/// </summary>
public static class PacketXml
{
    public const string Namespace = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

    /// <summary>Of a packet as it comes, and of all its files unzipped.</summary>
    public const int LongestPacket = 48 * 1024 * 1024, LongestFiles = 96 * 1024 * 1024;

    /// <summary>Of one fault as the schema has it: it repeats the whole value it does not like.</summary>
    const int LongestFault = 200;

    static readonly XNamespace ns = Namespace;
    static readonly XmlSchemaSet schema = ReadSchema();

    public static byte[] Write(Packet packet, X509Certificate2 certificate)
    {
        var files = packet.Files.Select((f, n) => (File: f, Id: string.Create(CultureInfo.InvariantCulture, $"cid:{packet.DocumentId}.{n + 1}"))).ToList();
        var document = new XDocument(new XElement(ns + "edXML",
            new XElement(ns + "edXMLEnvelope",
                new XElement(ns + "edXMLHeader", MessageHeader(packet), Traces(packet)),
                new XElement(ns + "edXMLBody", new XElement(ns + "edXMLManifest", files.Select(f =>
                    new XElement(ns + "Reference", Of("ContentId", f.Id), Of("ContentType", f.File.ContentType), Some("Description", f.File.Description), Of("AttachmentName", f.File.Name)))))),
            files.Count == 0 ? null : new XElement(ns + "AttachmentEncoded", files.Select(f =>
                new XElement(ns + "Attachment", Of("ContentType", f.File.ContentType), Of("ContentId", f.Id), Some("Description", f.File.Description), Of("ContentTransferEncoded", Convert.ToBase64String(Zip(f.File))))))));
        var xml = new XmlDocument { PreserveWhitespace = true };
        using (var reader = document.CreateReader()) xml.Load(reader);
        PacketSignature.Sign(xml, Header(xml), certificate);
        using var written = new MemoryStream();
        using (var writer = XmlWriter.Create(written, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false) })) xml.Save(writer);
        return written.ToArray();
    }

    /// <param name="signer">Whose signature it bears; the caller asks whether they are believed, and are the sender.</param>
    /// <exception cref="PacketFault">It says what is wrong with it.</exception>
    public static Packet Read(ReadOnlyMemory<byte> bytes, out X509Certificate2 signer)
    {
        if (bytes.Length > LongestPacket) throw new PacketFault(PacketFault.TooLarge, $"The packet has more than {LongestPacket / 1024 / 1024} MB.");
        var xml = Load(bytes);
        signer = PacketSignature.Verify(xml, Header(xml));
        using var reader = new XmlNodeReader(xml);
        try { return Read(XDocument.Load(reader).Root!); }
        catch (Exception e) when (e is FormatException or OverflowException) { throw new PacketFault(PacketFault.Schema, e.Message); }
    }

    static XmlDocument Load(ReadOnlyMemory<byte> bytes)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 0, MaxCharactersInDocument = LongestPacket, ValidationType = ValidationType.Schema, Schemas = schema,
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings,
        };
        settings.ValidationEventHandler += (_, e) =>
        {
            if (faults.Count < 5) faults.Add(e.Message.Length > LongestFault ? e.Message[..LongestFault] : e.Message);
        };
        var xml = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, settings);
            xml.Load(reader);
        }
        catch (XmlException e) { throw new PacketFault(PacketFault.NotXml, e.Message); }
        if (faults.Count > 0) throw new PacketFault(PacketFault.Schema, string.Join(" ", faults));
        return xml;
    }

    static XmlElement Header(XmlDocument xml) => First(First(xml.DocumentElement)) is { LocalName: "edXMLHeader" } header ? header : throw new PacketFault(PacketFault.Schema, "The packet has no header.");

    /// <summary>White space and comments may stand before it.</summary>
    static XmlElement? First(XmlElement? of) => of?.ChildNodes.OfType<XmlElement>().FirstOrDefault();

    static XElement MessageHeader(Packet p) => new(ns + "MessageHeader",
        Organ("From", p.From), p.To.Select(t => Organ("To", t)), Of("DocumentId", p.DocumentId),
        new XElement(ns + "Code", Of("CodeNumber", p.Number), Of("CodeNotation", p.Notation)),
        new XElement(ns + "PromulgationInfo", Of("Place", p.Place), Of("PromulgationDate", Day(p.IssuedOn))),
        new XElement(ns + "DocumentType", Of("Type", p.Type), Of("TypeName", p.TypeName)),
        Of("Subject", p.Subject), Some("Content", p.Content),
        new XElement(ns + "SignerInfo", Some("Competence", p.SignerCompetence), Of("Position", p.SignerPosition), Of("FullName", p.SignerName)),
        p.DueOn is { } due ? Of("DueDate", Day(due)) : null,
        p.ToPlaces.Count == 0 ? null : new XElement(ns + "ToPlaces", p.ToPlaces.Select(place => Of("Place", place))),
        new XElement(ns + "OtherInfo", Of("Priority", Number((int)p.Priority)), p.Pages is { } pages ? Of("PageAmount", Number(pages)) : null),
        p.Answers.Select(a => new XElement(ns + "ResponseFor", Of("OrganId", a.OrganId), Of("Code", a.Code), Of("PromulgationDate", Day(a.IssuedOn)), Some("DocumentId", a.DocumentId))),
        Of("SteeringType", Number((int)p.Steering)));

    static XElement Traces(Packet p) => new(ns + "TraceHeaderList",
        p.Traces.Select(t => new XElement(ns + "TraceHeader", Of("OrganId", t.OrganId), Of("Timestamp", LegalTime.ToLocal(t.At).ToString("yyyy'/'MM'/'dd HH:mm:ss", CultureInfo.InvariantCulture)))),
        new XElement(ns + "Bussiness", Of("BussinessDocType", Number((int)p.Business)), Some("BussinessDocReason", p.Reason), Some("DocumentId", p.About)));

    static XElement Organ(string name, PacketOrgan o) => new(ns + name, Of("OrganId", o.Id), Some("OrganizationInCharge", o.InCharge), Of("OrganName", o.Name), Some("OrganAdd", o.Address), Some("Email", o.Email), Some("Telephone", o.Telephone), Some("Fax", o.Fax), Some("Website", o.Website));

    static XElement Of(string name, string value) => new(ns + name, value);

    static XElement? Some(string name, string value) => value.Length == 0 ? null : Of(name, value);

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Day(DateOnly day) => day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);

    static Packet Read(XElement root)
    {
        var header = root.Element(ns + "edXMLEnvelope")!.Element(ns + "edXMLHeader")!;
        var (m, traces) = (header.Element(ns + "MessageHeader")!, header.Element(ns + "TraceHeaderList")!);
        var (issue, kind, signer, business) = (m.Element(ns + "PromulgationInfo")!, m.Element(ns + "DocumentType")!, m.Element(ns + "SignerInfo")!, traces.Element(ns + "Bussiness")!);
        return new(Text(m, "DocumentId"), ReadOrgan(m.Element(ns + "From")!), [.. m.Elements(ns + "To").Select(ReadOrgan)], Text(m.Element(ns + "Code")!, "CodeNumber"), Text(m.Element(ns + "Code")!, "CodeNotation"),
            Text(issue, "Place"), ReadDay(Text(issue, "PromulgationDate")), Text(kind, "Type"), Text(kind, "TypeName"), Text(m, "Subject"), Text(signer, "Position"), Text(signer, "FullName"))
        {
            Content = Text(m, "Content"), SignerCompetence = Text(signer, "Competence"), DueOn = Text(m, "DueDate") is { Length: > 0 } due ? ReadDay(due) : null,
            ToPlaces = [.. m.Element(ns + "ToPlaces")?.Elements(ns + "Place").Select(p => p.Value) ?? []], Priority = (PacketPriority)(int)m.Element(ns + "OtherInfo")!.Element(ns + "Priority")!, Pages = (int?)m.Element(ns + "OtherInfo")!.Element(ns + "PageAmount"),
            Answers = [.. m.Elements(ns + "ResponseFor").Select(a => new PacketAnswered(Text(a, "OrganId"), Text(a, "Code"), ReadDay(Text(a, "PromulgationDate")), Text(a, "DocumentId")))],
            Steering = (PacketSteering)((int?)m.Element(ns + "SteeringType") ?? 1), Business = (PacketBusiness)(int)business.Element(ns + "BussinessDocType")!, Reason = Text(business, "BussinessDocReason"), About = Text(business, "DocumentId"),
            Traces = [.. traces.Elements(ns + "TraceHeader").Select(t => (Text(t, "OrganId"), ReadInstant(Text(t, "Timestamp"))))],
            Files = ReadFiles(root),
        };
    }

    static PacketOrgan ReadOrgan(XElement o) => new(Text(o, "OrganId"), Text(o, "OrganName"), Text(o, "OrganizationInCharge"), Text(o, "OrganAdd"), Text(o, "Email"), Text(o, "Telephone"), Text(o, "Fax"), Text(o, "Website"));

    static string Text(XElement parent, string name) => parent.Element(ns + name)?.Value ?? "";

    static DateOnly ReadDay(string day) => DateOnly.TryParseExact(day, "yyyy'/'MM'/'dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : throw new PacketFault(PacketFault.Schema, $"{day} is no day.");

    static DateTimeOffset ReadInstant(string at) => DateTime.TryParseExact(at, "yyyy'/'MM'/'dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year >= AxisWire.EarliestYear ? new DateTimeOffset(read, LegalTime.VietnamOffset).ToUniversalTime() : throw new PacketFault(PacketFault.Schema, $"{at} is no instant.");

    /// <summary>Every file that the manifest names is there once, and no other.</summary>
    static List<PacketFile> ReadFiles(XElement root)
    {
        var encoded = (root.Element(ns + "AttachmentEncoded")?.Elements(ns + "Attachment") ?? []).ToLookup(a => Text(a, "ContentId"), StringComparer.Ordinal);
        var references = root.Element(ns + "edXMLEnvelope")!.Element(ns + "edXMLBody")!.Element(ns + "edXMLManifest")!.Elements(ns + "Reference").ToList();
        if (encoded.Count != references.Count || references.Any(r => encoded[Text(r, "ContentId")].Count() != 1)) throw new PacketFault(PacketFault.Attachment, "The manifest and the attachments do not name the same files.");
        List<PacketFile> files = [];
        var left = (long)LongestFiles;
        foreach (var reference in references)
        {
            var content = Unzip(Convert.FromBase64String(Text(encoded[Text(reference, "ContentId")].Single(), "ContentTransferEncoded")), left);
            left -= content.Length;
            files.Add(new(Path.GetFileName(Text(reference, "AttachmentName").Replace('\\', '/')), Text(reference, "ContentType"), content, Text(reference, "Description")));
        }
        return files;
    }

    static byte[] Zip(PacketFile file)
    {
        using var zipped = new MemoryStream();
        using (var archive = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry(file.Name).Open()) entry.Write(file.Content.Span);
        return zipped.ToArray();
    }

    /// <summary>One file, read no further than is allowed, whatever the archive says of its length.</summary>
    static byte[] Unzip(byte[] zipped, long most)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zipped, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count != 1) throw new PacketFault(PacketFault.Attachment, "An attachment is one file, zipped.");
            using var entry = archive.Entries[0].Open();
            using var content = new MemoryStream();
            var buffer = new byte[81920];
            for (int read; (read = entry.Read(buffer)) > 0;)
            {
                if (content.Length + read > most) throw new PacketFault(PacketFault.TooLarge, $"The files unzip to more than {LongestFiles / 1024 / 1024} MB.");
                content.Write(buffer, 0, read);
            }
            return content.ToArray();
        }
        catch (InvalidDataException) { throw new PacketFault(PacketFault.Attachment, "An attachment is no zip archive, or a broken one."); }
    }

    static XmlSchemaSet ReadSchema()
    {
        using var stream = typeof(PacketXml).Assembly.GetManifestResourceStream("NhatLe.Exchange.Axis.edxml.xsd")!;
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var set = new XmlSchemaSet { XmlResolver = null };
        set.Add(Namespace, reader);
        set.Compile();
        return set;
    }
}
