using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Services;

/// <summary>Many dossiers chosen in the inbox: asked first, taken out when they have moved on, each an act of its own.</summary>
public sealed class BatchTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_desk_accepts_what_it_chose_after_one_question_and_each_dossier_is_journalled()
    {
        var codes = new[] { (await app.GivenFiled("Hồ Văn Một")).Code, (await app.GivenFiled("Hồ Văn Hai")).Code };
        var clerk = (await app.As(Filing.Clerk)).Http;

        var inbox = await clerk.Open("/viec");
        foreach (var code in codes) Assert.Contains(inbox.QuerySelectorAll("input[name=ma]"), box => box.GetAttribute("value") == code);
        var asked = await (await Choose(clerk, "tiep-nhan", codes)).Page();
        Assert.Equal("Tiếp nhận 2 hồ sơ?", asked.QuerySelector("h1")!.TextContent);
        Assert.All(await Duties(codes), d => Assert.Null(d.EndedAt)); // nothing is done before the answer

        var done = await (await clerk.Submit(asked.Form("form[action='?handler=Do']"))).Page();
        Assert.Equal("Đã tiếp nhận 2 hồ sơ", done.QuerySelector("h1")!.TextContent);
        Assert.All(await Duties(codes), d => Assert.Equal(DutyOutcome.OnTime, d.Outcome));
        foreach (var duty in await Duties(codes)) Assert.Contains(await app.Journal(duty.SubjectId), l => l.Entry.Event == "services.dossier-accepted" && l.Holds);
    }

    [Fact]
    public async Task What_moved_on_between_the_question_and_the_answer_is_taken_out_and_said_while_the_rest_is_done()
    {
        var codes = new[] { (await app.GivenFiled("Hồ Thị Ba")).Code, (await app.GivenFiled("Hồ Thị Bốn")).Code };
        var clerk = (await app.As(Filing.Clerk)).Http;
        var asked = await (await Choose(clerk, "tiep-nhan", codes)).Page();
        await app.Act(Filing.Clerk, codes[0], "acceptance");

        var done = await (await clerk.Submit(asked.Form("form[action='?handler=Do']"))).Page();
        Assert.Equal("Đã tiếp nhận 1 hồ sơ", done.QuerySelector("h1")!.TextContent);
        Assert.Contains("Hồ sơ vừa đổi bước nên đã tách ra.", done.Words(), StringComparison.Ordinal);
        Assert.All(await Duties(codes), d => Assert.NotNull(d.EndedAt));
    }

    [Fact]
    public async Task Another_units_dossier_cannot_be_slipped_into_a_batch()
    {
        var foreign = (await app.GivenFiled("Hồ Văn Năm", unit: "18979")).Code; // Ngư Hóa
        var asked = await (await Choose((await app.As(Filing.Clerk)).Http, "tiep-nhan", [foreign])).Page();
        Assert.Equal("Tiếp nhận 0 hồ sơ?", asked.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("Hồ Văn Năm", asked.Words(), StringComparison.Ordinal);
        var forced = await (await app.As(Filing.Clerk)).Http.PostAsync("/giai-quyet/hang-loat/tiep-nhan?handler=Do", new FormUrlEncodedContent([new("dong", foreign + " 1")]));
        Assert.Equal("Đã tiếp nhận 0 hồ sơ", (await forced.Page()).QuerySelector("h1")!.TextContent);
        Assert.Null(Assert.Single(await Duties([foreign])).EndedAt);
    }

    static Task<HttpResponseMessage> Choose(HttpClient official, string act, IEnumerable<string> codes) =>
        official.PostAsync("/giai-quyet/hang-loat/" + act, new FormUrlEncodedContent(codes.Select(c => new KeyValuePair<string, string>("ma", c))));

    Task<List<Duty>> Duties(string[] codes) => app.Db(db => db.Duties.Where(d => codes.Contains(d.Code) && d.Kind == "services.accept").ToListAsync());
}
