using Microsoft.AspNetCore.Mvc.RazorPages;

namespace NhatLe.Identity.Registrations;

/// <summary>The same for who got an account and for who had one.</summary>
public sealed class RegisteredModel : PageModel
{
    public const string Address = "/dang-ky/xong";
}
