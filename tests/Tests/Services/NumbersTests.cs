using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Live;
using NhatLe.Services;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Numbers;
using NhatLe.Tests.Host;

namespace NhatLe.Tests.Services;

/// <summary>The leader's morning says what a naive recount of the stored dossiers says, to each leader of their own units.</summary>
[Collection("Lived")]
public sealed class NumbersTests(LivedApp app)
{
    const string Province = "chu-tich.tinh", District = "chu-tich.minhhoa", Commune = "chu-tich.tronghoa";

    static readonly DossierStatus[] Ended = [DossierStatus.Returned, DossierStatus.Refused, DossierStatus.Stopped];

    /// <summary>Every measure, told once more in plain words over what is stored.</summary>
    static readonly Dictionary<string, Func<Dossier, DateTimeOffset, bool>> Naive = new()
    {
        ["da-nop"] = (d, now) => ThisMonth(LegalTime.DateOf(d.FiledAt), now),
        ["dang-giai-quyet"] = (d, _) => !Ended.Contains(d.Status),
        ["dung-han"] = (d, now) => d.FinishedAt is { } at && ThisMonth(LegalTime.DateOf(at), now) && at <= d.DueAt && d.Supplements < 2,
        ["tre-han"] = (d, now) => d.FinishedAt is { } at && ThisMonth(LegalTime.DateOf(at), now) && !(at <= d.DueAt && d.Supplements < 2),
        ["dang-tre"] = (d, now) => !Ended.Contains(d.Status) && d.FinishedAt is null && d.SupplementAsked is null && d.DueAt < now,
        ["da-tra"] = (d, now) => d.Status == DossierStatus.Returned && ThisMonth(LegalTime.DateOf(d.FinishedAt!.Value), now),
        ["hai-long"] = (d, now) => d.Stars is 4 or 5 && ThisMonth(LegalTime.DateOf(d.FinishedAt!.Value), now),
    };

    static bool ThisMonth(DateOnly day, DateTimeOffset now) => (day.Year, day.Month) == (LegalTime.DateOf(now).Year, LegalTime.DateOf(now).Month);

