using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.OpenId;

/// <summary>The person is asked whether to sign out, where no ID token of this session says that they want to.</summary>
public sealed class EndSessionModel(EndSession.Handler endSession) : FormPage
{
    public const string Address = "/dang-xuat-he-thong";

    public EndSession.Request Asked { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        Asked = await endSession.Read(Parameters.Of(Request.Query), ct);
        if (Asked.Onward is { } onward) Response.AllowFormTo(onward);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Load(ct);
        await endSession.Leave(HttpContext, ct);
        if (Asked.Onward is null) return See(Address);
        HttpContext.SeeOther(Asked.Onward);
        return new EmptyResult();
    }
}
