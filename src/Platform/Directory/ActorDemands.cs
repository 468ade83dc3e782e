namespace NhatLe.Platform.Directory;

/// <summary>Who a page or an act is for, where more is not asked.</summary>
public static class ActorDemands
{
    /// <exception cref="Refusal">401 for who is not signed in, 403 for citizens.</exception>
    public static void MustBeOfficer(this Actor actor)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.IsOfficer) throw Refusal.Forbidden("officers-only", "Trang này dành cho cán bộ. Ông/bà xem hồ sơ của mình ở mục Tra cứu.");
    }

    /// <param name="permit">Of administrators; held anywhere.</param>
    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustAdminister(this Actor actor, string permit)
    {
        actor.MustBeOfficer();
        if (!actor.CanAnywhere(permit)) throw NotAnAdministrator();
    }

    /// <summary>The actor administers by a post above: nobody gives others what they hold themselves there. At the root, by a post there.</summary>
    public static bool AdministersAbove(this Actor actor, DirectorySnapshot units, Guid unitId, string permit) =>
        actor.Kind == ActorKind.System || actor.Posts.Any(p => p.Permits.Contains(permit) && p.Subtree && units.SelfAndAbove(unitId).Any(u => u.Id == p.UnitId) && (p.UnitId != unitId || units.Unit(unitId).ParentId is null));

    public static Refusal NotAnAdministrator() => Refusal.Forbidden("administrators-only", "Trang này dành cho người quản trị. Cần xem, anh/chị hỏi đầu mối kỹ thuật của đơn vị.");
}
