using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Assignments.Tasks;
using NhatLe.Organization.HandOvers;
using NhatLe.Organization.Structure;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Tests.Assignments;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

static class HandingOver
{
    public const string Address = "/to-chuc/ban-giao", Api = "/api/organization/hand-overs", Administrator = Reforming.Administrator;

    public sealed record View(Guid Id, string From, string To, HandOverStatus Status, long Version, string? GivenFor, string? TakenFor, string? TakerNote, string? Reason, List<HandedLine> Lines, List<HandedDuty> Duties, int Shared);

    /// <summary>The justice official hands over to the clerk, or whoever is said.</summary>
    public static object Wanted(this App app, Guid? to = null, Guid? from = null, string unit = "18907", string basis = "Quyết định 12/QĐ-UBND ngày 15/11/2024") =>
        new { id = Guid.CreateVersion7(app.Time.Now), unit, from, to = to ?? FactsApp.Clerk, basis };

    public static async Task<Guid> Prepared(this App app, string login = Filing.Justice, object? wanted = null) => (await (await app.As(login)).Post<PrepareHandOver.Answer>(Api, wanted ?? app.Wanted())).Id;

    public static async Task<HttpResponseMessage> HandOver(this App app, string login, Guid id, string act, object? body = null) => await (await app.As(login)).PostJson($"{Api}/{id}/{act}", body ?? new { });

    public static async Task Done(this App app, string login, Guid id, string act, object? body = null)
    {
        var answer = await app.HandOver(login, id, act, body);
        Assert.True(answer.IsSuccessStatusCode, $"{login} {act}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    public static async Task<View> HandOver(this App app, Guid id, string login = Filing.Justice) => await (await app.As(login)).Get<View>($"{Api}/{id}");

    public static async Task<Officer> OfficerNamedBy(this App app, string login)
    {
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "demo-accounts.json")));
        var id = json.RootElement.GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("login").GetString() == login).GetProperty("officer_id").GetGuid();
        return await app.Db(db => db.Officers.AsNoTracking().SingleAsync(o => o.Id == id));
    }

    /// <summary>A task of the chair laid on somebody of the commune.</summary>
    public static async Task<string> TaskOn(this App app, Guid officer, string giver = Filing.Chair) => (await app.GivenTask(giver, what: "Báo cáo hộ tịch", more: new { officer })).Code;

    public static async Task<Duty> OpenDuty(this App app, string code) => Assert.Single(await app.DutiesOf(code), d => d.EndedAt is null);

    public static async Task Switch(this App app, Guid officer, bool active)
    {
        await using var scope = app.Services.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        (await db.Officers.SingleAsync(o => o.Id == officer)).Active = active;
        db.Record(await db.Directory.SingleAsync(), new DirectoryLoaded(0, 0, 0));
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Confirm();
    }

    /// <summary>An officer of the commune gets a post there.</summary>
    public static async Task Appoint(this App app, string position, Guid officer, string unit = "18907") =>
        await (await app.As(Administrator)).Post<GivePost.Given>($"/api/organization/units/{unit}/posts", new { id = Guid.CreateVersion7(app.Time.Now), position, officer });
}

