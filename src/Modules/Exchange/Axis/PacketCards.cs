using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Axis;

/// <summary>A packet as the inbox and the search show it.</summary>
static class PacketCards
{
    const int Longest = 140, MostOthers = 5;

    public static DutyCard Duty(DocumentPacket p) => new(TitleOf(p), p.FromName, p.Code, LinkOf(p));

    /// <summary>Found by the words of its subject, of the other side, of its number and its DocumentId.</summary>
    public static void Index(this ExchangeDb db, DocumentPacket p, params IEnumerable<string> others) =>
        db.Index(p, new(p.At, TitleOf(p), p.FromName, p.DocumentId, LinkOf(p), [p.Subject, p.FromName, p.Code, p.DocumentId, .. others.Take(MostOthers)]), []);

    static string LinkOf(DocumentPacket p) => PacketModel.AddressOf(p.Id)[1..];

    static string TitleOf(DocumentPacket p) => p.Subject.Length <= Longest ? p.Subject : p.Subject[..(p.Subject.LastIndexOf(' ', Longest) is > 0 and var cut ? cut : Longest)] + "…";
}
