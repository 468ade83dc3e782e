using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Workspace;

/// <summary>Officials find dossiers by code, name, phone and citizen number: those they may read, and no others.</summary>
public sealed class SearchTests(App app) : IClassFixture<App>
{
    const string District = "chu-tich.minhhoa", ProvinceChair = "chu-tich.tinh", OtherCommune = "can-bo.nguhoa";

    sealed record Owed(string Kind, DateTimeOffset? DueAt);
    sealed record Hit(string Kind, string Code, string Title, string Person, DateTimeOffset At, string Link, string Unit, List<Owed> Owed);
    sealed record Answer(List<Hit> Hits, string? ReadAs, bool IsCut);

    async Task<Answer> Search(string login, string text) => await (await app.As(login)).Get<Answer>("/api/workspace/search?q=" + Uri.EscapeDataString(text));

    async Task<IReadOnlyList<string>> Codes(string login, string text) => [.. (await Search(login, text)).Hits.Select(h => h.Code)];

    [Theory]
    [InlineData("Hồ Xuân Tìm Ra")]
    [InlineData("ho xuan tim ra")]
    [InlineData("ra tìm hồ thị mai liên")]
    [InlineData("hồ xuân tìm r")]
    [InlineData("HỒ XUÂN TÌM RA")]
    public async Task A_name_is_found_with_and_without_marks_in_any_order_and_while_it_is_typed(string typed)
    {
        var code = await TheOne();
        var hit = Assert.Single((await Search(Filing.Clerk, typed)).Hits, h => h.Code == code);
        Assert.Equal("Hồ Xuân Tìm Ra", hit.Person);
        Assert.Equal("Xã Trọng Hóa", hit.Unit);
        Assert.Equal("/giai-quyet/" + code, hit.Link);
        Assert.Equal("services.accept", Assert.Single(hit.Owed).Kind);
    }

    [Theory]
    [InlineData("044196004217")]
    [InlineData("0900000101")]
    [InlineData("0900 000 101")]
    [InlineData("+84900000101")]
    [InlineData("tìm ra 0900.000.101")]
    public async Task A_citizen_number_and_a_phone_are_found_however_they_are_grouped(string typed) =>
        Assert.Contains(await TheOne(), await Codes(Filing.Clerk, typed));