/// <summary>One officer hands their work to another: both sign, and the tasks move with their dates.</summary>
public sealed class HandOverTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Both_sign_on_the_page_what_is_laid_on_the_giver_is_the_takers_at_once_and_dossiers_stay_as_they_are()
    {
        await app.GivenFiled();
        var task = await app.TaskOn(FactsApp.Justice);
        var before = await app.OpenDuty(task);
        var dossiers = await Dossiers();
        var (justice, clerk) = (await app.As(Filing.Justice), await app.As(Filing.Clerk));
        var list = await justice.Http.Open(HandingOver.Address);
        Assert.Contains("Chưa có bàn giao nào", list.Words(), StringComparison.Ordinal);
        var form = list.Form("[name=To]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await justice.Http.Submit(form, ("To", FactsApp.Clerk.ToString()))).StatusCode); // on what basis
        var made = await justice.Http.Submit(form, ("To", FactsApp.Clerk.ToString()), ("Basis", "Quyết định 12/QĐ-UBND"));
        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        var here = made.Headers.Location!.ToString();
        var id = Guid.Parse(here.Split('/')[^1]);

        async Task Add(string kind, string what, string count, HttpStatusCode expected = HttpStatusCode.SeeOther) =>
            Assert.Equal(expected, (await justice.Http.Submit((await justice.Http.Open(here)).Form("[name=What]"), ("Kind", kind), ("What", what), ("Count", count), ("Remark", "Đã đối chiếu"))).StatusCode);
        await Add("Original", "Giấy chứng sinh của hồ sơ đang giữ", "2");
        await Add("Blank", "Phôi giấy khai sinh, số 000120 đến 000159", "40");
        await Add("Cash", "Lệ phí chưa nộp kho bạc", "1.250.000");
        await Add("Receipt", "Quyển 000007", "nhiều", HttpStatusCode.UnprocessableEntity);
        await Add("Other", "Ghi nhầm", "1");
        Assert.Equal(HttpStatusCode.SeeOther, (await justice.Http.Submit((await justice.Http.Open(here)).Form("[name=number][value='4']"))).StatusCode);
        Assert.Equal(["2 Original", "40 Blank", "1250000 Cash"], (await app.HandOver(id)).Lines.Select(l => $"{l.Count} {l.Kind}"));
        Assert.Contains("Báo cáo hộ tịch", (await justice.Http.Open(here)).Words(), StringComparison.Ordinal);

        await (await app.HandOver(Filing.Clerk, id, "taking")).Refused(HttpStatusCode.Conflict); // nobody has given yet
        Assert.Equal(HttpStatusCode.SeeOther, (await justice.Http.Press((await justice.Http.Open(here)).Form("form[action*=Give]"), "Ký giao")).StatusCode);
        await (await app.HandOver(Filing.Justice, id, "lines", new { drop = 1 })).Refused(HttpStatusCode.Conflict);
        Assert.Contains("Chờ anh/chị ký", (await clerk.Http.Open(HandingOver.Address)).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await clerk.Http.Submit((await clerk.Http.Open(here)).Form("form[action*=Return]"), ("Reason", "Chỉ còn 39 phôi"))).StatusCode);
        Assert.Contains("Chỉ còn 39 phôi", (await justice.Http.Open(here)).Words(), StringComparison.Ordinal);
        Assert.Equal(before.OfficerId, (await app.OpenDuty(task)).OfficerId); // nothing moves before both have signed
        await app.Done(Filing.Justice, id, "giving");
        Assert.Equal(HttpStatusCode.SeeOther, (await clerk.Http.Press((await clerk.Http.Open(here)).Form("form[action*=Take]"), "Ký nhận", ("Note", "Đủ như danh mục"))).StatusCode);

        await app.Settled();
        var after = await app.OpenDuty(task);
        Assert.Equal((before.Id, before.Kind, before.DueAt, before.OpenedAt, (Guid?)FactsApp.Clerk), (after.Id, after.Kind, after.DueAt, after.OpenedAt, after.OfficerId));
        Assert.Contains("Báo cáo hộ tịch", (await clerk.Http.Open("/viec")).Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Báo cáo hộ tịch", (await justice.Http.Open("/viec")).Words(), StringComparison.Ordinal);
        await (await justice.PostJson($"/api/assignments/{task}/report", new { report = "Xong" })).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(AssignmentStatus.Reported, (await app.Do(Filing.Clerk, task, "report", new { report = "Xong" })).Status);
        Assert.Equal(dossiers, await Dossiers());

        var paper = (await clerk.Http.Open(here + "/bien-ban")).Words();
        foreach (var words in (string[])["BIÊN BẢN BÀN GIAO", "Trần Tiến Đông", "Cao Thu Giang", "1.250.000 đồng", "40 tờ", task, "Đủ như danh mục", "Đã ký điện tử lúc"]) Assert.Contains(words, paper, StringComparison.Ordinal);
        var journal = await app.Journal(id);
        Assert.All(journal, line => Assert.True(line.Holds));
        Assert.Equal(["Bên giao ký bàn giao", "Bên nhận trả lại bàn giao", "Bên giao ký bàn giao", "Bên nhận ký bàn giao"], journal.TakeLast(4).Select(l => l.Words));
        Assert.Contains("Cash: Lệ phí chưa nộp kho bạc: 1250000", journal[^1].Content!.Event.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("Bàn giao nhiệm vụ, hạn giữ nguyên", (await app.Journal((await app.Task(task)).Id))[^2].Words);
        Assert.Contains("Đã bàn giao xong", await justice.Page("/thong-bao"), StringComparison.Ordinal);
        await (await app.HandOver(Filing.Justice, id, "cancellation", new { reason = "Thôi" })).Refused(HttpStatusCode.Conflict);
    }

    /// <summary>Clocks, dates and duties of every dossier.</summary>
    async Task<string> Dossiers()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var dossiers = await scope.ServiceProvider.GetRequiredService<ServicesDb>().Dossiers.AsNoTracking().OrderBy(d => d.Id).ToListAsync();
        var duties = await app.Db(db => db.Duties.AsNoTracking().Where(d => d.SubjectKind == "Dossier").OrderBy(d => d.Id).ToListAsync());
        return string.Join('\n', dossiers.Select(d => $"{d.Code} {d.Status} {d.Clock} {d.DueAt:O} {d.Version}").Concat(duties.Select(d => $"{d.Id} {d.UnitId} {d.OfficerId} {d.DueAt:O} {d.EndedAt:O}")));
    }
}

