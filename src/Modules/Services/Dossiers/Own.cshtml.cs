using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;
using NhatLe.Platform.Web;
using NhatLe.Services.Papers;
using NhatLe.Services.Tracking;

namespace NhatLe.Services.Dossiers;

/// <summary>The applicant's own dossier: where it is, the one thing to do now, the result, the rating.</summary>
[RequestSizeLimit(110 * 1024 * 1024)]
public sealed class OwnModel(ServicesDb db, OwnDossiers own, TrackDossier.Handler track, SupplementDossier.Handler supplement, RateDossier.Handler rate, ListIssued.Handler issued, FileStore files) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";

    /// <summary>Just filed: say so.</summary>
    [FromQuery(Name = "moi")] public string? New { get; set; }

    [BindProperty] public int Stars { get; set; }
    [BindProperty] public string? Comment { get; set; }
    [BindProperty] public PaperForm Form { get; set; }
    [BindProperty] public List<IFormFile> Files { get; set; } = [];

    public TrackingView View { get; private set; } = null!;
    public IReadOnlyList<ListIssued.Line> Issued { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        await db.OwnDossier(Actor, own, Code, ct);
        View = await track.Run(new(Code), ct);
        Issued = issued.Of(Code, View.Journal);
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        return Page();
    }

    public Task<IActionResult> OnPostSupplement(CancellationToken ct) => Act(async () =>
    {
        (await db.OwnDossier(Actor, own, Code, ct)).ExpectSupplement(); // before a byte is stored
        List<(StoredFile, string)> stored = [];
        foreach (var file in Files.Where(f => f.FileName.Length > 0))
        {
            await using var content = file.OpenReadStream();
            try { stored.Add((await files.Save(content, ct), FileNames.Clean(file.FileName))); }
            catch (Refusal refusal) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = "Files" })]); }
        }
        await supplement.Run(new(Code, "Giấy tờ bổ sung", Form, stored), ct);
        return See($"/ho-so/{Code}");
    }, ct);

    public Task<IActionResult> OnPostRate(CancellationToken ct) => Act(async () =>
    {
        await rate.Run(new() { Code = Code, Stars = Stars, Comment = Comment }, ct);
        return See($"/ho-so/{Code}");
    }, ct);
}
