using System.Net;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>Signing on a phone: what waits, chosen and asked about once; what was changed meanwhile is taken out and said.</summary>
public sealed class SigningTests : IAsyncLifetime
{
    readonly OwnApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();
    public Task DisposeAsync() => app.DisposeAsync();

    async Task<HttpClient> Chair() => (await app.As(Filing.Chair)).Http;

    async Task<string> Proposed(string child, string? opinion = null)
    {
        var code = (await app.GivenFiled(child)).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        var official = await app.As(Filing.Justice);
        var upload = await (await official.Upload("/api/services/results", "du-thao.pdf", Filing.Pdf("result " + code))).Content.ReadAsStringAsync();
        using var result = System.Text.Json.JsonDocument.Parse(upload);
        await official.Post<ActResult>($"/api/services/dossiers/{code}/processing", new { note = opinion, result = result.RootElement });
        return code;
    }

    static IEnumerable<string> Boxes(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll("input[name=dong]").Select(b => b.GetAttribute("value")!.Split(' ')[0]);

    static FormUrlEncodedContent Lines(IEnumerable<string> values) => new(values.Select(v => new KeyValuePair<string, string>("dong", v)));

    [Fact]
    public async Task What_waits_stands_reddest_first_with_its_proposer_and_their_opinion()
    {
        var late = await Proposed("Hồ Thị Một", "Đủ điều kiện, đề nghị ký.");
        app.Time.MoveTo(App.Day(2024, 11, 19, 9));
        var soon = await Proposed("Hồ Thị Hai");
        var page = await (await Chair()).Open("/ky");
        var rows = page.QuerySelectorAll("tbody tr").ToList();
        Assert.Equal([late, soon], Boxes(page));
        foreach (var said in (string[])["Đủ điều kiện, đề nghị ký.", "Trần Tiến Đông", "Hồ Thị Một", "Trễ"]) Assert.Contains(said, rows[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("/giai-quyet/" + late, rows[0].QuerySelector("a.t")!.GetAttribute("href"));
        var draft = rows[0].QuerySelectorAll("a").Single(a => a.TextContent.StartsWith("Đọc dự thảo", StringComparison.Ordinal)).GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.OK, (await (await Chair()).GetAsync(new Uri(draft, UriKind.Relative))).StatusCode);
        Assert.Equal("/ky", page.QuerySelector(".nl-tabbar a")!.GetAttribute("href")); // first on phones
    }

    [Fact]
    public async Task The_chosen_are_signed_after_one_question_and_each_is_an_act_of_its_own()
    {
        var codes = new[] { await Proposed("Hồ Thị Ba"), await Proposed("Hồ Thị Bốn") };
        var chair = await Chair();
        var list = await chair.Open("/ky");
        var lines = list.QuerySelectorAll("input[name=dong]").Select(b => b.GetAttribute("value")!).ToList();
        var asked = await (await chair.PostAsync("/ky", Lines(lines))).Page();
        Assert.Equal("Ký 2 văn bản?", asked.QuerySelector("h1")!.Words());
        foreach (var code in codes) Assert.Equal("approve", (await app.Dossier(code)).Step); // nothing is done before the answer

        var done = await (await chair.Press(asked.FormWith("Ký 2 văn bản"), "Ký 2 văn bản")).Page();
        Assert.Equal("Đã ký 2 văn bản", done.QuerySelector("h1")!.Words());
        foreach (var code in codes)
        {
            var dossier = await app.Dossier(code);
            Assert.Equal(DossierStatus.Finished, dossier.Status);
            Assert.Contains(await app.Journal(dossier.Id), l => l.Entry.Event == "services.dossier-approved" && l.Holds);
        }
        Assert.Contains("Không còn văn bản chờ ký", (await chair.Open("/ky")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_after_it_was_seen_is_taken_out_and_said_and_the_rest_is_signed()
    {
        var codes = new[] { await Proposed("Hồ Thị Năm"), await Proposed("Hồ Thị Sáu"), await Proposed("Hồ Thị Bảy") };
        var chair = await Chair();
        var lines = (await chair.Open("/ky")).QuerySelectorAll("input[name=dong]").Select(b => b.GetAttribute("value")!).ToList();
        await app.Act(Filing.Chair, codes[0], "sending-back", new { reason = "Sai tên mẹ" }); // and comes back changed
        await app.Process(codes[0]);
        var asked = await (await chair.PostAsync("/ky", Lines(lines))).Page();
        Assert.Equal("Ký 2 văn bản?", asked.QuerySelector("h1")!.Words());
        Assert.Contains("1 văn bản vừa được sửa sau khi anh/chị xem nên đã tách ra.", asked.Words(), StringComparison.Ordinal);
        Assert.Equal([codes[1], codes[2]], Boxes(asked));

        await app.Act(Filing.Chair, codes[1], "sending-back", new { reason = "Sai ngày sinh" }); // while the question stands
        await app.Process(codes[1]);
        var done = await (await chair.Press(asked.FormWith("Ký 2 văn bản"), "Ký 2 văn bản")).Page();
        Assert.Equal("Đã ký 1 văn bản", done.QuerySelector("h1")!.Words());
        Assert.Contains("Vừa được sửa sau khi anh/chị xem.", done.Words(), StringComparison.Ordinal);
        Assert.Equal(["approve", "approve", "return"], [(await app.Dossier(codes[0])).Step!, (await app.Dossier(codes[1])).Step!, (await app.Dossier(codes[2])).Step!]);
    }

    [Fact]
    public async Task Several_are_sent_back_with_a_ready_phrase_and_a_reason_is_a_must()
    {
        var codes = new[] { await Proposed("Hồ Thị Tám"), await Proposed("Hồ Thị Chín") };
        var chair = await Chair();
        var lines = (await chair.Open("/ky")).QuerySelectorAll("input[name=dong]").Select(b => b.GetAttribute("value")!).ToList();
        var asked = await (await chair.PostAsync("/ky?handler=Return", Lines(lines))).Page();
        Assert.Equal("Trả lại 2 văn bản?", asked.QuerySelector("h1")!.Words());
        var again = await (await chair.Press(asked.FormWith("Trả lại 2 văn bản"), "Trả lại 2 văn bản", ("Reason", " "))).RefusedAt("Reason", "Hãy chọn hoặc ghi lý do trả lại.");
        Assert.Equal(codes, Boxes(again));
        var done = await (await chair.Press(again.FormWith("Trả lại 2 văn bản"), "Trả lại 2 văn bản", ("Phrase", "Sai thể thức văn bản"), ("Reason", "Dòng 3."))).Page();
        Assert.Equal("Đã trả lại 2 văn bản", done.QuerySelector("h1")!.Words());
        foreach (var code in codes)
        {
            var dossier = await app.Dossier(code);
            Assert.Equal("process", dossier.Step);
            Assert.Equal("Sai thể thức văn bản. Dòng 3.", (await app.Journal(dossier.Id))[^1].Content!.Note);
        }
    }

    [Fact]
    public async Task Another_units_result_cannot_be_slipped_in_and_a_colleague_who_was_faster_is_told()
    {
        var code = await Proposed("Hồ Thị Mười");
        var version = (await app.Dossier(code)).Version;
        var district = await app.As("chu-tich.minhhoa"); // sees the commune's dossiers and does not sign for it
        Assert.Empty(Boxes(await district.Http.Open("/ky")));
        var forced = await (await district.Http.PostAsync("/ky?handler=Sign", Lines([$"{code} {version}"]))).Page();
        Assert.Equal("Đã ký 0 văn bản", forced.QuerySelector("h1")!.Words());
        var outcomes = await district.Post<List<SignDossiers.Outcome>>("/api/services/signing", new { documents = new[] { new { code, version } } });
        Assert.NotNull(Assert.Single(outcomes).Refusal);
        Assert.Equal("approve", (await app.Dossier(code)).Step);

        var chair = await app.As(Filing.Chair);
        Assert.Null(Assert.Single(await chair.Post<List<SignDossiers.Outcome>>("/api/services/signing", new { documents = new[] { new { code, version } } })).Refusal);
        Assert.Contains("Hồ Văn Ai đã làm trước", Assert.Single(await chair.Post<List<SignDossiers.Outcome>>("/api/services/signing", new { documents = new[] { new { code, version } } })).Refusal, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await chair.PostJson("/api/services/signing", new { })).StatusCode);
    }

    [Fact]
    public async Task The_page_is_for_approvers_and_nothing_chosen_is_said()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Justice)).Get("/ky")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).Get("/ky")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Anybody().Get("/ky")).StatusCode);
        Assert.DoesNotContain("/ky", (await (await app.As(Filing.Justice)).Http.Open("/viec")).QuerySelectorAll(".nl-rail a").Select(a => a.GetAttribute("href")));
        var answer = await (await app.As(Filing.Chair)).PostForm("/ky", []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Chưa chọn văn bản nào.", (await answer.Page()).Words(), StringComparison.Ordinal);
        foreach (var nonsense in (string[])["a\0b 1", "a\0b", "x", " ", "H46 nhiều"]) // never an error of ours
            Assert.True((await (await app.As(Filing.Chair)).Http.PostAsync("/ky", Lines([nonsense]))).StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, nonsense);
    }
}