    async Task<List<(Dossier Dossier, string Unit, string District)>> Stored()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var snapshot = await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Get(default);
        var dossiers = await scope.ServiceProvider.GetRequiredService<ServicesDb>().Dossiers.AsNoTracking().ToListAsync();
        return [.. dossiers.Select(d => (d, snapshot.Unit(d.UnitId).Code, snapshot.SelfAndAbove(d.UnitId).Single(u => u.Kind == UnitKind.District).Code))];
    }

    static Dictionary<string, int> Row(IElement row) => row.QuerySelectorAll("td[data-so]").ToDictionary(c => c.GetAttribute("data-so")!, c => int.Parse(c.TextContent.Trim(), CultureInfo.InvariantCulture));

    async Task<IDocument> Open(string login, string address) => await (await app.As(login)).Http.Open(address);

    Dictionary<string, int> Recount(IEnumerable<Dossier> dossiers)
    {
        var (all, now) = (dossiers.ToList(), app.Time.Now);
        return Naive.ToDictionary(n => n.Key, n => all.Count(d => n.Value(d, now)));
    }

    [Theory]
    [InlineData(Province, null)]
    [InlineData(District, "452")]
    [InlineData("chu-tich.tronghoa", "18907")]
    public async Task The_sum_of_each_leader_is_a_recount_of_their_dossiers(string login, string? unit)
    {
        var stored = await Stored();
        var page = await Open(login, "/buoi-sang");
        var sum = Row(page.QuerySelector("tr[data-unit=sum]")!);
        Assert.Equal(Recount(stored.Where(s => unit is null || s.Unit == unit || s.District == unit).Select(s => s.Dossier)), sum);
        if (unit is null) Assert.True(sum["da-nop"] > 10 && sum["dung-han"] > 10, "Nothing was counted.");
    }

    [Fact]
    public async Task The_province_opens_districts_and_these_their_communes_and_every_row_is_a_recount()
    {
        var stored = await Stored();
        var province = await Open(Province, "/buoi-sang");
        Assert.Equal(8, province.QuerySelectorAll("tbody tr[data-unit]").Length);
        var checkedCommunes = 0;
        foreach (var district in province.QuerySelectorAll("tbody tr[data-unit]"))
        {
            var code = district.GetAttribute("data-unit")!;
            Assert.Equal(Recount(stored.Where(s => s.District == code).Select(s => s.Dossier)), Row(district));
            var below = await Open(Province, $"/buoi-sang?don-vi={code}");
            foreach (var row in below.QuerySelectorAll("tbody tr[data-unit]"))
            {
                Assert.Equal(Recount(stored.Where(s => s.Unit == row.GetAttribute("data-unit")).Select(s => s.Dossier)), Row(row));
                checkedCommunes++;
            }
        }
        Assert.True(checkedCommunes > 5, $"Only {checkedCommunes} communes were looked at.");
    }

    [Fact]
    public async Task A_number_opens_exactly_the_dossiers_it_counts_page_by_page()
    {
        var page = await Open(Province, "/buoi-sang");
        foreach (var cell in page.QuerySelectorAll("tr[data-unit=sum] td[data-so]"))
        {
            var expected = int.Parse(cell.TextContent.Trim(), CultureInfo.InvariantCulture);
            HashSet<string> codes = [];
            for (var address = cell.QuerySelector("a")?.GetAttribute("href"); address is not null;)
            {
                var list = await Open(Province, address);
                foreach (var code in list.QuerySelectorAll("td[data-c=title] .num")) Assert.True(codes.Add(code.TextContent.Trim()), "A dossier stands twice.");
                address = list.QuerySelector("a[rel=next]")?.GetAttribute("href");
            }
            Assert.Equal(expected, codes.Count);
        }
    }

    [Fact]
    public async Task The_five_rates_are_the_naive_ones()
    {
        var (all, now) = ((await Stored()).ConvertAll(s => s.Dossier), app.Time.Now);
        var filed = all.Where(d => ThisMonth(LegalTime.DateOf(d.FiledAt), now)).ToList();
        var decided = all.Where(d => d.FinishedAt is { } at && ThisMonth(LegalTime.DateOf(at), now)).ToList();
        var answerable = filed.Where(d => d.AnsweredAt is not null || d.AnswerDueAt < now).ToList();
        var page = await Open(Province, "/buoi-sang");
        var said = page.QuerySelectorAll(".nl-figure a").Select(a => a.TextContent.Trim()).Where(t => t.Contains("trên", StringComparison.Ordinal)).ToList();
        Assert.Equal(
        [
            $"{decided.Count(d => d.FinishedAt <= d.DueAt && d.Supplements < 2)} trên {decided.Count} hồ sơ",
            $"{filed.Count(d => d.Channel == Channel.Online)} trên {filed.Count} hồ sơ",
            $"{filed.Count(d => d.Digitised)} trên {filed.Count} hồ sơ",
            $"{decided.Count(d => d.Stars >= 4)} trên {decided.Count(d => d.Stars is not null)} hồ sơ",
            $"{answerable.Count(d => d.AnsweredAt <= d.AnswerDueAt)} trên {answerable.Count} hồ sơ",
        ], said);
        Assert.Contains(all, d => !d.Digitised);
    }

    [Fact]
    public async Task Another_district_sees_nothing_of_it_and_who_leads_nothing_sees_no_page()
    {
        var district = await app.As(District);
        Assert.Equal(HttpStatusCode.NotFound, (await district.Get("/buoi-sang?don-vi=44")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await district.Get("/buoi-sang?don-vi=450")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await district.Get("/so-lieu/ho-so?so=da-nop&don-vi=450")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Commune)).Get("/buoi-sang?don-vi=452")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Clerk)).Get("/buoi-sang")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("dan.001")).Get("/so-lieu/ho-so")).StatusCode);
        var seen = (await Open(District, "/so-lieu/ho-so?so=da-nop")).QuerySelectorAll("td[data-c=title] .num").Select(c => c.TextContent.Trim()).ToList();
        var theirs = (await Stored()).Where(s => s.District == "452").Select(s => s.Dossier.Code).ToHashSet();
        Assert.All(seen, code => Assert.Contains(code, theirs));
    }

    [Fact]
    public async Task The_sheet_for_paper_says_the_same_as_the_page()
    {
        var (page, sheet) = (await Open(Province, "/buoi-sang"), await Open(Province, "/buoi-sang/ban-in"));
        Assert.Contains("/buoi-sang/ban-in", page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        string[] Cells(IElement row) => [.. row.QuerySelectorAll("td").Select(c => c.TextContent.Trim())];
        var said = page.QuerySelector("tr[data-unit=sum]")!.QuerySelectorAll("td[data-so]").SkipLast(1).Select(c => c.TextContent.Trim());
        Assert.Equal(said, Cells(sheet.QuerySelector("tfoot tr")!));
        Assert.Equal(page.QuerySelectorAll("[data-late] h3").Select(h => h.TextContent.Trim()), sheet.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr").Select(r => Cells(r)[0]));
        foreach (var rate in page.QuerySelectorAll(".nl-figure a").Select(a => a.TextContent.Trim()).Where(t => t.Contains("trên", StringComparison.Ordinal)))
            Assert.Contains(rate, sheet.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Clerk)).Get("/buoi-sang/ban-in")).StatusCode);
    }

    [Fact]
    public async Task What_is_late_stands_with_its_unit_and_who_holds_it_the_longest_late_first()
    {
        var now = app.Time.Now;
        var late = await app.Db(db => db.Duties.Where(d => d.EndedAt == null && !d.Paused && d.DueAt < now).OrderBy(d => d.DueAt).ThenBy(d => d.Id).Take(5).ToListAsync());
        var rows = (await Open(Province, "/buoi-sang")).QuerySelectorAll("[data-late]").ToList();
        Assert.Equal(late.Select(d => d.Code), rows.Select(r => r.GetAttribute("data-late")));
        Assert.NotEmpty(rows);
        var snapshot = await app.Services.GetRequiredService<DirectoryCache>().Get(default);
        foreach (var (duty, row) in late.Zip(rows))
        {
            Assert.Contains(snapshot.Unit(duty.UnitId).FullName, row.TextContent, StringComparison.Ordinal);
            Assert.Contains(snapshot.Holders(duty.UnitId, duty.Permit, app.Time.Today).First().FullName, row.TextContent, StringComparison.Ordinal);
        }
    }
}

