using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Organization;

/// <summary>What a position may do with units, posts and officers.</summary>
public static class Permits
{
    /// <summary>Within the subtree of the post: units, posts, officers, delegations, leave, and reforms of all that lies in it.</summary>
    public const string Administer = "directory.admin";

    /// <exception cref="Refusal">401 for who is not signed in, 403 for citizens.</exception>
    public static void MustBeOfficer(this Actor actor)
    {
        if (actor.Kind == ActorKind.System) return;
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.IsOfficer) throw Refusal.Forbidden("officers-only", "Trang này dành cho cán bộ. Ông/bà xem hồ sơ của mình ở mục Tra cứu.");
    }

    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustAdminister(this Actor actor)
    {
        actor.MustBeOfficer();
        if (!actor.CanAnywhere(Administer)) throw Refusal.Forbidden("administrators-only", "Trang này dành cho người quản trị. Cần xem, anh/chị hỏi đầu mối kỹ thuật của đơn vị.");
    }
}
