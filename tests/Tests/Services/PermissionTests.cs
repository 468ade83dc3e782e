using System.Net;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>Who may do which act. What is refused leaves the row, the journal, the duties and the papers as they were.</summary>
public sealed class PermissionTests(App app) : IClassFixture<App>
{
    const string Nobody = "", Father = "van.khiem", OtherCommune = "can-bo.nguhoa", District = "mot-cua.minhhoa", DistrictChair = "chu-tich.minhhoa", ProvinceChair = "chu-tich.tinh", Administrator = "quan-tri";

    static readonly Dictionary<string, object> Bodies = new()
    {
        ["acceptance"] = new { }, ["refusal"] = new { reason = "Không thuộc thẩm quyền" }, ["supplement-request"] = new { what = "Giấy chứng sinh" },
        ["processing"] = new { }, ["approval"] = new { }, ["sending-back"] = new { reason = "Sai ngày sinh" }, ["return"] = new { },
    };

    /// <summary>Who sees the dossier but does not hold the post of the step: 403. Who does not see it: 404. Nobody: 401.</summary>
    async Task Refuses(string code, string[] acts, params string[] colleagues)
    {
        var before = await app.Facts(code);
        foreach (var act in acts)
        {
            async Task Try(string login, HttpStatusCode expected) =>
                await (await (login == Nobody ? app.Anybody() : await app.As(login)).PostJson($"/api/services/dossiers/{code}/{act}", Bodies[act])).Refused(expected);
            await Try(Nobody, HttpStatusCode.Unauthorized);
            foreach (var login in (string[])[Filing.Mother, Father, OtherCommune, District, Administrator]) await Try(login, HttpStatusCode.NotFound);
            foreach (var login in (string[])[.. colleagues, DistrictChair, ProvinceChair]) await Try(login, HttpStatusCode.Forbidden);
        }
        Assert.Equal(before, await app.Facts(code));
    }

    [Fact]
    public async Task Every_act_is_left_to_who_holds_its_post_in_the_deciding_unit()
    {
        var code = (await app.GivenFiled()).Code;
        await Refuses(code, ["acceptance", "refusal", "supplement-request"], Filing.Justice, Filing.Chair);
        await app.Act(Filing.Clerk, code, "acceptance");
        await Refuses(code, ["processing", "supplement-request"], Filing.Clerk, Filing.Chair);
        await app.Process(code);
        await Refuses(code, ["approval", "sending-back"], Filing.Clerk, Filing.Justice);
        await app.Act(Filing.Chair, code, "approval");
        await Refuses(code, ["return"], Filing.Justice, Filing.Chair);
        await app.Act(Filing.Clerk, code, "return");
        foreach (var act in Bodies.Keys)
            await (await (await app.As(Filing.Clerk)).PostJson($"/api/services/dossiers/{code}/{act}", Bodies[act])).Refused(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Accepting_and_processing_at_once_takes_both_posts()
    {
        var code = (await app.GivenFiled()).Code;
        var before = await app.Facts(code);
        foreach (var login in (string[])[Filing.Clerk, Filing.Justice, Filing.Chair])
            await (await (await app.As(login)).PostJson($"/api/services/dossiers/{code}/processing", new { acceptFirst = true })).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(before, await app.Facts(code));
    }

    [Fact]
    public async Task The_page_shows_an_act_only_to_who_may_do_it_and_no_page_to_who_may_not_see_it()
    {
        var code = (await app.GivenFiled()).Code;
        var clerk = (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}"));
        Assert.NotNull(clerk.QuerySelector("form[action='?handler=Accept']"));
        foreach (var login in (string[])[Filing.Justice, Filing.Chair, DistrictChair])
        {
            var page = await (await app.As(login)).Http.Open($"/giai-quyet/{code}");
            Assert.Empty(page.QuerySelectorAll("form[action^='?handler=']"));
            Assert.Contains("Bước này thuộc người khác", page.Words(), StringComparison.Ordinal);
        }
        foreach (var login in (string[])[Filing.Mother, OtherCommune, District])
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(login)).Get($"/giai-quyet/{code}")).StatusCode);
        var anonymous = await app.Anybody().Get($"/giai-quyet/{code}");
        Assert.StartsWith("/dang-nhap?returnUrl=", anonymous.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_is_uploaded_only_by_officials_who_process_and_a_stranger_stores_nothing()
    {
        var code = (await app.GivenFiled()).Code;
        await (await app.Anybody().Upload("/api/services/results", "a.pdf", Filing.Pdf("stranger 1"))).Refused(HttpStatusCode.Unauthorized);
        foreach (var login in (string[])[Filing.Mother, Filing.Clerk, Filing.Chair])
            await (await (await app.As(login)).Upload("/api/services/results", "a.pdf", Filing.Pdf("stranger 1"))).Refused(HttpStatusCode.Forbidden);
        foreach (var (login, address, field) in new[] { (Nobody, $"/ho-so/{code}?handler=Supplement", "Files"), (Father, $"/ho-so/{code}?handler=Supplement", "Files"), (Nobody, $"/giai-quyet/{code}?handler=Process", "Result"), (Filing.Mother, $"/giai-quyet/{code}?handler=Process", "Result") })
        {
            using var content = new MultipartFormDataContent { { new ByteArrayContent(Filing.Pdf("stranger 1")), field, "a.pdf" } };
            var answer = await (login == Nobody ? app.Anybody() : await app.As(login)).Http.PostAsync(address, content);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.NotFound]);
        }
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Filing.Pdf("stranger 1")));
        Assert.False(await app.Db(db => Task.FromResult(db.Files.Any(f => f.Hash == hash))));
    }

    [Fact]
    public async Task A_result_must_be_a_file_that_was_uploaded()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        var before = await app.Facts(code);
        var justice = await app.As(Filing.Justice);
        foreach (var result in (object?[])[null, new { hash = new string('0', 64), fileName = "a.pdf" }, new { hash = "a\0b", fileName = "a.pdf" }, new { hash = (string?)null }, new { }])
            await (await justice.PostJson($"/api/services/dossiers/{code}/processing", new { result })).Refused(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(before, await app.Facts(code));
    }
}
