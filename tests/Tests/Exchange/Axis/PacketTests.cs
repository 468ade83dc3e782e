using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Exchange.Axis;

/// <summary>The packet of the document axis: written, signed, read; and every packet that is not one is refused by name. Beside it xmllint and xmlsec1.</summary>
public sealed class PacketTests : IDisposable
{
    static readonly DateTimeOffset At = new(2024, 11, 18, 1, 30, 5, TimeSpan.Zero);

    readonly RSA key = RSA.Create(2048);
    readonly X509Certificate2 certificate;
    readonly string folder = Directory.CreateTempSubdirectory("nhatle-axis-").FullName;

    public PacketTests()
    {
        var request = new CertificateRequest("CN=H46.22", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    static Packet Some(params IReadOnlyList<PacketFile> files) => new("H46.22.2024.120", new("H46.22", "Sở Tư pháp", Email: "stp@quangbinh.example"), [new("H46.11", "Ủy ban nhân dân huyện Minh Hóa"), new("G15", "Bộ Tư pháp")], "120", "STP-HCTP", "Đồng Hới", new(2024, 11, 18), "1", "Công văn",
        "Về việc đăng ký khai sinh cho trẻ em vùng sâu & vùng xa", "Giám đốc", "Thái Bá Linh")
    {
        Content = "Đề nghị <rà soát>", DueOn = new(2024, 11, 29), ToPlaces = ["Như trên", "Lưu: VT"], Priority = PacketPriority.VeryUrgent, Pages = 2, Steering = PacketSteering.Directive,
        Answers = [new("G15", "55/BTP-HTQTCT", new(2024, 11, 1))], Traces = [("H46.22", At)], Files = files,
    };

    static PacketFile File(string name = "120-STP.pdf", string content = "%PDF-1.4 công văn") => new(name, "application/pdf", Encoding.UTF8.GetBytes(content));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var packet = Some(File(), File("phu-luc.pdf", new string('x', 300_000)));
        var read = PacketXml.Read(PacketXml.Write(packet, certificate), out var signer);
        Assert.Equal(certificate.Thumbprint, signer.Thumbprint);
        Assert.Equal(Plain(packet), Plain(read));
        Assert.Equal(packet.Files.Select(f => Convert.ToHexString(f.Content.Span)), read.Files.Select(f => Convert.ToHexString(f.Content.Span)));
        Assert.Equal(packet.Traces, read.Traces);

        static string Plain(Packet p) => System.Text.Json.JsonSerializer.Serialize(p with { Files = [], Traces = [] });
    }

    [Fact]
    public async Task Xmllint_finds_it_valid_and_xmlsec_finds_the_signature_good()
    {
        var (packet, pem) = (Path.Combine(folder, "packet.xml"), Path.Combine(folder, "certificate.pem"));
        await System.IO.File.WriteAllBytesAsync(packet, PacketXml.Write(Some(File()), certificate));
        await System.IO.File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        Assert.Equal(0, await Run("xmllint", "--noout", "--nonet", "--schema", Path.Combine(Repo.Root, "src/Modules/Exchange/Axis/edxml.xsd"), packet));
        Assert.Equal(0, await Run("xmlsec1", "--verify", "--trusted-pem", pem, packet));
        await System.IO.File.WriteAllTextAsync(packet, (await System.IO.File.ReadAllTextAsync(packet)).Replace("Thái Bá Linh", "Người khác", StringComparison.Ordinal));
        Assert.NotEqual(0, await Run("xmlsec1", "--verify", "--trusted-pem", pem, packet));

        static async Task<int> Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    [Theory]
    [InlineData("not xml", PacketFault.NotXml)]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE edXML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">&x;</edXML>", PacketFault.NotXml)]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><a>&b;</a>", PacketFault.NotXml)]
    [InlineData("<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"/>", PacketFault.Schema)]
    [InlineData("<edXML/>", PacketFault.Schema)]
    public void What_is_no_packet_is_refused(string text, string code) => Assert.Equal(code, Fault(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("<Priority>2</Priority>", "<Priority>9</Priority>", PacketFault.Schema)]
    [InlineData("<PromulgationDate>2024/11/18<", "<PromulgationDate>18/11/2024<", PacketFault.Schema)]
    [InlineData("<OrganId>H46.22</OrganId>", "<OrganId></OrganId>", PacketFault.Schema)]
    [InlineData("Thái Bá Linh", "Người khác", PacketFault.Signature)]
    [InlineData("120-STP.pdf", "121-STP.pdf", PacketFault.Signature)]
    [InlineData("xmldsig-more#rsa-sha256", "xmldsig#rsa-sha1", PacketFault.Signature)]
    public void A_packet_changed_on_its_way_is_refused(string was, string becomes, string code)
    {
        var text = Encoding.UTF8.GetString(PacketXml.Write(Some(File()), certificate));
        Assert.Contains(was, text, StringComparison.Ordinal);
        Assert.Equal(code, Fault(Encoding.UTF8.GetBytes(text.Replace(was, becomes, StringComparison.Ordinal))));
    }

    /// <summary>The signed packet moved aside, another one in its place.</summary>
    [Fact]
    public void A_signature_of_another_packet_is_refused()
    {
        var (mine, other) = (Load(PacketXml.Write(Some(File()), certificate)), Load(PacketXml.Write(Some(File()) with { Subject = "Khác" }, certificate)));
        var signature = mine.ImportNode(other.GetElementsByTagName("Signature", "http://www.w3.org/2000/09/xmldsig#")[0]!, deep: true);
        var header = mine.DocumentElement!.FirstChild!.FirstChild!;
        header.ReplaceChild(signature, header.LastChild!);
        Assert.Equal(PacketFault.Signature, Fault(Encoding.UTF8.GetBytes(mine.OuterXml)));
        header.RemoveChild(header.LastChild!);
        Assert.Equal(PacketFault.Schema, Fault(Encoding.UTF8.GetBytes(mine.OuterXml)));
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        using var zipped = new MemoryStream();
        using (var archive = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("bom.pdf", CompressionLevel.SmallestSize).Open())
        {
            var zeros = new byte[1024 * 1024];
            for (var n = 0; n < 300; n++) entry.Write(zeros);
        }
        Assert.True(zipped.Length < 1024 * 1024);
        Assert.Equal(PacketFault.TooLarge, Fault(Resigned(Convert.ToBase64String(zipped.ToArray()))));
        Assert.Equal(PacketFault.Attachment, Fault(Resigned(Convert.ToBase64String(Encoding.UTF8.GetBytes("no zip at all")))));
    }

    [Fact]
    public void White_space_and_comments_between_elements_are_no_fault()
    {
        var indented = Resigned(xml =>
        {
            foreach (var element in xml.SelectNodes("//*[*]")!.Cast<XmlElement>().ToList())
                foreach (var child in element.ChildNodes.Cast<XmlNode>().ToList()) element.InsertBefore(xml.CreateWhitespace("\n  "), child);
            xml.DocumentElement!.PrependChild(xml.CreateComment("phần mềm khác"));
        });
        Assert.Equal(("Thái Bá Linh", "120-STP.pdf"), (PacketXml.Read(indented, out _).SignerName, PacketXml.Read(indented, out _).Files[0].Name));
    }

    [Fact]
    public void An_instant_of_no_document_is_a_fault_of_the_packet() =>
        Assert.Equal(PacketFault.Schema, Fault(Resigned(xml => xml.GetElementsByTagName("Timestamp")[0]!.InnerText = "0001/01/01 00:00:00")));

    [Fact]
    public void What_is_said_of_a_fault_stays_short()
    {
        var packet = Resigned(xml => xml.GetElementsByTagName("Priority")[0]!.InnerText = new string('x', 100_000));
        Assert.InRange(Assert.Throws<PacketFault>(() => PacketXml.Read(packet, out _)).Message.Length, 10, 500);
    }

    /// <summary>Changed, and rightly signed by its sender.</summary>
    byte[] Resigned(string attachment) => Resigned(xml => xml.GetElementsByTagName("ContentTransferEncoded")[0]!.InnerText = attachment);

    byte[] Resigned(Action<XmlDocument> change)
    {
        var xml = Load(PacketXml.Write(Some(File()), certificate));
        var header = (XmlElement)xml.GetElementsByTagName("edXMLHeader")[0]!;
        header.RemoveChild(header.LastChild!);
        change(xml);
        PacketSignature.Sign(xml, header, certificate);
        return Encoding.UTF8.GetBytes(xml.OuterXml);
    }

    static XmlDocument Load(byte[] bytes)
    {
        var xml = new XmlDocument { PreserveWhitespace = true };
        xml.LoadXml(Encoding.UTF8.GetString(bytes));
        return xml;
    }

    static string Fault(byte[] packet) => Assert.Throws<PacketFault>(() => PacketXml.Read(packet, out _)).Code;
}
