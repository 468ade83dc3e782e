using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Facts;
using NhatLe.Workspace.Proof;

namespace NhatLe.Tests.Services;

/// <summary>Every look of an official at a citizen's data is noted, and the citizen sees who, when and why.</summary>
public sealed class ReadingTests(App app) : IClassFixture<App>
{
    const string Page = "/ai-da-xem";

    async Task<List<Access>> Of(string code)
    {
        await app.FlushReadings();
        var dossier = await app.Dossier(code);
        return [.. (await app.Readings(dossier.ApplicantAccountId)).Where(a => a.Code == code)];
    }

    [Fact]
    public async Task Opening_a_dossier_its_declaration_slip_papers_and_result_is_noted_with_post_and_purpose()
    {
        var code = (await app.GivenFiled()).Code;
        var (clerk, justice) = (await app.As(Filing.Clerk), await app.As(Filing.Justice));
        await clerk.Page($"/giai-quyet/{code}");
        var opened = Assert.Single(await Of(code));
        Assert.Equal(
            ("Cao Thu Giang", "Công chức tiếp nhận và trả kết quả", AccessKind.Record, "services.accept", "Dossier"),
            (opened.Name, opened.Title, opened.Kind, opened.Purpose, opened.SubjectKind));
        Assert.Equal((FactsApp.Clerk, FactsApp.TrongHoa), (opened.OfficerId, opened.UnitId));
        Assert.InRange(opened.At, App.Start, app.Time.Now);

        await clerk.Page($"/giai-quyet/{code}"); // again within five minutes
        await clerk.Page($"/ho-so/{code}/to-khai");
        await app.Act(Filing.Clerk, code, "acceptance");
        await clerk.Page($"/ho-so/{code}/giay-hen");
        await app.Process(code);
        var papers = await app.Papers((await app.Dossier(code)).Id);
        await justice.Page($"/tep/{papers[0].Id}");
        await justice.Page($"/tep/{papers.Single(p => p.Role == NhatLe.Services.Dossiers.PaperRole.Result).Id}");
        await justice.Get($"/api/services/dossiers/{code}/journal");
        Assert.Equal(
            [AccessKind.Record, AccessKind.Declaration, AccessKind.Slip, AccessKind.Paper, AccessKind.Result, AccessKind.Journal],
            (await Of(code)).Select(a => a.Kind));

        using var stranger = app.Anybody();
        await stranger.Get($"/tep/{papers[0].Id}");
        await (await app.As("can-bo.nguhoa")).Page($"/giai-quyet/{code}", HttpStatusCode.NotFound);
        await (await app.As(Filing.Mother)).Page($"/ho-so/{code}/to-khai");
        Assert.Equal(6, (await Of(code)).Count); // what was refused and what was one's own is no reading
    }

    [Fact]
    public async Task A_search_by_number_or_phone_and_the_list_of_visits_are_noted_and_a_search_by_name_is_not()
    {
        var code = (await app.GivenFiled()).Code;
        var clerk = await app.As(Filing.Clerk);
        await clerk.Page("/tim?q=Hồ Gia Bảo");
        Assert.DoesNotContain(await Of(code), a => a.Kind == AccessKind.Search);
        await clerk.Page("/tim?q=044196004217");
        await clerk.Page("/tim?q=0900 000 101");
        Assert.Single(await Searches());

        await clerk.Page("/tim?q=044093007356"); // who has filed nothing
        var mother = await app.As(Filing.Mother);
        var visit = await mother.Post<NhatLe.Services.Visits.BookVisit.Ticket>("/api/services/visits",
            new { id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), unitCode = "18907", at = App.Day(2024, 11, 20, 9, 0), person = "Hồ Thị Mai Liên", phone = "0900000101" });
        await clerk.Page("/quay/lich-hen?ngay=2024-11-20");
        await app.FlushReadings();
        Assert.Contains("Tìm bằng số định danh hoặc điện thoại", await (await app.As("van.khiem")).Page(Page), StringComparison.Ordinal);
        var page = await mother.Page(Page);
        Assert.Contains("Xem lịch hẹn có số điện thoại", page, StringComparison.Ordinal);
        Assert.Contains(visit.Code, page, StringComparison.Ordinal);

