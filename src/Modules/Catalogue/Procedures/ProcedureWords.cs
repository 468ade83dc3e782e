using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

/// <summary>How long, how much, where: in the words of the page.</summary>
public sealed class ProcedureWords(Texts T, DeadlineText deadlines)
{
    public string? HowLong(ProcedureContent content) => HowLong(content.MainTerms);

    public string? HowLong(ChannelTerms? terms) => terms?.TimeLimit is { } limit ? Capital(deadlines.Limit(limit)) : null;

    public string? HowMuch(ProcedureContent content) => HowMuch(content.MainTerms);

    public string? HowMuch(ChannelTerms? terms) => terms?.FeeVnd switch
    {
        null => null,
        0 => T["Miễn phí"],
        { } fee => T["{0:N0} đ", fee],
    };

    /// <summary>"UBND xã, phường": where papers are handed in.</summary>
    public string? Where(ProcedureContent content) => content switch
    {
        { IsElsewhere: true } => content.Agency,
        _ => Level(content.FileAt ?? content.Level),
    };

    public string? Level(ProcedureLevel? level) => level switch
    {
        ProcedureLevel.Commune => T["UBND xã, phường, thị trấn"],
        ProcedureLevel.District => T["UBND huyện, thị xã, thành phố"],
        ProcedureLevel.Province => T["Trung tâm Phục vụ hành chính công tỉnh"],
        _ => null,
    };

    public string LevelName(ProcedureLevel level) => level switch
    {
        ProcedureLevel.Commune => T["Cấp xã"],
        ProcedureLevel.District => T["Cấp huyện"],
        _ => T["Cấp tỉnh"],
    };

    /// <summary>"UBND xã, phường, thị trấn · 3 ngày làm việc · Miễn phí"</summary>
    public string Line(ProcedureContent content) => string.Join(" · ", new[] { Where(content), HowLong(content), HowMuch(content) }.OfType<string>());

    static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
