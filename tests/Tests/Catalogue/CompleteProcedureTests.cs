using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform.Clock;

namespace NhatLe.Tests.Catalogue;

public sealed class CompleteProcedureTests(App app) : IClassFixture<App>
{
    Task<Procedure> Procedure(string code) => app.Catalogue(db => db.Procedures.SingleAsync(p => p.Code == code));

    static string WithoutUnit(string code, int value = 7) => Given.Line(code, channels: [Given.Channel("counter", value, "unspecified")]);

    [Fact]
    public async Task A_limit_without_a_unit_is_not_published_until_an_editor_completes_it()
    {
        await app.Import(WithoutUnit("9.200001"));
        Assert.Null(await app.Current("9.200001"));
        var citizen = await app.Anybody().Http.Open("/thu-tuc/9.200001");
        Assert.Contains("Đang hoàn thiện thông tin", citizen.Words(), StringComparison.Ordinal);
        Assert.Null(citizen.QuerySelector("a[href$='/nop']"));

        var editor = (await app.As(Demo.Editor)).Http;
        Assert.Contains("Thời hạn chưa rõ đơn vị tính", (await editor.Open("/danh-muc?ly-do=TimeLimitUnit")).Words(), StringComparison.Ordinal);
        var form = (await editor.Open("/danh-muc/9.200001")).Form("[name='Input.Reason']");
        var answer = await editor.Press(form, "Lưu bản mới", ("Input.Channels[1].Unit", "WorkingDays"), ("Input.Reason", "QĐ 12/QĐ-UBND"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);

        Assert.Equal(new TimeLimit(7, TimeLimitUnit.WorkingDays), (await app.Current("9.200001"))!.TimeLimit);
        var procedure = await Procedure("9.200001");
        Assert.Equal((Origin.Edited, 2), (procedure.Origin, procedure.LatestNumber));
        var journal = await app.Journal(procedure.Id);
        Assert.Equal(["catalogue.procedure-drafted", "catalogue.procedure-published"], journal.Select(l => l.Entry.Event));
        Assert.Equal("QĐ 12/QĐ-UBND", journal[^1].Content!.Note);
        Assert.All(journal, line => Assert.True(line.Holds));
        Assert.DoesNotContain("Đang hoàn thiện thông tin", (await app.Anybody().Http.Open("/thu-tuc/9.200001")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_still_missing_stays_a_draft()
    {
        await app.Import(Given.Line("9.200002", channels: [Given.Channel("counter", 7, "unspecified", fee: null)]));
        var editor = await app.As(Demo.Editor);
        var outcome = await editor.Post<JsonElement>("/api/catalogue/procedures/9.200002/completion", await Completion("9.200002", fee: null));
        Assert.False(outcome.GetProperty("isPublished").GetBoolean());
        Assert.Equal([Need.Fee], (await Procedure("9.200002")).OpenNeeds);
        Assert.Null(await app.Current("9.200002"));
    }

    [Fact]
    public async Task A_completed_procedure_survives_the_next_import_and_a_changed_source_asks_for_a_look()
    {
        await app.Import(WithoutUnit("9.200003"));
        await (await app.As(Demo.Editor)).Post<JsonElement>("/api/catalogue/procedures/9.200003/completion", await Completion("9.200003"));
        Assert.Equal(1, (await app.Import(WithoutUnit("9.200003"))).Unchanged);
        var report = await app.Import(WithoutUnit("9.200003", value: 8));
        Assert.Equal((1, 0), (report.KeptByHand, report.Changed));
        Assert.Equal(7, (await app.Current("9.200003"))!.TimeLimit.Value);
        Assert.Equal([Need.SourceChanged], (await Procedure("9.200003")).OpenNeeds);
    }

    [Fact]
    public async Task Two_editors_at_once_the_second_is_told()
    {
        await app.Import(WithoutUnit("9.200004"));
        var editor = await app.As(Demo.Editor);
        var completion = await Completion("9.200004");
        await editor.Post<JsonElement>("/api/catalogue/procedures/9.200004/completion", completion);
        Assert.Equal(HttpStatusCode.Conflict, (await editor.PostJson("/api/catalogue/procedures/9.200004/completion", completion)).StatusCode);
        Assert.Equal(2, (await Procedure("9.200004")).LatestNumber);
    }

    [Theory]
    [InlineData("9.200110", "Input.Channels[1].Value", "bảy")]
    [InlineData("9.200111", "Input.Channels[1].Value", "-1")]
    [InlineData("9.200112", "Input.Channels[1].FeeVnd", "50.000đ")]
    [InlineData("9.200113", "Input.EverydayName", null)] // longer than allowed
    public async Task What_cannot_be_meant_is_shown_again_with_a_word_beside_it(string code, string field, string? typed)
    {
        await app.Import(WithoutUnit(code));
        var editor = (await app.As(Demo.Editor)).Http;
        var form = (await editor.Open("/danh-muc/" + code)).Form("[name='Input.Reason']");
        var answer = await editor.Press(form, "Lưu bản mới", ("Input.Channels[1].Unit", "WorkingDays"), (field, typed ?? new string('a', 301)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Page();
        Assert.NotNull(page.QuerySelector($"[name='{field}'][aria-invalid=true]"));
        Assert.Equal(1, (await Procedure(code)).LatestNumber);
    }

    [Fact]
    public async Task Only_editors_of_the_catalogue_see_and_change_it()
    {
        await app.Import(WithoutUnit("9.200005"));
        var completion = await Completion("9.200005");
        foreach (var address in (string[])["/danh-muc", "/danh-muc/9.200005"])
        {
            var stranger = await app.Anybody().Get(address);
            Assert.True(stranger.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.SeeOther, $"{address} answered {stranger.StatusCode}");
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Demo.Clerk)).Get(address)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await (await app.As(Demo.Editor)).Get(address)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().PostJson("/api/catalogue/procedures/9.200005/completion", completion)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Demo.Clerk)).PostJson("/api/catalogue/procedures/9.200005/completion", completion)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("mai.lien")).PostJson("/api/catalogue/procedures/9.200005/completion", completion)).StatusCode);
        Assert.Equal(1, (await Procedure("9.200005")).LatestNumber);
    }