    [Fact]
    public async Task A_code_is_found_whole_and_by_its_end_as_a_text_message_says_it()
    {
        var code = await TheOne();
        Assert.Equal([code], await Codes(Filing.Clerk, code));
        Assert.Equal([code], await Codes(Filing.Clerk, code.ToLowerInvariant()));
        var end = code[(code.IndexOf('-', StringComparison.Ordinal) + 1)..];
        Assert.Contains(code, await Codes(Filing.Clerk, end));
        Assert.Contains(code, await Codes(Filing.Clerk, end.Replace("-", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Telex_typed_with_the_input_method_off_is_read_and_said()
    {
        var code = await TheOne();
        var answer = await Search(Filing.Clerk, "Hoof Xuaan Timf Ra");
        Assert.Contains(answer.Hits, h => h.Code == code);
        Assert.Equal("hồ xuân tìm ra", answer.ReadAs?.ToLowerInvariant());
    }

    [Fact]
    public async Task Only_who_may_read_a_dossier_finds_it()
    {
        var code = await TheOne();
        foreach (var login in (string[])[Filing.Clerk, Filing.Justice, Filing.Chair, District, ProvinceChair]) Assert.Contains(code, await Codes(login, "xuan tim ra"));
        foreach (var text in (string[])["xuan tim ra", code, "0900000101", "044196004217"]) Assert.DoesNotContain(code, await Codes(OtherCommune, text));
        await (await app.Anybody().Get("/api/workspace/search?q=ra")).Refused(HttpStatusCode.Unauthorized);
        await (await (await app.As(Filing.Mother)).Get("/api/workspace/search?q=ra")).Refused(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_unit_that_was_granted_a_dossier_finds_it_until_the_grant_ends()
    {
        var code = (await app.GivenFiled("Hồ Liên Thông")).Code;
        var dossier = await app.Dossier(code);
        Assert.DoesNotContain(code, await Codes(OtherCommune, "lien thong"));
        var other = (await app.Db(db => db.Units.SingleAsync(u => u.Code == "18979"))).Id;
        await Grant(dossier.Id, other);
        Assert.Contains(code, await Codes(OtherCommune, "lien thong"));
        await app.Db(db => db.Grants.Where(g => g.SubjectId == dossier.Id).ExecuteUpdateAsync(g => g.SetProperty(x => x.UntilAt, App.Start.AddDays(-1))));
        Assert.DoesNotContain(code, await Codes(OtherCommune, "lien thong"));
    }

    /// <summary>What an act that lays a duty on another unit writes.</summary>
    async Task Grant(Guid subject, Guid unit)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var facts = new PendingFacts(scope.ServiceProvider.GetRequiredService<FactContext>());
        facts.Owe(subject, "Dossier", "test.consult", unit, "services.process", null, new("Lấy ý kiến", "", "", "/"), officerId: null, grant: true);
        await facts.Search.Prepare(scope.ServiceProvider.GetRequiredService<PlatformDb>(), default);
        await scope.ServiceProvider.GetRequiredService<Database>().Write(batch => facts.Write(batch, default));
    }

    [Fact]
    public async Task A_record_from_before_there_was_a_search_becomes_findable_once_with_its_grants()
    {
        var code = (await app.GivenFiled("Hồ Trước Kia")).Code;
        var dossier = await app.Dossier(code);
        await app.Act(Filing.Clerk, code, "acceptance"); // it has a history
        await Grant(dossier.Id, (await app.Db(db => db.Units.SingleAsync(u => u.Code == "18979"))).Id);
        await app.Db(async db =>
        {
            await db.SearchDocuments.ExecuteDeleteAsync();
            return await db.Settings.Where(s => s.Name == "services.searchable").ExecuteDeleteAsync();
        });
        Assert.Empty(await Codes(Filing.Clerk, "truoc kia"));
        await app.Restart();
        foreach (var login in (string[])[Filing.Clerk, OtherCommune]) Assert.Equal([code], await Codes(login, "truoc kia"));
    }

    [Fact]
    public async Task The_index_holds_no_number_and_no_phone_that_can_be_read()
    {
        await TheOne();
        await app.Db(async db =>
        {
            var words = await db.Database.SqlQuery<string>($"SELECT words AS \"Value\" FROM search_documents").ToListAsync();
            Assert.NotEmpty(words);
            Assert.DoesNotContain(words, w => w.Contains("044196004217", StringComparison.Ordinal) || w.Contains("900000101", StringComparison.Ordinal));
            return true;
        });
    }

    [Fact]
    public async Task The_newest_comes_first()
    {
        var first = (await app.GivenFiled("Cao Thứ Tự")).Code;
        app.Time.MoveTo(app.Time.Now.AddMinutes(5));
        var second = (await app.GivenFiled("Cao Thứ Tự")).Code;
        Assert.Equal([second, first], await Codes(Filing.Clerk, "cao thu tu"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("'; DROP TABLE search_documents; --")]
    [InlineData("\" OR 1=1 NEAR(a b) * ^ :")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("_kdossier _x _b")]
    [InlineData("👶🏽 ‮cod‬")]
    public async Task Nothing_typed_breaks_the_search_or_widens_it(string typed)
    {
        var answer = await Search(OtherCommune, typed);
        Assert.DoesNotContain(answer.Hits, h => h.Unit == "Xã Trọng Hóa");
        var page = await (await app.As(OtherCommune)).Page("/tim?q=" + Uri.EscapeDataString(typed));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_as_long_as_an_address_may_be_is_answered() =>
        Assert.Empty((await Search(Filing.Clerk, new string('a', 3000) + " " + string.Concat(Enumerable.Repeat("hoa mai ", 200)))).Hits);

    [Fact]
    public async Task The_page_lists_what_was_found_and_a_whole_code_opens_it()
    {
        var code = await TheOne();
        var clerk = await app.As(Filing.Clerk);
        var page = await clerk.Http.Open("/tim?q=xuan+tim+ra");
        var row = Assert.Single(page.QuerySelectorAll("tbody tr"), r => r.Words().Contains(code, StringComparison.Ordinal));
        Assert.Equal("/giai-quyet/" + code, row.QuerySelector("a.t")!.GetAttribute("href"));
        Assert.Contains("Tiếp nhận", row.Words(), StringComparison.Ordinal);
        var opened = await clerk.Get("/tim?q=" + code);
        Assert.Equal("/giai-quyet/" + code, opened.Headers.Location?.ToString());
        Assert.Contains("Không thấy hồ sơ nào", await clerk.Page("/tim?q=khongcoai"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggestions_come_while_one_types()
    {
        var code = await TheOne();
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains($"href=\"/giai-quyet/{code}\"", await clerk.Page("/tim?handler=Suggest&q=xuan+tim"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await clerk.Get("/tim?handler=Suggest&q=khongcoai")).StatusCode);
        Assert.Contains("href=\"/thu-tuc/1.001193\"", await app.Anybody().Page("/thu-tuc?handler=Suggest&q=khai+si"), StringComparison.Ordinal);
    }

    async Task<string> TheOne()
    {
        var known = await Codes(Filing.Clerk, "Hồ Xuân Tìm Ra");
        return known.Count > 0 ? known[^1] : (await app.GivenFiled("Hồ Xuân Tìm Ra")).Code;
    }
}
