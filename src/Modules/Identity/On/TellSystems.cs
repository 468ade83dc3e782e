using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Identity.Scim;
using NhatLe.Platform.Facts;

namespace NhatLe.Identity.On;

/// <summary>Systems that take our officers hear of each who came, changed, took another post, left or came back.</summary>
public sealed class TellSystems(PushBook pushes) :
    IReaction<OfficerAdded>, IReaction<AccountChanged>, IReaction<AccountClosed>, IReaction<AccountReopened>, IReaction<OfficerChanged>, IReaction<PostGiven>, IReaction<PostEnded>
{
    public Task On(OfficerAdded happened, Entry entry, CancellationToken ct) => pushes.WantOfficer(happened.OfficerId, ct);

    public Task On(AccountChanged happened, Entry entry, CancellationToken ct) => pushes.Want(entry.SubjectId, ct);

    public Task On(AccountClosed happened, Entry entry, CancellationToken ct) => pushes.Want(entry.SubjectId, ct);

    public Task On(AccountReopened happened, Entry entry, CancellationToken ct) => pushes.Want(entry.SubjectId, ct);

    public Task On(OfficerChanged happened, Entry entry, CancellationToken ct) => pushes.WantOfficer(happened.OfficerId, ct);

    public Task On(PostGiven happened, Entry entry, CancellationToken ct) => pushes.WantOfficer(happened.OfficerId, ct);

    public Task On(PostEnded happened, Entry entry, CancellationToken ct) => pushes.WantOfficer(happened.OfficerId, ct);
}
