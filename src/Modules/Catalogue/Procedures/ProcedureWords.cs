using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

/// <summary>How long, how much, where: in the words of the page.</summary>
public sealed class ProcedureWords(Texts T, DeadlineText deadlines)
{
    public string? HowLong(ProcedureContent content) => HowLong(content.MainTerms);

    public string? HowLong(ChannelTerms? terms) => terms?.TimeLimit is { } limit ? Capital(deadlines.Limit(limit)) : null;

    /// <summary>For editors: also a limit that is not clear, or that nobody stated.</summary>
    public string StatedLimit(ChannelTerms terms) => HowLong(terms) ?? (terms.Value is { } value ? T["{0}, không rõ đơn vị", value] : T["không rõ thời hạn"]);

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

    public string PaperForm(PaperForm form) => form switch
    {
        Contracts.Catalogue.PaperForm.Copy => T["Bản sao"],
        Contracts.Catalogue.PaperForm.Electronic => T["Bản điện tử"],
        _ => T["Bản chính"],
    };

    /// <summary>Whom a fee rule is for.</summary>
    public string Subject(FeeSubject subject) => subject switch
    {
        FeeSubject.PoorHousehold => T["Hộ nghèo"],
        FeeSubject.NearPoorHousehold => T["Hộ cận nghèo"],
        FeeSubject.Merit => T["Người có công với cách mạng"],
        FeeSubject.EthnicMinorityInHardArea => T["Đồng bào dân tộc thiểu số ở nơi khó khăn"],
        FeeSubject.Child => T["Trẻ em"],
        FeeSubject.Elderly => T["Người cao tuổi"],
        FeeSubject.Disabled => T["Người khuyết tật"],
        _ => T["Người nộp qua mạng"],
    };

    /// <summary>"Nộp 50% phí", "Miễn phí", "Nộp 20.000 đ".</summary>
    public string Pays(FeeRule rule) => rule switch
    {
        { AmountVnd: 0 } or { Percent: 0 } => T["Miễn phí"],
        { AmountVnd: { } amount } => T["Nộp {0:N0} đ", amount],
        _ => T["Nộp {0}% phí", rule.Percent],
    };

    /// <summary>From when to when; null when always.</summary>
    public string? Validity(FeeRule rule) => rule switch
    {
        { ValidFrom: { } from, ValidUntil: { } until } => T["từ {0} đến {1}", DateText.Long(from), DateText.Long(until)],
        { ValidFrom: { } from } => T["từ {0}", DateText.Long(from)],
        { ValidUntil: { } until } => T["đến {0}", DateText.Long(until)],
        _ => null,
    };

    /// <summary>The whole rule in lines, for comparing.</summary>
    public string Rule(FeeRule rule) => string.Join('\n', new[] { Pays(rule), rule.LegalBasis, Validity(rule) }.OfType<string>());

    static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
