using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Forms;

public enum FieldType { Text = 1, Date = 2, Choice = 3, CitizenNumber = 4, Phone = 5, Commune = 6, LongText = 7, Email = 8 }

/// <summary>An electronic form as data: pages of questions. One definition gives the pages, the validation and the summary.</summary>
/// <param name="PersonField">The answer that names whom the dossier is about; null where it is the applicant.</param>
public sealed record FormDefinition(string Key, string Title, string TitleEn, string? PersonField, IReadOnlyList<FormPageDefinition> Pages)
{
    public IEnumerable<FieldDefinition> Fields => Pages.SelectMany(p => p.Fields);
}

public sealed record FormPageDefinition(string Key, string Title, string TitleEn, string? Help, string? HelpEn, IReadOnlyList<FieldDefinition> Fields);

/// <param name="Prefill">Where a first value comes from: "account.full_name", …; its source is shown beside it.</param>
/// <param name="YearOnly">A date may be a year only.</param>
/// <param name="NotFuture">A date may not lie after today.</param>
public sealed record FieldDefinition(
    string Key, FieldType Type, string Label, string LabelEn, string? Help = null, string? HelpEn = null, bool Required = true, string? Prefill = null,
    IReadOnlyList<ChoiceDefinition>? Choices = null, bool YearOnly = false, bool NotFuture = false, int MaxLength = 200, string? Autocomplete = null);

public sealed record ChoiceDefinition(string Value, string Label, string LabelEn);

/// <summary>The forms the platform ships (data/forms), by key.</summary>
public sealed class FormLibrary(ReferenceData data)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    readonly Lazy<Dictionary<string, FormDefinition>> forms = new(() =>
        System.IO.Directory.EnumerateFiles(data.PathOf("forms"), "*.json")
            .Select(file => JsonSerializer.Deserialize<FormDefinition>(File.ReadAllText(file), Json)!)
            .ToDictionary(form => form.Key));

    public FormDefinition? Find(string? key) => key is null ? null : forms.Value.GetValueOrDefault(key);
}