/// <summary>Who may see and do what with a hand-over, and what is refused.</summary>
public sealed class HandOverPermissionTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_two_and_their_leaders_and_administrators_see_it_and_each_does_their_own_part_only()
    {
        var id = await app.Prepared();
        foreach (var login in (string[])[Filing.Justice, Filing.Clerk, Filing.Chair, HandingOver.Administrator])
        {
            var who = await app.As(login);
            await who.Page($"{HandingOver.Address}/{id}");
            await who.Page($"{HandingOver.Address}/{id}/bien-ban");
            Assert.Contains("Trần Tiến Đông giao cho Cao Thu Giang", await who.Page(HandingOver.Address), StringComparison.Ordinal);
        }
        var other = await app.As("can-bo.nguhoa");
        Assert.DoesNotContain("Trần Tiến Đông", (await other.Http.Open(HandingOver.Address)).QuerySelector("main section")!.Words(), StringComparison.Ordinal);
        foreach (var path in (string[])[$"{HandingOver.Address}/{id}", $"{HandingOver.Address}/{id}/bien-ban", $"{HandingOver.Api}/{id}"]) Assert.Equal(HttpStatusCode.NotFound, (await other.Get(path)).StatusCode);
        foreach (var act in (string[])["lines", "giving", "taking", "return", "cancellation"]) await (await app.HandOver("can-bo.nguhoa", id, act, new { reason = "Tò mò" })).Refused(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).Get(HandingOver.Address)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await app.Anybody().Get($"{HandingOver.Address}/{id}")).StatusCode);

        foreach (var login in (string[])[Filing.Clerk, Filing.Chair, HandingOver.Administrator]) await (await app.HandOver(login, id, "giving", new { reason = "Ký thay" })).Refused(HttpStatusCode.Forbidden);
        foreach (var login in (string[])[Filing.Clerk, Filing.Chair]) await (await app.HandOver(login, id, "lines", new { add = new { kind = "Cash", what = "Tiền", count = 1 } })).Refused(HttpStatusCode.Forbidden);
        await app.Done(HandingOver.Administrator, id, "lines", new { add = new { kind = "Cash", what = "Tiền", count = 1 } });
        await app.Done(Filing.Justice, id, "giving");
        foreach (var login in (string[])[Filing.Justice, Filing.Chair, HandingOver.Administrator]) await (await app.HandOver(login, id, "taking", new { reason = "Nhận thay" })).Refused(HttpStatusCode.Forbidden);
        foreach (var login in (string[])[Filing.Justice, Filing.Chair, HandingOver.Administrator]) await (await app.HandOver(login, id, "return", new { reason = "Trả" })).Refused(HttpStatusCode.Forbidden);
        foreach (var login in (string[])[Filing.Clerk, Filing.Chair]) await (await app.HandOver(login, id, "cancellation", new { reason = "Thôi" })).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.HandOver(Filing.Justice, id, "cancellation")).StatusCode);
        await app.Done(Filing.Justice, id, "cancellation", new { reason = "Hoãn luân chuyển" });
        Assert.Equal((HandOverStatus.Cancelled, "Hoãn luân chuyển"), ((await app.HandOver(id)).Status, (await app.HandOver(id)).Reason));
        Assert.Contains("Đã hủy, không có hiệu lực", (await (await app.As(Filing.Clerk)).Http.Open($"{HandingOver.Address}/{id}/bien-ban")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_says_what_to_do()
    {
        var chair = await app.As(Filing.Chair);
        var own = (await app.OfficerNamedBy(Filing.Chair)).Id;
        foreach (var wrong in new[]
        {
            app.Wanted(to: own), app.Wanted(to: Guid.Empty), app.Wanted(to: FactsApp.Specialist), app.Wanted(unit: "18979"), app.Wanted(unit: "khong-co"), app.Wanted(basis: ""), app.Wanted(from: FactsApp.Justice), app.Wanted(from: Guid.CreateVersion7(app.Time.Now)),
        })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await chair.PostJson(HandingOver.Api, wrong)).StatusCode);
        var wanted = app.Wanted();
        var first = await chair.Post<PrepareHandOver.Answer>(HandingOver.Api, wanted);
        Assert.Equal(first, await chair.Post<PrepareHandOver.Answer>(HandingOver.Api, wanted));
        await (await chair.PostJson(HandingOver.Api, app.Wanted(to: FactsApp.Justice))).Refused(HttpStatusCode.Conflict); // one at a time

        foreach (var line in new object[] { new { kind = "Cash", what = "", count = 1 }, new { kind = "Cash", what = "Tiền", count = -1 }, new { kind = "Cash", what = "Tiền" }, new { kind = 99, what = "Tiền", count = 1 }, new { kind = "Cash", what = new string('x', 301), count = 1 } })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.HandOver(Filing.Chair, first.Id, "lines", new { add = line })).StatusCode);
        await app.Done(Filing.Chair, first.Id, "lines", new { version = first.Version, add = new { kind = "Cash", what = "Tiền", count = 5 } });
        await (await app.HandOver(Filing.Chair, first.Id, "lines", new { version = first.Version, drop = 1 })).Refused(HttpStatusCode.Conflict); // seen before the line came
        await (await app.HandOver(Filing.Chair, first.Id, "lines", new { drop = 2 })).Refused(HttpStatusCode.Conflict);
        await (await app.HandOver(Filing.Chair, first.Id, "giving", new { version = first.Version })).Refused(HttpStatusCode.Conflict);

        // What was left open by a task the clerk may not answer for stays with the chair.
        var task = await app.TaskOn(FactsApp.Justice);
        await app.Do(Filing.Justice, task, "report", new { report = "Xong" });
        await app.Done(Filing.Chair, first.Id, "giving");
        var refused = await app.HandOver(Filing.Clerk, first.Id, "taking");
        await refused.Refused(HttpStatusCode.Conflict);
        Assert.Contains("chưa có quyền làm việc", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(own, (await app.OpenDuty(task)).OfficerId);
        await app.Done(HandingOver.Administrator, first.Id, "cancellation", new { reason = "Chọn người khác" });
    }

    [Fact]
    public async Task Begun_twice_in_the_same_moment_one_comes_first_and_the_other_is_told()
    {
        var login = "can-bo.nguhoa";
        var me = await app.OfficerNamedBy(login);
        var units = await app.Services.GetRequiredService<DirectoryCache>().Get();
        var code = units.Unit(units.Positions.First(p => p.OfficerId == me.Id && p.IsValidOn(app.Time.Today)).UnitId).Code;
        var to = HandOverActs.Takers(units, Reforming.Unit(code), me.Id, app.Time.Today).First().Id;
        var who = await app.As(login);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => who.PostJson(HandingOver.Api, app.Wanted(to: to, unit: code))));
        Assert.Equal(1, answers.Count(a => a.IsSuccessStatusCode));
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }
}

