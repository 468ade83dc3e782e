using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;

namespace NhatLe.Services.Desk;

/// <summary>The whole filing on one page, for the clerk: questions, papers, and the slip as it will be; one key accepts and prints.</summary>
[RequestSizeLimit(PapersPart.MostBytes)]
public sealed class ReceiveModel(DraftBook drafts, FormLibrary forms, DirectoryCache directory, LegalTime time, PapersPart papers, FileAtDesk.Handler file, LegalClock clock) : AnswersPage(drafts, forms, directory, time)
{
    [BindProperty] public string? Note { get; set; }

    public PapersPart Papers => papers;
    public Applicant Person { get; private set; } = null!;

    /// <summary>For whom who came files; null: for themselves, or what let them has ended.</summary>
    public Represented? Represented { get; private set; }

    public bool IsOver => Draft.RepresentationId is not null && Represented is null;

    /// <summary>As if it were accepted now.</summary>
    public Deadline Deadline { get; private set; } = null!;

    public int PapersGiven => papers.Documents.Count(d => papers.Files.Any(f => f.Key == d.Key));

    protected override string Address => $"/quay/tiep-nhan/{Id}";
    protected override string Source => "Lấy từ tài khoản của người nộp";

    /// <summary>All pages as one.</summary>
    protected override FormPageDefinition Choose(IReadOnlyList<FormPageDefinition> pages) => new("all", Form.Title, Form.TitleEn, Help: null, HelpEn: null, [.. pages.SelectMany(p => p.Fields)]);

    protected override async Task Load(CancellationToken ct)
    {
        BeginAtDesk.Demand(Actor);
        await base.Load(ct);
        if (Draft.Channel == Channel.Online) throw Refusal.Missing("draft", "Không thấy bản đang nhận này. Hãy bắt đầu lại từ trang tiếp nhận.");
        Person = Drafts.ApplicantOf(Draft);
        Represented = await Drafts.RepresentedBy(Draft, ct);
        await papers.Load(Draft, Procedure, ct);
        Deadline = clock.Evaluate(clock.Start(Procedure.TimeLimit, Time.Now));
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        return Draft.FiledAt is null ? Page() : See("/quay/tiep-nhan");
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Do(async () =>
    {
        if (await KeepAll(ct) is { } added) return Again(added);
        var receipt = await file.Run(new() { Id = Id, Note = Note }, ct);
        return See($"/ho-so/{receipt.Code}/giay-hen?in=1");
    }, ct);

    public Task<IActionResult> OnPostRemoveFile(Guid file, CancellationToken ct) => Do(async () =>
    {
        await KeepAll(ct);
        await Drafts.RemoveFile(Id, file, ct);
        return Again("papers");
    }, ct);

    public Task<IActionResult> OnPostReuse(string key, CancellationToken ct) => Do(async () =>
    {
        await KeepAll(ct);
        await Drafts.Reuse(Id, key ?? "", ct);
        return Again("papers");
    }, ct);

    public Task<IActionResult> OnPostKeep(CancellationToken ct) => Do(async () =>
    {
        await KeepAll(ct);
        return See("/quay/tiep-nhan");
    }, ct);

    /// <summary>Answers and papers, right or wrong.</summary>
    async Task<string?> KeepAll(CancellationToken ct)
    {
        var added = await KeepSent(ct);
        await papers.Keep(SentForm, ct);
        return added;
    }
}
