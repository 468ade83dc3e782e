using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Drafts;

/// <summary>The papers: photographed or chosen.</summary>
[RequestSizeLimit(PapersPart.MostBytes)]
public sealed class AttachModel(DraftBook drafts, FormLibrary forms, PapersPart papers) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    public PapersPart Papers => papers;
    public int Questions { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        var draft = await drafts.Find(Id, ct);
        var procedure = await drafts.Procedure(draft.ProcedureCode, ct);
        Questions = new FilledForm(forms.Find(procedure.FormKey)!, drafts.Answers(draft)).Pages.Count;
        await papers.Load(draft, procedure, ct);
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        return papers.Draft.FiledAt is null ? Page() : See("/ho-so-cua-toi");
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Kept(() =>
        papers.Faults() is { Count: > 0 } missing ? throw Refusal.Invalid(missing) : Task.FromResult(See($"/dich-vu-cong/nop/{Id}/kiem-tra")), ct);

    public Task<IActionResult> OnPostRemove(Guid file, CancellationToken ct) => Kept(async () =>
    {
        await drafts.RemoveFile(Id, file, ct);
        return See($"/dich-vu-cong/nop/{Id}/giay-to");
    }, ct);

    public Task<IActionResult> OnPostReuse(string key, CancellationToken ct) => Kept(async () =>
    {
        await drafts.Reuse(Id, key ?? "", ct);
        return See($"/dich-vu-cong/nop/{Id}/giay-to#paper-{key}");
    }, ct);

    /// <summary>Whichever button was pressed, what came with the form is kept first.</summary>
    async Task<IActionResult> Kept(Func<Task<IActionResult>> act, CancellationToken ct)
    {
        await Load(ct);
        return await Act(async () =>
        {
            await papers.Keep(SentForm, ct);
            return await act();
        }, ct);
    }
}
