using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Federation;

/// <summary>Why a service wants to be surer of the person, how that is done, and the way there and back. Who is not signed in finds the same on the sign-in page.</summary>
public sealed class NationalModel(IAssurance assurance, NationalIdentitySettings settings) : FormPage
{
    public const string Address = "/dang-nhap/quoc-gia", WhyKey = "quoc-gia", LevelKey = "muc";

    [BindProperty(SupportsGet = true, Name = LevelKey)] public int? Muc { get; set; }

    /// <summary>Where the person was going, without the language prefix.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>Why it did not go well the last time.</summary>
    [BindProperty(SupportsGet = true, Name = WhyKey)] public string? Why { get; set; }

    public AssuranceLevel Needed => LevelOf(Muc);

    public AssuranceLevel Now => assurance.Now;

    public bool IsSetUp => settings.IsSetUp;

    public string? Back => OurAddress.Of(ReturnUrl);

    /// <summary>To the national sign-in, and back to where the person was.</summary>
    public string Way => BeginNational.Path + Query(("returnUrl", Back), (LevelKey, Number(Needed)));

    public IActionResult OnGet()
    {
        if (!Actor.IsSignedIn) return See(SignInModel.Address + Query(("returnUrl", Back), (WhyKey, Failed.Words(Why) is null ? null : Why)));
        return Needed > AssuranceLevel.None && Now >= Needed && Back is { } back ? See(back) : Page();
    }

    public static AssuranceLevel LevelOf(int? level) => level is 1 or 2 ? (AssuranceLevel)level : AssuranceLevel.None;

    public static string AddressOf(AssuranceLevel level, string? back) => Address + Query((LevelKey, Number(level)), ("returnUrl", back));

    /// <summary>Where it is said what went wrong: with the level that was asked for, beside what to do; else where the password is.</summary>
    public static string AddressAfter(string why, string? back, AssuranceLevel level, bool english) =>
        (english ? "/en" : "") + (level == AssuranceLevel.None ? SignInModel.Address + Query(("returnUrl", back), (WhyKey, why)) : Address + Query((LevelKey, Number(level)), ("returnUrl", back), (WhyKey, why)));

    static string? Number(AssuranceLevel level) => level switch { AssuranceLevel.National1 => "1", AssuranceLevel.National2 => "2", _ => null };

    /// <summary>What is not known is left out.</summary>
    static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in parts)
            if (value is { Length: > 0 }) query = query.Add(name, value);
        return query.ToString();
    }
}
