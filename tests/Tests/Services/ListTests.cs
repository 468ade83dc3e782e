using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Lists;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Host;

namespace NhatLe.Tests.Services;

/// <summary>The dossiers of the units one may read are what a naive recount of the stored ones says, whoever asks and however it is filtered.</summary>
[Collection("Lived")]
public sealed class ListTests(LivedApp app)
{
    const string Province = "chu-tich.tinh", District = "chu-tich.minhhoa", Api = "/api/services/dossiers", Page = "/ho-so-don-vi";

    static readonly DossierStatus[] Undecided = [DossierStatus.Filed, DossierStatus.Accepted, DossierStatus.InProcess];

    sealed record Known(Dossier Dossier, string Unit, string District);

    /// <summary>As they should be listed: newest filing first, then by id.</summary>
    async Task<List<Known>> Stored()
    {
        var units = await app.Services.GetRequiredService<DirectoryCache>().Get(default);
        var all = await app.Tables(db => Task.FromResult(db.Dossiers.ToList()));
        return [.. all.OrderByDescending(d => d.FiledAt).ThenBy(d => d.Id.ToString()).Select(d => new Known(d, units.Unit(d.UnitId).Code, units.SelfAndAbove(d.UnitId).Single(u => u.Kind == UnitKind.District).Code))];
    }

    static string[] Codes(IEnumerable<Known> dossiers) => [.. dossiers.Select(k => k.Dossier.Code)];

    /// <summary>Every page of the list, one after the other.</summary>
    static async Task<List<ListDossiers.Line>> All(App.Client client, string query = "")
    {
        List<ListDossiers.Line> all = [];
        for (string? after = ""; after is not null;)
        {
            var page = await client.Get<ListDossiers.Answer>($"{Api}?{query}&after={after}");
            Assert.True(page.Items.Count == ListDossiers.PageSize || page.Next is null, "A page that is not the last is not full.");
            all.AddRange(page.Items);
            after = page.Next;
        }
        return all;
    }

    async Task<string[]> Listed(string login, string query = "") => [.. (await All(await app.As(login), query)).Select(l => l.Code)];

    [Fact]
    public async Task Each_sees_those_of_the_units_they_may_read_page_by_page_without_gap_or_repeat()
    {
        var stored = await Stored();
        Assert.True(stored.Count > 2 * ListDossiers.PageSize);
        Assert.Equal(Codes(stored), await Listed(Province));
        Assert.Equal(Codes(stored.Where(k => k.District == "452")), await Listed(District));
        foreach (var login in (string[])[Filing.Clerk, Filing.Justice, Filing.Chair]) Assert.Equal(Codes(stored.Where(k => k.Unit == "18907")), await Listed(login));
        Assert.Equal(Codes(stored.Where(k => k.Unit == "18979")), await Listed("can-bo.nguhoa"));
        Assert.Equal(Codes(stored.Where(k => k.Unit == "18907")), await Listed(Province, "unit=18907"));
        Assert.Equal(Codes(stored.Where(k => k.Unit == "452")), await Listed(District, "unit=452"));

        var (line, first) = ((await All(await app.As(Province)))[0], stored[0]);
        Assert.Equal((first.Dossier.Title, first.Dossier.Person, first.Unit, first.Dossier.FiledAt, first.Dossier.DueAt, first.Dossier.Status), (line.Title, line.Person, line.Unit, line.FiledAt, line.DueAt, line.Status));
    }

