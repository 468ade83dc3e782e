using System.Globalization;
using System.Text;

namespace NhatLe.National.Axis;

/// <summary>The agencies played here write to those that connect: when told, and in a demonstration a few by themselves.</summary>
sealed class AxisLetters(AxisStore store, AxisCertificates certificates, NationalOptions options, TimeProvider time) : BackgroundService
{
    int number;

    /// <param name="wrong">"signature", "xml", "schema", "xxe", "bomb", "signer", "twice": what is wrong with it.</param>
    public AxisDocument Write(Letter letter, string? wrong = null)
    {
        var head = new PacketHead(letter.DocumentId, letter.From, letter.To, $"{letter.Number}/{letter.Notation}", "", letter.Subject, letter.Business, letter.About);
        var signer = certificates.Of(wrong == "signer" ? AxisAgency.Played.First(a => a.Id != letter.From && certificates.Of(a.Id) is not null).Id : letter.From) ?? throw new InvalidOperationException($"{letter.From} has no certificate.");
        if (wrong == "bomb") letter = letter with { File = new byte[120 * 1024 * 1024] };
        var packet = wrong switch
        {
            "xml" => Encoding.UTF8.GetBytes("no packet at all"),
            "schema" => Encoding.UTF8.GetBytes("<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"/>"),
            "xxe" => Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><!DOCTYPE edXML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">&x;</edXML>"),
            _ => EdXml.Write(letter, store.NameOf, time.GetUtcNow(), options.AxisDay, signer, brokenSignature: wrong == "signature"),
        };
        if (wrong == "twice") store.Put(head, packet);
        return store.Put(head, packet);
    }

    /// <summary>A letter every few minutes to an office that has registered, once it has.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.AxisLetters.Length == 0) return;
        try
        {
            for (var wait = TimeSpan.FromSeconds(5); ; wait = number < AxisAgency.Letters.Count ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(10))
            {
                await Task.Delay(wait, time, stoppingToken);
                var to = options.AxisLetters.Split(',').Where(store.Knows).ToList();
                if (to.Count == 0) continue;
                var (from, type, notation, subject, position, signer) = AxisAgency.Letters[number % AxisAgency.Letters.Count];
                if (certificates.Of(from) is null) continue;
                number++;
                Write(new(string.Create(CultureInfo.InvariantCulture, $"{from}.{time.GetUtcNow():yyMMddHHmmss}.{number:000}"), from, [to[number % to.Count]], (100 + number).ToString(CultureInfo.InvariantCulture), notation, type, subject, position, signer) { FileName = "van-ban.pdf", File = Pdf.Of(subject), Priority = number % 5 == 1 ? 1 : 0 });
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the stand-in stops */ }
    }
}
