using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Services;

namespace NhatLe.Tests.Organization;

/// <summary>A province drawn by dice: a tree, posts, delegations, and reforms one after the other, kept as plain rows.</summary>
sealed class DrawnProvince
{
    public static readonly string[] Permits = ["a.read", "a.do", "b.read"];
    public static readonly DateTimeOffset Begin = App.Day(2024, 1, 10, 9);

    readonly Random dice;
    readonly List<Succession> successions = [];
    readonly List<UnitVersion> versions = [];
    static readonly PositionTemplates templates = new(new ReferenceData(Path.Combine(AppContext.BaseDirectory, "data")));

    public List<Unit> Units { get; } = [];
    public List<Officer> Officers { get; } = [];
    public List<Position> Positions { get; } = [];
    public List<Delegation> Delegations { get; } = [];
    public List<Leave> Leaves { get; } = [];
    public IReadOnlyList<Succession> Successions => successions;
    public DateTimeOffset Now { get; private set; } = Begin;
    public DateOnly Today => DateOnly.FromDateTime(Now.ToOffset(TimeSpan.FromHours(7)).DateTime);
    public int Reformed { get; private set; }
    public int Changed { get; private set; }

    public DrawnProvince(int seed)
    {
        dice = new(seed);
        for (var n = 0; n < 3 + dice.Next(22); n++)
            Units.Add(new() { Id = Id(n), Code = $"U{n}", Name = $"N{n}", FullName = $"Xã N{n}", Kind = n == 0 ? UnitKind.Province : UnitKind.Commune, Type = "xa", ParentId = n == 0 ? null : Id(dice.Next(n)), ValidFrom = new(2020, 1, 1) });
        for (var n = 0; n < 1 + dice.Next(6); n++) Officers.Add(new() { Id = Id(1000 + n), FullName = $"O{n}", SortKey = $"{n}", Active = dice.Next(8) > 0 });
        for (var n = 0; n < 1 + dice.Next(10); n++)
            Positions.Add(new()
            {
                Id = Id(2000 + n), OfficerId = Any(Officers).Id, UnitId = Any(Units).Id is var unit ? unit : default, SeatUnitId = unit, PositionKey = dice.Next(3) == 0 ? "commune.chair" : "commune.justice", Title = "T",
                Permits = Some(), Subtree = dice.Next(2) == 0, ValidFrom = Day(-200, 30), ValidTo = dice.Next(3) == 0 ? Day(-20, 60) : null,
            });
        for (var n = 0; n < dice.Next(8); n++)
            Delegations.Add(new()
            {
                Id = Id(3000 + n), PositionId = Any(Positions).Id, OfficerId = Any(Officers).Id, Permits = Some(), FromAt = Begin.AddHours(dice.Next(-300, 100)), UntilAt = Begin.AddHours(dice.Next(-50, 900)),
                RevokedAt = dice.Next(4) == 0 ? Begin : null,
            });
        for (var n = 0; n < dice.Next(5); n++) Leaves.Add(Away(Id(7000 + n)));
    }

    static Guid Id(int n) => StableId.Of("drawn", n.ToString(System.Globalization.CultureInfo.InvariantCulture));
    T Any<T>(IReadOnlyList<T> of) => of[dice.Next(of.Count)];
    DateOnly Day(int from, int to) => new DateOnly(2024, 1, 10).AddDays(dice.Next(from, to));

    public DirectorySnapshot Snapshot() => new(1, Units, Officers, Positions, Delegations, versions, successions, Leaves);

