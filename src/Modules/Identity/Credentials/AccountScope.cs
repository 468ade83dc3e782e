using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Credentials;

/// <summary>Whose passwords an administrator may give: officers all of whose posts, lent ones too, lie within the administrator's own subtree.</summary>
static class AccountScope
{
    /// <summary>Of the administrators of units.</summary>
    public const string Permit = "organization.admin";

    /// <summary>Posts that are valid today or begin later: who leaves a unit tomorrow is not taken over by it today.</summary>
    public static IReadOnlyList<Position> PostsOf(this DirectorySnapshot units, Guid officerId, DateOnly today) =>
        [.. units.Positions.Where(p => p.OfficerId == officerId && (p.ValidTo is null || p.ValidTo >= today))];

    /// <returns>Why not, in words; null: the actor may.</returns>
    public static Refusal? MayNotGive(this Actor actor, DirectorySnapshot units, Officer officer, LegalTime time)
    {
        if (officer.Id == actor.OfficerId) return Refusal.Conflict("password.own", "Mật khẩu của chính mình thì đổi ở trang Tài khoản. Quên mật khẩu, hãy nhờ người quản trị cấp trên.");
        var own = units.PostsOf(officer.Id, time.Today);
        var reach = actor.UnitsWith(Permit);
        var lent = units.ActorFor(Guid.Empty, officer.Id, time.Now, time.Today).Posts.Select(p => p.UnitId);
        if (!own.Any() || !own.Select(p => p.UnitId).Concat(lent).All(reach.Contains)) return Refusal.Missing("officer", "Không thấy cán bộ này trong phạm vi quản trị của anh/chị.");
        var administers = own.Where(p => p.Permits.Split(' ').Contains(Permit)).Select(p => p.UnitId);
        return administers.All(unit => actor.AdministersAbove(units, unit, Permit)) ? null : Refusal.Forbidden("password.administrator", "Người quản trị cấp trên mới cấp mật khẩu cho người quản trị này.");
    }
}
