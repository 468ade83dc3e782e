using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Drafts;

/// <summary>The papers: photographed or chosen, one list a required document. With script each goes up at once; without, with the form.</summary>
[RequestSizeLimit(110 * 1024 * 1024)] // without script all photographs come with the form; the store refuses each that is too large, in words
public sealed class AttachModel(DraftBook drafts, FormLibrary forms, IOwnPapers ownPapers) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    public Draft Draft { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public IReadOnlyList<DraftFile> Files { get; private set; } = [];
    public int Questions { get; private set; }
    IReadOnlyList<OwnPaper> own = [];

    /// <summary>The same paper from an earlier dossier, while none was chosen for this one.</summary>
    public OwnPaper? Earlier(RequiredDocument document) => !document.IsReusable || Files.Any(f => f.Key == document.Key) ? null : own.FirstOrDefault(p => p.Name == document.Name);
    public IEnumerable<RequiredDocument> Documents => Procedure.Documents.Where(d => d.Form != PaperForm.Electronic);

    /// <summary>What was said just now, or before; at first what the procedure asks for.</summary>
    public PaperForm FormOf(RequiredDocument document) =>
        Sent().TryGetValue(document.Key, out var said) ? said : Files.FirstOrDefault(f => f.Key == document.Key)?.Form ?? document.Form;

    protected override async Task Load(CancellationToken ct)
    {
        Draft = await drafts.Find(Id, ct);
        Procedure = await drafts.Procedure(Draft.ProcedureCode, ct);
        Questions = new FilledForm(forms.Find(Procedure.FormKey)!, drafts.Answers(Draft)).Pages.Count;
        Files = await drafts.Files(Id, ct);
        own = await ownPapers.Of(Actor.AccountId, ct);
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
            await KeepSent(ct);
            await drafts.SayForms(Id, Sent(), ct);
            var missing = Documents.Where(d => d.Required && Files.All(f => f.Key != d.Key))
                .Select(d => new FieldError($"paper-{d.Key}", "Còn thiếu giấy: {0}. Hãy chụp ảnh hoặc chọn tệp.", d.Name)).ToList();
            if (missing.Count > 0) throw Refusal.Invalid(missing);
            return See($"/dich-vu-cong/nop/{Id}/kiem-tra");
        }, ct);
    }

    public async Task<IActionResult> OnPostRemove(Guid file, CancellationToken ct)
    {
        await Load(ct);
        return await Act(async () =>
        {
            await KeepSent(ct);
            await drafts.SayForms(Id, Sent(), ct);
            await drafts.RemoveFile(Id, file, ct);
            return See($"/dich-vu-cong/nop/{Id}/giay-to");
        }, ct);
    }

    public async Task<IActionResult> OnPostReuse(string key, CancellationToken ct)
    {
        await Load(ct);
        return await Act(async () =>
        {
            await KeepSent(ct);
            await drafts.SayForms(Id, Sent(), ct);
            await drafts.Reuse(Id, key ?? "", ct);
            return See($"/dich-vu-cong/nop/{Id}/giay-to#paper-{key}");
        }, ct);
    }

    /// <summary>Original, copy or electronic, by document, as the form says.</summary>
    Dictionary<string, PaperForm> Sent() => !Request.HasFormContentType ? [] : SentForm
        .Where(f => f.Key.StartsWith("form-", StringComparison.Ordinal) && f.Value is ["0" or "1" or "2"])
        .ToDictionary(f => f.Key["form-".Length..], f => Enum.Parse<PaperForm>(f.Value.ToString()));

    /// <summary>The files that came with the form. The good ones are kept even if another is refused.</summary>
    async Task KeepSent(CancellationToken ct)
    {
        List<FieldError> refused = [];
        foreach (var sent in SentForm.Files.Where(f => f.Name.StartsWith("paper-", StringComparison.Ordinal) && f.FileName.Length > 0))
        {
            await using var content = sent.OpenReadStream();
            try { await drafts.AddFile(Id, sent.Name["paper-".Length..], sent.FileName, chosen: null, content, ct); }
            catch (Refusal refusal) when (refusal.Fields.Count > 0) { refused.AddRange(refusal.Fields.Select(f => f with { Field = sent.Name })); }
        }
        Files = await drafts.Files(Id, ct);
        if (refused.Count > 0) throw Refusal.Invalid(refused);
    }
}