    /// <summary>One reform, if what was drawn fits the tree; the next day.</summary>
    public void Reform()
    {
        Now = Now.AddDays(1 + dice.Next(20));
        var living = Units.Where(u => !u.HasEnded).ToList();
        string[] some = [.. Enumerable.Range(0, 1 + dice.Next(3)).Select(_ => Any(living).Code).Distinct()];
        var into = Any(living).Code;
        UnitChange change = dice.Next(6) switch
        {
            0 => new() { Kind = ChangeKind.Rename, Units = some[..1], Become = new() { Name = $"R{dice.Next(1000)}" } },
            1 => new() { Kind = ChangeKind.Move, Units = some, Into = into },
            2 => new() { Kind = ChangeKind.Split, Units = some[..1], New = [new() { Code = $"S{Units.Count}", Parent = into, Name = "S1", Type = "xa" }, new() { Code = $"S{Units.Count + 1}", Parent = into, Name = "S2", Type = "xa" }], Into = $"S{Units.Count}" },
            3 => new() { Kind = ChangeKind.Abolish, Units = some[..1], Into = into },
            _ => new() { Kind = ChangeKind.Merge, Units = some, Into = into },
        };
        // What stands below a unit that ends goes below the one that goes on.
        var below = living.Where(u => change.Kind is ChangeKind.Merge or ChangeKind.Split or ChangeKind.Abolish && change.Units.Contains(Units.FirstOrDefault(p => p.Id == u.ParentId)?.Code ?? "") && !change.Units.Contains(u.Code) && u.Code != into && u.Kind != UnitKind.OneStopDesk).Select(u => u.Code).ToList();
        UnitChange[] changes = below.Count == 0 ? [change] : [new() { Kind = ChangeKind.Move, Units = below, Into = into }, change];
        if (ReformReader.Read(new() { Name = "R", Day = Today, Changes = changes }, Id(9000 + Reformed), Snapshot(), templates, new Dictionary<string, string>()).Order is not { } order) return;
        Apply(order);
        Reformed++;
    }

    /// <summary>As the rows are changed in the database.</summary>
    void Apply(ReformOrder order)
    {
        var eve = order.Day.AddDays(-1);
        foreach (var u in order.Created) Units.Add(new() { Id = u.Id, Code = u.Code, ParentId = u.ParentId, Kind = u.Kind, Type = u.Type, Name = u.Name, FullName = u.FullName, ValidFrom = order.Day });
        foreach (var after in order.Changed)
        {
            var unit = Units.Single(u => u.Id == after.Id);
            versions.Add(new() { UnitId = unit.Id, ParentId = unit.ParentId, Kind = unit.Kind, Type = unit.Type, Name = unit.Name, FullName = unit.FullName, ValidFrom = unit.ValidFrom, ValidTo = eve });
            (unit.ParentId, unit.Type, unit.Name, unit.FullName) = (after.ParentId, after.Type, after.Name, after.FullName);
        }
        foreach (var ending in order.Ended)
        {
            Units.Single(u => u.Id == ending.FromId).ValidTo = eve;
            successions.Add(new() { FromId = ending.FromId, ToId = ending.ToId, Day = order.Day, Main = ending.Main });
        }
        foreach (var move in order.Posts.Where(p => p.NewId != p.PositionId))
        {
            var old = Positions.Single(p => p.Id == move.PositionId);
            var last = old.ValidTo;
            old.ValidTo = eve;
            if (move.NewId is { } id) Positions.Add(new() { Id = id, OfficerId = move.OfficerId, UnitId = move.UnitId, SeatUnitId = move.SeatUnitId, PositionKey = move.PositionKey, Title = move.Title, Permits = move.Permits, Subtree = move.Subtree, ValidFrom = old.ValidFrom > order.Day ? old.ValidFrom : order.Day, ValidTo = last });
        }
    }

    /// <inheritdoc cref="PlainScope.Of"/>
    public HashSet<Guid> Naive(Guid officerId, string permit) => new PlainScope(Units, Officers, Positions, Delegations, successions).Of(officerId, permit, Now, Today);

    /// <summary>Who gets new work meant for an officer, told plainly: themselves; on leave the stand-in, if they are there and hold the permit in the unit; else nobody by name.</summary>
    public Guid? NaiveInstead(Officer officer, Guid unitId, string permit)
    {
        Leave? Away(Guid id) => Leaves.Find(l => l.OfficerId == id && l.CancelledAt is null && l.FromOn <= Today && Today <= l.UntilOn);
        if (Away(officer.Id) is not { } leave) return officer.Id;
        return leave.StandInId is { } id && Away(id) is null && Officers.Exists(o => o.Id == id && o.Active)
            && Positions.Exists(p => p.OfficerId == id && p.UnitId == unitId && p.IsValidOn(Today) && p.Permits.Split(' ').Contains(permit)) ? id : null;
    }

