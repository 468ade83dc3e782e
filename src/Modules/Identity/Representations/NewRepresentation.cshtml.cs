using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Representations;

/// <summary>Who is to be represented, and what proves it.</summary>
[RequestSizeLimit(25 * 1024 * 1024)]
public sealed class NewRepresentationModel(AskRepresentation.Handler ask, IdentityDb db, DirectoryCache directory, FileStore files, TimeProvider time) : FormPage
{
    const string Enterprise = "doanh-nghiep";

    /// <summary>"con" or "doanh-nghiep".</summary>
    [FromQuery(Name = "cho")] public string? For { get; set; }

    [BindProperty] public AskRepresentation.Command Input { get; set; } = new();
    [BindProperty] public DateInput BornOn { get; set; } = new();
    [BindProperty] public DateInput Until { get; set; } = new();
    [BindProperty] public IFormFile? Paper { get; set; }

    public bool IsChild => For != Enterprise;
    public DirectorySnapshot Units { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        if (!Actor.IsCitizen) throw Refusal.Forbidden("representation.citizens-only", "Chỉ tài khoản người dân yêu cầu đại diện tại đây.");
        Units = await directory.Get(ct);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input.Id = Guid.CreateVersion7(time.GetUtcNow());
        Input.Unit = (await db.Accounts.FindAsync([Actor.AccountId], ct))!.UnitCode;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Load(ct);
        return await Act(async () =>
        {
            foreach (var key in (string[])["Input.BornOn", "Input.Until", "Input.Kind"]) ModelState.Remove(key); // their errors stand beside the three fields
            (Input.Kind, Input.BornOn, Input.Until) = (IsChild ? RepresentedKind.Child : RepresentedKind.Enterprise, BornOn.ToDate(), Until.ToDate());
            var receipt = await ask.Run(Input, await Stored(ct), ct);
            return See($"{MyRepresentationsModel.Address}/{receipt.Id}?moi=true");
        }, ct);
    }

    async Task<(StoredFile, string)?> Stored(CancellationToken ct)
    {
        if (Paper is not { FileName.Length: > 0 }) return null;
        await using var content = Paper.OpenReadStream();
        try { return (await files.Save(content, ct), FileNames.Clean(Paper.FileName)); }
        catch (Refusal refusal) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = "Paper" })]); }
    }
}
