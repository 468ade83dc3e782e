using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Workspace.Inbox;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

/// <summary>What an officer sees of the duties of the province, through the API.</summary>
public sealed class DutyListTests(FactsApp app) : IClassFixture<FactsApp>
{
    static int kinds;

    /// <summary>A kind of its own for each test, so that one asks for its own duties only.</summary>
    readonly string kind = "test.k" + Interlocked.Increment(ref kinds).ToString(CultureInfo.InvariantCulture);

    async Task<ReadInbox.Answer> Read(string login, string query = "") => await (await app.As(login)).Get<ReadInbox.Answer>($"/api/workspace/duties?kind={kind}&{query}");

    async Task<List<string>> Titles(string login, string query = "") => [.. (await Read(login, query)).Items.Select(d => d.Title)];

    [Fact]
    public async Task Only_what_a_post_in_the_unit_allows_is_mine()
    {
        var due = app.Time.Now.AddDays(1);
        await app.GivenMatter("giải quyết", due, kind);
        await app.GivenMatter("tiếp nhận", due, kind, Accept);
        await app.GivenMatter("của huyện", due, kind, unitId: MinhHoa);
        await app.GivenMatter("giao đồng nghiệp", due, kind, officerId: Clerk);
        await app.GivenMatter("giao tôi", due, kind, officerId: Justice);
        Assert.Equal(["giải quyết", "giao tôi"], (await Titles(JusticeLogin)).Order());
        Assert.Equal(["tiếp nhận"], await Titles(ClerkLogin));
        Assert.Equal(["của huyện"], await Titles(SpecialistLogin));
        Assert.Equal(["giao tôi", "giao đồng nghiệp", "giải quyết", "tiếp nhận"], (await Titles(JusticeLogin, "source=units")).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await Read(JusticeLogin)).Counts.All);
        Assert.Equal(4, (await Read(JusticeLogin, "source=units")).Counts.All);
    }

    [Fact]
    public async Task A_delegation_shows_it_until_its_end()
    {
        var until = app.Time.Now.AddHours(2);
        await app.GivenMatter("ủy quyền", app.Time.Now.AddDays(1), kind);
        Assert.Empty(await Titles(SpecialistLogin));

        await app.Db(async db =>
        {
            var now = app.Time.Now;
            var position = db.Positions.Single(p => p.OfficerId == Justice);
            db.Delegations.Add(new Delegation { Id = Guid.CreateVersion7(now), PositionId = position.Id, OfficerId = Specialist, Permits = Process, FromAt = now, UntilAt = until, Reason = "nghỉ phép" });
            db.Record(db.Directory.Single(), new DirectoryLoaded(0, 0, 0));
            return await db.SaveChangesAsync();
        });
        await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        Assert.Equal(["ủy quyền"], await Titles(SpecialistLogin));

        app.Time.MoveTo(until);
        Assert.Empty(await Titles(SpecialistLogin));
    }

    [Fact]
    public async Task The_four_groups_count_what_they_list()
    {
        var (now, today) = (app.Time.Now, app.Time.Today);
        var (lastToday, firstTomorrow) = (LegalTime.At(today.AddDays(1), TimeOnly.MinValue).AddMilliseconds(-1), LegalTime.At(today.AddDays(1), TimeOnly.MinValue));
        await app.GivenMatter("trễ", now.AddMinutes(-1), kind);
        await app.GivenMatter("cuối ngày", lastToday, kind);
        await app.GivenMatter("đầu ngày mai", firstTomorrow, kind, answersCitizen: true);
        await app.GivenMatter("không hạn", dueAt: null, kind);
        var waiting = await app.GivenMatter("chờ", now.AddDays(1), kind, answersCitizen: true);
        await app.Move(waiting.Id, (db, m) => db.Reschedule(m, kind, new Deadline(null, IsPaused: true, [])));

        Assert.Equal(new DutyCounts(5, 1, 1, 1, 1), (await Read(JusticeLogin)).Counts);
        Assert.Equal(["trễ"], await Titles(JusticeLogin, "group=late"));
        Assert.Equal(["cuối ngày"], await Titles(JusticeLogin, "group=today"));
        Assert.Equal(["đầu ngày mai"], await Titles(JusticeLogin, "group=answersCitizen"));
        Assert.Equal(["chờ"], await Titles(JusticeLogin, "group=waiting"));
        var all = await Titles(JusticeLogin);
        Assert.Equal(["trễ", "cuối ngày", "đầu ngày mai"], all.Take(3));
        Assert.Equal(["chờ", "không hạn"], all.Skip(3).Order(StringComparer.Ordinal)); // two without a date, perhaps of one millisecond
    }

    [Theory, InlineData("mine"), InlineData("units")]
    public async Task Pages_follow_one_another_without_gap_or_repeat_and_without_a_date_last(string source)
    {
        var now = app.Time.Now;
        for (var i = 0; i < 62; i++)
            await app.GivenMatter("trang", i % 3 == 0 ? null : now.AddDays(1 + (i % 5)), kind);
        List<Duty> read = [];
        string? next = "";
        var pages = 0;
        while (next is not null)
        {
            var page = await Read(JusticeLogin, $"source={source}&after={next}");
            Assert.True(page.Items.Count <= DutyList.PageSize);
            read.AddRange(page.Items);
            next = page.Next;
            pages++;
        }
        Assert.Equal((3, 62), (pages, read.Select(d => d.Id).Distinct().Count()));
        Assert.Equal(read.OrderBy(d => d.DueAt is null).ThenBy(d => d.DueAt).ThenBy(d => d.Id.ToString(), StringComparer.Ordinal).Select(d => d.Id), read.Select(d => d.Id));
    }

    [Fact]
    public async Task What_has_ended_is_listed_newest_first_page_by_page()
    {
        for (var i = 0; i < 30; i++)
        {
            var matter = await app.GivenMatter($"xong {i:00}", app.Time.Now.AddDays(1), kind);
            await app.Move(matter.Id, (db, m) => db.Discharge(m, kind));
            app.Time.MoveTo(app.Time.Now.AddSeconds(1));
        }
        var first = await Read(JusticeLogin, "source=done");
        var second = await Read(JusticeLogin, "source=done&after=" + first.Next);
        Assert.Equal(Enumerable.Range(0, 30).Reverse().Select(i => $"xong {i:00}"), first.Items.Concat(second.Items).Select(d => d.Title));
        Assert.Null(second.Next);
        Assert.Empty(await Titles(JusticeLogin));
    }

    [Fact]
    public async Task A_group_there_is_not_is_said_to_be_unknown() =>
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await (await app.As(JusticeLogin)).Get("/api/workspace/duties?group=soon")).StatusCode);

    [Theory, InlineData("x"), InlineData("99999999999999999_0"), InlineData("-5_01890000000070008000000000000000"), InlineData("9999999999999999_01890000000070008000000000000000")]
    public async Task A_broken_cursor_begins_at_the_top(string after)
    {
        await app.GivenMatter("đầu", app.Time.Now.AddDays(1), kind);
        Assert.Equal(["đầu"], await Titles(JusticeLogin, "after=" + after));
    }
}