    [Fact]
    public async Task Every_filter_and_any_two_of_them_list_what_a_recount_finds()
    {
        var stored = await Stored();
        var busiest = stored.GroupBy(k => k.Unit).MaxBy(g => g.Count())!.Key;
        var procedure = stored.GroupBy(k => k.Dossier.ProcedureCode).MaxBy(g => g.Count())!.Key;
        var days = stored.ConvertAll(k => LegalTime.DateOf(k.Dossier.FiledAt));
        var (from, to) = (days[days.Count * 2 / 3], days[days.Count / 3]);
        var now = app.Time.Now;
        List<(string Query, Func<Known, bool> Meant)> filters =
        [
            ($"unit={busiest}", k => k.Unit == busiest),
            ($"procedure={procedure}", k => k.Dossier.ProcedureCode == procedure),
            ("late=true", k => Undecided.Contains(k.Dossier.Status) && k.Dossier.DueAt < now),
            ($"from={from:yyyy-MM-dd}", k => LegalTime.DateOf(k.Dossier.FiledAt) >= from),
            ($"to={to:yyyy-MM-dd}", k => LegalTime.DateOf(k.Dossier.FiledAt) <= to),
            ("status=accepted,InProcess", k => k.Dossier.Status is DossierStatus.Accepted or DossierStatus.InProcess),
            .. Enum.GetValues<DossierStatus>().Select(s => ($"status={s}", (Func<Known, bool>)(k => k.Dossier.Status == s))),
            .. ListDossiers.States.Select(s => ($"status={s.Address}", (Func<Known, bool>)(k => s.Statuses.Contains(k.Dossier.Status)))),
        ];
        var found = 0;
        foreach (var login in (string[])[Province, District]) // more than forty units, and fewer
        {
            var theirs = stored.Where(k => login == Province || k.District == "452").ToList();
            foreach (var (n, (query, meant)) in filters.Index())
            {
                if (login == District && query == $"unit={busiest}" && theirs.All(k => k.Unit != busiest)) continue;
                await MustList(query, theirs.Where(meant));
                foreach (var (more, alsoMeant) in filters.Skip(n + 1).Where(f => f.Query.Split('=')[0] != query.Split('=')[0]).Where((_, i) => i % 3 == n % 3))
                    await MustList($"{query}&{more}", theirs.Where(meant).Where(alsoMeant));
            }

            async Task MustList(string query, IEnumerable<Known> expected)
            {
                var (codes, listed) = (Codes(expected), await Listed(login, query));
                Assert.True(listed.SequenceEqual(codes), $"{login} {query}: {listed.Length} listed, {codes.Length} expected.");
                found += codes.Length;
            }
        }
        Assert.True(found > 200, "Nothing was filtered.");
        Assert.Equal(Codes(stored.Where(k => filters[0].Meant(k) && filters[1].Meant(k) && filters[3].Meant(k) && filters[4].Meant(k))), await Listed(Province, string.Join('&', filters[..2].Concat(filters[3..5]).Select(f => f.Query))));
    }

