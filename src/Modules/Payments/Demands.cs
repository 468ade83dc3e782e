using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments;

static class Demands
{
    /// <exception cref="Refusal">403 for whoever may look, but holds no post of the unit that may act.</exception>
    public static void MustHold(this Actor actor, string permit, Guid unitId)
    {
        if (!actor.HoldsPost(permit, unitId)) throw NotYours();
    }

    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustBeReader(this Actor actor)
    {
        actor.MustBeOfficer();
        if (!actor.CanAnywhere(Permits.Read)) throw ReadersOnly();
    }

    public static Refusal NotYours() => Refusal.Forbidden("payments.permit", "Việc này thuộc người khác trong đơn vị. Anh/chị xem được nhưng không làm được.");

    public static Refusal ReadersOnly() => Refusal.Forbidden("payments.read", "Trang này dành cho cán bộ được xem thu phí của đơn vị.");
}
