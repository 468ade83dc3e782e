using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Organization;

/// <summary>What a position may do with units, posts and officers.</summary>
public static class Permits
{
    /// <summary>Within the subtree of the post: posts, officers and delegations.</summary>
    public const string Administer = "organization.admin";

    /// <summary>Reforms of units by law: who administers the province.</summary>
    public const string Reform = "directory.admin";

    /// <summary>Leaders of a unit and of those below: what is handed over there.</summary>
    public const string Lead = "leader.view";

    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustAdminister(this Actor actor) => actor.Must(Administer);

    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustReform(this Actor actor) => actor.Must(Reform);

    /// <summary>The platform itself may: the verb of the command line.</summary>
    static void Must(this Actor actor, string permit)
    {
        if (actor.Kind != ActorKind.System) actor.MustAdminister(permit);
    }
}
