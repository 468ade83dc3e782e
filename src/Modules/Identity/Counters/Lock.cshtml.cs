using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Counters;

/// <summary>Where one press of the header leads: the computer is locked, and whoever goes on says so by PIN or by password.</summary>
public sealed class LockModel(LockSession.Handler @lock, ComeBack.Handler comeBack, PeopleHere.Handler people, TakeKept.Handler kept, LockedSession locked) : FormPage
{
    public const string Address = "/khoa";

    /// <summary>The page's script fills in again what was typed.</summary>
    const string Refill = "#dang-go";

    [BindProperty] public string? Pin { get; set; }
    [BindProperty] public Guid? Account { get; set; }

    /// <summary>Where its owner was, without the language prefix.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public PeopleHere.View View { get; private set; } = null!;
    public Account? Owner => locked.Owner;

    public string? Chosen => (Account ?? (View.People.Any(p => p.AccountId == Owner?.Id) ? Owner?.Id : View.People.Count == 1 ? View.People[0].AccountId : null))?.ToString();

    public string PasswordAddress => "~" + SignInModel.Address + new QueryBuilder { { "login", Owner?.Login ?? "" }, { "returnUrl", Back(Owner?.Id) ?? "" } };

    protected override async Task Load(CancellationToken ct) => View = await people.Run(Device.Of(HttpContext), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost([FromForm(Name = "kept")] string? typed, CancellationToken ct) => Act(async () =>
    {
        var path = OurAddress.Of(ReturnUrl);
        await @lock.Run(new() { Path = path, Kept = typed }, Device.Of(HttpContext), ct);
        return See(Address + QueryString.Create("returnUrl", path ?? ""));
    }, ct);

    public Task<IActionResult> OnPostPin(CancellationToken ct) => Act(async () =>
    {
        var begun = await comeBack.Run(new() { Account = Account ?? Guid.Empty, Pin = Pin ?? "" }, Device.Of(HttpContext), ct);
        SessionCookie.Write(HttpContext, begun.Token, begun.Span);
        return See(Back(begun.Actor.AccountId) ?? (OurAddress.Of(await kept.LastPath(begun.Actor.AccountId, ct)) is { } left ? left + Refill : SignInModel.HomeOf(begun.Actor)));
    }, ct);

    /// <summary>To the page that was locked, for who locked it; another person goes to where they were in the middle of something themselves, or begins.</summary>
    string? Back(Guid? account) => account is not null && account == Owner?.Id && OurAddress.Of(ReturnUrl) is { } path ? path + Refill : null;
}
