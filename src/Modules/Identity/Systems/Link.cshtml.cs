using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Systems;

/// <summary>How one system is called by us, how it is, and how far it knows our officers.</summary>
public sealed class LinkModel(LinkSystem.Handler link) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public long Version { get; set; }
    [BindProperty] public string? HealthAddress { get; set; }
    [BindProperty] public string? ScimAddress { get; set; }
    [BindProperty] public string? ScimToken { get; set; }

    public LinkSystem.View View { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        View = await link.Read(Code, ct);
        if (HttpMethods.IsGet(Request.Method)) (Version, HealthAddress, ScimAddress) = (View.Version, View.HealthAddress, View.ScimAddress);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        await link.Run(new() { ClientId = Code, Version = Version, HealthAddress = HealthAddress, ScimAddress = ScimAddress, ScimToken = ScimToken }, ct);
        return See(Here);
    }, ct);

    public Task<IActionResult> OnPostAgainAsync(CancellationToken ct) => Act(async () =>
    {
        await link.PushAll(Code, ct);
        return See(Here);
    }, ct);

    string Here => $"/quan-tri/he-thong/{Uri.EscapeDataString(Code)}/ket-noi";
}
