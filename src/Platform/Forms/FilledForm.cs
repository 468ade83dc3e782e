using System.Globalization;
using System.Text.RegularExpressions;

namespace NhatLe.Platform.Forms;

/// <summary>A definition together with the answers so far: what is asked now, and in which rows. It reads the answers as they are, also while they change.</summary>
public sealed partial class FilledForm(FormDefinition form, IReadOnlyDictionary<string, string> answers)
{
    public FormDefinition Form => form;

    /// <summary>The pages that are asked, in order; a page's number is its place here.</summary>
    public IReadOnlyList<FormPageDefinition> Pages => [.. form.Pages.Where(Asks)];

    public bool Asks(FormPageDefinition page) => Holds(page.ShowIf, group: null, row: 0);

    /// <summary>Is this question of a page asked? Its page is taken to be.</summary>
    public bool Asks(FieldDefinition field) => Holds(field.ShowIf, group: null, row: 0);

    /// <summary>The questions of a page that are asked, a group as one.</summary>
    public IEnumerable<FieldDefinition> Questions(FormPageDefinition page) => page.Fields.Where(Asks);

    /// <summary>The questions of a row that are asked.</summary>
    public IEnumerable<FieldDefinition> Questions(FieldDefinition group, int row) => group.Fields!.Where(f => Holds(f.ShowIf, group, row));

    /// <summary>Rows there are now: at least what the group demands, at most what it takes.</summary>
    public int Rows(FieldDefinition group) => Math.Clamp(Given(group), group.MinRows, group.MaxRows);

    /// <summary>Rows as given, however many.</summary>
    public int Given(FieldDefinition group) => int.TryParse(answers.GetValueOrDefault(group.Key), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : 0;

    /// <summary>"members[0].name"</summary>
    public static string CellKey(FieldDefinition group, int row, FieldDefinition cell) => Prefix(group, row) + cell.Key;

    public static string Prefix(FieldDefinition group, int row) => string.Create(CultureInfo.InvariantCulture, $"{group.Key}[{row}].");

    public string Answer(string key) => answers.GetValueOrDefault(key) ?? "";

    /// <summary>The answer of a question that is asked, in the same row where there is one of this name; "" where it is not asked.</summary>
    public string Heard(string key, FieldDefinition? group, int row)
    {
        if (group?.Fields!.FirstOrDefault(f => f.Key == key) is { } cell) return Holds(cell.ShowIf, group, row) ? Answer(CellKey(group, row, cell)) : "";
        return form.Pages.Where(p => p.Fields.Any(f => f.Key == key && Asks(f)) && Asks(p)).Select(_ => Answer(key)).FirstOrDefault() ?? "";
    }

    /// <summary>The answers of one column: of every row of a group that is asked.</summary>
    public IEnumerable<string> Column(string groupKey, string key) =>
        form.Pages.Where(Asks).SelectMany(Questions).Where(f => f.Key == groupKey && f.Type == FieldType.Group)
            .SelectMany(group => Enumerable.Range(0, Rows(group)).Select(row => Heard(key, group, row)));

    /// <summary>What is filed: the answers to what is asked, and nothing else.</summary>
    public Dictionary<string, string> Filed()
    {
        Dictionary<string, string> filed = [];
        foreach (var field in Pages.SelectMany(Questions))
        {
            if (field.Type != FieldType.Group)
            {
                filed[field.Key] = Answer(field.Key);
                continue;
            }
            filed[field.Key] = Rows(field).ToString(CultureInfo.InvariantCulture);
            for (var row = 0; row < Rows(field); row++)
                foreach (var cell in Questions(field, row))
                    filed[CellKey(field, row, cell)] = Answer(CellKey(field, row, cell));
        }
        return filed;
    }

    bool Holds(ConditionDefinition? condition, FieldDefinition? group, int row) =>
        condition is null || Heard(condition.Field, group, row).Split(',').Any(given => given.Length > 0 && condition.Accepted.Contains(given));

    /// <summary>Adds an empty row; one more than the group takes is not added.</summary>
    public static void AddRow(FieldDefinition group, FormDefinition form, Dictionary<string, string> answers) =>
        answers[group.Key] = Math.Min(new FilledForm(form, answers).Rows(group) + 1, group.MaxRows).ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes a row out; the rows behind it move up.</summary>
    public static void RemoveRow(FieldDefinition group, int row, FormDefinition form, Dictionary<string, string> answers)
    {
        var rows = new FilledForm(form, answers).Rows(group);
        if (row < 0 || row >= rows) return;
        foreach (var cell in group.Fields!)
        {
            for (var n = row; n < rows - 1; n++)
            {
                if (answers.TryGetValue(CellKey(group, n + 1, cell), out var next)) answers[CellKey(group, n, cell)] = next;
                else answers.Remove(CellKey(group, n, cell));
            }
            answers.Remove(CellKey(group, rows - 1, cell));
        }
        answers[group.Key] = Math.Max(rows - 1, group.MinRows).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Takes out the rows in which nothing was typed, as far as the group may do without them.</summary>
    public static void RemoveEmptyRows(FieldDefinition group, FormDefinition form, Dictionary<string, string> answers)
    {
        var rows = new FilledForm(form, answers).Rows(group);
        for (var row = rows - 1; row >= 0 && rows > group.MinRows; row--)
        {
            if (group.Fields!.Any(cell => cell.Compute is null && !string.IsNullOrWhiteSpace(answers.GetValueOrDefault(CellKey(group, row, cell))?.Trim('|')))) continue;
            RemoveRow(group, row, form, answers);
            rows--;
        }
        answers[group.Key] = rows.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The group and row a cell's key names: "members[1].name" is row 1 of "members", cell "name".</summary>
    public static (string Group, int Row, string Cell)? CellOf(string key) =>
        CellName().Match(key) is { Success: true } m && int.TryParse(m.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? (m.Groups[1].Value, row, m.Groups[3].Value) : null;

    [GeneratedRegex(@"^([a-z0-9_]+)\[([0-9]{1,4})\]\.([a-z0-9_]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex CellName();
}