    [Fact]
    public async Task Who_reads_nothing_is_refused_and_a_unit_out_of_scope_is_unknown()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().Get(Api)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Anybody().Get(Page)).StatusCode);
        foreach (var login in (string[])["dan.001", "quan-tri"])
        foreach (var path in (string[])[Api, Page]) Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(login)).Get(path)).StatusCode);
        foreach (var (login, unit) in new[] { (Filing.Clerk, "18979"), (Filing.Clerk, "452"), (District, "450"), (District, "44"), (Province, "khong-co") })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(login)).Get($"{Api}?unit={unit}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(login)).Get($"{Page}?don-vi={unit}")).StatusCode);
        }
    }

    [Theory]
    [InlineData("status", "trang-thai", "xong")]
    [InlineData("status", "trang-thai", "Filed,4")]
    [InlineData("procedure", "thu-tuc", "khai sinh")]
    [InlineData("late", "tre", "co")]
    [InlineData("from", "tu", "2024-02-30")]
    [InlineData("from", "tu", "0001-01-01")]
    [InlineData("to", "den", "9999-12-31")]
    public async Task A_wrong_filter_is_said_at_its_field(string field, string named, string value)
    {
        var clerk = await app.As(Filing.Clerk);
        var answer = await clerk.Get($"{Api}?{field}={value}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(field, problem.RootElement.GetProperty("fields")[0].GetProperty("field").GetString());

        var said = await clerk.Get($"{Page}?{named}={value}&don-vi=18907");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, said.StatusCode);
        var page = await said.Page();
        Assert.NotNull(page.QuerySelector($"[name={named}][aria-invalid=true]"));
        Assert.Equal("18907", page.QuerySelector("[name=don-vi] option[selected]")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("main table"));
    }

    [Fact]
    public async Task Days_the_wrong_way_round_are_refused_and_a_broken_place_begins_at_the_top()
    {
        var clerk = await app.As(Filing.Clerk);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.Get($"{Api}?from=2024-11-02&to=2024-11-01")).StatusCode);
        var top = await Listed(Filing.Clerk);
        foreach (var after in (string[])["khong", "_" + Guid.Empty.ToString("N"), "99999999999999999_" + Guid.Empty.ToString("N")])
            Assert.Equal(top.Take(ListDossiers.PageSize), (await clerk.Get<ListDossiers.Answer>($"{Api}?after={after}")).Items.Select(l => l.Code));
    }

    [Fact]
    public async Task The_page_says_the_same_keeps_its_filters_and_leads_to_each_dossier()
    {
        var chair = await app.As(Province);
        var page = await chair.Http.Open(Page);
        Assert.Contains(Page, page.QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")));
        var answer = await chair.Http.Submit(page.Form(), ("trang-thai", "da-tra"), ("tu", "2024-01-01"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        List<string> listed = [];
        for (page = await answer.Page(); ;)
        {
            Assert.Equal(("da-tra", "2024-01-01"), (page.QuerySelector("[name=trang-thai] option[selected]")?.GetAttribute("value"), page.QuerySelector("[name=tu]")?.GetAttribute("value")));
            Assert.All(page.QuerySelectorAll("main tbody tr"), r => Assert.Equal("Đã trả", r.QuerySelector("[data-c=due]")!.Words()));
            listed.AddRange(page.QuerySelectorAll("td[data-c=title] .num").Select(c => c.Words()));
            if (page.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next) break;
            page = await chair.Http.Open(next);
        }
        Assert.Equal(await Listed(Province, "status=Returned"), listed);
        var link = page.QuerySelector("td[data-c=title] a")!.GetAttribute("href")!;
        Assert.Equal($"/giai-quyet/{listed[^1]}", page.QuerySelectorAll("td[data-c=title] a")[^1].GetAttribute("href"));
        Assert.Equal(HttpStatusCode.OK, (await chair.Get(link)).StatusCode);

        Assert.True((await chair.Http.Open($"{Page}?tre=true")).QuerySelector("[name=tre]")!.HasAttribute("checked"));
        var nothing = await chair.Http.Open($"{Page}?den=2001-01-01&thu-tuc=9.999999");
        Assert.Contains("Không có hồ sơ nào khớpHãy bớt điều kiện lọc", nothing.Words(), StringComparison.Ordinal);
        Assert.Equal("9.999999", nothing.QuerySelector("[name=thu-tuc] option[selected]")!.GetAttribute("value"));
        Assert.Contains("Dossiers of the unit", (await chair.Http.Open($"/en{Page}")).Words(), StringComparison.Ordinal);
    }
}

/// <summary>What is no matter of scope: grants, and that whom one reads about can see it.</summary>
public sealed class ListReadingTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task On_PostgreSQL_each_unit_is_read_by_itself_and_the_table_is_never_numbered()
    {
        var (sql, isPostgres) = await app.Tables(db => Task.FromResult((db.OfEach(new HashSet<Guid> { FactsApp.TrongHoa, FactsApp.MinhHoa }, db.Dossiers,
            rows => rows.OrderByDescending(d => d.FiledAt).ThenBy(d => d.Id).Take(3).Select(d => d.Id)).ToQueryString(), db.Database.IsNpgsql())));
        Assert.DoesNotContain("ROW_NUMBER", sql, StringComparison.Ordinal);
        Assert.Equal(isPostgres, sql.Contains("LATERAL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_granted_dossier_is_opened_but_not_listed_and_the_listed_person_sees_who_read_it()
    {
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains("Chưa có hồ sơ nào", await (await app.As("can-bo.nguhoa")).Page("/ho-so-don-vi"), StringComparison.Ordinal);
        var code = (await app.GivenFiled()).Code;
        var dossier = await app.Dossier(code);
        await app.Tables(async db =>
        {
            db.Share(dossier.Id, FactsApp.MinhHoa, Permits.Read);
            return await db.SaveChangesAsync();
        });
        var specialist = await app.As(FactsApp.SpecialistLogin);
        await specialist.Page($"/giai-quyet/{code}");
        Assert.Empty((await specialist.Get<ListDossiers.Answer>("/api/services/dossiers")).Items);
        Assert.Equal(code, Assert.Single((await clerk.Get<ListDossiers.Answer>("/api/services/dossiers")).Items).Code);

        await app.FlushReadings();
        var reading = Assert.Single(await app.Readings(dossier.ApplicantAccountId), a => a.Kind == AccessKind.List);
        Assert.Equal(("Cao Thu Giang", code, Permits.Read), (reading.Name, reading.Code, reading.Purpose));
        Assert.Contains("Xem danh sách hồ sơ của đơn vị", await (await app.As(Filing.Mother)).Page("/ai-da-xem"), StringComparison.Ordinal);
    }
}
