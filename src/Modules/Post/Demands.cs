using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Post;

static class Demands
{
    /// <exception cref="Refusal">403 for whoever may look, but holds no post of the unit that may act.</exception>
    public static void MustHold(this Actor actor, string permit, Guid unitId)
    {
        if (!actor.HoldsPost(permit, unitId)) throw Refusal.Forbidden("post.permit", "Việc này thuộc người khác trong đơn vị. Anh/chị xem được nhưng không làm được.");
    }

    /// <exception cref="Refusal">401, 403.</exception>
    public static void MustBeReader(this Actor actor, string permit = Permits.Read)
    {
        actor.MustBeOfficer();
        if (!actor.CanAnywhere(permit)) throw Refusal.Forbidden("post.read", "Trang này dành cho cán bộ gửi và nhận giấy tờ qua bưu chính.");
    }
}
