using NhatLe.Identity.SecondFactors;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Counters;

/// <summary>What six digits do not open: what leaders decide, and what administrators give. A session that began by PIN never has these permits.</summary>
public static class PinRule
{
    /// <summary>Less sure than a password: no level that a system may ask for is reached by it.</summary>
    public const string Acr = "urn:nhatle:acr:pin";

    static IReadOnlyList<string> Withheld => SecondFactorPolicy.Permits;

    public static bool IsWithheldFrom(Actor actor) => SecondFactorPolicy.Leads(actor);

    /// <summary>The same person with the permits of the counter only.</summary>
    public static Actor Lesser(Actor actor) => !IsWithheldFrom(actor) ? actor : new Actor
    {
        Kind = actor.Kind, AccountId = actor.AccountId, OfficerId = actor.OfficerId, Name = actor.Name, ScopeVersion = actor.ScopeVersion,
        Posts = [.. actor.Posts.Select(p => p with { Permits = p.Permits.Except(Withheld).ToHashSet() })],
        Scope = actor.Scope.Where(s => !Withheld.Contains(s.Key)).ToDictionary(),
    };

    public static Refusal NotForLeaders() => Refusal.Forbidden("pin.leaders", "Chức vụ của anh/chị duyệt hoặc quản trị, nên luôn đăng nhập bằng mật khẩu.");
}
