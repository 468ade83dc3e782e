using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Files;
using NhatLe.Tests.Services;
using SkiaSharp;

namespace NhatLe.Tests.Files;

/// <summary>Small pictures for whoever may see the large ones, and photographs bound to one PDF when they are handed in.</summary>
public sealed class PictureTests(App app) : IClassFixture<App>
{
    async Task<Guid> Sent(App.Client client, Guid draft, string key, string name, byte[] bytes, string type = "image/jpeg")
    {
        Assert.Equal(HttpStatusCode.OK, (await client.Upload($"/api/services/drafts/{draft}/files/{key}", name, bytes, type)).StatusCode);
        return await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft && f.FileName == name).Select(f => f.Id).SingleAsync());
    }

    [Theory]
    [InlineData(SKEncodedOrigin.TopLeft, "top left", true)]
    [InlineData(SKEncodedOrigin.TopRight, "top right", true)]
    [InlineData(SKEncodedOrigin.BottomRight, "bottom right", true)]
    [InlineData(SKEncodedOrigin.BottomLeft, "bottom left", true)]
    [InlineData(SKEncodedOrigin.LeftTop, "top left", false)]
    [InlineData(SKEncodedOrigin.RightTop, "top right", false)]
    [InlineData(SKEncodedOrigin.RightBottom, "bottom right", false)]
    [InlineData(SKEncodedOrigin.LeftBottom, "bottom left", false)]
    public async Task A_small_picture_stands_as_the_photograph_was_seen(SKEncodedOrigin orientation, string redCorner, bool isUpright)
    {
        var mother = await app.As(Filing.Mother);
        var id = await Sent(mother, await mother.Begin(), "identity", "anh.jpg", Photograph.Jpeg(orientation: orientation));
        var answer = await mother.Get($"/tep/nhap/{id}/thu-nho");
        Assert.Equal("image/webp", answer.Content.Headers.ContentType?.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 500, 20_000);
        using var small = Photograph.Read(bytes);
        Assert.Equal(isUpright ? (240, 320) : (320, 240), (small.Width, small.Height));
        Assert.Equal(redCorner, small.RedCorner());
    }

    public static TheoryData<string, byte[], string> Costly => new()
    {
        { "to.png", Photograph.Png(8000, 7900), "PNG" },
        { "to.jpg", Photograph.Progressive(8000, 7900), "JPG" }, // 760 MB of coefficients would be held for a small picture
    };

    [Theory]
    [MemberData(nameof(Costly))]
    public async Task A_picture_that_takes_too_much_memory_to_be_made_small_shows_its_kind(string name, byte[] bytes, string kind)
    {
        var mother = await app.As(Filing.Mother);
        var id = await Sent(mother, await mother.Begin(), "identity", name, bytes, "image/" + Path.GetExtension(name)[1..]);
        var answer = await mother.Get($"/tep/nhap/{id}/thu-nho");
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains($">{kind}</text>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4000, 4000)]
    [InlineData(2000, 8000)]
    public async Task A_PNG_of_sixteen_megapixels_is_made_small(int width, int height)
    {
        var mother = await app.As(Filing.Mother);
        var id = await Sent(mother, await mother.Begin(), "identity", "to.png", Photograph.Png(width, height), "image/png");
        using var small = Photograph.Read(await mother.Http.GetByteArrayAsync($"/tep/nhap/{id}/thu-nho"));
        Assert.InRange(Math.Max(small.Width, small.Height), 300, 320);
    }

    [Fact]
    public async Task A_PDF_and_HEIC_have_no_small_picture_and_the_page_shows_their_kind()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var pdf = await Sent(mother, draft, "identity", "can-cuoc.pdf", Filing.Pdf("x"), "application/pdf");
        var heic = await Sent(mother, draft, "identity", "anh.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[100]], "image/heic");
        var jpeg = await Sent(mother, draft, "identity", "anh.jpg", Photograph.Jpeg());
        foreach (var id in new[] { pdf, heic }) Assert.Equal(HttpStatusCode.NotFound, (await mother.Get($"/tep/nhap/{id}/thu-nho")).StatusCode);
        foreach (var place in new[] { "giay-to", "kiem-tra" })
        {
            var page = await mother.Http.Open(Pages.Address(draft, place));
            Assert.Equal(["PDF", "HEIC"], page.QuerySelectorAll(".nl-files .kind").Select(k => k.TextContent));
            var thumb = Assert.Single(page.QuerySelectorAll(".nl-files img"));
            Assert.Equal(($"/tep/nhap/{jpeg}/thu-nho", "lazy", "48", "64"), (thumb.GetAttribute("src"), thumb.GetAttribute("loading"), thumb.GetAttribute("width"), thumb.GetAttribute("height")));
            Assert.NotEqual("", thumb.GetAttribute("alt"));
        }
    }

    [Fact]
    public async Task A_small_picture_is_for_those_who_may_see_the_large_one()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        var id = await Sent(mother, draft, "identity", "anh.jpg", Photograph.Jpeg());
        var stranger = await app.As("van.khiem");
        foreach (var other in new[] { stranger, await app.As(Filing.Clerk), app.Anybody() }) Assert.NotEqual(HttpStatusCode.OK, (await other.Get($"/tep/nhap/{id}/thu-nho")).StatusCode);

        var code = await File(mother, draft);
        var paper = (await app.Papers(draft)).Single(p => p.FileName == "anh.jpg").Id;
        foreach (var other in new[] { stranger, app.Anybody() }) Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/tep/{paper}/thu-nho")).StatusCode);
        foreach (var one in new[] { mother, await app.As(Filing.Clerk) }) Assert.Equal(HttpStatusCode.OK, (await one.Get($"/tep/{paper}/thu-nho")).StatusCode);

        var work = await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}");
        Assert.NotNull(work.QuerySelector($".nl-files img[src='/tep/{paper}/thu-nho']"));
        Assert.Equal("_blank", work.QuerySelector($".nl-files a[href='/tep/{paper}']")?.GetAttribute("target"));
        Assert.NotNull((await mother.Http.Open($"/ho-so/{code}")).QuerySelector($".nl-files img[src='/tep/{paper}/thu-nho']"));
    }

    static async Task<string> File(App.Client mother, Guid draft) =>
        (await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() })).Code;

    [Fact]
    public async Task Several_photographs_of_one_document_are_handed_in_as_one_PDF_with_a_page_for_each()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await Sent(mother, draft, "birth-certificate-hospital", "mot.jpg", Photograph.Jpeg());
        await Sent(mother, draft, "identity", "1.jpg", Photograph.Jpeg(seed: 2));
        await Sent(mother, draft, "identity", "them.pdf", Filing.Pdf("them"), "application/pdf");
        await Sent(mother, draft, "identity", "2.jpg", Photograph.Jpeg(seed: 3, orientation: SKEncodedOrigin.RightTop));
        await Sent(mother, draft, "identity", "3.png", Photograph.Png(4000, 3000), "image/png");
        var check = await mother.Http.Open(Pages.Address(draft, "kiem-tra"));
        Assert.Equal(2, check.Words().Split("3 ảnh, sẽ gộp thành một tệp PDF").Length); // once: of the other document there is one picture
        await File(mother, draft);

        var papers = await app.Papers(draft);
        Assert.Equal(["mot.jpg", "them.pdf"], papers.Where(p => p.FileName is "mot.jpg" or "them.pdf").Select(p => p.FileName).Order());
        var bound = Assert.Single(papers, p => p.FileName is not ("mot.jpg" or "them.pdf"));
        Assert.Equal((bound.Name + ".pdf", "application/pdf", 3), (bound.FileName, bound.MediaType, papers.Count));

        var pdf = await mother.Http.GetByteArrayAsync($"/tep/{bound.Id}");
        var info = await Poppler.Run("pdfinfo", pdf);
        Assert.Matches("Pages: +3\n", info);
        Assert.True(info.Contains("pts (A4)", StringComparison.Ordinal), info);
        Assert.DoesNotContain("CreationDate", info, StringComparison.Ordinal);
        var images = (await Poppler.Run("pdfimages", pdf, "-list")).Split('\n')[2..].Where(l => l.Length > 0).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal([("1", "1200", "1600", "jpeg"), ("2", "1200", "1600", "jpeg"), ("3", "2500", "1875", "jpeg")], images.Select(i => (i[0], i[3], i[4], i[8]))); // the two JPEG are not encoded anew
        Assert.True(pdf.AsSpan().IndexOf(Photograph.Jpeg(seed: 2).AsSpan()[600..]) > 0, "The bytes of the photograph are not in the PDF as they came.");
        Assert.True(pdf.AsSpan().IndexOf("Exif"u8) < 0, "What the phone wrote about place and camera is still there.");
        using var page = Photograph.Read(await Poppler.Page(pdf, 2));
        Assert.True(page.Width > page.Height, "The turned photograph lies on a landscape page.");
    }

    [Fact]
    public async Task The_same_photographs_give_the_same_PDF()
    {
        var pages = app.Services.GetRequiredService<PagesToPdf>();
        var files = app.Services.GetRequiredService<FileStore>();
        List<string> hashes = [];
        foreach (var seed in (int[])[4, 5]) hashes.Add((await files.Save(new MemoryStream(Photograph.Jpeg(seed: seed)), default)).Hash);
        Assert.Equal((await pages.Bind("Giấy", hashes, default))!.Hash, (await pages.Bind("Giấy", hashes, default))!.Hash);
    }

    [Fact]
    public async Task What_phones_write_behind_and_into_a_photograph_is_not_handed_in()
    {
        var pages = app.Services.GetRequiredService<PagesToPdf>();
        var files = app.Services.GetRequiredService<FileStore>();
        var film = new byte[3_000_000];
        new Random(3).NextBytes(film);
        var photograph = Photograph.Jpeg(seed: 41);
        byte[] comment = [0xFF, 0xFE, 0, 8, .. "place!"u8], camera = [0xFF, 0xED, 0, 8, .. "camera"u8], colours = [0xFF, 0xE2, 0, 20, .. "ICC_PROFILE\0"u8, 1, 1, 9, 9, 9, 9];
        List<string> hashes = [];
        foreach (var jpeg in new byte[][] { [.. photograph, .. film], [.. photograph[..2], .. comment, .. camera, .. photograph[2..]] }) hashes.Add((await files.Save(new MemoryStream(jpeg), default)).Hash);
        var bound = await pages.Bind("Giấy", hashes, default);
        Assert.InRange(bound!.Size, photograph.Length, (3 * photograph.Length) + 10_000);
        using var pdf = new MemoryStream();
        await using (var stored = files.Open(bound.Hash)) await stored.CopyToAsync(pdf);
        Assert.True(pdf.ToArray().AsSpan().IndexOf("place!"u8) < 0 && pdf.ToArray().AsSpan().IndexOf("camera"u8) < 0);

        byte[] profiled = [.. photograph[..2], .. colours, .. camera, .. photograph[2..], 1, 2, 3];
        var bare = Jpeg.Bare(profiled);
        Assert.Equal([.. photograph[..2], .. colours], bare[..(2 + colours.Length)]);
        Assert.Equal(photograph[^100..], bare[^100..]);
    }

    [Fact]
    public async Task A_small_picture_with_absurdly_many_bytes_is_encoded_anew()
    {
        var pages = app.Services.GetRequiredService<PagesToPdf>();
        var files = app.Services.GetRequiredService<FileStore>();
        var photograph = Photograph.Jpeg(300, 400, seed: 42);
        byte[] profile = [0xFF, 0xE2, 0xFF, 0xFF, .. "ICC_PROFILE\0"u8, .. new byte[0xFFFF - 14]];
        byte[] padded = [.. photograph[..2], .. Enumerable.Repeat(profile, 40).SelectMany(b => b), .. photograph[2..]];
        var bound = await pages.Bind("Giấy", [(await files.Save(new MemoryStream(padded), default)).Hash, (await files.Save(new MemoryStream(photograph), default)).Hash], default);
        Assert.InRange(bound!.Size, 1000, 200_000);
    }

    [Fact]
    public async Task A_HEIC_page_stays_a_file_of_its_own()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        await Sent(mother, draft, "marriage", "a.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[99]], "image/heic");
        await Sent(mother, draft, "marriage", "b.jpg", Photograph.Jpeg(seed: 6));
        await File(mother, draft);
        Assert.Equal(["a.heic", "b.jpg", "marriage.pdf"], (await app.Papers(draft)).Where(p => p.Key == "marriage").Select(p => p.FileName).Order());
    }

    [Fact]
    public async Task What_was_photographed_is_said_kept_and_shown_to_the_official()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.AnswerAll(draft, Filing.Answers());
        var page = await mother.Http.Open(Pages.Address(draft, "giay-to"));
        Assert.Equal("0", page.Value("form-identity"));
        var answer = await mother.Http.Press(page.Form("input[type=file]"), "Tiếp tục", ("paper-birth-certificate-hospital", Pages.Pdf("sinh.pdf")), ("paper-identity", Pages.Pdf("can-cuoc.pdf")), ("form-identity", "1"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("1", (await mother.Http.Open(Pages.Address(draft, "giay-to"))).Value("form-identity"));
        Assert.Contains("Bản sao · can-cuoc.pdf", (await mother.Http.Open(Pages.Address(draft, "kiem-tra"))).Words(), StringComparison.Ordinal);
        var code = await mother.PressFile(draft);
        Assert.Equal([("birth-certificate-hospital", 0), ("identity", 1)], (await app.Papers(draft)).Select(p => (p.Key, (int)p.Form)).Order());
        Assert.Contains("Bản sao · can-cuoc.pdf", (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
    }
}
