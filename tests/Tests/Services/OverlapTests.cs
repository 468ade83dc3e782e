using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;
using NhatLe.Services.Tracking;

namespace NhatLe.Tests.Services;

/// <summary>What two windows do to one draft or one dossier: nothing is lost without a word, and the second one is told.</summary>
public sealed class OverlapTests(App app) : IClassFixture<App>
{
    static readonly object Missing = new { what = "Giấy chứng sinh" };

    [Fact]
    public async Task A_paper_that_arrives_while_the_draft_is_being_filed_is_refused_and_not_lost()
    {
        var mother = await app.As(Filing.Mother);
        var id = await mother.Begin();
        await mother.UploadPapers(id);
        var refusal = await app.Tables(async db =>
        {
            var seen = await db.Drafts.SingleAsync(d => d.Id == id); // the upload has looked at the draft
            await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id, procedureCode = Filing.BirthRegistration, answers = Filing.Answers("Hồ Đến Muộn") });
            db.DraftFiles.Add(new DraftFile { Id = Guid.CreateVersion7(App.Start), DraftId = id, Key = "identity", FileName = "muon.pdf", Hash = new string('a', 64), MediaType = "application/pdf", Size = 1, AddedAt = App.Start });
            seen.ChangedAt = seen.ChangedAt.AddMilliseconds(1);
            return await Assert.ThrowsAsync<Refusal>(() => db.SaveChangesAsync());
        });
        Assert.Equal("changed", refusal.Code);
    }

    [Fact]
    public async Task The_papers_of_a_dossier_bear_the_time_of_the_filing_by_the_legal_clock()
    {
        var dossier = await app.Dossier((await app.GivenFiled("Hồ Đúng Giờ")).Code);
        Assert.All(await app.Papers(dossier.Id), p => Assert.Equal(dossier.FiledAt, p.AddedAt));
    }

    [Fact]
    public async Task A_supplement_sent_twice_is_a_conflict_the_second_time_and_keeps_no_file()
    {
        var code = (await app.GivenFiled("Hồ Gửi Hai Lần")).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Act(Filing.Justice, code, "supplement-request", Missing);
        var mother = await app.As(Filing.Mother);
        Assert.Equal(HttpStatusCode.SeeOther, (await Supplement(mother, code, "lan-mot")).StatusCode);
        var files = await Files();
        Assert.Equal(HttpStatusCode.Conflict, (await Supplement(mother, code, "lan-hai")).StatusCode);
        Assert.Equal(files, await Files());
        Assert.Single(await app.Papers((await app.Dossier(code)).Id), p => p.Role == PaperRole.Supplement);
    }

    [Fact]
    public async Task A_supplement_asked_for_twice_is_a_conflict_the_second_time()
    {
        var code = (await app.GivenFiled("Hồ Hỏi Hai Lần")).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Act(Filing.Justice, code, "supplement-request", Missing);
        var before = await app.Facts(code);
        await (await (await app.As(Filing.Justice)).PostJson($"/api/services/dossiers/{code}/supplement-request", Missing)).Refused(HttpStatusCode.Conflict);
        Assert.Equal(before, await app.Facts(code));
    }

    [Fact]
    public async Task A_file_beyond_the_most_of_a_draft_is_refused_before_it_is_stored()
    {
        var mother = await app.As(Filing.Mother);
        var id = await mother.Begin();
        for (var n = 0; n < DraftBook.MostFiles; n++) Assert.Equal(HttpStatusCode.OK, (await Upload(n)).StatusCode);
        var files = await Files();
        await (await Upload(DraftBook.MostFiles)).Refused(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(files, await Files());

        Task<HttpResponseMessage> Upload(int n) => mother.Upload($"/api/services/drafts/{id}/files/identity", n + ".pdf", Filing.Pdf($"{id} {n}"));
    }

    [Fact]
    public async Task A_batch_offers_only_what_the_official_may_do_and_a_line_sent_twice_is_done_once()
    {
        var code = (await app.GivenFiled("Hồ Hàng Loạt")).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Process(code);
        var district = await Batch("chu-tich.minhhoa", "", [new("ma", code)]); // sees the commune's dossiers and does not sign for it
        Assert.Equal("Ký 0 văn bản?", (await district.Page()).QuerySelector("h1")!.TextContent);
        var line = new KeyValuePair<string, string>("dong", $"{code} {(await app.Dossier(code)).Version}");
        var done = await Batch(Filing.Chair, "?handler=Sign", [line, line]);
        Assert.Equal("Đã ký 1 văn bản", (await done.Page()).QuerySelector("h1")!.TextContent);

        async Task<HttpResponseMessage> Batch(string login, string handler, List<KeyValuePair<string, string>> fields) =>
            await (await app.As(login)).Http.PostAsync("/ky" + handler, new FormUrlEncodedContent(fields));
    }

    [Fact]
    public void Look_ups_from_one_network_are_counted_together()
    {
        using var limits = new TrackingLimits();
        var refusal = Assert.Throws<Refusal>(() =>
        {
            for (var n = 1; n <= 91; n++) limits.Spend(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse($"2001:db8:0:1::{n:x}") } });
        });
        Assert.Equal(429, refusal.Status);
    }

    [Fact]
    public void Guesses_from_one_address_are_counted_over_all_codes()
    {
        using var limits = new TrackingLimits();
        var here = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        for (var n = 0; n < 40; n++) limits.Spend(here, isGuess: true);
        Assert.Contains("Bốn số cuối", Assert.Throws<Refusal>(() => limits.Spend(here, isGuess: true)).Message, StringComparison.Ordinal);
        limits.Spend(here); // looking up without guessing goes on
    }

    [Fact]
    public async Task The_code_typed_on_the_home_page_finds_the_dossier()
    {
        var code = (await app.GivenFiled("Hồ Trang Đầu")).Code;
        var field = (await app.Anybody().Http.Open("/")).QuerySelector("form[action='/tra-cuu'] input")!.GetAttribute("name");
        var answer = await app.Anybody().Get($"/tra-cuu?{field}={code}");
        Assert.Equal($"/tra-cuu/{code}", answer.Headers.Location?.ToString());
    }

    static async Task<HttpResponseMessage> Supplement(App.Client citizen, string code, string name)
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(Filing.Pdf($"{code} {name}")), "Files", name + ".pdf" } };
        return await citizen.Http.PostAsync($"/ho-so/{code}?handler=Supplement", content);
    }

    Task<int> Files() => app.Db(db => db.Files.CountAsync());
}