/// <summary>One of the two is gone in between: who administers the unit signs for them, with a reason, or gives it up.</summary>
public sealed class HandOverInPlaceTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task For_a_closed_account_the_administrator_signs_with_a_reason_and_never_for_the_other_side_of_their_own()
    {
        var task = await app.TaskOn(FactsApp.Justice);
        var id = await app.Prepared();
        await app.Switch(FactsApp.Justice, active: false);
        Assert.Contains("Tài khoản của Trần Tiến Đông đã khóa", (await (await app.As(Filing.Chair)).Http.Open($"{HandingOver.Address}/{id}")).Words(), StringComparison.Ordinal);
        await (await app.HandOver(Filing.Chair, id, "giving", new { reason = "Đã nghỉ" })).Refused(HttpStatusCode.Forbidden);
        await app.Appoint("commune.admin", FactsApp.Clerk); // now she administers the unit, and takes over herself
        await (await app.HandOver(Filing.Clerk, id, "giving", new { reason = "Đã nghỉ" })).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.HandOver(HandingOver.Administrator, id, "giving")).StatusCode);
        var admin = await app.As(HandingOver.Administrator);
        var page = await admin.Http.Open($"{HandingOver.Address}/{id}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.Http.Submit(page.Form("form[action*=Give]"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Http.Submit(page.Form("form[action*=Give]"), ("Reason", "Đã nghỉ hưu"))).StatusCode);
        await app.Done(Filing.Clerk, id, "taking");
        await app.Settled();
        Assert.Equal(FactsApp.Clerk, (await app.OpenDuty(task)).OfficerId);
        Assert.EndsWith(": Đã nghỉ hưu", (await app.HandOver(id, Filing.Clerk)).GivenFor, StringComparison.Ordinal);
        Assert.Contains("Đã nghỉ hưu", (await (await app.As(Filing.Clerk)).Http.Open($"{HandingOver.Address}/{id}/bien-ban")).Words(), StringComparison.Ordinal);
        Assert.Equal("Đã nghỉ hưu", (await app.Journal(id)).Single(l => l.Words == "Bên giao ký bàn giao").Content!.Note);
        await app.Switch(FactsApp.Justice, active: true);
    }
}

