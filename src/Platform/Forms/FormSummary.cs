using System.Globalization;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Forms;

public sealed record SummaryPage(string Key, string Title, IReadOnlyList<SummaryLine> Lines)
{
    public bool IsEmpty => Lines.All(l => l.IsEmpty);
}

/// <summary>One question and its answer as people read it; of a group, its rows.</summary>
public sealed record SummaryLine(string Key, string Label, string Value, IReadOnlyList<SummaryRow>? Rows = null)
{
    public bool IsEmpty => Value.Length == 0 && (Rows is null || Rows.All(r => r.Lines.All(l => l.IsEmpty)));
}

public sealed record SummaryRow(string Title, IReadOnlyList<SummaryLine> Lines);

/// <summary>What a form says, page by page: only what is asked, computed values among it.</summary>
/// <param name="english">The language of questions and choices; a declaration is always Vietnamese.</param>
public sealed class FormSummary(DirectorySnapshot directory, bool english)
{
    readonly AnswerText said = new(directory, english);

    public IReadOnlyList<SummaryPage> Of(FormDefinition form, IReadOnlyDictionary<string, string> answers)
    {
        var filled = new FilledForm(form, answers);
        return [.. filled.Pages.Select(page => new SummaryPage(page.Key, english ? page.TitleEn : page.Title, [.. filled.Questions(page).Select(field => Line(filled, field))]))];
    }

    SummaryLine Line(FilledForm filled, FieldDefinition field)
    {
        if (field.Type != FieldType.Group) return new(field.Key, Label(field), said.Of(field, filled.Answer(field.Key)));
        var rows = Enumerable.Range(0, filled.Rows(field)).Select(row => new SummaryRow(
            RowTitle(field, row, english),
            [.. filled.Questions(field, row).Select(cell => new SummaryLine(FilledForm.CellKey(field, row, cell), Label(cell), said.Of(cell, filled.Answer(FilledForm.CellKey(field, row, cell)))))]));
        return new(field.Key, Label(field), "", [.. rows]);
    }

    string Label(FieldDefinition field) => english ? field.LabelEn : field.Label;

    /// <summary>"Thành viên 2"</summary>
    public static string RowTitle(FieldDefinition group, int row, bool english) =>
        string.Format(CultureInfo.CurrentCulture, (english ? group.RowLabelEn : group.RowLabel) ?? "{0}", row + 1);
}

/// <summary>An answer as people read it.</summary>
public sealed class AnswerText(DirectorySnapshot directory, bool english)
{
    static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN"), English = CultureInfo.GetCultureInfo("en-GB");

    public string Of(FieldDefinition field, string? answer)
    {
        if (string.IsNullOrEmpty(answer)) return "";
        return field.Type switch
        {
            FieldType.Date when DateOnly.TryParseExact(answer, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
            FieldType.Choice => Choice(field, answer),
            FieldType.MultiChoice => string.Join("; ", answer.Split(',').Select(a => Choice(field, a))),
            FieldType.Commune => Commune(answer),
            FieldType.Address => AddressAnswer.Parts(answer) is var (code, detail) && detail.Length > 0 ? $"{detail}, {Commune(code)}" : Commune(AddressAnswer.Parts(answer).UnitCode),
            FieldType.Money => FormNumber.Read(answer) is { } sum ? Grouped(sum) + " đồng" : answer,
            FieldType.Number => FormNumber.Read(answer) is { } number ? Grouped(number) : answer,
            _ => answer,
        };
    }

    string Grouped(long number) => number.ToString("N0", english ? English : Vietnamese);

    string Choice(FieldDefinition field, string answer) =>
        field.Choices?.FirstOrDefault(c => c.Value == answer) is { } choice ? english ? choice.LabelEn : choice.Label : answer;

    string Commune(string code) =>
        directory.FindUnit(code) is { } unit ? $"{unit.FullName}, {(unit.ParentId is { } parent ? directory.Unit(parent).FullName : "")}" : code;
}
