using NhatLe.Platform.Forms;
using NhatLe.Platform.Ui;

namespace NhatLe.Services.Drafts;

/// <summary>What the browser sent for a page of questions, as answers: dates and addresses come in parts, several boxes under one name.</summary>
public sealed class PageInput(FilledForm before, FormPageDefinition page, IReadOnlyDictionary<string, string> sent)
{
    /// <summary>The questions that stood on the page, by key, where the page says so: a question without a ticked box sends nothing.</summary>
    public const string AskedField = "asked";

    readonly Dictionary<string, string> answers = [];

    public IReadOnlySet<string>? Asked { get; } = sent.TryGetValue(AskedField, out var keys) ? keys.Split(' ').ToHashSet() : null;

    public Dictionary<string, string> Read()
    {
        foreach (var (field, key) in Questions(before, page)) One(field, key);
        return answers;
    }

    /// <summary>Every question of a page, each cell of each row among them, asked or not.</summary>
    public static IEnumerable<(FieldDefinition Field, string Key)> Questions(FilledForm form, FormPageDefinition page) =>
        page.Fields.SelectMany<FieldDefinition, (FieldDefinition, string)>(field => field.Type != FieldType.Group
            ? [(field, field.Key)]
            : Enumerable.Range(0, form.Rows(field)).SelectMany(row => field.Fields!.Select(cell => (cell, FilledForm.CellKey(field, row, cell)))));

    /// <summary>The keys of what is asked on a page now.</summary>
    public static IEnumerable<string> AskedOn(FilledForm form, FormPageDefinition page) =>
        form.Questions(page).SelectMany(field => field.Type != FieldType.Group
            ? [field.Key]
            : Enumerable.Range(0, form.Rows(field)).SelectMany(row => form.Questions(field, row).Select(cell => FilledForm.CellKey(field, row, cell))));

    void One(FieldDefinition field, string key)
    {
        if (field.Compute is not null) return;
        switch (field.Type)
        {
            case FieldType.Date:
                Date(key);
                break;
            case FieldType.Address:
                var (unit, detail) = AddressAnswer.Parts(before.Answer(key));
                if (sent.ContainsKey($"{key}.Unit") || sent.ContainsKey($"{key}.Detail"))
                    answers[key] = AddressAnswer.Of(sent.GetValueOrDefault($"{key}.Unit") ?? unit, sent.GetValueOrDefault($"{key}.Detail") ?? detail);
                break;
            default:
                if (sent.TryGetValue(key, out var value)) answers[key] = value;
                else if (field.Type == FieldType.MultiChoice && Asked?.Contains(key) is true) answers[key] = "";
                break;
        }
    }

    void Date(string key)
    {
        var date = DateInput.Of(before.Answer(key));
        if (!(Part("Day", v => date.Day = v) | Part("Month", v => date.Month = v) | Part("Year", v => date.Year = v))) return;
        answers[key] = date.ToText() ?? (date.IsEmpty ? "" : $"{date.Year}-{date.Month}-{date.Day}");

        bool Part(string part, Action<string?> set)
        {
            if (!sent.TryGetValue($"{key}.{part}", out var value)) return false;
            set(value.Trim() is { Length: > 0 } text ? text : null);
            return true;
        }
    }
}
