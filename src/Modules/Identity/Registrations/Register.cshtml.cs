using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Registrations;

/// <summary>Who asks for an account; a code goes to the phone.</summary>
public sealed class RegisterModel(BeginRegistration.Handler begin, TimeProvider time) : FormPage
{
    public const string Address = "/dang-ky";

    [BindProperty] public BeginRegistration.Command Input { get; set; } = new();
    [BindProperty] public DateInput BornOn { get; set; } = new();

    public IActionResult OnGet()
    {
        if (Actor.IsSignedIn) return See("/tai-khoan");
        Input.Id = Guid.CreateVersion7(time.GetUtcNow()); // pressed twice, one code is sent
        return Page();
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        ModelState.Remove("Input.BornOn"); // its errors stand beside the three fields
        Input.BornOn = BornOn.ToText() ?? "";
        return See($"{Address}/{(await begin.Run(Input, Device.Of(HttpContext), ct)).Id}");
    }, ct);
}
