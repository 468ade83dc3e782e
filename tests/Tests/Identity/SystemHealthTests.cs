using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Contracts.Identity;
using NhatLe.Host;
using NhatLe.Identity.Systems;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;
using NhatLe.Tests.Identity.OpenId;
using NhatLe.Tests.Jobs;

namespace NhatLe.Tests.Identity;

/// <summary>Registered systems say whether they are well; the register and the launcher show it, and since when.</summary>
public sealed class SystemHealthTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    /// <summary>Some other system: well, slow, hung, redirecting.</summary>
    sealed class Somebody : IDisposable
    {
        readonly WebApplication site;

        public Somebody()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            site = builder.Build();
            site.MapGet("/{**path}", async (HttpContext context) =>
            {
                Asked.Enqueue(context.Request.Path + (context.Request.Headers.ContainsKey("Cookie") ? " with a cookie" : ""));
                await Task.Delay(Wait, context.RequestAborted);
                context.Response.StatusCode = Status;
                context.Response.Headers.SetCookie = "a=b";
                if (Status is 301 or 302 or 307) context.Response.Headers.Location = "/inner-secret";
            });
            site.Start();
        }

        public string Url => site.Urls.First() + "/health";
        public ConcurrentQueue<string> Asked { get; } = new();
        public int Status { get; set; } = 200;
        public TimeSpan Wait { get; set; }

        public void Dispose() => ((IDisposable)site).Dispose();
    }

    async Task<Party> Asked(string address, string name)
    {
        var party = await app.GivenClient(c => (c.Name, c.LaunchAddress) = (name, $"https://{c.ClientId}.example.vn/"));
        var admin = await app.Admin();
        var answer = await admin.Http.PutAsJsonAsync($"/api/identity/clients/{party.Id}/link", new { version = 1, healthAddress = address });
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
        return party;
    }

    async Task Stop(params Party[] parties)
    {
        foreach (var party in parties) await (await app.Admin()).PostJson($"/api/identity/clients/{party.Id}/state", new { active = false });
    }

    Task<int> Look() => app.Services.GetRequiredService<CheckSystems>().Run(default);

    Task<HealthOfSystem> Health(Party party) => app.Accounts(async db => await db.SystemHealths.AsNoTracking().SingleAsync(h => db.Clients.Any(c => c.Id == h.ClientId && c.ClientId == party.Id)));

    [Fact]
    public async Task A_system_is_up_slow_or_down_and_the_launcher_and_the_register_say_which_and_since_when()
    {
        await using var alone = await app.Hold(CheckSystems.Name);
        using var well = new Somebody();
        using var slow = new Somebody { Wait = CheckSystems.Slow + TimeSpan.FromMilliseconds(300) };
        using var hung = new Somebody { Wait = TimeSpan.FromMinutes(1) };
        var (up, creeping, stuck, nobody) = (await Asked(well.Url, "Hệ Tốt"), await Asked(slow.Url, "Hệ Chậm"), await Asked(hung.Url, "Hệ Treo"), await Asked("http://127.0.0.1:9/health", "Hệ Vắng"));
        Assert.Equal(4, await Look());
        Assert.Equal([SystemState.Up, SystemState.Slow, SystemState.Down, SystemState.Down], [(await Health(up)).State, (await Health(creeping)).State, (await Health(stuck)).State, (await Health(nobody)).State]);
        Assert.Equal(("HTTP 200", "No answer within 5 s"), ((await Health(up)).Said, (await Health(stuck)).Said));
        Assert.True((await Health(stuck)).TookMs is >= 4900 and < 9000);

        using var citizen = await app.Browser(OpenIdApp.Citizen);
        var page = await Shown(citizen, "/he-thong", "Hệ Treo");
        string Note(string name) => page.QuerySelectorAll("a.nl-tile").Single(t => t.QuerySelector("b")!.Words() == name).QuerySelector("small")!.Words();
        Assert.DoesNotContain("từ", Note("Hệ Tốt"), StringComparison.Ordinal);
        Assert.Contains("Đang chạy chậm từ ", Note("Hệ Chậm"), StringComparison.Ordinal);
        Assert.Contains("Đang gián đoạn từ ", Note("Hệ Vắng"), StringComparison.Ordinal);
        var register = await (await app.Admin()).Http.Open("/quan-tri/he-thong");
        Assert.Contains("Hoạt động tốt từ ", register.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Hệ Tốt", StringComparison.Ordinal)).Words(), StringComparison.Ordinal);
        Assert.Contains("Gián đoạn từ ", register.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Hệ Treo", StringComparison.Ordinal)).Words(), StringComparison.Ordinal);
        Assert.Contains("Hoạt động tốt từ ", (await (await app.Admin()).Http.Open($"/quan-tri/he-thong/{up.Id}/ket-noi")).Words(), StringComparison.Ordinal);
        await Stop(up, creeping, stuck, nobody);
        Assert.Equal(0, await Look()); // switched off, nobody is asked
    }

    /// <summary>What a node knows of health is a few seconds old at most.</summary>
    static async Task<AngleSharp.Dom.IDocument> Shown(App.Client who, string path, string name)
    {
        for (var i = 0; ; i++)
        {
            var page = await who.Http.Open(path);
            if (i == 80 || page.QuerySelectorAll("a.nl-tile").Any(t => t.Words().Contains(name, StringComparison.Ordinal) && t.Words().Contains("Đang", StringComparison.Ordinal))) return page;
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task One_failure_is_none_yet_the_second_in_a_row_is_down_and_since_stays_until_it_changes()
    {
        await using var alone = await app.Hold(CheckSystems.Name);
        using var somebody = new Somebody();
        var party = await Asked(somebody.Url, "Hệ Đổi");
        await Look();
        var up = await Health(party);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        somebody.Status = 503;
        await Look();
        Assert.Equal((SystemState.Up, up.Since, 1, "HTTP 503"), ((await Health(party)).State, (await Health(party)).Since, (await Health(party)).Failures, (await Health(party)).Said));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Look();
        var down = await Health(party);
        Assert.Equal((SystemState.Down, true), (down.State, down.Since > up.Since));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Look();
        Assert.Equal((down.Since, 3), ((await Health(party)).Since, (await Health(party)).Failures));
        somebody.Status = 204;
        await Look();
        Assert.Equal((SystemState.Up, 0), ((await Health(party)).State, (await Health(party)).Failures));
        await Stop(party);
    }

    [Fact]
    public async Task A_redirect_leads_nowhere_and_no_cookie_comes_back()
    {
        await using var alone = await app.Hold(CheckSystems.Name);
        using var somebody = new Somebody { Status = 302 };
        var party = await Asked(somebody.Url, "Hệ Dẫn");
        await Look();
        await Look();
        Assert.Equal(["/health", "/health"], somebody.Asked);
        Assert.Equal((SystemState.Down, "HTTP 302"), ((await Health(party)).State, (await Health(party)).Said));
        foreach (var address in (string[])["http://169.254.169.254/latest", "ftp://example.vn/", "https://example.vn/#x", "khong-phai"])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await app.Admin()).Http.PutAsJsonAsync($"/api/identity/clients/{party.Id}/link", new { version = 2, healthAddress = address })).StatusCode);
        await Stop(party);
    }

    [Fact]
    public async Task Many_nodes_ask_once()
    {
        using var somebody = new Somebody { Wait = TimeSpan.FromMilliseconds(200) };
        var party = await Asked(somebody.Url, "Hệ Một Lần");
        await using var other = NhatLeApp.Build(app.Started with { Site = app.Issuer }, services => services.AddSingleton<TimeProvider>(app.Clock));
        await using (var scope = other.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<Startup>().Run();
        await other.StartAsync();
        var nodes = app.Services.GetRequiredService<Database>().IsPostgres ? [app.Services, other.Services, app.Services, other.Services] : (IServiceProvider[])[app.Services, app.Services, app.Services]; // SQLite is of one node
        JobRun[] runs = [];
        var before = 0;
        for (var minute = 5; minute < 10 && !runs.Contains(JobRun.Done); minute++) // once more where the schedule itself was at it just then
        {
            var at = Firing.At(app.Clock.GetUtcNow().AddMinutes(minute)); // one time of the schedule, on all
            before = somebody.Asked.Count;
            runs = await Task.WhenAll(nodes.Select(node => node.GetRequiredService<JobRunner>()).Select(runner => runner.Run(runner.Find(CheckSystems.Name)!, at, default)));
        }
        Assert.Single(runs, r => r == JobRun.Done);
        Assert.Equal(before + 1, somebody.Asked.Count);
        await other.StopAsync();
        await Stop(party);
    }
}
