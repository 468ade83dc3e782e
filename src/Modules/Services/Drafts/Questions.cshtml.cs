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
public sealed class QuestionsModel(DraftBook drafts, FormLibrary forms, DirectoryCache directory, LegalTime time, TypedBeforeSignIn typedBefore) : FormPage
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
        await LoadAny(ct);
        DemandPage();
    }

    void DemandPage()
    {
        if (Number < 1 || Number > Form.Pages.Count) throw Refusal.Missing("page", "Không có trang này trong tờ khai.");
    }

    async Task LoadAny(CancellationToken ct)
    {
        Draft = await drafts.Find(Id, ct);
        Procedure = await drafts.Procedure(Draft.ProcedureCode, ct);
        Form = forms.Find(Procedure.FormKey)!;
        Answers = drafts.Answers(Draft);
        Units = await directory.Get(ct);
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await LoadAny(ct);
        if (Draft.FiledAt is not null) return See("/ho-so-cua-toi");
        if (Number == Form.Pages.Count + 1) return See($"/dich-vu-cong/nop/{Id}/giay-to"); // the furthest page of a draft
        DemandPage();
        if (typedBefore.Take(HttpContext, Id, Number) is { } typed) Draft = await drafts.Keep(Id, Typed(typed), page: null, ct);
        Answers = drafts.Answers(Draft);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!Actor.IsSignedIn)
        {
            typedBefore.Put(HttpContext, Id, Number);
            return See($"/dang-nhap?returnUrl={Uri.EscapeDataString($"/dich-vu-cong/nop/{Id}/{Number}")}");
        }
        await Load(ct);
        return await Act(async () =>
        {
            Draft = await drafts.Keep(Id, Typed(Sent()), page: null, ct);
            Answers = drafts.Answers(Draft);
            var errors = new FormRules(Units, time.Today).Check(Now.Fields, Answers);
            if (errors.Count > 0) throw Refusal.Invalid(errors);
            await drafts.Keep(Id, Now.Fields.ToDictionary(f => f.Key, f => Answers[f.Key]), Number + 1, ct);
            return See(Number < Form.Pages.Count ? $"/dich-vu-cong/nop/{Id}/{Number + 1}" : $"/dich-vu-cong/nop/{Id}/giay-to");
        }, ct);
    }

    /// <summary>Autosave: only the fields that changed, right or wrong.</summary>
    public async Task<IActionResult> OnPostSave(CancellationToken ct)
    {
        await Load(ct);
        await drafts.Keep(Id, Typed(Sent()), page: null, ct);
        return new StatusCodeResult(StatusCodes.Status204NoContent);
    }

    Dictionary<string, string> Sent() => Request.Form.ToDictionary(f => f.Key, f => f.Value.ToString());

    Dictionary<string, string> Typed(Dictionary<string, string> sent)
    {
        Dictionary<string, string> typed = [];
        foreach (var field in Now.Fields)
        {
            if (field.Type != FieldType.Date)
            {
                if (sent.TryGetValue(field.Key, out var value)) typed[field.Key] = value;
                continue;
            }
            var date = DateInput.Of(Answers.GetValueOrDefault(field.Key));
            if (!(Part("Day", v => date.Day = v) | Part("Month", v => date.Month = v) | Part("Year", v => date.Year = v))) continue;
            typed[field.Key] = date.ToText() ?? (date.IsEmpty ? "" : $"{date.Year}-{date.Month}-{date.Day}");

            bool Part(string part, Action<string?> set)
            {
                if (!sent.TryGetValue($"{field.Key}.{part}", out var value)) return false;
                set(value.Trim() is { Length: > 0 } text ? text : null);
                return true;
            }
        }
        return typed;
    }
}
