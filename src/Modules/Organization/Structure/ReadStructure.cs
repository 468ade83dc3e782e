using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Organization.Structure;

/// <summary>The units of the province as a tree (sơ đồ tổ chức), and one unit with its names, its posts and where it comes from. For every official: names and posts are public.</summary>
public static class ReadStructure
{
    /// <param name="Officers">With a post in the unit itself.</param>
    /// <param name="Below">Living units below, all levels.</param>
    public sealed record Node(Unit Unit, int Officers, int Below, IReadOnlyList<Node> Children);

    /// <param name="Acting">Who acts for the holder now, by delegation.</param>
    public sealed record PostLine(Position Position, Officer Officer, string Seat, IReadOnlyList<(Officer Officer, Delegation Delegation)> Acting);

    /// <summary>A name of before, with the last day of it.</summary>
    public sealed record Former(string Name, string Authority, DateOnly From, DateOnly To);

    /// <param name="MayAdminister">The actor may change posts here.</param>
    public sealed record Detail(
        Unit Unit, IReadOnlyList<Unit> Above, IReadOnlyList<Unit> Children, IReadOnlyList<PostLine> Posts, IReadOnlyList<Former> Names, IReadOnlyList<(Unit Unit, DateOnly Day)> CameFrom, IReadOnlyList<(Unit Unit, DateOnly Day)> WentTo, bool MayAdminister);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/organization/units", async (string? q, Handler handler, CancellationToken ct) =>
            q is null ? (object)Say(await handler.Tree(ct)) : (await handler.Find(q, ct)).Select(n => new { n.Unit.Code, n.Name, n.Until, Now = n.Unit.FullName }));
        routes.MapGet("/api/organization/officers", async (string? q, Handler handler, DirectoryCache directory, CancellationToken ct) =>
        {
            var units = await directory.Get(ct);
            return (await handler.FindOfficers(q, ct)).Select(o => new { o.Officer.Id, o.Officer.FullName, Posts = o.Posts.Select(p => new { p.Title, Unit = units.Unit(p.UnitId).Code, units.Unit(p.UnitId).FullName }) });
        });
        routes.MapGet("/api/organization/units/{code}", async (string code, Handler handler, CancellationToken ct) =>
        {
            var d = await handler.One(code, ct);
            return new
            {
                d.Unit.Code, d.Unit.FullName, d.Unit.Kind, d.Unit.Type, d.Unit.Authority, d.Unit.ShortCode, d.Unit.ValidFrom, d.Unit.ValidTo, Parent = d.Above.Count > 0 ? d.Above[^1].Code : null, Children = d.Children.Select(c => c.Code),
                Posts = d.Posts.Select(p => new { p.Position.Id, OfficerId = p.Officer.Id, p.Officer.FullName, p.Position.Title, p.Position.PositionKey, Permits = p.Position.Permits.Split(' '), p.Position.Subtree, p.Position.ValidFrom, p.Position.ValidTo, Acting = p.Acting.Select(a => new { a.Officer.FullName, a.Delegation.FromAt, a.Delegation.UntilAt }) }),
                d.Names, CameFrom = d.CameFrom.Select(c => new { c.Unit.Code, c.Unit.FullName, c.Day }), WentTo = d.WentTo.Select(c => new { c.Unit.Code, c.Unit.FullName, c.Day }), d.MayAdminister,
            };
        });
    }

    static object Say(Node node) => new { node.Unit.Code, node.Unit.FullName, node.Unit.Kind, node.Officers, Children = node.Children.Select(Say) };

    public sealed class Handler(DirectoryCache directory, Actor actor, LegalTime time)
    {
        public async Task<Node> Tree(CancellationToken ct)
        {
            actor.MustBeOfficer();
            var units = await directory.Get(ct);
            var officers = units.Positions.Where(p => p.IsValidOn(time.Today) && units.FindOfficer(p.OfficerId) is { Active: true }).GroupBy(p => p.UnitId).ToDictionary(g => g.Key, g => g.Select(p => p.OfficerId).Distinct().Count());
            return Of(units.Units.Where(u => u is { ParentId: null, HasEnded: false }).OrderBy(u => u.Code, StringComparer.Ordinal).First());

            Node Of(Unit unit)
            {
                List<Node> below = [.. units.Children(unit.Id).Where(c => c.Kind != UnitKind.OneStopDesk).OrderBy(c => Rank(c.Kind)).ThenBy(c => c.Code, StringComparer.Ordinal).Select(Of)];
                return new(unit, officers.GetValueOrDefault(unit.Id), below.Sum(b => b.Below + 1), below);
            }
        }

        static int Rank(string kind) => kind switch { UnitKind.Department => 0, UnitKind.ServiceCentre => 1, UnitKind.District => 2, _ => 3 };

        public async Task<IReadOnlyList<DirectorySnapshot.Named>> Find(string? name, CancellationToken ct)
        {
            actor.MustBeOfficer();
            return [.. (await directory.Get(ct)).Find(name is { Length: < 100 } ? name : "").Where(n => n.Unit.Kind != UnitKind.OneStopDesk).Take(30)];
        }

        /// <summary>Officers in office by a part of their name, without regard to marks, with what they are where.</summary>
        public async Task<IReadOnlyList<(Officer Officer, IReadOnlyList<Position> Posts)>> FindOfficers(string? name, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var (units, today, asked) = (await directory.Get(ct), time.Today, Fold.Index(name is { Length: < 100 } ? name : ""));
            if (asked.Length == 0) return [];
            var posts = units.Positions.Where(p => p.IsValidOn(today)).ToLookup(p => p.OfficerId);
            return [.. units.Officers.Where(o => o.Active && posts[o.Id].Any() && $" {Fold.Index(o.FullName)} ".Contains($" {asked} ", StringComparison.Ordinal)).OrderBy(o => o.SortKey).ThenBy(o => o.Id).Take(30)
                .Select(o => (o, (IReadOnlyList<Position>)[.. posts[o.Id].OrderBy(p => units.Unit(p.UnitId).Code, StringComparer.Ordinal).ThenBy(p => p.Id)]))];
        }

        /// <exception cref="Refusal">401, 403, 404.</exception>
        public async Task<Detail> One(string code, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var units = await directory.Get(ct);
            var unit = units.FindUnit(code) ?? throw Refusal.Missing("unit", "Không có đơn vị mã {0}. Xem lại mã trong sơ đồ tổ chức.", code);
            var (now, today) = (time.Now, time.Today);
            var acting = units.Delegations.Where(d => d.RevokedAt is null && d.FromAt <= now && now < d.UntilAt).ToLookup(d => d.PositionId);
            return new(
                unit, [.. units.SelfAndAbove(unit.Id).Skip(1).Reverse()], [.. units.Children(unit.Id)],
                [.. from p in units.Positions
                    where p.UnitId == unit.Id && (p.ValidTo is null || p.ValidTo >= today)
                    let officer = units.FindOfficer(p.OfficerId)
                    where officer is { Active: true }
                    orderby p.Subtree descending, officer.SortKey, p.Id
                    select new PostLine(p, officer, p.SeatUnitId == unit.Id ? "" : units.FindUnit(p.SeatUnitId)?.Name ?? "", [.. acting[p.Id].Select(d => (units.FindOfficer(d.OfficerId)!, d)).Where(a => a.Item1 is { Active: true })])],
                [.. units.VersionsOf(unit.Id).Where(v => v.FullName != unit.FullName).Reverse().Select(v => new Former(v.FullName, v.Authority, v.ValidFrom, v.ValidTo))],
                [.. units.PredecessorsOf(unit.Id).Select(s => (units.Unit(s.FromId), s.Day))], [.. units.SuccessorsOf(unit.Id).Select(s => (units.Unit(s.ToId), s.Day))],
                actor.Can(Permits.Administer, unit.Id));
        }
    }
}
