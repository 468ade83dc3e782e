using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Files;

/// <summary>Uploads that go on after a cut, rule by rule of tus 1.0.0.</summary>
public sealed class TusTests(App app) : IClassFixture<App>
{
    const string Stranger = "van.khiem";

    static string Uploads(Guid draft) => $"/api/services/drafts/{draft}/uploads";

    static string Metadata(string key, string name) => $"key {Convert.ToBase64String(Encoding.UTF8.GetBytes(key))},filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}";

    static HttpRequestMessage Request(string method, string address, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (headers.All(h => h.Name != "Tus-Resumable")) request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
        return request;
    }

    static Task<HttpResponseMessage> Send(App.Client client, string method, string address, byte[]? body = null, params (string, string)[] headers) =>
        client.Http.SendAsync(Request(method, address, body, headers));

    static Task<HttpResponseMessage> Create(App.Client client, Guid draft, long length, string key = "identity", string name = "can-cuoc.pdf", string? chosen = null) =>
        Send(client, "POST", Uploads(draft), null, ("Upload-Length", length.ToString()), ("Upload-Metadata", Metadata(key, name) + (chosen is null ? "" : $",chosen {Convert.ToBase64String(Encoding.UTF8.GetBytes(chosen))}")));

    static async Task<string> Begun(App.Client client, Guid draft, long length, string name = "can-cuoc.pdf", string? chosen = null, string key = "identity")
    {
        var answer = await Create(client, draft, length, key, name, chosen);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    static Task<HttpResponseMessage> Patch(App.Client client, string address, long offset, byte[] bytes) => Send(client, "PATCH", address, bytes, ("Upload-Offset", offset.ToString()));

    static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

    static byte[] Content(int length, string name) => [.. Filing.Pdf(name), .. Enumerable.Range(0, length).Select(n => (byte)n)];

    Task<List<string>> Names(Guid draft) => app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft).OrderBy(f => f.AddedAt).Select(f => f.FileName).ToListAsync());

    [Fact]
    public async Task The_server_says_what_it_can()
    {
        var mother = await app.As(Filing.Mother);
        var answer = await mother.Http.SendAsync(new(HttpMethod.Options, Uploads(await mother.Begin())));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(("1.0.0", "creation,expiration,termination", "20971520"), (Header(answer, "Tus-Version"), Header(answer, "Tus-Extension"), Header(answer, "Tus-Max-Size")));
    }

    [Fact]
    public async Task A_file_sent_in_pieces_is_a_file_of_the_draft_when_its_last_byte_has_come()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var file = Content(5000, "in pieces");
        var address = await Begun(mother, draft, file.Length, "giấy tờ.pdf");

        var first = await Patch(mother, address, 0, file[..2000]);
        Assert.Equal((HttpStatusCode.NoContent, "2000", "1.0.0"), (first.StatusCode, Header(first, "Upload-Offset"), Header(first, "Tus-Resumable")));
        Assert.NotEqual("", Header(first, "Upload-Expires"));
        Assert.Empty(await Names(draft));

        var state = await Send(mother, "HEAD", address);
        Assert.Equal((HttpStatusCode.OK, "2000", file.Length.ToString()), (state.StatusCode, Header(state, "Upload-Offset"), Header(state, "Upload-Length")));
        Assert.Equal("no-store", state.Headers.CacheControl?.ToString());
        Assert.Equal(Metadata("identity", "giấy tờ.pdf"), Header(state, "Upload-Metadata"));

        var last = await Patch(mother, address, 2000, file[2000..]);
        Assert.Equal(file.Length.ToString(), Header(last, "Upload-Offset"));
        Assert.Equal(["giấy tờ.pdf"], await Names(draft));
        Assert.Equal(file, await mother.Http.GetByteArrayAsync($"/tep/nhap/{Header(last, "Nhatle-File")}"));

        // The answer to the last byte was lost: asking again says the same, and makes nothing twice.
        Assert.Equal(Header(last, "Nhatle-File"), Header(await Send(mother, "HEAD", address), "Nhatle-File"));
        Assert.Single(await Names(draft));
    }

    [Fact]
    public async Task What_came_before_a_cut_and_a_restart_counts()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var file = Content(300_000, "cut");
        var address = await Begun(mother, draft, file.Length);
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            var request = Request("PATCH", address, null, ("Upload-Offset", "0"));
            request.Content = new StreamContent(new CutOff(file, 100_000)) { Headers = { ContentType = new("application/offset+octet-stream"), ContentLength = file.Length } };
            await mother.Http.SendAsync(request);
        });
        for (var i = 0; i < 400 && Header(await Send(mother, "HEAD", address), "Upload-Offset") == "0"; i++) await Task.Delay(25); // what came is on its way to the disk
        await app.Restart(gently: false);
        mother = await app.As(Filing.Mother);
        var offset = int.Parse(Header(await Send(mother, "HEAD", address), "Upload-Offset"));
        Assert.InRange(offset, 1, 100_000);
        var last = await Patch(mother, address, offset, file[offset..]);
        Assert.Equal(file, await mother.Http.GetByteArrayAsync($"/tep/nhap/{Header(last, "Nhatle-File")}"));
    }

    [Fact]
    public async Task A_piece_that_does_not_follow_on_is_refused_and_changes_nothing()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var address = await Begun(mother, draft, 100);
        await Patch(mother, address, 0, new byte[10]);
        foreach (var offset in (int[])[0, 9, 11]) Assert.Equal(HttpStatusCode.Conflict, (await Patch(mother, address, offset, new byte[10])).StatusCode);
        Assert.Equal("10", Header(await Send(mother, "HEAD", address), "Upload-Offset"));
    }

    [Fact]
    public async Task A_piece_longer_than_announced_is_refused()
    {
        var mother = await app.As(Filing.Mother);
        var address = await Begun(mother, await mother.Begin(), 10);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Patch(mother, address, 0, new byte[11])).StatusCode);
        Assert.Equal("0", Header(await Send(mother, "HEAD", address), "Upload-Offset"));
    }

    [Theory]
    [InlineData("0.2.2")]
    [InlineData("")]
    public async Task Another_version_is_refused_and_told_ours(string version)
    {
        var mother = await app.As(Filing.Mother);
        var answer = await Send(mother, "POST", Uploads(await mother.Begin()), null, ("Tus-Resumable", version), ("Upload-Length", "5"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "1.0.0"), (answer.StatusCode, Header(answer, "Tus-Version")));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    public async Task A_length_that_is_no_number_is_refused(string length)
    {
        var mother = await app.As(Filing.Mother);
        await (await Send(mother, "POST", Uploads(await mother.Begin()), null, ("Upload-Length", length))).Refused(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Bytes_of_another_content_type_are_refused()
    {
        var mother = await app.As(Filing.Mother);
        var address = await Begun(mother, await mother.Begin(), 10);
        var request = Request("PATCH", address, new byte[10], ("Upload-Offset", "0"));
        request.Content!.Headers.ContentType = new("application/octet-stream");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await mother.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_client_without_PATCH_says_so_in_a_header()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var file = Content(10, "override");
        var address = await Begun(mother, draft, file.Length);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(mother, "POST", address, file, ("Upload-Offset", "0"), ("X-HTTP-Method-Override", "PATCH"))).StatusCode);
        Assert.Single(await Names(draft));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_request_that_passes_for_safe_does_nothing_else(string method)
    {
        var mother = await app.As(Filing.Mother);
        var address = await Begun(mother, await mother.Begin(), 10);
        await Send(mother, "HEAD", address, null, ("X-HTTP-Method-Override", method), ("Upload-Offset", "0"));
        Assert.Equal(HttpStatusCode.OK, (await Send(mother, "HEAD", address)).StatusCode);
    }

    [Fact]
    public async Task Pages_stay_in_the_order_in_which_they_were_chosen_whichever_arrives_first()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        var (large, small) = (Photograph.Jpeg(seed: 21), Photograph.Jpeg(300, 400, seed: 22));
        var first = await Begun(mother, draft, large.Length, "trang 1.jpg", chosen: "1732000000000", key: "marriage");
        var second = await Begun(mother, draft, small.Length, "trang 2.jpg", chosen: "1732000000001", key: "marriage");
        await Patch(mother, second, 0, small);
        await Patch(mother, first, 0, large);
        Assert.Equal(["trang 1.jpg", "trang 2.jpg"], Listed(await mother.Http.Open(Pages.Address(draft, "giay-to"))).Where(n => n.StartsWith("trang", StringComparison.Ordinal)));
        await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        var bound = (await app.Papers(draft)).Single(p => p.Key == "marriage" && p.FileName != "marriage.pdf");
        var images = (await Poppler.Run("pdfimages", await mother.Http.GetByteArrayAsync($"/tep/{bound.Id}"), "-list")).Split('\n')[2..].Where(l => l.Length > 0).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
        Assert.Equal(["1200", "300"], images);
    }

    static IEnumerable<string> Listed(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll(".nl-files a[href*='/tep/nhap/']").Select(a => a.Words());

    [Theory]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("hôm qua")]
    public async Task What_is_no_order_of_pages_puts_the_page_last(string chosen)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.Upload($"/api/services/drafts/{draft}/files/identity", "a.pdf", Filing.Pdf("a"));
        await Patch(mother, await Begun(mother, draft, Content(10, "b").Length, "b.pdf", chosen), 0, Content(10, "b"));
        await mother.Upload($"/api/services/drafts/{draft}/files/identity", "c.pdf", Filing.Pdf("c"));
        Assert.Equal(["a.pdf", "b.pdf", "c.pdf"], Listed(await mother.Http.Open(Pages.Address(draft, "giay-to"))));
    }

    [Fact]
    public async Task An_upload_cancelled_after_its_last_byte_takes_its_file_out_of_the_draft_again()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var file = Content(10, "cancelled");
        var address = await Begun(mother, draft, file.Length);
        await Patch(mother, address, 0, file);
        var twice = await Begun(mother, draft, file.Length);
        await Task.Delay(5);
        await Patch(mother, twice, 0, file);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(mother, "DELETE", twice)).StatusCode);
        Assert.Single(await Names(draft)); // the same picture was there before
        Assert.Equal(HttpStatusCode.NoContent, (await Send(mother, "DELETE", address)).StatusCode);
        Assert.Empty(await Names(draft));
    }

    [Fact]
    public async Task What_was_filed_cannot_be_cancelled_any_more()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        var file = Content(10, "filed");
        var address = await Begun(mother, draft, file.Length);
        await Patch(mother, address, 0, file);
        await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        Assert.Contains("Hồ sơ này đã nộp rồi.", await (await Send(mother, "DELETE", address)).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(4, (await app.Papers(draft)).Count);
    }

    [Fact]
    public async Task Whoever_is_signed_out_meanwhile_is_told_to_sign_in_and_goes_on()
    {
        var mother = await app.As(Filing.Mother);
        var file = Content(10, "signed out");
        var address = await Begun(mother, await mother.Begin(), file.Length);
        foreach (var answer in new[] { await Send(app.Anybody(), "HEAD", address), await Patch(app.Anybody(), address, 0, file), await Send(app.Anybody(), "DELETE", address) })
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.NotEqual("", Header(await Patch(mother, address, 0, file), "Nhatle-File"));
    }

    [Fact]
    public async Task A_terminated_upload_is_gone()
    {
        var mother = await app.As(Filing.Mother);
        var address = await Begun(mother, await mother.Begin(), 10);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(mother, "DELETE", address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(mother, "HEAD", address)).StatusCode);
    }

    [Fact]
    public async Task A_file_over_20_MB_is_refused_before_a_byte_is_sent()
    {
        var mother = await app.As(Filing.Mother);
        Assert.Contains("Tệp này lớn hơn 20 MB.", await (await Create(mother, await mother.Begin(), (20 * 1024 * 1024) + 1)).Refused(HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_file_is_answered_in_words_and_its_upload_is_gone()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var address = await Begun(mother, draft, 200, "giay.pdf");
        var answer = await Patch(mother, address, 0, [.. "MZ"u8, .. new byte[198]]);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Tệp này không phải ảnh hay PDF. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.", problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(("invalid", "file"), (problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("fields")[0].GetProperty("field").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(mother, "HEAD", address)).StatusCode);
        Assert.Empty(await Names(draft));
    }

    [Fact]
    public async Task An_empty_file_is_refused_at_once()
    {
        var mother = await app.As(Filing.Mother);
        Assert.Contains("Tệp này trống.", await (await Create(mother, await mother.Begin(), 0)).Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_reaches_an_upload_or_the_draft()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var address = await Begun(mother, draft, 10);
        var stranger = await app.As(Stranger);
        await (await Create(stranger, draft, 10)).Refused(HttpStatusCode.NotFound);
        foreach (var answer in new[] { await Send(stranger, "HEAD", address), await Patch(stranger, address, 0, new byte[10]), await Send(stranger, "DELETE", address) })
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(mother, "HEAD", $"{Uploads(await mother.Begin())}/{address.Split('/')[^1]}")).StatusCode); // nor by another draft
        Assert.Equal(HttpStatusCode.Unauthorized, (await Create(app.Anybody(), draft, 10)).StatusCode);
        Assert.Equal("0", Header(await Send(mother, "HEAD", address), "Upload-Offset"));
    }

    [Fact]
    public async Task A_paper_nobody_asked_for_and_a_filed_draft_take_no_upload()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await (await Create(mother, draft, 10, key: "anything")).Refused(HttpStatusCode.NotFound);
        var file = Content(100, "late");
        var late = await Begun(mother, draft, file.Length);
        await mother.UploadPapers(draft);
        await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        Assert.Contains("Hồ sơ này đã nộp rồi.", await (await Create(mother, draft, 10)).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Contains("Hồ sơ này đã nộp rồi.", await (await Patch(mother, late, 0, file)).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(3, (await Names(draft)).Count);
    }

    [Fact]
    public async Task With_too_many_open_uploads_the_oldest_gives_way()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        List<string> addresses = [];
        for (var n = 0; n <= Platform.Files.UploadBook.MostOpen; n++) addresses.Add(await Begun(mother, draft, 10));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(mother, "HEAD", addresses[0])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(mother, "HEAD", addresses[1])).StatusCode);
    }

    /// <summary>A line that breaks after so many bytes.</summary>
    sealed class CutOff(byte[] content, int after) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < after) return await base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, Math.Min(20_000, after - Position))], cancellationToken);
            await Task.Delay(300, cancellationToken); // what was sent arrives
            throw new IOException("cut");
        }
    }
}
