using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Identity.Scim;

/// <summary>Users as they are said, in both directions: the account, and what the directory says of its officer today.</summary>
public sealed class ScimReader(IdentityDb db, DirectoryCache directory, LegalTime legal)
{
    static readonly string[] Events = [.. ((Type[])[typeof(AccountOpened), typeof(AccountClosed), typeof(AccountReopened), typeof(AccountChanged)]).Select(EventNames.Of)];

    /// <summary>The acts that say when a user was made and changed last.</summary>
    public IQueryable<Entry> Times => db.Set<Entry>().AsNoTracking().Where(e => Events.Contains(e.Event));

    public async Task<IReadOnlyList<ScimUser>> Say(List<ScimRow> rows, CancellationToken ct)
    {
        var ids = rows.ConvertAll(r => r.Account.Id);
        var times = await Times.Where(e => ids.Contains(e.SubjectId)).GroupBy(e => e.SubjectId)
            .Select(g => new { g.Key, First = g.Min(e => e.At), Last = g.Max(e => e.At) }).ToDictionaryAsync(g => g.Key, ct);
        var (units, today) = (await directory.Get(ct), legal.Today);
        return rows.ConvertAll(row =>
        {
            var account = row.Account;
            var officer = units.FindOfficer(account.OfficerId!.Value);
            var post = officer is { Active: true } ? units.ActorFor(account.Id, officer.Id, legal.Now, today).MainPost : null;
            var at = times.GetValueOrDefault(account.Id);
            return new ScimUser(account.Id, account.Login, officer?.FullName ?? account.FullName, officer?.Email ?? "", account.Active && officer is { Active: true }, row.ExternalId)
            {
                Title = post?.Title, Organization = post?.UnitName, Department = post is null ? null : units.FindUnit(post.SeatUnitId)?.FullName, CreatedAt = at?.First, ChangedAt = at?.Last,
            };
        });
    }
}
