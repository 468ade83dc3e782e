using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;

namespace NhatLe.Identity.On;

/// <summary>
/// The account of an officer follows them out of office and back. Nothing of it counts from the instant the directory says so (every request,
/// refresh and introspection asks it); here sessions and authorizations get their end, and every system they opened is told without anybody's next request.
/// </summary>
public sealed class FollowOfficer(IdentityDb db, TimeProvider time) : IReaction<OfficerDeactivated>, IReaction<OfficerReactivated>
{
    public Task On(OfficerDeactivated happened, Entry entry, CancellationToken ct) => Leave(happened.OfficerId, happened.Reason, ct);

    public Task On(OfficerReactivated happened, Entry entry, CancellationToken ct) => Return(happened.OfficerId, happened.Reason, ct);

    /// <summary>Done before is no error.</summary>
    public Task Leave(Guid officerId, string reason, CancellationToken ct) => db.Again(async () =>
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        if (await db.Accounts.SingleOrDefaultAsync(a => a.OfficerId == officerId && a.Active, ct) is not { } account) return 0;
        var ended = await db.EndEverywhere(account.Id, now, ct);
        db.HalfSignIns.RemoveRange(await db.HalfSignIns.Where(h => h.AccountId == account.Id).ToListAsync(ct));
        account.Close();
        db.Record(account, new AccountClosed(account.Id, ended), reason);
        return await db.SaveChangesAsync(ct);
    });

    public Task Return(Guid officerId, string reason, CancellationToken ct) => db.Again(async () =>
    {
        if (await db.Accounts.SingleOrDefaultAsync(a => a.OfficerId == officerId && !a.Active, ct) is not { } account) return 0;
        account.Reopen();
        db.Record(account, new AccountReopened(account.Id), reason);
        return await db.SaveChangesAsync(ct);
    });
}
