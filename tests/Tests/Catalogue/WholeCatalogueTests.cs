using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Import;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform.Text;
using NhatLe.Tests.House;
using Xunit.Abstractions;

namespace NhatLe.Tests.Catalogue;

/// <summary>An installation with the whole national catalogue, where the file lies beside the repository.</summary>
public sealed class WholeCatalogue : App, IAsyncLifetime
{
    public static readonly string File = Path.Combine(Repo.Root, "..", "shared", "facts", "procedures.jsonl");

    public ImportProcedures.Report Report { get; private set; } = null!;
    public TimeSpan Took { get; private set; }

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        if (!System.IO.File.Exists(File)) return;
        var began = Stopwatch.GetTimestamp();
        Report = await this.Import(await System.IO.File.ReadAllTextAsync(File));
        Took = Stopwatch.GetElapsedTime(began);
    }
}

sealed class WithNationalFileFactAttribute : FactAttribute
{
    public WithNationalFileFactAttribute()
    {
        if (!File.Exists(WholeCatalogue.File)) Skip = "The national catalogue is not beside the repository.";
    }
}

public sealed class WholeCatalogueTests(WholeCatalogue app, ITestOutputHelper output) : IClassFixture<WholeCatalogue>
{
    [WithNationalFileFact]
    public async Task Every_line_is_accounted_for()
    {
        var report = app.Report;
        output.WriteLine($"{report.Lines} lines in {app.Took.TotalSeconds:0.00} s, longest transaction {report.LongestTurn.TotalMilliseconds:0} ms: {report.Published} published, {report.Unfinished.Count} need an editor.");
        foreach (var (need, count) in report.Unfinished.SelectMany(u => u.Needs).CountBy(n => n)) output.WriteLine($"{count,5} {Needs.Brief(need)}");
        Assert.Equal(1175, report.Lines);
        Assert.Equal(report.Lines, report.Added + report.Changed + report.Unchanged + report.KeptByHand + report.Refused.Count);
        Assert.Empty(report.Refused);
        Assert.Equal(report.Lines, report.Published + report.Unfinished.Count);
        var byStatus = await app.Catalogue(db => db.Versions.GroupBy(v => v.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));
        Assert.Equal(report.Published, byStatus[VersionStatus.Published]);
        Assert.Equal(report.Unfinished.Count, byStatus[VersionStatus.Draft]);
        Assert.Equal(1175, await app.Catalogue(db => db.Procedures.CountAsync()));
    }

    [WithNationalFileFact]
    public async Task Importing_twice_changes_nothing()
    {
        Task<(int, int, long)> State() => app.Catalogue(async db => (await db.Versions.CountAsync(), await db.Procedures.CountAsync(), await db.Procedures.SumAsync(p => p.Version)));
        var before = await State();
        var again = await app.Import(await File.ReadAllTextAsync(WholeCatalogue.File));
        Assert.Equal((0, 0, 0), (again.Added, again.Changed, again.Refused.Count));
        Assert.Equal(1175, again.Unchanged + again.KeptByHand);
        Assert.Equal(before, await State());
    }

    [WithNationalFileFact]
    public async Task Nothing_incomplete_is_published_and_nothing_complete_waits()
    {
        var versions = await app.Catalogue(db => db.Versions.AsNoTracking().ToListAsync());
        foreach (var version in versions)
            Assert.True(version.Read().Missing().Any() == (version.Status == VersionStatus.Draft), $"{version.Id} is {version.Status} and lacks {string.Join(", ", version.Read().Missing())}");
        var elsewhere = app.Services.GetRequiredService<CuratedFile>().Procedures.Where(p => p.Content.IsElsewhere).Select(p => p.Code).ToList();
        Assert.Contains("1.003197", elsewhere);
        foreach (var code in await app.Catalogue(db => db.Procedures.Where(p => p.PublishedVersionId != null).Select(p => p.Code).ToListAsync()))
            if (!elsewhere.Contains(code)) Assert.True(await app.Current(code) is { Flow.Steps.Count: >= 4, TimeLimit.Value: >= 0 }, code);
    }

