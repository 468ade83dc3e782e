using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Drafts;

/// <summary>Everything once more, each with "Sửa"; the one button files.</summary>
public sealed class CheckModel(DraftBook drafts, FormLibrary forms, FileDossier.Handler file, DirectoryCache directory, IAssurance assurance, LegalTime time) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    public Draft Draft { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public FormDefinition Form { get; private set; } = null!;
    public Dictionary<string, string> Answers { get; private set; } = [];
    public IReadOnlyList<DraftFile> Files { get; private set; } = [];
    public IReadOnlyList<SummaryPage> Summary { get; private set; } = [];

    /// <summary>Whom the law lets pay less, as was said; null: nobody.</summary>
    public Relief? Relief { get; private set; }

    /// <summary>What looks odd and may be right, by question.</summary>
    public ILookup<string, string> Warnings { get; private set; } = null!;

    /// <summary>Whom it is filed for, where that is somebody else.</summary>
    public Represented? Represented { get; private set; }

    /// <summary>It was begun for somebody the person no longer represents.</summary>
    public bool IsOver => Draft.RepresentationId is not null && Represented is null;

    /// <summary>The way to be sure enough of the person for filing, and back here; null where it is so already.</summary>
    public string? Way => assurance.Now < Procedure.OnlineAssurance ? assurance.Way(Procedure.OnlineAssurance, $"/dich-vu-cong/nop/{Id}/kiem-tra") : null;

    protected override async Task Load(CancellationToken ct)
    {
        Draft = await drafts.Find(Id, ct);
        Represented = await drafts.RepresentedBy(Draft, ct);
        Procedure = await drafts.Procedure(Draft.ProcedureCode, ct);
        Form = forms.Find(Procedure.FormKey)!;
        Answers = drafts.Answers(Draft);
        Files = await drafts.Files(Id, ct);
        Relief = Drafts.Relief.Read(Answers, Procedure, time.Today, []);
        var units = await directory.Get(ct);
        new Sums(time.Today).Fill(Form, Answers);
        Summary = new FormSummary(units, Texts.IsEnglish).Of(Form, Answers);
        Warnings = new FormRules(units, time.Today).Warnings(Form, Answers).ToLookup(w => w.Field, w => w.In(T));
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        return Draft.FiledAt is null ? Page() : See("/ho-so-cua-toi");
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        if (Draft.FiledAt is null && Way is { } way) return See(way);
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
