using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Directory.Reform;

/// <param name="Ended">Codes of the units that ended.</param>
[Description("Sắp xếp đơn vị")]
public sealed record UnitsReformed(Guid ReformId, string Name, DateOnly Day, IReadOnlyList<string> Ended, IReadOnlyList<string> Changed, IReadOnlyList<string> Created, int Posts);

/// <summary>The first step of a reform: units, posts and delegations change together, in one transaction and one version of the directory.</summary>
public sealed class DirectoryReform(PlatformDb db, DirectoryCache cache)
{
    public const string Name = "units";

    /// <returns>False where it was done before.</returns>
    public async Task<bool> Apply(ReformOrder order, CancellationToken ct)
    {
        if (await db.ReformSteps.AsNoTracking().AnyAsync(s => s.ReformId == order.ReformId && s.Participant == Name, ct)) return false;
        var eve = order.Day.AddDays(-1);
        var units = await db.Units.ToDictionaryAsync(u => u.Id, ct);
        foreach (var after in order.Created)
            db.Units.Add(new() { Id = after.Id, Code = after.Code, ParentId = after.ParentId, Kind = after.Kind, Type = after.Type, Name = after.Name, FullName = after.FullName, Authority = after.Authority, ShortCode = after.ShortCode, ValidFrom = order.Day });
        foreach (var after in order.Changed) Change(units[after.Id], after, await Since(units[after.Id], ct), eve);
        foreach (var ending in order.Ended)
        {
            units[ending.FromId].ValidTo = eve;
            db.Successions.Add(new() { FromId = ending.FromId, ToId = ending.ToId, ReformId = order.ReformId, Day = order.Day, Main = ending.Main });
        }
        await MovePosts(order, eve, ct);
        db.ReformSteps.Add(new() { ReformId = order.ReformId, Participant = Name, Number = 1, Moved = order.Ended.Select(e => e.FromId).Distinct().Count(), At = db.Now });
        var state = await db.Directory.SingleAsync(ct);
        db.Record(state, new UnitsReformed(order.ReformId, order.Name, order.Day, [.. order.Ended.Select(e => e.FromCode).Distinct()], [.. order.Changed.Select(c => c.Code)], [.. order.Created.Select(c => c.Code)], order.Posts.Count));
        await db.SaveChangesAsync(ct);
        await cache.Confirm(ct);
        return true;
    }

    /// <summary>Since when the unit has been what it is.</summary>
    async Task<DateOnly> Since(Unit unit, CancellationToken ct) =>
        await db.UnitVersions.Where(v => v.UnitId == unit.Id).MaxAsync(v => (DateOnly?)v.ValidTo, ct) is { } last ? last.AddDays(1) : unit.ValidFrom;

    void Change(Unit unit, UnitAfter after, DateOnly since, DateOnly eve)
    {
        if (since <= eve) // else it is changed a second time on one day: what it was in between nobody saw
            db.UnitVersions.Add(new()
            {
                UnitId = unit.Id, ParentId = unit.ParentId, Kind = unit.Kind, Type = unit.Type, Name = unit.Name, FullName = unit.FullName, Authority = unit.Authority, ShortCode = unit.ShortCode,
                ValidFrom = since, ValidTo = eve,
            });
        (unit.ParentId, unit.Kind, unit.Type, unit.Name, unit.FullName, unit.Authority, unit.ShortCode) = (after.ParentId, after.Kind, after.Type, after.Name, after.FullName, after.Authority, after.ShortCode);
    }

    /// <summary>Posts given in a unit that ends since the order was made, perhaps before a crash: they go on there as they are.</summary>
    async Task<IEnumerable<PostMove>> Late(ReformOrder order, CancellationToken ct)
    {
        var (ending, to, known) = (order.From, order.MoveOf, order.Posts.Select(p => p.PositionId).ToHashSet());
        return from late in await db.Positions.AsNoTracking().Where(p => ending.Contains(p.UnitId) && (p.ValidTo == null || p.ValidTo >= order.Day)).OrderBy(p => p.Id).ToListAsync(ct)
               where !known.Contains(late.Id)
               let unit = to[late.UnitId].ToId
               select new PostMove(late.Id, late.OfficerId, StableId.Of("position", $"{order.ReformId}/{late.Id}"), unit, to.TryGetValue(late.SeatUnitId, out var seat) ? seat.ToId : unit, late.PositionKey, late.Title, late.Permits, late.Subtree);
    }

    async Task MovePosts(ReformOrder order, DateOnly eve, CancellationToken ct)
    {
        var moves = order.Posts.Concat(await Late(order, ct)).ToList();
        var ids = moves.ConvertAll(p => p.PositionId);
        var posts = await db.Positions.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var now = db.Now;
        var delegations = (await db.Delegations.AsNoTracking().Where(d => ids.Contains(d.PositionId) && d.RevokedAt == null && d.UntilAt > now).ToListAsync(ct)).ToLookup(d => d.PositionId);
        foreach (var move in moves)
        {
            var old = posts[move.PositionId];
            if (move.NewId == old.Id)
            {
                old.Title = move.Title;
                continue;
            }
            var last = old.ValidTo;
            old.ValidTo = eve;
            if (move.NewId is not { } id) continue;
            db.Positions.Add(new()
            {
                Id = id, OfficerId = move.OfficerId, UnitId = move.UnitId, SeatUnitId = move.SeatUnitId, PositionKey = move.PositionKey, Title = move.Title, Permits = move.Permits, Subtree = move.Subtree,
                ValidFrom = old.ValidFrom > order.Day ? old.ValidFrom : order.Day, ValidTo = last,
            });
            foreach (var d in delegations[old.Id]) // what was delegated for some time goes on with the post
                db.Delegations.Add(new() { Id = Guid.CreateVersion7(now), PositionId = id, OfficerId = d.OfficerId, Permits = d.Permits, FromAt = d.FromAt, UntilAt = d.UntilAt, Reason = d.Reason });
        }
    }
}