    /// <summary>Every name of the catalogue, with its marks and without; some names stand for several codes, and any of those will do.</summary>
    [WithNationalFileFact]
    public async Task Each_official_name_is_found_among_the_first_three_with_and_without_marks()
    {
        var catalogue = await app.Services.GetRequiredService<CatalogueIndex>().Get(default);
        var names = catalogue.All.Select(p => p.Content.Name).Distinct().ToList();
        Assert.True(names.Count > 1000, $"Only {names.Count} names.");
        var began = Stopwatch.GetTimestamp();
        foreach (var (how, written) in new (string, Func<string, string>)[] { ("as written", name => name), ("without marks", Fold.Key) })
        {
            var missed = names.Where(name => catalogue.Search(written(name), 3, _ => true).All(p => p.Content.Name != name)).ToList();
            var share = 1 - ((double)missed.Count / names.Count);
            output.WriteLine($"{how}: {share:P2} of {names.Count} names are among the first three; missed: {string.Join(" | ", missed)}");
            Assert.True(share >= 0.99, $"{how}: only {share:P2}; missed: {string.Join("\n", missed)}");
        }
        output.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalMilliseconds / names.Count / 2:0.00} ms a search");
    }

    [WithNationalFileFact]
    public async Task Everyday_phrases_lead_to_the_procedure()
    {
        var catalogue = await app.Services.GetRequiredService<CatalogueIndex>().Get(default);
        foreach (var (said, code) in (IEnumerable<(string, string)>)[("giay doc than", "1.004873"), ("báo tử", "1.000656"), ("cắt hộ khẩu người mất", "1.003197"), ("dong cua ho kinh doanh", "1.001266"), ("lấy vợ", "1.000894"), ("ddawng kys khai sinh", "1.001193"), ("1.001193.H46", "1.001193")])
            Assert.True(catalogue.Search(said, 3).Any(p => p.Code == code), $"'{said}' gives {string.Join(", ", catalogue.Search(said, 3).Select(p => p.Code))} and not {code}");
    }

    [WithNationalFileFact]
    public async Task Where_some_have_all_the_words_those_with_most_of_them_stay_out()
    {
        var catalogue = await app.Services.GetRequiredService<CatalogueIndex>().Get(default);
        var found = catalogue.Search("ho kinh doanh", 20);
        Assert.Equal(["1.001266", "1.001570", "1.001612", "2.000575", "2.000720"], found.Take(5).Select(p => p.Code).Order());
        Assert.All(found, p => Assert.Contains(" kinh ", $" {Fold.Index(p.NameIn(english: false) + " " + p.Content.Name)} ", StringComparison.Ordinal));
    }

    [WithNationalFileFact]
    public async Task Every_procedure_has_a_page_that_answers()
    {
        using var browser = app.Anybody();
        foreach (var procedure in (await app.Services.GetRequiredService<CatalogueIndex>().Get(default)).All)
            Assert.Contains(procedure.Code, await browser.Page("/thu-tuc/" + procedure.Code), StringComparison.Ordinal);
    }

    [WithNationalFileFact]
    public async Task The_list_is_paged_and_every_published_procedure_is_on_a_page()
    {
        using var browser = app.Anybody();
        var codes = new HashSet<string>();
        var page = await browser.Http.Open("/thu-tuc");
        while (true)
        {
            var rows = page.QuerySelectorAll("main .nl-list a").Select(a => a.GetAttribute("href")!.Split('/')[^1]).ToList();
            Assert.InRange(rows.Count, 1, BrowseProcedures.PageSize);
            codes.UnionWith(rows);
            if (page.QuerySelector("a[rel=next]") is not { } next) break;
            page = await browser.Http.Open(next.GetAttribute("href")!);
        }
        Assert.Equal(app.Report.Published, codes.Count);
    }

    [WithNationalFileFact]
    public async Task Editors_see_how_many_lack_what()
    {
        var page = (await (await app.As(Demo.Editor)).Http.Open("/danh-muc")).Words();
        Assert.Contains($"1.175 thủ tục: {app.Report.Published} đã công bố, {app.Report.Unfinished.Count} cần hoàn thiện.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await app.As(Demo.Editor)).Get("/danh-muc?ly-do=Fee&trang=2")).StatusCode);
    }
}
