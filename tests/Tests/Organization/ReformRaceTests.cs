using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Organization;
using NhatLe.Organization.Delegations;
using NhatLe.Organization.Reforms;
using NhatLe.Organization.Structure;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Assignments;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>Two administrators at one plan, and plans nobody should have sent.</summary>
public sealed class ReformRaceTests(App app) : IClassFixture<App>
{
    const string Address = "/api/organization/reforms";

    object Plan(params object[] changes) => new { id = Guid.CreateVersion7(app.Time.Now), plan = new { name = "Thử", day = "2024-12-20", changes } };

    static object Rename(string code, string name) => new { kind = "Rename", units = new[] { code }, become = new { name } };

    [Fact]
    public async Task The_same_plan_begun_twice_in_one_moment_is_there_once_and_the_others_are_told()
    {
        var admin = await app.As(Reforming.Administrator);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => admin.PostJson(Address, new { id = Guid.CreateVersion7(app.Time.Now), file = "2024-12-01" })));
        Assert.Equal(1, answers.Count(a => a.IsSuccessStatusCode));
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_change_is_dropped_by_the_number_that_was_seen_and_not_by_one_that_meanwhile_means_another()
    {
        var admin = await app.As(Reforming.Administrator);
        var reform = await app.Planned(Plan(Rename("18904", "Một"), Rename("18913", "Hai"), Rename("18916", "Ba")));
        var page = await admin.Http.Open($"/to-chuc/sap-xep/{reform.Id}");
        await admin.Post<PlanReform.Made>($"{Address}/{reform.Id}/changes", new { drop = 1 }); // somebody else was faster
        Assert.Equal(HttpStatusCode.Conflict, (await admin.Http.Submit(page.Form("[name=number][value='2']"))).StatusCode); // "Hai" is the first by now
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Http.Submit((await admin.Http.Open($"/to-chuc/sap-xep/{reform.Id}")).Form("[name=number][value='1']"))).StatusCode);
        Assert.Equal("Ba", (await app.Organization(db => db.Reforms.AsNoTracking().SingleAsync(r => r.Id == reform.Id))).ThePlan.Changes.Single().Become!.Name);
    }

    [Theory]
    [InlineData("""{"name":"A","day":"2024-12-20","changes":null}""")]
    [InlineData("""{"name":"A","day":"2024-12-20","changes":[null]}""")]
    [InlineData("""{"name":"A","day":"2024-12-20","changes":[{"kind":"Merge","units":null,"into":"18904"}]}""")]
    [InlineData("""{"name":"A","day":"2024-12-20","changes":[{"kind":"Merge","units":[null],"into":"18904"}]}""")]
    [InlineData("""{"name":"A","day":"2024-12-20","changes":[{"kind":"Split","units":["18904"],"new":[null]}]}""")]
    [InlineData("""{"name":"A","day":"2024-12-20","changes":[{"kind":"Create","new":[{"code":null,"parent":"452"}]}]}""")]
    [InlineData("""{"name":"A","day":"2024-12-20","changes":[{"kind":99,"units":["18904"]}]}""")]
    [InlineData("""{"name":null,"day":"2024-12-20"}""")]
    [InlineData("""{"name":"A","nameEn":null,"day":"2024-12-20"}""")]
    public async Task A_plan_with_holes_is_refused_before_it_is_kept(string plan)
    {
        var admin = await app.As(Reforming.Administrator);
        var id = Guid.CreateVersion7(app.Time.Now);
        var answer = await admin.Http.PostAsync(Address, new StringContent($$"""{"id":"{{id}}","plan":{{plan}}}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.False(await app.Organization(db => db.Reforms.AnyAsync(r => r.Id == id)));
    }

    [Fact]
    public async Task A_unit_named_twice_a_code_for_no_address_and_a_level_nobody_knows_are_read_without_breaking_the_page()
    {
        var admin = await app.As(Reforming.Administrator);
        object New(string code, string kind = UnitKind.Commune, string name = "Mới") => new { kind = "Create", @new = new[] { new { code, parent = "452", name, type = "xa", kind } } };
        var twice = await app.Planned(Plan(new { kind = "Merge", units = new[] { "18904", "18904" }, into = "18913" }));
        Assert.Empty(twice.Problems!);
        var parts = await app.Planned(Plan(new { kind = "Split", units = new[] { "18904" }, also = new[] { "18913", "18913", "18916" }, into = "18913" }));
        Assert.Empty(parts.Problems!);
        foreach (var (wrong, why) in new[] { (New("a/b?c"), "không dùng được"), (New("77009", "thon"), "Không có cấp đơn vị"), (New("77009", name: " "), "chưa có tên"), (Rename("18904", " "), "Chưa ghi tên") })
        {
            var reform = await app.Planned(Plan(wrong));
            Assert.Contains(reform.Problems!, p => p.Words.Contains(why, StringComparison.Ordinal));
            await admin.Page($"/to-chuc/sap-xep/{reform.Id}");
        }
        await (await admin.PostJson($"{Address}/{twice.Id}/answers", new { answers = (object?)null })).Refused(HttpStatusCode.UnprocessableEntity);
    }
}

/// <summary>What changes between the rehearsal and the last step, and what is left of posts that end.</summary>
public sealed class ReformAfterwardsTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_post_given_after_the_order_was_made_goes_on_too_with_what_is_delegated_from_it()
    {
        var admin = await app.As(Reforming.Administrator);
        await using var scope = app.Services.As(Actor.System);
        var directory = scope.ServiceProvider.GetRequiredService<DirectoryCache>();
        var plan = new ReformPlan { Name = "Nhập xã", Day = app.Time.Today, Changes = [new() { Kind = ChangeKind.Merge, Units = ["18979"], Into = "18976" }] };
        var order = ReformReader.Read(plan, Guid.CreateVersion7(app.Time.Now), await directory.Confirm(), scope.ServiceProvider.GetRequiredService<PositionTemplates>(), new Dictionary<string, string>()).Order!;
        var late = await admin.Post<GivePost.Given>("/api/organization/units/18979/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", fullName = "Lê Thị Đến Sau" });
        Assert.True(await scope.ServiceProvider.GetRequiredService<DirectoryReform>().Apply(order, default));
        var units = await directory.Confirm();
        Assert.Equal("18976", units.Unit(Assert.Single(units.Positions, p => p.OfficerId == late.OfficerId && p.IsValidOn(app.Time.Today)).UnitId).Code);
        Assert.DoesNotContain(units.Positions, p => p.IsValidOn(app.Time.Today) && units.Unit(p.UnitId).HasEnded);
    }

    [Fact]
    public async Task A_task_laid_on_somebody_whose_post_ends_is_the_units_and_what_is_delegated_is_listed_once()
    {
        var admin = await app.As(Reforming.Administrator);
        var deputy = await admin.Post<GivePost.Given>("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.vice_chair", fullName = "Hồ Thị Phó" });
        var task = await app.TaskOn(deputy.OfficerId);
        var before = await app.OpenDuty(task);
        Assert.Equal((Guid?)deputy.OfficerId, before.OfficerId);
        var clerk = await app.As(Filing.Clerk);
        var post = await app.Db(db => db.Positions.AsNoTracking().FirstAsync(p => p.OfficerId == FactsApp.Clerk && p.UnitId == FactsApp.TrongHoa && p.ValidTo == null));
        await clerk.Post<GiveDelegation.Given>("/api/organization/delegations", new { id = Guid.CreateVersion7(app.Time.Now), position = post.Id, officer = FactsApp.Justice, permits = new[] { "services.accept" }, until = app.Time.Now.AddDays(20), reason = "Đi họp" });

        var reform = await app.Planned(new { id = Guid.CreateVersion7(app.Time.Now), plan = new { name = "Giải thể xã", day = "2024-12-20", changes = new[] { new { kind = "Abolish", units = new[] { "18907" }, into = "452" } } } });
        await app.Schedule(reform.Id, atOnce: true); // leaders of the commune lead nothing in the district, unless somebody says so
        await app.Done(reform.Id);
        var after = await app.OpenDuty(task);
        Assert.Equal((null, "assignments.do", before.DueAt, Reforming.Unit("452")), (after.OfficerId, after.Permit, after.DueAt, after.UnitId));
        Assert.Null((await app.Task(task)).OfficerId);
        await app.Do(Given.District, task, "report", new { report = "Huyện làm xong" });

        var lines = await clerk.Get<List<Line>>("/api/organization/delegations");
        Assert.Equal(2, lines.Count); // the one of before, and the one that goes on with the new post
        Assert.Single(lines, l => l.IsOpen);
    }

    sealed record Line(Guid Id, bool IsOpen);

    [Fact]
    public async Task What_was_cut_off_is_brought_to_its_end_before_anything_else_begins()
    {
        var cut = await Merge("18949", "18952", "2024-12-25");
        var next = await Merge("18952", "18955", "2024-12-20");
        await using (var scope = app.Services.As(Actor.System))
        {
            var db = scope.ServiceProvider.GetRequiredService<OrganizationDb>();
            var reform = await db.Reforms.SingleAsync(r => r.Id == cut);
            var order = (await scope.ServiceProvider.GetRequiredService<Rehearsal>().Read(reform, default)).Order!;
            reform.Schedule(atOnce: false, app.Time.Today, "", app.Time.Now);
            reform.Begin(order, new Dictionary<string, long>(), app.Time.Now);
            db.Record(reform, new NhatLe.Contracts.Organization.ReformBegun(cut, reform.Day, 1));
            await db.SaveChangesAsync();
        }
        await app.Schedule(next, atOnce: false);
        app.Time.MoveTo(App.Day(2024, 12, 26, 8));
        await app.Done(next);
        var reforms = await app.Organization(db => db.Reforms.AsNoTracking().ToDictionaryAsync(r => r.Id));
        Assert.Equal(ReformStatus.Done, reforms[cut].Status);
        Assert.True(reforms[cut].EndedAt <= reforms[next].BegunAt, "The second began while the first was half done.");
        Assert.Equal("18955", (await app.Services.GetRequiredService<DirectoryCache>().Confirm()).Now(Reforming.Unit("18949")).Code);

        async Task<Guid> Merge(string from, string into, string day) =>
            (await app.Planned(new { id = Guid.CreateVersion7(app.Time.Now), plan = new { name = $"Nhập {from}", day, changes = new[] { new { kind = "Merge", units = new[] { from }, into } } } })).Id;
    }
}