        async Task<List<Access>> Searches()
        {
            await app.FlushReadings();
            return [.. (await app.Readings((await app.Dossier(code)).ApplicantAccountId)).Where(a => a.Kind == AccessKind.Search)];
        }
    }

    [Fact]
    public async Task A_citizen_sees_post_unit_reason_and_dossier_in_both_languages_and_nobody_elses()
    {
        var code = (await app.GivenFiled()).Code;
        await (await app.As(Filing.Clerk)).Page($"/giai-quyet/{code}");
        await app.FlushReadings();
        var mother = await app.As(Filing.Mother);
        var page = await mother.Http.Open(Page);
        Assert.Contains("thứ Hai 18/11", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Công chức tiếp nhận và trả kết quả, Ủy ban nhân dân xã Trọng Hóa", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Cao Thu Giang", page.Words(), StringComparison.Ordinal);
        Assert.Contains($"Mở hồ sơ, để tiếp nhận. {code}", page.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"a[href='/ho-so/{code}']"));
        Assert.Contains($"Opened the dossier, to accept it. {code}", (await mother.Http.Open("/en" + Page)).Words(), StringComparison.Ordinal);
        Assert.DoesNotContain(code, await (await app.As("van.khiem")).Page(Page), StringComparison.Ordinal);
        Assert.Contains((await mother.Get<WhoReadMyData.Answer>("/api/workspace/readings-of-my-data")).Lines, l => l.Code == code && l.Link == "~/ho-so/" + code);
        foreach (var from in (string[])["/ho-so-cua-toi", "/tai-khoan"]) Assert.Contains("href=\"/ai-da-xem\"", await mother.Page(from), StringComparison.Ordinal);

        Assert.Contains("Chưa có ai xem", await (await app.As(Filing.Clerk)).Page(Page), StringComparison.Ordinal);
        using var anybody = app.Anybody();
        Assert.Equal(HttpStatusCode.SeeOther, (await anybody.Get(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.Get("/api/workspace/readings-of-my-data")).StatusCode);
    }

    [Fact]
    public async Task Older_readings_are_on_further_pages_each_once()
    {
        var official = (await app.Services.GetRequiredService<NhatLe.Platform.Directory.DirectoryCache>().Get()).ActorFor(FactsApp.Clerk, FactsApp.Clerk, app.Time.Now, app.Time.Today);
        var about = (await app.Dossier((await app.GivenFiled()).Code)).ApplicantAccountId!.Value;
        var codes = Enumerable.Range(0, 70).Select(n => $"P-{n:000}").ToList();
        foreach (var code in codes)
            app.Services.GetRequiredService<AccessLog>().Note(official, new(AccessKind.Record, "services.read", FactsApp.TrongHoa, new(about, ""), "Test", Guid.CreateVersion7(app.Time.Now), code));
        await app.FlushReadings();
        var mother = await app.As(Filing.Mother);
        List<string> seen = [];
        for (string? after = null; ;)
        {
            var answer = await mother.Get<WhoReadMyData.Answer>("/api/workspace/readings-of-my-data" + (after is null ? "" : "?after=" + after));
            seen.AddRange(answer.Lines.Select(l => l.Code).Where(c => c.StartsWith("P-", StringComparison.Ordinal)));
            if ((after = answer.Next) is null) break;
        }
        Assert.Equal(codes, seen.Order(StringComparer.Ordinal));
        await mother.Page(Page + "?sau=nonsense-9");
    }

    [Fact]
    public async Task What_waits_is_written_when_the_server_stops()
    {
        var stopping = new App();
        await stopping.InitializeAsync();
        try
        {
            var code = (await stopping.GivenFiled()).Code;
            await (await stopping.As(Filing.Clerk)).Page($"/giai-quyet/{code}");
            await stopping.Restart();
            Assert.Single(await stopping.Readings((await stopping.Dossier(code)).ApplicantAccountId), a => a.Code == code);
        }
        finally
        {
            await stopping.DisposeAsync();
        }
    }
}