    [Theory]
    [InlineData("9.200301", 0, "OfficeHours")]
    [InlineData("9.200302", 1001, "WorkingDays")]
    [InlineData("9.200303", 7, 99)]
    public async Task A_limit_that_no_law_can_state_is_refused_beside_its_field(string code, int value, object unit)
    {
        await app.Import(WithoutUnit(code));
        var answer = await (await app.As(Demo.Editor)).PostJson($"/api/catalogue/procedures/{code}/completion", new
        {
            (await Procedure(code)).Version, Level = "Commune", Channels = new[] { new { Channel = "counter", IsOffered = true, Value = value, Unit = unit, FeeVnd = 0 } },
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Null(await app.Current(code));
    }

    [Theory]
    [InlineData("""{"version":1,"level":"Commune","channels":null}""")]
    [InlineData("""{"version":1,"level":"Commune","channels":[null]}""")]
    [InlineData("""{"version":1,"level":99,"channels":[]}""")]
    public async Task A_completion_that_makes_no_sense_is_refused_and_never_an_error_of_ours(string json)
    {
        await app.Import(WithoutUnit("9.200304"));
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        var answer = await (await app.As(Demo.Editor)).Http.PostAsync("/api/catalogue/procedures/9.200304/completion", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_limit_of_the_source_that_no_law_can_state_waits_for_an_editor()
    {
        await app.Import(Given.Line("9.200305", channels: [Given.Channel("counter", 0, "hour")]), Given.Line("9.200306", channels: [Given.Channel("counter", 2000, "working_day")]));
        foreach (var code in (string[])["9.200305", "9.200306"])
        {
            Assert.Equal([Need.TimeLimit], (await Procedure(code)).OpenNeeds);
            Assert.Equal(HttpStatusCode.OK, (await app.Anybody().Get("/thu-tuc/" + code)).StatusCode);
        }
    }

    [Fact]
    public async Task Papers_typed_one_a_line_are_as_many_papers()
    {
        await app.Import(Given.Line("9.200307", documents: []));
        var editor = await app.As(Demo.Editor);
        await editor.Post<JsonElement>("/api/catalogue/procedures/9.200307/completion", new
        {
            (await Procedure("9.200307")).Version, Level = "Commune", Papers = "Đơn đề nghị\r\nGiấy chứng sinh\n\nBản sao hộ khẩu",
            Channels = new[] { new { Channel = "counter", IsOffered = true, Value = 7, Unit = "WorkingDays", FeeVnd = 0 } },
        });
        Assert.Equal(["Đơn đề nghị", "Giấy chứng sinh", "Bản sao hộ khẩu"], (await app.Current("9.200307"))!.Documents.Select(d => d.Name));
    }

    async Task<object> Completion(string code, long? fee = 0) => new
    {
        (await Procedure(code)).Version, Level = "Commune",
        Channels = new[] { new { Channel = "counter", IsOffered = true, Value = 7, Unit = "WorkingDays", FeeVnd = fee } },
    };
}
