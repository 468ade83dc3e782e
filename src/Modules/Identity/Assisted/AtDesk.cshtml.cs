using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Assisted;

/// <summary>Somebody without an account stands at the desk.</summary>
public sealed class AtDeskModel(OpenAtDesk.Handler open, DirectoryCache directory, TimeProvider time) : FormPage
{
    public const string Address = "/quay/tai-khoan";

    [BindProperty] public OpenAtDesk.Command Input { get; set; } = new();
    [BindProperty] public DateInput BornOn { get; set; } = new();

    public DirectorySnapshot Units { get; private set; } = null!;

    /// <summary>The number was registered by phone: the clerk is asked whose the account is.</summary>
    public bool AsksHolder { get; private set; }

    public OpenAtDesk.Receipt? Confirmed { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        OpenAtDesk.Demand(Actor);
        Units = await directory.Get(ct);
        AsksHolder = Input.Holder != OpenAtDesk.Holder.Unasked || ModelState.Any(e => e.Key.EndsWith("Holder", StringComparison.Ordinal) && e.Value!.Errors.Count > 0);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Begin();
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        ModelState.Remove("Input.BornOn"); // its errors stand beside the three fields
        Input.BornOn = BornOn.ToText() ?? "";
        var receipt = await open.Run(Input, ct);
        if (receipt.Outcome != OpenAtDesk.Outcome.Confirmed) return See($"{Address}/{receipt.AccountId}/phieu");
        Confirmed = receipt;
        (Input, BornOn) = (new(), new());
        ModelState.Clear();
        await Load(ct);
        Begin();
        return Page();
    }, ct);

    void Begin()
    {
        Input.Id = Guid.CreateVersion7(time.GetUtcNow());
        Input.Unit = Actor.PostWith(Permits.Assist) is { } post && Units.Unit(post.UnitId) is { Kind: UnitKind.Commune } commune ? commune.Code : "";
    }
}
