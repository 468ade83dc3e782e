using NhatLe.Catalogue.Procedures;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Catalogue.Editing;

/// <summary>Who may do what with the catalogue; it is one for the province, so a permit held anywhere will do.</summary>
public static class Editors
{
    /// <exception cref="Refusal">401 when nobody is signed in, 403 when the person is no editor of the catalogue.</exception>
    public static void Require(Actor actor)
    {
        if (actor.CanAnywhere(Permits.Edit)) return;
        if (actor.Kind == ActorKind.Anonymous) throw Refusal.SignIn();
        throw Refusal.Forbidden("catalogue.not-editor", "Anh/chị chưa được giao sửa danh mục thủ tục. Hỏi Văn phòng Ủy ban nhân dân tỉnh.");
    }

    /// <summary>Whoever edits or approves sees drafts, versions and what is lacking.</summary>
    public static void RequireReader(Actor actor)
    {
        if (!actor.CanAnywhere(Permits.Approve)) Require(actor);
    }

    public static void RequireApprover(Actor actor)
    {
        if (actor.CanAnywhere(Permits.Approve)) return;
        if (actor.Kind == ActorKind.Anonymous) throw Refusal.SignIn();
        throw Refusal.Forbidden("catalogue.not-approver", "Anh/chị chưa được giao duyệt thủ tục. Việc này của Chánh Văn phòng Ủy ban nhân dân tỉnh.");
    }

    /// <summary>May approve this very version: who wrote a part of it may not.</summary>
    public static bool MayApprove(this Actor actor, ProcedureVersion version) =>
        actor.CanAnywhere(Permits.Approve) && version.Status == VersionStatus.Submitted && !version.IsWrittenBy(Person.Of(actor).Id);

    /// <summary>The post under which an editor or approver acts.</summary>
    public static Post? PostWith(this Actor actor, string permit) =>
        actor.Posts.Where(p => p.Permits.Contains(permit)).OrderBy(p => p.OnBehalfOf is null ? 0 : 1).FirstOrDefault();
}
