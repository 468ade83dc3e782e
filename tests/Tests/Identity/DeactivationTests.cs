using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Assignments.Tasks;
using NhatLe.Host;
using NhatLe.Identity.Sessions;
using NhatLe.Organization.Delegations;
using NhatLe.Organization.Structure;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Assignments;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Identity.OpenId;
using NhatLe.Tests.Jobs;
using NhatLe.Tests.Services;
using OrganizationActs = NhatLe.Tests.Organization.Reforming;

namespace NhatLe.Tests.Identity;

/// <summary>An officer is put out of office: within a second, on every node, nothing of theirs counts any more.</summary>
public sealed class DeactivationTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    const string Reason = "Chuyển công tác từ hôm nay";

    sealed record Kept(Guid Id, Guid OfficerId, string Login);

    /// <summary>An officer of their own for each test: a post in a unit, an account with the usual password.</summary>
    async Task<Kept> GivenOfficer(string name, string position = "commune.justice", string unit = "18979")
    {
        var given = await (await app.Admin()).Post<GivePost.Given>($"/api/organization/units/{unit}/posts", new { id = Guid.CreateVersion7(app.Time.Now), position, fullName = name });
        var login = "cb." + given.OfficerId.ToString("N")[..12];
        var hash = (await app.Account(OpenIdApp.Officer)).PasswordHash;
        var account = NhatLe.Identity.Accounts.Account.OfOfficer(Guid.CreateVersion7(app.Time.Now), login, given.OfficerId, name, hash);
        await app.Accounts(async db =>
        {
            db.Accounts.Add(account);
            db.Record(account, new NhatLe.Contracts.Identity.AccountOpened(login));
            return await db.SaveChangesAsync();
        });
        return new(account.Id, given.OfficerId, login);
    }

    static async Task<HttpResponseMessage> Deactivate(App.Client who, Guid officer, string? reason = Reason) => await who.PostJson($"/api/organization/officers/{officer}/deactivation", new { reason });

    static async Task<bool> IsSignedIn(App.Client browser, Uri? node = null) => (await browser.Http.GetAsync(node is null ? new Uri("/api/workspace/duties", UriKind.Relative) : new Uri(node, "/api/workspace/duties"))).StatusCode == HttpStatusCode.OK;

    [Fact]
    public async Task Within_a_second_sessions_and_tokens_are_dead_on_every_node_and_the_systems_are_told_without_a_next_request()
    {
        using var listener = new LogoutListener();
        var officer = await GivenOfficer("Trương Văn Đi");
        var party = await app.GivenClient(c => (c.BackChannelUri, c.PersonScopes) = (listener.Url, ["profile", "offline_access"]));
        using var office = await app.Browser(officer.Login);
        using var phone = await app.Browser(officer.Login);
        var usual = await party.SignIn(office);
        var longer = await party.SignIn(phone, ("scope", "openid offline_access"));

        await using var other = NhatLeApp.Build(app.Started with { Site = app.Issuer }, services => services.AddSingleton<TimeProvider>(app.Clock));
        await using (var scope = other.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<Startup>().Run();
        await other.StartAsync();
        var there = new Uri(other.Urls.First());
        Assert.True(await IsSignedIn(office, there) && await IsSignedIn(phone));
        Assert.True(await Introspect(there, party, usual.Of("access_token")));

        var admin = await app.Admin();
        Assert.Equal(HttpStatusCode.OK, (await Deactivate(admin, officer.OfficerId)).StatusCode);
        var since = Stopwatch.StartNew();
        Assert.False(await IsSignedIn(phone)); // this node: at once
        foreach (var tokens in (System.Text.Json.JsonElement[])[usual, longer])
        {
            Assert.False(await party.IsActive(tokens.Of("access_token")));
            Assert.False(await party.IsActive(tokens.Of("refresh_token")));
            Assert.Equal((401, "invalid_token"), (await party.UserInfo(tokens.Of("access_token"))).Refused);
            Assert.Equal((400, "invalid_grant"), (await party.Refresh(tokens.Of("refresh_token"))).Refused);
        }
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, 1 - since.Elapsed.TotalSeconds))); // the other node: within a second
        Assert.False(await IsSignedIn(office, there));
        Assert.False(await Introspect(there, party, usual.Of("access_token")));

        var logout = Tokens.Part(await listener.Hear(1), 1);
        Assert.Equal(officer.Id.ToString("N"), logout.Of("sub"));
        Assert.False(logout.TryGetProperty("sid", out _)); // of the person, everywhere
        await app.Settled();
        Assert.Single(listener.Heard.Select(t => Tokens.Part(t, 1).Of("jti")).Distinct()); // one that was slow to acknowledge hears it again
        Assert.All(await app.Sessions(officer.Id), s => Assert.NotNull(s.EndedAt));
        Assert.True(await app.Accounts(db => db.Authorizations.Where(a => a.AccountId == officer.Id).AllAsync(a => a.EndedAt != null)));
        using var late = app.Elsewhere();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await late.PostForm("/dang-nhap", IdentityApp.Form(officer.Login))).StatusCode);
        await other.StopAsync();

        var said = (await app.Journal(DirectoryState.TheOne)).Last(l => l.Entry.Event == "organization.officer-deactivated");
        Assert.Equal((Reason, "Ngừng hoạt động cán bộ", true), (said.Content!.Note, said.Words, said.Holds));
        Assert.Equal((await app.Account(OpenIdApp.Administrator)).Id, said.Entry.AccountId);
        Assert.Contains(await app.Journal(officer.Id), l => l.Words == "Đóng tài khoản" && l.Content!.Note == Reason);
    }

    async Task<bool> Introspect(Uri node, Party party, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node, "/oidc/introspect")) { Content = new FormUrlEncodedContent([new("token", token)]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{party.Id}:{party.Secret}")));
        return (await Party.Answer.Of(await party.Raw(request))).Ok.GetProperty("active").GetBoolean();
    }

    [Fact]
    public async Task Delegations_from_and_to_them_end_and_who_acted_for_them_holds_nothing_of_it()
    {
        var (leaver, colleague) = (await GivenOfficer("Trương Văn Rời", "commune.desk"), await GivenOfficer("Trương Thị Ở"));
        var (from, to) = (Guid.CreateVersion7(app.Time.Now), Guid.CreateVersion7(app.Time.Now));
        var admin = await app.Admin();
        var posts = (await app.Services.GetRequiredService<DirectoryCache>().Get()).Positions.ToLookup(p => p.OfficerId);
        await admin.Post<GiveDelegation.Given>("/api/organization/delegations", new { id = from, position = posts[leaver.OfficerId].First().Id, officer = colleague.OfficerId, permits = new[] { "services.accept" }, until = app.Time.Now.AddDays(5), reason = "Đi họp" });
        await admin.Post<GiveDelegation.Given>("/api/organization/delegations", new { id = to, position = posts[colleague.OfficerId].First().Id, officer = leaver.OfficerId, permits = new[] { "services.process" }, from = app.Time.Now.AddDays(1), until = app.Time.Now.AddDays(5), reason = "Đi học" });
        var unit = OrganizationActs.Unit("18979");
        async Task<bool> ActsForThem() => (await app.Services.GetRequiredService<DirectoryCache>().Get()).ActorFor(colleague.Id, colleague.OfficerId, app.Time.Now, app.Time.Today).Can("services.accept", unit);
        Assert.True(await ActsForThem());
        Assert.Equal(HttpStatusCode.OK, (await Deactivate(admin, leaver.OfficerId)).StatusCode);
        Assert.False(await ActsForThem());
        Assert.All(await app.Db(db => db.Delegations.AsNoTracking().Where(d => d.Id == from || d.Id == to).ToListAsync()), d => Assert.NotNull(d.RevokedAt));

        // Back in office they hold their post, and none of the delegations.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson($"/api/organization/officers/{leaver.OfficerId}/reactivation", new { reason = "" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJson($"/api/organization/officers/{leaver.OfficerId}/reactivation", new { reason = "Nhận lại công tác" })).StatusCode);
        await app.Settled();
        Assert.False(await ActsForThem());
        using var browser = await app.Browser(leaver.Login);
        Assert.True(await IsSignedIn(browser));
        Assert.Equal("Mở lại tài khoản", (await app.Journal(leaver.Id)).Last(l => l.Entry.Event.StartsWith("identity.account-", StringComparison.Ordinal)).Words);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostJson($"/api/organization/officers/{leaver.OfficerId}/reactivation", new { reason = "Lần nữa" })).StatusCode);
    }

    [Fact]
    public async Task What_was_laid_on_them_falls_to_the_unit_and_somebody_else_of_it_does_it_by_the_same_date()
    {
        var officer = await GivenOfficer("Trương Văn Việc", unit: Given.TrongHoa);
        var todo = await app.GivenTask(Given.Commune, Given.TrongHoa, "Lập danh sách", new { officer = officer.OfficerId });
        var reported = await app.GivenTask(Given.Commune, Given.TrongHoa, "Rà soát", new { officer = officer.OfficerId });
        using (var own = await app.Browser(officer.Login)) await own.Post<ActResult>($"/api/assignments/{reported.Code}/report", new { report = "Đã xong" });
        var due = (await app.DutiesOf(todo.Code)).Single();
        Assert.Equal((officer.OfficerId, "assignments.own"), (due.OfficerId!.Value, due.Permit));

        Assert.Equal(HttpStatusCode.OK, (await Deactivate(await app.Admin(), officer.OfficerId)).StatusCode);
        await app.Settled();
        var open = Assert.Single(await app.DutiesOf(todo.Code), d => d.EndedAt == null);
        Assert.Equal((null, "assignments.do", due.DueAt, due.UnitId), (open.OfficerId, open.Permit, open.DueAt, open.UnitId));
        Assert.Null((await app.Task(todo.Code)).OfficerId);
        Assert.Null((await app.Task(reported.Code)).OfficerId); // sent back, it comes to the unit
        Assert.DoesNotContain(await app.Db(db => db.Duties.AsNoTracking().Where(d => d.EndedAt == null).ToListAsync()), d => d.OfficerId == officer.OfficerId);
        Assert.Equal("Về lại đơn vị vì người nhận ngừng hoạt động, hạn giữ nguyên", (await app.Journal((await app.Task(todo.Code)).Id))[^1].Words);
        var done = await app.Do(Given.Commune, todo.Code, "report", new { report = "Danh sách kèm theo" });
        Assert.Equal(AssignmentStatus.Reported, done.Status);
        var chair = await app.Account(Given.Commune);
        Assert.Contains(await app.Db(db => db.Notices.AsNoTracking().Where(n => n.AccountId == chair.Id).Select(n => n.Title).ToListAsync()), t => t == "Việc của {0} về lại đơn vị: {1}");
    }

    [Fact]
    public async Task An_administrator_of_a_unit_does_it_within_the_unit_only_and_nobody_to_themselves_or_to_whom_they_may_not()
    {
        var admin = await app.Admin();
        var (local, clerk, elsewhere, both) = (await GivenOfficer("Trương Quản Trị", "commune.admin", Given.TrongHoa), await GivenOfficer("Trương Văn Trong", unit: Given.TrongHoa), await GivenOfficer("Trương Văn Ngoài"), await GivenOfficer("Trương Văn Hai Nơi", unit: Given.TrongHoa));
        await admin.Post<GivePost.Given>("/api/organization/units/18979/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", officer = both.OfficerId });
        var second = await GivenOfficer("Trương Quản Trị Hai", "commune.admin", Given.TrongHoa);
        using var browser = await app.Browser(local.Login);
        async Task Refused(Guid officer, HttpStatusCode status, string code)
        {
            using var answer = await Deactivate(browser, officer);
            Assert.Equal((status, code), (answer.StatusCode, System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()));
            Assert.True((await app.Db(db => db.Officers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == officer)))?.Active ?? true);
        }
        await Refused(elsewhere.OfficerId, HttpStatusCode.NotFound, "officer.missing");
        await Refused(Guid.CreateVersion7(App.Start), HttpStatusCode.NotFound, "officer.missing");
        await Refused(both.OfficerId, HttpStatusCode.Conflict, "officer.elsewhere");
        await Refused(second.OfficerId, HttpStatusCode.Forbidden, "officer.administrator");
        await Refused(local.OfficerId, HttpStatusCode.Conflict, "officer.self");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Deactivate(browser, clerk.OfficerId, "")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Deactivate(browser, clerk.OfficerId)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Deactivate(browser, clerk.OfficerId)).StatusCode); // done before
        Assert.Equal(HttpStatusCode.Forbidden, (await Deactivate(await app.Browser(OpenIdApp.Officer), elsewhere.OfficerId)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Deactivate(app.Anybody(), elsewhere.OfficerId)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Deactivate(admin, second.OfficerId)).StatusCode); // from above
    }

    [Fact]
    public async Task The_page_says_what_ends_asks_why_and_brings_them_back()
    {
        var officer = await GivenOfficer("Trương Thị Trang");
        var admin = (await app.Admin()).Http;
        var unit = await admin.Open("/to-chuc/18979");
        var link = unit.QuerySelectorAll("main a").Single(a => a.GetAttribute("href") == $"/to-chuc/can-bo/{officer.OfficerId}");
        var page = await admin.Open(link.GetAttribute("href")!);
        Assert.Contains("Mọi phiên đăng nhập kết thúc", page.Words(), StringComparison.Ordinal);
        var refused = await admin.Press(page.Form("[name=Reason]"), "Ngừng hoạt động");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Hãy ghi lý do, ví dụ: nghỉ hưu, chuyển công tác.", (await refused.Page()).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Press(page.Form("[name=Reason]"), "Ngừng hoạt động", ("Reason", "Nghỉ hưu"))).StatusCode);
        page = await admin.Open($"/to-chuc/can-bo/{officer.OfficerId}");
        Assert.Contains("Đã ngừng hoạt động", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Nghỉ hưu", page.Words(), StringComparison.Ordinal);
        unit = await admin.Open("/to-chuc/18979");
        Assert.DoesNotContain(unit.QuerySelectorAll("tbody b"), b => b.Words() == "Trương Thị Trang");
        Assert.Contains(unit.QuerySelectorAll("aside a"), a => a.GetAttribute("href") == $"/to-chuc/can-bo/{officer.OfficerId}");
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Press(page.Form("[name=Reason]"), "Cho hoạt động trở lại", ("Reason", "Trở lại"))).StatusCode);
        Assert.Contains("Đang hoạt động", (await admin.Open($"/to-chuc/can-bo/{officer.OfficerId}")).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Clerk)).Get($"/to-chuc/can-bo/{officer.OfficerId}")).StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_of_the_province_stays()
    {
        var admin = await app.Account(OpenIdApp.Administrator);
        var mine = (await app.Admin(), Officer: admin.OfficerId!.Value);
        await using var scope = app.Services.As(Actor.System); // who may everything, for example provisioning by another system
        var refusal = await Assert.ThrowsAsync<NhatLe.Platform.Refusal>(() => scope.ServiceProvider.GetRequiredService<NhatLe.Contracts.Organization.IOfficers>().Deactivate(mine.Officer, Reason, default));
        Assert.Equal("officer.last-administrator", refusal.Code);
        Assert.True(await IsSignedIn(mine.Item1));
    }

    [Fact]
    public async Task A_session_that_expires_by_itself_is_told_the_systems_it_opened_once()
    {
        await using var alone = await app.Hold("identity.expired-sessions");
        using var listener = new LogoutListener();
        var party = await app.GivenClient(c => c.BackChannelUri = listener.Url);
        using var browser = await app.Browser(OpenIdApp.Officer);
        var sid = (await party.SignIn(browser)).Claims().Of("sid");
        using var citizen = await app.Browser(OpenIdApp.Citizen); // for a month
        await party.SignIn(citizen);
        var job = app.Services.GetRequiredService<EndExpiredSessions>();
        await job.Run(default);
        await app.Settled();
        Assert.Empty(listener.Heard);
        app.Clock.Advance(TimeSpan.FromHours(12.1));
        Assert.True(await job.Run(default) >= 1);
        Assert.Equal(sid, Tokens.Part(await listener.Hear(1), 1).Of("sid"));
        Assert.Equal(0, await job.Run(default));
        await app.Settled();
        Assert.Single(listener.Heard);
        Assert.NotNull((await app.Accounts(db => db.ClientSessions.SingleAsync(s => s.Sid == sid))).EndedAt);
    }
}
