using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Catalogue.Editing;

public static class Editors
{
    /// <exception cref="Refusal">401 when nobody is signed in, 403 when the person is no editor of the catalogue.</exception>
    public static void Require(Actor actor)
    {
        if (actor.CanAnywhere(Permits.Edit)) return;
        if (actor.Kind == ActorKind.Anonymous) throw Refusal.SignIn();
        throw Refusal.Forbidden("catalogue.not-editor", "Anh/chị chưa được giao sửa danh mục thủ tục. Hỏi Văn phòng Ủy ban nhân dân tỉnh.");
    }
}