    /// <summary>Something else than a reform: a post given, ended or with other permits, a delegation given or taken back, a leave planned or cancelled, an officer come or gone.</summary>
    public void Change()
    {
        Changed++;
        switch (dice.Next(8))
        {
            case 0 when Units.Exists(u => !u.HasEnded):
                var unit = Any(Units.FindAll(u => !u.HasEnded)).Id;
                Positions.Add(new() { Id = Id(4000 + Changed), OfficerId = Any(Officers).Id, UnitId = unit, SeatUnitId = unit, PositionKey = "commune.justice", Title = "T", Permits = Some(), Subtree = dice.Next(2) == 0, ValidFrom = Today.AddDays(dice.Next(-2, 3)) });
                break;
            case 1: Any(Positions).ValidTo = Today.AddDays(dice.Next(-1, 3)); break;
            case 2: Any(Positions).Permits = Some(); break;
            case 3: Delegations.Add(new() { Id = Id(5000 + Changed), PositionId = Any(Positions).Id, OfficerId = Any(Officers).Id, Permits = Some(), FromAt = Now.AddHours(dice.Next(-5, 5)), UntilAt = Now.AddHours(dice.Next(6, 900)) }); break;
            case 4 when Delegations.Count > 0: Any(Delegations).RevokedAt = Now; break;
            case 5: Leaves.Add(Away(Id(6000 + Changed))); break;
            case 6 when Leaves.Count > 0: Any(Leaves).CancelledAt = Now; break;
            case 7 when dice.Next(3) == 0: Any(Officers).Active ^= true; break;
        }
    }

    /// <summary>The stand-in is mostly a colleague.</summary>
    Leave Away(Guid id)
    {
        var officer = Any(Officers).Id;
        var units = Positions.Where(p => p.OfficerId == officer).Select(p => p.UnitId).ToHashSet();
        List<Guid> colleagues = [.. Positions.Where(p => p.OfficerId != officer && units.Contains(p.UnitId)).Select(p => p.OfficerId)];
        return new() { Id = id, OfficerId = officer, StandInId = dice.Next(5) == 0 ? null : colleagues.Count > 0 ? Any(colleagues) : Any(Officers).Id, FromOn = Today.AddDays(dice.Next(-3, 2)), UntilOn = Today.AddDays(dice.Next(2, 40)) };
    }

    string Some() => string.Join(' ', Permits.Where(_ => dice.Next(2) == 0));
}

/// <summary>The definition of scope in plain words over the rows, as slow as it likes to be.</summary>
sealed record PlainScope(IReadOnlyCollection<Unit> Units, IReadOnlyCollection<Officer> Officers, IReadOnlyCollection<Position> Positions, IReadOnlyCollection<Delegation> Delegations, IReadOnlyCollection<Succession> Successions)
{
    readonly Dictionary<Guid, Guid?> above = Units.ToDictionary(u => u.Id, u => u.ParentId);

    /// <summary>The units a permit holds in: by own posts and delegated ones; the unit, or all below it; and whatever these took over.</summary>
    public HashSet<Guid> Of(Guid officerId, string permit, DateTimeOffset now, DateOnly today)
    {
        bool Holds(Position p) => p.ValidFrom <= today && (p.ValidTo is null || today <= p.ValidTo);
        bool IsActive(Guid id) => Officers.Single(o => o.Id == id).Active;
        if (!IsActive(officerId)) return [];
        var posts = Positions.Where(p => p.OfficerId == officerId && Holds(p) && p.Permits.Split(' ').Contains(permit))
            .Concat(from d in Delegations
                    where d.OfficerId == officerId && d.RevokedAt is null && d.FromAt <= now && now < d.UntilAt && d.Permits.Split(' ').Contains(permit)
                    from p in Positions
                    where p.Id == d.PositionId && Holds(p) && p.Permits.Split(' ').Contains(permit) && IsActive(p.OfficerId)
                    select p).ToList();
        HashSet<Guid> found = [];
        foreach (var unit in Units)
            if (posts.Exists(p => p.UnitId == unit.Id || (p.Subtree && IsBelow(unit.Id, p.UnitId)))) found.Add(unit.Id);
        for (var grown = true; grown;)
            grown = Successions.Aggregate(false, (any, s) => found.Contains(s.ToId) && found.Add(s.FromId) || any);
        return found;
    }

    bool IsBelow(Guid unit, Guid root) => above[unit] is { } parent && (parent == root || IsBelow(parent, root));
}

