using NhatLe.Platform.Directory;

namespace NhatLe.Workspace;

public static class Permits
{
    public const string Administer = "directory.admin";

    /// <exception cref="NhatLe.Platform.Refusal">401, 403.</exception>
    public static void MustAdminister(this Actor actor) => actor.MustAdminister(Administer);
}
