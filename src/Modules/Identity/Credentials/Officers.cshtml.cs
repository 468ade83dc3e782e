using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Credentials;

/// <summary>The officers of a unit, for its administrator: who has an account, and temporary passwords.</summary>
public sealed class OfficersModel(OfficerAccounts.Handler read, GiveTemporaryPassword.Handler give, TimeProvider time) : FormPage
{
    public const string Address = "~/quan-tri/mat-khau";

    [BindProperty(SupportsGet = true, Name = "unit")] public string? UnitCode { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Officer { get; set; }
    [BindProperty] public string? Login { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public OfficerAccounts.View View { get; private set; } = null!;
    public GiveTemporaryPassword.Given? Given { get; private set; }
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Who is to get one.</summary>
    public OfficerAccounts.Line? Chosen => Given is null && Officer is { } id ? View.Officers.FirstOrDefault(o => o.OfficerId == id && o is { MayGive: true, IsClosed: false }) : null;

    public string AddressOf(OfficerAccounts.Line line) => Address + new QueryBuilder { { "unit", View.Unit.Code }, { "officer", line.OfficerId.ToString() } };

    protected override async Task Load(CancellationToken ct) => View = await read.Run(UnitCode, ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <summary>The password stands in this answer, and in no other.</summary>
    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        Given = await give.Run(new() { Officer = Officer ?? Guid.Empty, Login = string.IsNullOrWhiteSpace(Login) ? null : Login, Reason = Reason ?? "" }, ct);
        ModelState.Clear();
        (Officer, Login, Reason) = (null, null, null);
        await Load(ct);
        return Page();
    }, ct);
}
