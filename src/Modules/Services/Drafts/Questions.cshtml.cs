using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Drafts;

/// <summary>One page of the form. What was typed is kept first and checked then, so nothing is lost by an error.</summary>
public sealed class QuestionsModel(DraftBook drafts, FormLibrary forms, DirectoryCache directory, LegalTime time) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [FromRoute] public int Number { get; set; }

    public Draft Draft { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public FormDefinition Form { get; private set; } = null!;
    public FormPageDefinition Now => Form.Pages[Number - 1];
    public Dictionary<string, string> Answers { get; private set; } = [];
    public DirectorySnapshot Units { get; private set; } = null!;

    /// <summary>The questions, the papers, the check.</summary>
    public int Total => Form.Pages.Count + 2;

    protected override async Task Load(CancellationToken ct)
    {
        Draft = await drafts.Find(Id, ct);
        Procedure = await drafts.Procedure(Draft.ProcedureCode, ct);
        Form = forms.Find(Procedure.FormKey)!;
        if (Number < 1 || Number > Form.Pages.Count) throw Refusal.Missing("page", "Không có trang này trong tờ khai.");
        Answers = drafts.Answers(Draft);
        Units = await directory.Get(ct);
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
            await drafts.Keep(Draft, Typed(), page: null, ct);
            Answers = drafts.Answers(Draft);
            var errors = new FormRules(Units, time.Today).Check(Now.Fields, Answers);
            if (errors.Count > 0) throw Refusal.Invalid(errors);
            await drafts.Keep(Draft, Answers, Number + 1, ct);
            return See(Number < Form.Pages.Count ? $"/dich-vu-cong/nop/{Id}/{Number + 1}" : $"/dich-vu-cong/nop/{Id}/giay-to");
        }, ct);
    }

    /// <summary>Autosave: only the fields that changed, right or wrong.</summary>
    public async Task<IActionResult> OnPostSave(CancellationToken ct)
    {
        await Load(ct);
        await drafts.Keep(Draft, Typed(), page: null, ct);
        return new StatusCodeResult(StatusCodes.Status204NoContent);
    }

    Dictionary<string, string> Typed()
    {
        Dictionary<string, string> typed = [];
        foreach (var field in Now.Fields)
        {
            if (field.Type != FieldType.Date)
            {
                if (Request.Form.TryGetValue(field.Key, out var value)) typed[field.Key] = value.ToString();
                continue;
            }
            var date = DateInput.Of(Answers.GetValueOrDefault(field.Key));
            if (!(Part("Day", v => date.Day = v) | Part("Month", v => date.Month = v) | Part("Year", v => date.Year = v))) continue;
            typed[field.Key] = date.ToText() ?? (date.IsEmpty ? "" : $"{date.Year}-{date.Month}-{date.Day}");

            bool Part(string part, Action<string?> set)
            {
                if (!Request.Form.TryGetValue($"{field.Key}.{part}", out var value)) return false;
                set(value.ToString().Trim() is { Length: > 0 } text ? text : null);
                return true;
            }
        }
        return typed;
    }
}