/// <summary>At seven each leader gets the sheet of the morning, once.</summary>
public sealed class TellLeadersTests(App app) : IClassFixture<App>
{
    Task<List<Notice>> Told() => app.Db(db => db.Notices.AsNoTracking().Where(n => n.Link == "/buoi-sang/ban-in").ToListAsync());

    Task<int> Round() => app.Services.GetRequiredService<TellLeaders>().Run(default);

    [Fact]
    public async Task At_seven_of_a_working_day_each_leader_is_told_once_what_waits()
    {
        await app.GivenFiled();
        app.Time.MoveTo(App.Day(2024, 11, 24, 7, 5)); // a Sunday
        Assert.Equal(0, await Round());
        app.Time.MoveTo(App.Day(2024, 11, 25, 6, 59));
        Assert.Equal(0, await Round());
        app.Time.MoveTo(App.Day(2024, 11, 25, 7, 0));
        var leaders = await Round();
        Assert.InRange(leaders, 3, 50); // those of the demonstration who can sign in
        Assert.Equal(0, await Round());

        var told = await Told();
        Assert.Equal(told.Count, told.Select(n => n.AccountId).Distinct().Count());
        var chair = Assert.Single(told, n => n.AccountId == StableId.Of("account", "chu-tich.tronghoa"));
        Assert.Equal(["0", "1", "Xã Trọng Hóa"], System.Text.Json.JsonSerializer.Deserialize<string[]>(chair.Args)!); // the dossier filed on Monday was to be answered the same day
        var bell = (await (await app.As("chu-tich.tronghoa")).Http.Open("/thong-bao")).Words();
        Assert.Contains("Buổi sáng: 0 việc cần quyết, 1 việc trễ", bell, StringComparison.Ordinal);
        Assert.DoesNotContain(told, n => n.AccountId == StableId.Of("account", Filing.Clerk));

        app.Time.MoveTo(App.Day(2024, 11, 26, 7, 30));
        Assert.Equal(leaders, await Round());
        app.Time.MoveTo(App.Day(2024, 11, 27, 8, 0));
        Assert.Equal(0, await Round());
    }
}
