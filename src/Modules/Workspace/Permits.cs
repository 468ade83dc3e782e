using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Workspace;

public static class Permits
{
    public const string Administer = "directory.admin";

    /// <exception cref="Refusal">401 for who is not signed in, 403 for citizens.</exception>
    public static void MustBeOfficer(this Actor actor)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.IsOfficer) throw Refusal.Forbidden("officers-only", "Trang này dành cho cán bộ. Ông/bà xem hồ sơ của mình ở mục Tra cứu.");
    }

    public static void MustAdminister(this Actor actor)
    {
        actor.MustBeOfficer();
        if (!actor.CanAnywhere(Administer)) throw Refusal.Forbidden("administrators-only", "Trang này dành cho người quản trị. Cần xem, anh/chị hỏi đầu mối kỹ thuật của đơn vị.");
    }
}
