using System.Text.Json.Serialization;

namespace NhatLe.Platform.Forms;

public enum FieldType
{
    Text = 1, Date = 2, Choice = 3, CitizenNumber = 4, Phone = 5, Commune = 6, LongText = 7, Email = 8,
    Number = 9,

    /// <summary>Whole đồng.</summary>
    Money = 10,
    TaxCode = 11,

    /// <summary>A commune and what stands before it; stored "18907|Bản Ka Oóc".</summary>
    Address = 12,

    /// <summary>Several answers; stored "study,work".</summary>
    MultiChoice = 13,

    /// <summary>Rows of the same questions; a cell's key is "members[0].name", the group's own answer is the number of rows.</summary>
    Group = 14,
}

/// <summary>An electronic form as data: pages of questions. One definition gives pages, validation, the API's schema, summary and print.</summary>
/// <param name="PersonField">The answer that names whom the dossier is about; null where it is the applicant.</param>
/// <param name="Declaration">Title of the printed declaration, in Vietnamese.</param>
/// <param name="UnitField">The commune or address that decides where the dossier goes.</param>
/// <param name="FeeField">The computed answer that is the fee; null where the procedure's own fee stands.</param>
public sealed record FormDefinition(
    string Key, string Title, string TitleEn, string? PersonField, IReadOnlyList<FormPageDefinition> Pages, string Declaration = "", string UnitField = "unit", string? FeeField = null)
{
    public IEnumerable<FieldDefinition> Fields => Pages.SelectMany(p => p.Fields);

    public FieldDefinition? Field(string key) => Fields.FirstOrDefault(f => f.Key == key);
}

/// <param name="ShowIf">The page is asked only then; the numbers of pages skip it otherwise.</param>
public sealed record FormPageDefinition(
    string Key, string Title, string TitleEn, string? Help, string? HelpEn, IReadOnlyList<FieldDefinition> Fields, ConditionDefinition? ShowIf = null);

/// <param name="Prefill">Where a first value comes from: "account.full_name", …; its source is shown beside it.</param>
/// <param name="YearOnly">A date may be a year only.</param>
/// <param name="NotFuture">A date may not lie after today.</param>
/// <param name="NotBefore">A date may not lie before the date this field holds.</param>
/// <param name="Fields">The questions of one row of a group.</param>
/// <param name="RowLabel">"Thành viên {0}".</param>
/// <param name="Compute">The value is computed here, shown read-only, and never taken from outside.</param>
/// <param name="Compare">What a citizen number is held against: a difference warns and never blocks.</param>
public sealed record FieldDefinition(
    string Key, FieldType Type, string Label, string LabelEn, string? Help = null, string? HelpEn = null, bool Required = true, string? Prefill = null,
    IReadOnlyList<ChoiceDefinition>? Choices = null, bool YearOnly = false, bool NotFuture = false, string? NotBefore = null, int MaxLength = 200, string? Autocomplete = null,
    long? Min = null, long? Max = null, IReadOnlyList<FieldDefinition>? Fields = null, int MinRows = 1, int MaxRows = 10,
    string? RowLabel = null, string? RowLabelEn = null, string? AddLabel = null, string? AddLabelEn = null,
    ConditionDefinition? ShowIf = null, ComputeDefinition? Compute = null, CompareDefinition? Compare = null);

public sealed record ChoiceDefinition(string Value, string Label, string LabelEn);

/// <summary>A question that is asked only where another one has this answer, or one of these. Within a group the same row is meant first.</summary>
public sealed record ConditionDefinition(string Field, [property: JsonPropertyName("equals")] string? Is = null, IReadOnlyList<string>? In = null)
{
    public IEnumerable<string> Accepted => In ?? [Is ?? ""];
}

public enum ComputeOp { Sum = 1, Product = 2, Count = 3, Years = 4, Tiers = 5 }

/// <summary>How a value is computed.</summary>
/// <param name="Op">
/// sum of answers ("documents.fee" is a whole column); product of answers; count of the rows of a group; full years from one date to
/// another, or to today; tiers: the price of so many pieces where later ones cost less.
/// </param>
/// <param name="Times">A sum, product or count is multiplied by it: the price of one.</param>
public sealed record ComputeDefinition(ComputeOp Op, IReadOnlyList<string> Of, long Times = 1, IReadOnlyList<PriceTier>? Tiers = null, long? AtMost = null);

/// <param name="UpTo">The last piece at this price; null for all that follow.</param>
public sealed record PriceTier(long Price, long? UpTo = null);

/// <param name="Sex">The sex the person must have by their role in the form: "female" for a mother.</param>
public sealed record CompareDefinition(string? Sex = null, string? SexField = null, string? BornField = null);
