using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Organization.Delegations;
using NhatLe.Organization.Structure;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>The tree, one unit, and the posts its administrators give and end.</summary>
public sealed class StructureTests(App app) : IClassFixture<App>
{
    sealed record UnitView(string Code, string FullName, List<PostView> Posts, bool MayAdminister);
    sealed record PostView(Guid Id, Guid OfficerId, string FullName, string Title, string PositionKey);

    Task<UnitView> Unit(App.Client who, string code) => who.Get<UnitView>($"/api/organization/units/{code}");

    async Task<long> Version() => (await app.Services.GetRequiredService<DirectoryCache>().Confirm()).Version;

    [Fact]
    public async Task Every_official_sees_the_chart_and_a_unit_and_a_citizen_does_not()
    {
        var clerk = await app.As(Filing.Clerk);
        var chart = await clerk.Http.Open("/to-chuc");
        Assert.Contains("Tỉnh Quảng Bình", chart.Words(), StringComparison.Ordinal);
        Assert.Equal(151 + 8 + 20 + 1 + 1, chart.QuerySelectorAll("main a[href^='/to-chuc/']").Length);
        Assert.Contains("Xã Trọng Hóa", (await clerk.Http.Open("/to-chuc?q=trong hoa")).Words(), StringComparison.Ordinal);
        Assert.Equal(chart.QuerySelectorAll("main details").Length, (await clerk.Http.Open("/to-chuc?mo=het")).QuerySelectorAll("main details[open]").Length); // to print
        Assert.Contains("Cao Thu Giang", (await clerk.Http.Open("/to-chuc?q=cao thu giang")).Words(), StringComparison.Ordinal);
        Assert.Contains("Không có đơn vị hay cán bộ nào", (await clerk.Http.Open("/to-chuc?q=khong co ai")).Words(), StringComparison.Ordinal);
        var unit = await clerk.Http.Open("/to-chuc/18907");
        Assert.Contains("Cao Thu Giang", unit.Words(), StringComparison.Ordinal);
        Assert.Empty(unit.QuerySelectorAll("form[action*=Give], form[action*=End]"));
        Assert.Contains("Structure chart", (await clerk.Http.Open("/en/to-chuc")).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).Get("/to-chuc")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Get("/to-chuc/khong-co")).StatusCode);
    }

    [Fact]
    public async Task An_administrator_gives_a_post_and_ends_it_and_the_permits_follow_at_once()
    {
        var admin = await app.As("quan-tri");
        var before = await Version();
        var page = await admin.Http.Open("/to-chuc/18979");
        var answer = await admin.Http.Submit(page.Form("[name=Position]"), ("Position", "commune.justice"), ("FullName", "Trần Thị Mới"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var post = Assert.Single((await Unit(admin, "18979")).Posts, p => p.FullName == "Trần Thị Mới");
        Assert.Equal("commune.justice", post.PositionKey);
        Assert.Equal(before + 1, await Version());
        var snapshot = await app.Services.GetRequiredService<DirectoryCache>().Get();
        Assert.True(snapshot.ActorFor(post.OfficerId, post.OfficerId, app.Time.Now, app.Time.Today).HoldsPost("services.process", Reforming.Unit("18979")));

        var missing = await admin.PostJson($"/api/organization/posts/{post.Id}/end", new { });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
        page = await admin.Http.Open("/to-chuc/18979");
        answer = await admin.Http.Submit(page.Form($"[value='{post.Id}']"), ("reason", "Chuyển công tác"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.DoesNotContain((await Unit(admin, "18979")).Posts, p => p.Id == post.Id);
        snapshot = await app.Services.GetRequiredService<DirectoryCache>().Get();
        Assert.False(snapshot.ActorFor(post.OfficerId, post.OfficerId, app.Time.Now, app.Time.Today).HoldsPost("services.process", Reforming.Unit("18979")));
        var journal = await app.Journal(DirectoryState.TheOne);
        Assert.All(journal, line => Assert.True(line.Holds));
        Assert.Equal(["Giao chức vụ", "Thôi giữ chức vụ"], journal.TakeLast(2).Select(l => l.Words));
        Assert.Equal("Chuyển công tác", journal[^1].Content!.Note);
    }

    [Fact]
    public async Task An_administrator_of_a_commune_gives_posts_there_and_nowhere_else_and_no_administration()
    {
        var admin = await app.As("quan-tri");
        var officer = (await Unit(admin, "18907")).Posts.First(p => p.PositionKey == "commune.justice").OfficerId;
        await admin.Post<GivePost.Given>("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.admin", officer });
        var local = await app.As(Filing.Justice);
        Assert.True((await Unit(local, "18907")).MayAdminister);
        Assert.False((await Unit(local, "18979")).MayAdminister);
        await local.Post<GivePost.Given>("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", fullName = "Lê Văn Đất" });
        Assert.Equal(HttpStatusCode.NotFound, (await local.PostJson("/api/organization/units/18979/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", fullName = "Lê Văn Đất" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await local.PostJson("/api/organization/units/452/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "district.chair", fullName = "Lê Văn Đất" })).StatusCode);
        await (await local.PostJson("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.admin", fullName = "Lê Văn Hai" })).Refused(HttpStatusCode.Forbidden);
        foreach (var path in (string[])["/to-chuc/sap-xep", "/van-hanh/thu-chet", "/api/organization/reforms"]) Assert.Equal(HttpStatusCode.Forbidden, (await local.Get(path)).StatusCode);
    }

    [Fact]
    public async Task Permits_of_a_post_are_changed_on_the_page_hold_at_once_and_only_within_what_the_unit_has()
    {
        var admin = await app.As("quan-tri");
        var post = (await Unit(admin, "18979")).Posts.First(p => p.PositionKey == "commune.desk");
        var address = $"/to-chuc/18979/quyen/{post.Id}";
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get($"/to-chuc/18907/quyen/{post.Id}")).StatusCode); // of another unit
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Clerk)).Get(address)).StatusCode);
        var actor = async () => (await app.Services.GetRequiredService<DirectoryCache>().Get()).ActorFor(post.OfficerId, post.OfficerId, app.Time.Now, app.Time.Today);
        Assert.True((await actor()).HoldsPost("services.accept", Reforming.Unit("18979")));
        string[] fewer = ["services.return", "services.read", "duties.read", "assignments.own", "assignments.read", "services.process"];
        var seen = (await app.Db(db => db.Positions.AsNoTracking().SingleAsync(p => p.Id == post.Id))).Permits;
        var api = $"/api/organization/posts/{post.Id}/permits";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson(api, new { permits = fewer })).StatusCode); // no reason
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson(api, new { permits = Array.Empty<string>(), reason = "Phân công lại" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson(api, new { permits = (string[])[.. fewer, "catalogue.approve"], reason = "Phân công lại" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostJson(api, new { permits = fewer, seen = "services.read", reason = "Phân công lại" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJson(api, new { permits = fewer, seen, reason = "Phân công lại" })).StatusCode);
        Assert.False((await actor()).HoldsPost("services.accept", Reforming.Unit("18979")));
        Assert.True((await actor()).HoldsPost("services.process", Reforming.Unit("18979")));
        var page = await admin.Http.Open(address);
        Assert.True(page.QuerySelector("[name=Permits][value='services.process']")!.HasAttribute("checked"));
        Assert.False(page.QuerySelector("[name=Permits][value='services.accept']")!.HasAttribute("checked"));
        Assert.Equal("Đổi quyền của chức vụ", (await app.Journal(DirectoryState.TheOne))[^1].Words);
    }

    [Fact]
    public async Task The_spreadsheet_holds_every_post_of_the_unit_and_of_those_below()
    {
        var answer = await (await app.As(Filing.Clerk)).Get("/to-chuc/452.xlsx");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var book = new System.IO.Compression.ZipArchive(await answer.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(book.Entries.Single(e => e.FullName.Contains("sheet", StringComparison.Ordinal) && e.Name.EndsWith(".xml", StringComparison.Ordinal)).Open());
        var sheet = await reader.ReadToEndAsync();
        var units = await app.Services.GetRequiredService<DirectoryCache>().Get();
        foreach (var post in units.SelfAndBelow(Reforming.Unit("452")).SelectMany(u => units.Positions.Where(p => p.UnitId == u.Id && p.IsValidOn(app.Time.Today)))) Assert.Contains(units.FindOfficer(post.OfficerId)!.FullName, sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("Sở Tư pháp", sheet, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().Get("/to-chuc/452.xlsx")).StatusCode is var status && status == HttpStatusCode.SeeOther ? HttpStatusCode.Unauthorized : status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Filing.Clerk)).Get("/to-chuc/khong-co.xlsx")).StatusCode);
    }
}