/// <summary>Where the taker is gone, the unit takes it; and what leaders answer for goes along as well.</summary>
public sealed class HandOverToTheUnitTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Where_the_taker_is_gone_the_administrator_takes_it_for_the_unit_and_the_tasks_are_the_units_with_their_dates()
    {
        var task = await app.TaskOn(FactsApp.Justice);
        var before = await app.OpenDuty(task);
        var id = await app.Prepared();
        await app.Done(Filing.Justice, id, "giving");
        await app.Switch(FactsApp.Clerk, active: false);
        await (await app.HandOver(Filing.Chair, id, "taking", new { reason = "Đã nghỉ" })).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.HandOver(HandingOver.Administrator, id, "taking")).StatusCode);
        await app.Done(HandingOver.Administrator, id, "taking", new { reason = "Người nhận đã nghỉ" });
        await app.Settled();
        var after = await app.OpenDuty(task);
        Assert.Equal((null, "assignments.do", before.DueAt, before.UnitId), (after.OfficerId, after.Permit, after.DueAt, after.UnitId));
        Assert.Null((await app.Task(task)).OfficerId);
        await app.Do(Filing.Chair, task, "report", new { report = "Đơn vị làm xong" });
        await app.Switch(FactsApp.Clerk, active: true);
    }

    [Fact]
    public async Task Who_takes_over_from_a_leader_answers_for_the_tasks_they_gave_and_the_leader_no_longer()
    {
        await app.Appoint("commune.vice_chair", FactsApp.Justice);
        var (reported, running) = (await app.TaskOn(FactsApp.Clerk), await app.TaskOn(FactsApp.Clerk));
        await app.Do(Filing.Clerk, reported, "report", new { report = "Xong" });
        var before = await app.OpenDuty(reported);
        var id = await app.Prepared(Filing.Chair, app.Wanted(to: FactsApp.Justice));
        await app.Done(Filing.Chair, id, "giving");
        await app.Done(Filing.Justice, id, "taking");
        await app.Settled();
        var after = await app.OpenDuty(reported);
        Assert.Equal((before.Id, before.DueAt, (Guid?)FactsApp.Justice), (after.Id, after.DueAt, after.OfficerId));
        await (await (await app.As(Filing.Chair)).PostJson($"/api/assignments/{reported}/confirmation", new { rating = "Good" })).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(AssignmentStatus.Confirmed, (await app.Do(Filing.Justice, reported, "confirmation", new { rating = "Good" })).Status);
        await app.Do(Filing.Clerk, running, "report", new { report = "Xong" }); // a report that comes later finds the new one
        Assert.Equal(FactsApp.Justice, (await app.OpenDuty(running)).OfficerId);
        Assert.Contains(running, (await (await app.As(Filing.Justice)).Http.Open("/nhiem-vu?muc=toi-giao")).Words(), StringComparison.Ordinal);
    }
}

