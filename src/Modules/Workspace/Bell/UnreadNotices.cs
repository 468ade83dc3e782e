using NhatLe.Platform.Directory;
using NhatLe.Platform.Ui;

namespace NhatLe.Workspace.Bell;

/// <summary>The number on the bell.</summary>
public sealed class UnreadNotices(Platform.Live.Notices notices) : IUnreadNotices
{
    public Task<int> Count(Actor actor, CancellationToken ct) => notices.Unread(ct);
}
