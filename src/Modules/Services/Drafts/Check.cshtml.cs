using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Drafts;

/// <summary>Everything once more, each with "Sửa"; the one button files.</summary>
public sealed class CheckModel(DraftBook drafts, FormLibrary forms, FileDossier.Handler file, DirectoryCache directory) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    public Draft Draft { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public FormDefinition Form { get; private set; } = null!;
    public Dictionary<string, string> Answers { get; private set; } = [];
    public IReadOnlyList<DraftFile> Files { get; private set; } = [];
    public AnswerText Said { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        Draft = await drafts.Find(Id, ct);
        Procedure = await drafts.Procedure(Draft.ProcedureCode, ct);
        Form = forms.Find(Procedure.FormKey)!;
        Answers = drafts.Answers(Draft);
        Files = await drafts.Files(Id, ct);
        Said = new AnswerText(await directory.Get(ct));
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        return Draft.FiledAt is null ? Page() : See("/ho-so-cua-toi");
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        return await Act(async () =>
        {
            var receipt = await file.Run(new() { Id = Id, ProcedureCode = Procedure.Code, Answers = Answers }, ct);
            return See($"/ho-so/{receipt.Code}?moi=true");
        }, ct);
    }

    public async Task<IActionResult> OnPostDiscard(CancellationToken ct)
    {
        await drafts.Discard(Id, ct);
        return See("/ho-so-cua-toi");
    }
}

/// <summary>An answer as people read it.</summary>
public sealed class AnswerText(DirectorySnapshot directory)
{
    public string Of(FieldDefinition field, string? answer)
    {
        if (string.IsNullOrEmpty(answer)) return "";
        return field.Type switch
        {
            FieldType.Date when DateOnly.TryParseExact(answer, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
            FieldType.Choice => field.Choices?.FirstOrDefault(c => c.Value == answer) is { } choice ? Texts.IsEnglish ? choice.LabelEn : choice.Label : answer,
            FieldType.Commune => directory.FindUnit(answer) is { } unit ? $"{unit.FullName}, {(unit.ParentId is { } parent ? directory.Unit(parent).FullName : "")}" : answer,
            _ => answer,
        };
    }
}
