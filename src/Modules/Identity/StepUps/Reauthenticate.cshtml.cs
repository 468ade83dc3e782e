using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Passkeys;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.StepUps;

/// <summary>
/// The page of the confirmation. It stands in the place of a form that may not be done yet, holds all that was sent, and after the
/// confirmation lets the browser send it once more (307); nothing typed is lost, and nothing is kept on the server. Before a file to
/// download it comes as a page of its own, and offers the file afterwards.
/// </summary>
public sealed class ReauthenticateModel(Reauthenticate.Handler prove, CodeCheck codes, PasskeyCheck passkeys) : FormPage
{
    public sealed record Asked
    {
        /// <summary>Names of fields that are this page's own begin so; all others belong to the form that waits.</summary>
        public const string Prefix = nameof(Confirmation) + ".";

        public string? Code { get; set; }
        public string? Password { get; set; }
        public string? Challenge { get; set; }
        public string? Credential { get; set; }

        /// <summary>Where the form that waits goes, with the language; empty before a download.</summary>
        public string? Address { get; set; }

        /// <summary>What was to be seen, without the language.</summary>
        public string? ReturnUrl { get; set; }
    }

    [BindProperty] public Asked Confirmation { get; set; } = new();

    /// <summary>Confirmed just now; the file can be had.</summary>
    public bool IsDone { get; private set; }

    public bool ByCode { get; private set; }

    public bool HasPasskeys { get; private set; }

    /// <summary>All that was sent by the form that waits, in its order.</summary>
    public IReadOnlyList<(string Name, string Value)> Waiting { get; private set; } = [];

    /// <summary>What goes with each answer: where it is for, and all that waits.</summary>
    public IReadOnlyList<(string Name, string Value)> Kept =>
        [Confirmation.Address is { } address ? (Asked.Prefix + nameof(Asked.Address), address) : (Asked.Prefix + nameof(Asked.ReturnUrl), Confirmation.ReturnUrl ?? ""), .. Waiting];

    public string Target => OurAddress.Of(Confirmation.ReturnUrl) ?? SignInModel.HomeOf(Actor);

    protected override async Task Load(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        (ByCode, HasPasskeys) = (await codes.AreAsked(Actor.AccountId, ct), await passkeys.Has(Actor.AccountId, ct));
        if (Request.HasFormContentType)
            Waiting = [.. from field in SentForm where !field.Key.StartsWith(Asked.Prefix, StringComparison.Ordinal) from value in field.Value select (field.Key, value ?? "")];
    }

    public Task OnGet(string? returnUrl, string? xong, CancellationToken ct)
    {
        (Confirmation, IsDone) = (new() { ReturnUrl = returnUrl }, xong is not null);
        return Load(ct);
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => HttpContext.Features.Get<IExceptionHandlerPathFeature>() is { Error: Refusal { Code: StepUp.Code } } refused ? Ask(refused.Path, ct) : Act(async () =>
    {
        try { (await prove.Run(new() { Code = Confirmation.Code, Password = Confirmation.Password, Challenge = Confirmation.Challenge, Credential = Confirmation.Credential }, Device.Of(HttpContext), ct)).Write(HttpContext); }
        catch (Refusal refusal) when (refusal.Fields.Count > 0) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = Asked.Prefix + f.Field })]); }
        if (OurAddress.Of(Confirmation.Address) is { } form) return new RedirectResult(form, permanent: false, preserveMethod: true);
        return See(StepUp.Address + QueryString.Create("xong", "1").Add("returnUrl", Target));
    }, ct);

    /// <summary>A form was refused: this is its answer. What it says is not ours to read.</summary>
    async Task<IActionResult> Ask(string path, CancellationToken ct)
    {
        ModelState.Clear();
        Confirmation = new() { Address = Request.PathBase + new PathString(path).ToUriComponent() + Request.QueryString };
        await Load(ct);
        return Page();
    }
}
