using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.SecondFactors;

/// <summary>Who must sign in with two factors, as the operator sets it.</summary>
public sealed record SecondFactorSettings
{
    /// <summary>Nobody must: for demonstrations, whose accounts share one password. Not set: as the kind of installation says.</summary>
    public bool? PasswordOnly { get; init; }

    /// <summary>So many days leaders and administrators may still sign in by password alone, from the first time they are told.</summary>
    public int GraceDays { get; init; } = 14;

    public IEnumerable<string> Faults(bool demonstration)
    {
        if (GraceDays is < 0 or > 90) yield return $"SecondFactor.GraceDays is {GraceDays}. It is a number of days from 0 to 90.";
        if (PasswordOnly == true && !demonstration) yield return "SecondFactor.PasswordOnly is for demonstrations: leaders and administrators must have a second factor. Leave it out.";
    }
}

/// <summary>Leaders and administrators must have a second factor: who approves, publishes, sees all or gives posts (lãnh đạo, quản trị).</summary>
public sealed class SecondFactorPolicy(SecondFactorSettings settings, DemonstrationMode demonstration)
{
    /// <summary>What leaders and administrators hold.</summary>
    public static readonly IReadOnlyList<string> Permits = ["services.approve", "catalogue.approve", "leader.view", "organization.admin", "directory.admin"];

    readonly bool off = settings.PasswordOnly ?? demonstration.IsOn;

    public static bool Leads(Actor actor) => Permits.Any(actor.CanAnywhere);

    public bool Binds(Actor actor) => !off && actor.IsOfficer && Leads(actor);

    /// <summary>From then on a new sign-in by password alone leads to the page where one is added, and nowhere else. Null: never.</summary>
    public DateTimeOffset? DueAt(Account account, Actor actor) => Binds(actor) ? account.SecondAskedAt?.AddDays(settings.GraceDays) : null;

    /// <summary>The session began by password alone when that would no longer do.</summary>
    public bool MustAdd(Account account, Actor actor, Session session) => session.Acr == Acr.Password && DueAt(account, actor) is { } due && session.CreatedAt >= due;
}
