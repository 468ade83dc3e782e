using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Accounts;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Registrations;

/// <summary>The code from the phone, and a password. It looks the same for every registration, also for one that never was.</summary>
public sealed class RegisterCodeModel(CompleteRegistration.Handler complete, IdentityDb db, DemonstrationMode demonstration, OutboundSettings outbound, Keyring keys) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public CompleteRegistration.Command Input { get; set; } = new();
    [BindProperty] public string? Repeat { get; set; }

    /// <summary>In a demonstration no phone is reached: the page says what would have been sent.</summary>
    public string? ShownCode { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        if (demonstration.IsOn && !outbound.Sms.IsSetUp && await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == Id, ct) is { } registration)
            ShownCode = OneTimeCode.Digits(CompleteRegistration.Handler.Purpose, registration.CodeId, keys);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        if (Repeat != Input.Password) throw Refusal.Invalid(nameof(Repeat), "Hai lần gõ mật khẩu chưa giống nhau. Hãy gõ lại.");
        await complete.Run(Input with { Id = Id }, ct);
        return See(RegisteredModel.Address);
    }, ct);
}
