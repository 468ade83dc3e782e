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

    /// <exception cref="Refusal">401 for who is not signed in, 403 for citizens.</exception>
    public static void MustBeOfficer(this Actor actor)
    {
        if (actor.Kind == ActorKind.System) return;
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.IsOfficer) throw Refusal.Forbidden("officers-only", "Trang này dành cho cán bộ. Ông/bà xem hồ sơ của mình ở mục Tra cứu.");
    }

    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustAdminister(this Actor actor) => actor.Must(Administer);

    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustReform(this Actor actor) => actor.Must(Reform);

    static void Must(this Actor actor, string permit)
    {
        actor.MustBeOfficer();
        if (!actor.CanAnywhere(permit)) throw Refusal.Forbidden("administrators-only", "Trang này dành cho người quản trị. Cần xem, anh/chị hỏi đầu mối kỹ thuật của đơn vị.");
    }
}
