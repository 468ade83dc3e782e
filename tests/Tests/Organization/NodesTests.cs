using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Organization.Delegations;
using NhatLe.Organization.Leaves;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>Two nodes on one database: what changes on one holds on the other within a second.</summary>
public sealed class NodesTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    static readonly TimeSpan allowed = TimeSpan.FromSeconds(1);

    readonly WebApplication other = NhatLeApp.Build(app.Started);

    public async Task InitializeAsync()
    {
        await using (var scope = other.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<Startup>().Run();
        await other.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await other.StopAsync();
        await other.DisposeAsync();
    }

    /// <summary>Asks the other node again and again. Whoever asks a second after the change, or later, must get the new answer.</summary>
    static async Task Within(string what, Func<Task<bool>> holds)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var asked = since.Elapsed;
            if (await holds()) return;
            Assert.True(asked < allowed, $"{what}: asked {asked.TotalMilliseconds:N0} ms after the change, the other node still knew the old state.");
            await Task.Delay(20);
        }
    }

    sealed record Rows(PlainScope Scope, List<Leave> Leaves, long Version)
    {
        public static Task<Rows> Read(App app) => app.Db(async db => new Rows(
            new(await db.Units.AsNoTracking().ToListAsync(), await db.Officers.AsNoTracking().ToListAsync(), await db.Positions.AsNoTracking().ToListAsync(), await db.Delegations.AsNoTracking().ToListAsync(), await db.Successions.AsNoTracking().ToListAsync()),
            await db.Leaves.AsNoTracking().ToListAsync(), await db.Directory.Select(d => d.Version).SingleAsync()));
    }

    /// <summary>The scope of some officers, their posts by delegation, and who is away, on the other node against the rows.</summary>
    async Task<bool> Agrees(Rows rows, IReadOnlyCollection<Guid> officers)
    {
        var units = await other.Services.GetRequiredService<DirectoryCache>().Get();
        var (now, today) = (app.Time.Now, app.Time.Today);
        foreach (var officer in officers)
        {
            var actor = units.ActorFor(officer, officer, now, today);
            foreach (var permit in (string[])["services.read", "services.accept", "services.process", "organization.admin", "assignments.own"])
                if (!rows.Scope.Of(officer, permit, now, today).SetEquals(actor.UnitsWith(permit))) return false;
            var away = rows.Leaves.Find(l => l.OfficerId == officer && l.IsOn(today));
            if (units.LeaveOf(officer, today)?.Id != away?.Id) return false;
        }
        return rows.Scope.Units.All(u => units.FindUnit(u.Id) is { } known && known.FullName == u.FullName && known.ParentId == u.ParentId && known.ValidTo == u.ValidTo);
    }

    [Fact]
    public async Task After_each_of_many_drawn_changes_scope_on_the_other_node_is_what_the_rows_say_within_a_second()
    {
        const int seed = 20241118, rounds = 4;
        var (dice, admin) = (new Random(seed), await app.As(Reforming.Administrator));
        await app.GivenFiled();
        Dictionary<string, int> done = [];
        Guid NewId() => Guid.CreateVersion7(app.Time.Now);
        for (var round = 0; round < rounds; round++)
            foreach (var kind in (string[])["post", "delegation", "permits", "leave", "grant", "reform", "cancellation", "revocation", "officer", "end"])
            {
                var before = await Rows.Read(app);
                var today = app.Time.Today;
                List<Unit> communes = [.. before.Scope.Units.Where(u => u is { Kind: UnitKind.Commune, HasEnded: false } && u.Id != FactsApp.TrongHoa).OrderBy(u => u.Code, StringComparer.Ordinal)];
                List<Position> posts = [.. before.Scope.Positions.Where(p => p.IsValidOn(today) && communes.Exists(c => c.Id == p.UnitId) && p.PositionKey is "commune.desk" or "commune.justice" && before.Scope.Officers.Any(o => o.Id == p.OfficerId && o.Active)).OrderBy(p => p.Id)];
                T Any<T>(IReadOnlyList<T> of) => of[dice.Next(of.Count)];
                HashSet<Guid> touched = [.. Enumerable.Range(0, 5).Select(_ => Any(posts).OfficerId)];
                var acted = await Act(kind, before, posts, communes);
                if (!acted) continue;
                done[kind] = done.GetValueOrDefault(kind) + 1;
                var rows = await Rows.Read(app);
                Assert.True(kind == "grant" || rows.Version > before.Version, $"{kind} made no new version of the directory.");
                await Within($"{kind} in round {round} of seed {seed}", () => Agrees(rows, touched));
                await SeesWhatItShould(rows, Any([.. touched]));

                async Task<bool> Act(string what, Rows known, List<Position> some, List<Unit> living)
                {
                    switch (what)
                    {
                        case "post":
                            var comes = Any(some).OfficerId;
                            touched.Add(comes);
                            return (await admin.PostJson($"/api/organization/units/{Any(living).Code}/posts", new { id = NewId(), position = Any(["commune.justice", "commune.land", "commune.vice_chair"]), officer = comes })).IsSuccessStatusCode;
                        case "delegation":
                            var units = await app.Services.GetRequiredService<DirectoryCache>().Get();
                            var from = some.OrderBy(_ => dice.Next()).First(p => GiveDelegation.Takers(units, p, today).Any() && GiveDelegation.Delegable(p).Count > 0);
                            var taker = Any([.. GiveDelegation.Takers(units, from, today)]).Id;
                            await admin.Post<GiveDelegation.Given>("/api/organization/delegations", new { id = NewId(), position = from.Id, officer = taker, permits = GiveDelegation.Delegable(from).Where(_ => dice.Next(2) == 0).Append("services.read").Distinct(), until = app.Time.Now.AddDays(3), reason = "Đi họp" });
                            touched.Add(taker);
                            return true;
                        case "permits":
                            var post = Any(some);
                            touched.Add(post.OfficerId);
                            return (await admin.PostJson($"/api/organization/posts/{post.Id}/permits", new { permits = dice.Next(2) == 0 ? new[] { "services.read", "services.accept" } : ["services.read", "services.process", "assignments.own"], reason = "Phân công lại" })).IsSuccessStatusCode;
                        case "leave":
                            var away = some.First(p => !known.Leaves.Exists(l => l.OfficerId == p.OfficerId)).OfficerId;
                            await admin.Post<PlanLeave.Planned>("/api/organization/leaves", new { id = NewId(), officer = away, from = today, until = today.AddDays(2), reason = "Nghỉ phép" });
                            touched.Add(away);
                            return true;
                        case "grant":
                            return await Grant(Any(living).Id);
                        case "reform":
                            var (one, into) = (living[dice.Next(living.Count / 2)], living[(living.Count / 2) + dice.Next(living.Count / 2)]);
                            foreach (var p in known.Scope.Positions.Where(p => p.UnitId == one.Id || p.UnitId == into.Id)) touched.Add(p.OfficerId);
                            var reform = await app.Planned(new { id = NewId(), plan = new { name = "Nhập xã", day = "2024-12-20", changes = new[] { new { kind = "Merge", units = new[] { one.Code }, into = into.Code } } } });
                            if (reform.Problems!.Count > 0) return false;
                            await app.Schedule(reform.Id, atOnce: true);
                            await app.Done(reform.Id);
                            return true;
                        case "cancellation":
                            var leave = known.Leaves.First(l => l.IsOn(today));
                            touched.Add(leave.OfficerId);
                            return (await admin.PostJson($"/api/organization/leaves/{leave.Id}/cancellation", new { })).IsSuccessStatusCode;
                        case "revocation":
                            if (known.Scope.Delegations.FirstOrDefault(d => d.RevokedAt is null && some.Exists(p => p.Id == d.PositionId)) is not { } delegation) return false;
                            touched.Add(delegation.OfficerId);
                            return (await admin.PostJson($"/api/organization/delegations/{delegation.Id}/revocation", new { })).IsSuccessStatusCode;
                        case "officer":
                            var gone = Any(some).OfficerId;
                            touched.Add(gone);
                            await app.Switch(gone, active: false);
                            return true;
                        default:
                            var ending = Any(some);
                            touched.Add(ending.OfficerId);
                            return (await admin.PostJson($"/api/organization/posts/{ending.Id}/end", new { reason = "Chuyển công tác" })).IsSuccessStatusCode;
                    }
                }
            }
        Assert.True(done.Count == 10 && done.Values.All(n => n >= rounds / 2), string.Join(", ", done.Select(d => $"{d.Key} {d.Value}")));
    }

    async Task<bool> Grant(Guid unitId)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var dossier = await db.Dossiers.OrderBy(d => d.Id).FirstAsync();
        if (await db.Grants.AnyAsync(g => g.SubjectId == dossier.Id && g.UnitId == unitId && g.Permit == "test")) return false;
        db.Grants.Add(new() { SubjectId = dossier.Id, UnitId = unitId, Permit = "test" });
        await db.SaveChangesAsync();
        return true;
    }

    /// <summary>Dossiers an officer sees on the other node: those of the units in scope, and those granted to one of them.</summary>
    async Task SeesWhatItShould(Rows rows, Guid officer)
    {
        await using var scope = other.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var actor = (await other.Services.GetRequiredService<DirectoryCache>().Get()).ActorFor(officer, officer, app.Time.Now, app.Time.Today);
        var may = rows.Scope.Of(officer, "services.read", app.Time.Now, app.Time.Today);
        var (dossiers, grants) = (await db.Dossiers.AsNoTracking().ToListAsync(), await db.Grants.AsNoTracking().ToListAsync());
        var naive = dossiers.Where(d => may.Contains(d.UnitId) || grants.Exists(g => g.SubjectId == d.Id && may.Contains(g.UnitId) && (g.UntilAt is null || g.UntilAt > app.Time.Now))).Select(d => d.Id).Order();
        Assert.Equal(naive, (await db.Dossiers.AsNoTracking().Visible(db, actor, "services.read").Select(d => d.Id).ToListAsync()).Order());
    }

    [Fact]
    public async Task What_is_delegated_on_one_node_is_done_on_the_other_in_both_names_and_refused_there_after_the_revocation()
    {
        using var there = new App.Client(new(other.Urls.First()));
        Assert.Equal(HttpStatusCode.SeeOther, (await there.PostForm("/dang-nhap", new() { ["Input.Login"] = Filing.Justice, ["Input.Password"] = App.Password })).StatusCode);
        var (clerk, code, next) = (await app.As(Filing.Clerk), (await app.GivenFiled()).Code, (await app.GivenFiled()).Code);
        await (await there.PostJson($"/api/services/dossiers/{code}/acceptance", new { })).Refused(HttpStatusCode.Forbidden);
        var post = await app.Db(db => db.Positions.AsNoTracking().FirstAsync(p => p.OfficerId == FactsApp.Clerk && p.UnitId == FactsApp.TrongHoa && p.ValidTo == null));
        var given = await clerk.Post<GiveDelegation.Given>("/api/organization/delegations", new { id = Guid.CreateVersion7(app.Time.Now), position = post.Id, officer = FactsApp.Justice, permits = new[] { "services.accept" }, until = app.Time.Now.AddDays(2), reason = "Đi họp" });
        await Within("A delegation", async () => (await there.PostJson($"/api/services/dossiers/{code}/acceptance", new { })).IsSuccessStatusCode);
        Assert.Equal("Cao Thu Giang", (await app.Journal((await app.Dossier(code)).Id))[^1].Content!.OnBehalfOf);
        await clerk.PostJson($"/api/organization/delegations/{given.Id}/revocation", new { });
        var cache = other.Services.GetRequiredService<DirectoryCache>();
        await Within("A revocation", async () => !(await cache.Get()).ActorFor(FactsApp.Justice, FactsApp.Justice, app.Time.Now, app.Time.Today).HoldsPost("services.accept", FactsApp.TrongHoa));
        await (await there.PostJson($"/api/services/dossiers/{next}/acceptance", new { })).Refused(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_province_is_called_as_the_directory_calls_it_on_every_page_of_every_node_within_a_second_of_a_reform()
    {
        using var there = new App.Client(new(other.Urls.First()));
        string[] kept = ["/", $"/thu-tuc/{Filing.BirthRegistration}", "/rieng-tu"];
        foreach (var path in kept) Assert.Contains("Quảng Bình", await there.Page(path), StringComparison.Ordinal);
        var reform = await app.Planned(new { id = Guid.CreateVersion7(app.Time.Now), plan = new { name = "Đổi tên tỉnh", day = "2024-12-20", changes = new[] { new { kind = "Rename", units = new[] { "44" }, become = new { name = "Quảng Trị" } } } } });
        await app.Schedule(reform.Id, atOnce: true);
        await app.Done(reform.Id);
        foreach (var path in kept)
            await Within(path, async () => await there.Page(path) is var page && page.Contains("Tỉnh Quảng Trị", StringComparison.Ordinal) && !page.Contains("Tỉnh Quảng Bình", StringComparison.Ordinal));
        Assert.Contains("Tỉnh Quảng Trị", await (await app.As(Filing.Clerk)).Page("/viec"), StringComparison.Ordinal);
    }
}