/// <summary>A reform comes in between: the work is where the unit that goes on is, and so is the hand-over.</summary>
public sealed class HandOverInReformTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Given_before_and_taken_after_a_merger_the_tasks_are_found_in_the_unit_that_goes_on()
    {
        var task = await app.TaskOn(FactsApp.Justice);
        var before = await app.OpenDuty(task);
        var id = await app.Prepared();
        await app.Done(Filing.Justice, id, "giving");
        var reform = await app.Planned(new { id = Guid.CreateVersion7(app.Time.Now), plan = new { name = "Nhập xã", day = "2024-12-20", changes = new[] { new { kind = "Merge", units = new[] { "18907", "18907" }, into = "18904" } } } });
        Assert.Empty(reform.Problems!); // a unit named twice is one unit
        await app.Schedule(reform.Id, atOnce: true);
        await app.Done(reform.Id);
        await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        Assert.Single((await app.HandOver(id, Filing.Clerk)).Duties);
        await app.Done(Filing.Clerk, id, "taking");
        await app.Settled();
        var after = await app.OpenDuty(task);
        Assert.Equal((before.Id, before.DueAt, Reforming.Unit("18904"), (Guid?)FactsApp.Clerk), (after.Id, after.DueAt, after.UnitId, after.OfficerId));
        Assert.Contains("XÃ TRỌNG HÓA", (await (await app.As(Filing.Clerk)).Http.Open($"{HandingOver.Address}/{id}/bien-ban")).Words(), StringComparison.Ordinal); // the record keeps the name of then
    }
}

/// <summary>Whose post has ended already still has the work in their hands.</summary>
public sealed class HandOverAfterLeavingTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_has_left_the_unit_hands_over_what_is_still_laid_on_them()
    {
        var task = await app.TaskOn(FactsApp.Justice);
        var before = await app.OpenDuty(task);
        var admin = await app.As(HandingOver.Administrator);
        foreach (var post in await app.Db(db => db.Positions.AsNoTracking().Where(p => p.OfficerId == FactsApp.Justice && p.UnitId == FactsApp.TrongHoa && p.ValidTo == null).ToListAsync()))
            Assert.True((await admin.PostJson($"/api/organization/posts/{post.Id}/end", new { reason = "Luân chuyển" })).IsSuccessStatusCode);
        var justice = await app.As(Filing.Justice);
        var made = await justice.Http.Submit((await justice.Http.Open(HandingOver.Address)).Form("[name=To]"), ("To", FactsApp.Clerk.ToString()), ("Basis", "Quyết định luân chuyển"));
        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        var id = Guid.Parse(made.Headers.Location!.ToString().Split('/')[^1]);
        await app.Done(Filing.Justice, id, "giving");
        await app.Done(Filing.Clerk, id, "taking");
        await app.Settled();
        Assert.Equal((before.Id, before.DueAt, (Guid?)FactsApp.Clerk), (await app.OpenDuty(task) is var after ? after.Id : default, after.DueAt, after.OfficerId));
        Assert.DoesNotContain(HandOverActs.Takers(await app.Services.GetRequiredService<DirectoryCache>().Confirm(), FactsApp.TrongHoa, FactsApp.Clerk, app.Time.Today), o => o.Id == FactsApp.Justice);
    }
}
