using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Files;

/// <summary>Whatever is sent, the answer is in words, at its field, and what was there before stays.</summary>
public sealed class BadFileTests(App app) : IClassFixture<App>
{
    const string Birth = "paper-birth-certificate-hospital";
    const string Broken = "Ảnh này bị hỏng, không mở được. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.";
    const string Huge = "Ảnh này có 100 triệu điểm ảnh, lớn quá. Hãy chụp lại ở cỡ ảnh thường. Phần đã điền vẫn còn.";

    static byte[] Bytes(string name)
    {
        var photograph = Photograph.Jpeg();
        return name switch
        {
            "nua.jpg" => photograph[..(photograph.Length / 2)],
            "dau.jpg" => photograph[..100],
            "rac.jpg" => [0xFF, 0xD8, 0xFF, .. new byte[500]],
            "nua.png" => Photograph.Png(300, 300)[..^20],
            "100-trieu.png" => Photograph.Png(10_000, 10_000),
            "chi-co-dau.png" => Header(10_000, 10_000),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    /// <summary>A PNG that says it has 100 million pixels, and has none.</summary>
    static byte[] Header(int width, int height)
    {
        var png = Photograph.Png(1, 1);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var n = 0; n < 8; n++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    [Theory]
    [InlineData("nua.jpg", Broken)]
    [InlineData("dau.jpg", Broken)]
    [InlineData("rac.jpg", Broken)]
    [InlineData("nua.png", Broken)]
    [InlineData("100-trieu.png", Huge)]
    [InlineData("chi-co-dau.png", Huge)]
    public async Task A_picture_that_cannot_be_used_is_refused_at_its_paper_and_in_the_API(string name, string message)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.Answer(draft, 1, Pages.Typed(1, Filing.Answers("Hồ Văn Ảnh")));
        await (await mother.Photograph(draft, (Birth, new Upload(name, "image/jpeg", Bytes(name))), ("paper-identity", Pages.Pdf("can-cuoc.pdf")))).RefusedAt(Birth, message);

        var answer = await mother.Upload($"/api/services/drafts/{draft}/files/identity", name, Bytes(name), "image/jpeg");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var field = problem.RootElement.GetProperty("fields")[0];
        Assert.Equal(("invalid", "file", message), (problem.RootElement.GetProperty("code").GetString(), field.GetProperty("field").GetString(), field.GetProperty("message").GetString()));

        Assert.Equal(["can-cuoc.pdf"], await Names(draft));
        Assert.Equal("Hồ Văn Ảnh", (await app.Answers(draft))["child_name"]);
    }

    [Fact]
    public async Task Fifty_megabytes_are_refused_in_words()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        const string words = "Tệp này lớn hơn 20 MB. Hãy chụp lại với ảnh nhỏ hơn. Phần đã điền vẫn còn.";
        byte[] large = [.. "%PDF-1.4\n"u8, .. new byte[50 * 1024 * 1024]];
        await (await mother.Photograph(draft, (Birth, new Upload("to.pdf", "application/pdf", large)))).RefusedAt(Birth, words);
        try
        {
            Assert.Contains(words, await (await mother.Upload($"/api/services/drafts/{draft}/files/identity", "to.pdf", large)).Refused(HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            // The server may close the line before all has been sent; then there is no answer to read.
        }
        Assert.Empty(await Names(draft));
    }

    [Fact]
    public async Task What_phones_write_behind_a_photograph_does_not_matter()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var random = new byte[200_000];
        new Random(7).NextBytes(random); // the film of a "live" photograph
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", "song.jpg", [.. Photograph.Jpeg(), .. random, 0xFF, 0xDA, 1], "image/jpeg")).StatusCode);
    }

    [Theory]
    [InlineData("gia\u0302\u0301y.jpg", "giấy.jpg")]
    [InlineData("\u202Egpj.exe\u202C.jpg", "gpj.exe.jpg")]
    [InlineData("..\\..\\windows\\anh.jpg", "anh.jpg")]
    public async Task The_name_is_composed_and_without_marks_or_folders(string sent, string kept)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        using var content = new MultipartFormDataContent();
        var file = new ByteArrayContent(Photograph.Jpeg());
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(sent)}");
        content.Add(file);
        Assert.Equal(HttpStatusCode.OK, (await mother.Http.PostAsync(new Uri($"/api/services/drafts/{draft}/files/identity", UriKind.Relative), content)).StatusCode);
        Assert.Equal([kept], await Names(draft));
    }

    [Fact]
    public async Task A_name_of_ten_thousand_letters_is_cut_and_keeps_its_ending()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", new string('a', 10_000) + ".jpg", Photograph.Jpeg(), "image/jpeg")).StatusCode);
        var name = Assert.Single(await Names(draft));
        Assert.True(name.Length <= 150 && name.EndsWith(".jpg", StringComparison.Ordinal), name);
    }

    [Fact]
    public async Task The_same_picture_twice_is_one_paper()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var address = $"/api/services/drafts/{draft}/files/identity";
        var (first, second) = (await mother.Upload(address, "a.jpg", Photograph.Jpeg(), "image/jpeg"), await mother.Upload(address, "b.jpg", Photograph.Jpeg(), "image/jpeg"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(["a.jpg"], await Names(draft));
    }

    [Fact]
    public async Task Nothing_is_sent_into_the_draft_of_another_or_a_filed_one()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await (await (await app.As("van.khiem")).Upload($"/api/services/drafts/{draft}/files/identity", "a.jpg", Photograph.Jpeg(), "image/jpeg")).Refused(HttpStatusCode.NotFound);
        Assert.Empty(await Names(draft));
        await mother.UploadPapers(draft);
        await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        await (await mother.Upload($"/api/services/drafts/{draft}/files/identity", "a.jpg", Photograph.Jpeg(), "image/jpeg")).Refused(HttpStatusCode.Conflict);
        Assert.Equal(3, (await app.Papers(draft)).Count);
    }

    Task<List<string>> Names(Guid draft) => app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft).OrderBy(f => f.AddedAt).Select(f => f.FileName).ToListAsync());
}