/// <summary>Who may what where: the fast way through the snapshot says what the plain definition says, whatever happened before.</summary>
[Trait("Run", "Once")]
public sealed class ScopeProperties
{
    static readonly Config config = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void The_scope_of_every_officer_is_the_naive_one_before_and_after_every_change_and_reform()
    {
        var (reforms, compared, instead) = (0, 0, 0);
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), seed =>
        {
            var province = new DrawnProvince(seed);
            for (var round = 0; round < 9; round++)
            {
                var snapshot = province.Snapshot();
                foreach (var officer in province.Officers)
                {
                    var actor = snapshot.ActorFor(officer.Id, officer.Id, province.Now, province.Today);
                    foreach (var permit in DrawnProvince.Permits)
                    {
                        var naive = province.Naive(officer.Id, permit);
                        if (!naive.SetEquals(actor.UnitsWith(permit))) return false;
                        compared += naive.Count;
                        foreach (var unit in naive)
                        {
                            var plain = province.NaiveInstead(officer, unit, permit);
                            if (snapshot.Instead(officer, unit, permit, province.Today)?.Id != plain) return false;
                            if (plain is { } other && other != officer.Id) instead++;
                        }
                    }
                }
                for (var n = 0; n < 3; n++) province.Change();
                if (round % 2 == 1) province.Reform();
            }
            reforms += province.Reformed;
            return true;
        }).Check(config);
        Assert.True(reforms > 300 && compared > 5000 && instead > 60, $"Only {reforms} reforms, {compared} units and {instead} stand-ins were compared.");
    }

    [Fact]
    public void After_any_reforms_the_tree_is_whole_and_every_ended_unit_has_one_that_goes_on()
    {
        var ended = 0;
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), seed =>
        {
            var province = new DrawnProvince(seed);
            for (var round = 0; round < 8; round++) province.Reform();
            var snapshot = province.Snapshot();
            ended += province.Units.Count(u => u.HasEnded);
            return snapshot.Units.Where(u => !u.HasEnded).All(u => snapshot.SelfAndAbove(u.Id).Take(100).Count() < 100 && (u.ParentId is null || !snapshot.Unit(u.ParentId.Value).HasEnded))
                && snapshot.Units.All(u => !snapshot.Now(u.Id).HasEnded)
                && snapshot.Positions.Where(p => p.IsValidOn(province.Today)).All(p => !snapshot.Unit(p.UnitId).HasEnded);
        }).Check(config);
        Assert.True(ended > 300, $"Only {ended} units ended.");
    }
}

/// <summary>The same on a real database, with grants.</summary>
public sealed class ScopeOnDatabaseTests
{
    [Fact]
    public async Task What_is_visible_is_what_scope_and_grants_say_also_after_a_reform()
    {
        await using var own = new Owned(await ReformApp.Begin());
        var app = own.App;
        app.Time.MoveTo(App.Day(2024, 12, 1, 8));
        await Compare(app, seed: 1);
        var reform = await app.PlannedFrom("2024-12-01");
        await app.Schedule(reform.Id, atOnce: true);
        await app.Done(reform.Id);
        await Compare(app, seed: 2);
    }

    static async Task Compare(App app, int seed)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var units = await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Confirm();
        var dossiers = await db.Dossiers.AsNoTracking().ToListAsync();
        var (dice, all) = (new Random(seed), units.Units.OrderBy(u => u.Code, StringComparer.Ordinal).ToList());
        for (var n = 0; n < 60; n++) db.Grants.Add(new() { SubjectId = dossiers[dice.Next(dossiers.Count)].Id, UnitId = all[dice.Next(all.Count)].Id, Permit = $"test.{seed}.{n}", UntilAt = dice.Next(3) switch { 0 => app.Time.Now.AddDays(-1), 1 => app.Time.Now.AddDays(1), _ => null } });
        await db.SaveChangesAsync();
        var grants = await db.Grants.AsNoTracking().ToListAsync();
        var seen = 0;
        foreach (var officer in units.Officers.OrderBy(o => o.Id).Where((_, i) => i % 17 == seed))
        {
            var actor = units.ActorFor(officer.Id, officer.Id, app.Time.Now, app.Time.Today);
            var may = actor.Posts.Where(p => p.Permits.Contains("services.read")).SelectMany(p => p.Subtree ? all.Where(u => units.SelfAndAbove(u.Id).Any(a => a.Id == p.UnitId)).Select(u => u.Id) : [p.UnitId]).ToHashSet();
            may.UnionWith(all.Where(u => u.HasEnded && may.Contains(units.Now(u.Id).Id)).Select(u => u.Id));
            var naive = dossiers.Where(d => may.Contains(d.UnitId) || grants.Exists(g => g.SubjectId == d.Id && may.Contains(g.UnitId) && (g.UntilAt is null || g.UntilAt > app.Time.Now))).Select(d => d.Id).Order().ToList();
            Assert.Equal(naive, (await db.Dossiers.AsNoTracking().Visible(db, actor, "services.read").Select(d => d.Id).ToListAsync()).Order());
            seen += naive.Count;
        }
        Assert.True(seen > 20, $"Only {seen} dossiers were seen.");
    }
}