/// <summary>Somebody acts for the holder of a post: only what was given, only in its time, and every act says so.</summary>
public sealed class DelegationPageTests(App app) : IClassFixture<App>
{
    sealed record Line(Guid Id, string Giver, string Taker, bool IsOpen);

    async Task<(Guid Position, Guid Taker)> ClerkAndLand()
    {
        var units = await app.Services.GetRequiredService<DirectoryCache>().Get();
        var clerk = units.Positions.First(p => p.OfficerId == FactsApp.Clerk && p.UnitId == FactsApp.TrongHoa);
        return (clerk.Id, FactsApp.Justice);
    }

    [Fact]
    public async Task A_clerk_delegates_on_the_page_the_taker_acts_in_their_name_and_no_longer_after_the_revocation()
    {
        var (clerk, taker) = (await app.As(Filing.Clerk), await app.As(Filing.Justice));
        var code = (await app.GivenFiled()).Code;
        await (await taker.PostJson($"/api/services/dossiers/{code}/acceptance", new { })).Refused(HttpStatusCode.Forbidden);

        var page = await clerk.Http.Open("/to-chuc/uy-quyen");
        var form = page.Form("[name=Officer]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.Http.Submit(form, ("Officer", FactsApp.Justice.ToString()), ("Reason", "Đi tập huấn"))).StatusCode);
        var answer = await clerk.PostForm("/to-chuc/uy-quyen", new()
        {
            ["Id"] = Guid.CreateVersion7(app.Time.Now).ToString(), ["Position"] = (await ClerkAndLand()).Position.ToString(), ["Officer"] = FactsApp.Justice.ToString(), ["Permits"] = "services.accept", ["Reason"] = "Đi tập huấn",
            ["Until.Day"] = "20", ["Until.Month"] = "11", ["Until.Year"] = "2024",
        });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await app.Settled();
        Assert.Contains("làm thay Cao Thu Giang", await taker.Page("/thong-bao"), StringComparison.Ordinal);

        await app.Act(Filing.Justice, code, "acceptance");
        Assert.Equal("Cao Thu Giang", (await app.Journal((await app.Dossier(code)).Id))[^1].Content!.OnBehalfOf);
        Assert.Contains("thay Cao Thu Giang", (await clerk.Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
        foreach (var paper in (string[])["giay-hen", "phieu-kiem-soat"]) Assert.Contains("Trần Tiến Đông (thay Cao Thu Giang)", (await clerk.Http.Open($"/ho-so/{code}/{paper}")).Words(), StringComparison.Ordinal);
        var other = (await app.GivenFiled()).Code;
        var given = Assert.Single(await clerk.Get<List<Line>>("/api/organization/delegations"), l => l.IsOpen);
        await clerk.Http.Submit((await clerk.Http.Open("/to-chuc/uy-quyen")).Form($"[value='{given.Id}']"));
        await (await taker.PostJson($"/api/services/dossiers/{other}/acceptance", new { })).Refused(HttpStatusCode.Forbidden);
        Assert.All(await app.Journal(DirectoryState.TheOne), line => Assert.True(line.Holds));
    }

    [Fact]
    public async Task Only_the_holder_or_an_administrator_delegates_only_what_the_post_gives_and_only_to_colleagues()
    {
        var (position, taker) = await ClerkAndLand();
        object Wanted(Guid? officer = null, string[]? permits = null, DateTimeOffset? until = null) => new { id = Guid.CreateVersion7(app.Time.Now), position, officer = officer ?? taker, permits = permits ?? ["services.return"], until = until ?? app.Time.Now.AddDays(2), reason = "Nghỉ phép" };
        const string address = "/api/organization/delegations";
        var clerk = await app.As(Filing.Clerk);
        foreach (var wrong in new[] { Wanted(permits: ["services.approve"]), Wanted(permits: []), Wanted(officer: FactsApp.Clerk), Wanted(until: app.Time.Now.AddDays(-1)), Wanted(until: app.Time.Now.AddDays(500)), Wanted(officer: Guid.Empty) })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson(address, wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await app.As("can-bo.nguhoa")).PostJson(address, Wanted())).StatusCode); // not hers
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).PostJson(address, Wanted())).StatusCode);
        var command = Wanted();
        var first = await (await app.As("quan-tri")).Post<GiveDelegation.Given>(address, command);
        Assert.Equal(first, await (await app.As("quan-tri")).Post<GiveDelegation.Given>(address, command));
        Assert.Equal(1, await app.Db(db => db.Delegations.CountAsync(d => d.Id == first.Id)));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As("can-bo.nguhoa")).PostJson($"{address}/{first.Id}/revocation", new { })).StatusCode);
        Assert.Empty(await (await app.As("can-bo.nguhoa")).Get<List<Line>>(address));
        await (await app.As(Filing.Justice)).PostJson($"{address}/{first.Id}/revocation", new { }); // who took it gives it back
        await (await clerk.PostJson($"{address}/{first.Id}/revocation", new { })).Refused(HttpStatusCode.Conflict);
    }
}
