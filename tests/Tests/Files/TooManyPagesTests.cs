using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Files;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Files;

/// <summary>The application that takes files of 400 kB, and so binds 1.2 MB at most.</summary>
public sealed class AppOfSmallFiles : App
{
    protected override void Replace(IServiceCollection services) =>
        services.AddSingleton((FileStoreOptions)services.Last(s => s.ServiceType == typeof(FileStoreOptions)).ImplementationInstance! with { MostBytes = 400_000 });
}

public sealed class TooManyPagesTests(AppOfSmallFiles app) : IClassFixture<AppOfSmallFiles>
{
    [Fact]
    public async Task Pages_that_make_too_large_a_PDF_are_refused_in_words_and_nothing_is_lost()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.AnswerAll(draft, Filing.Answers("Hồ Nhiều Trang"));
        await mother.UploadPapers(draft);
        for (var seed = 1; seed <= 5; seed++)
            Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/marriage", $"{seed}.jpg", Photograph.Noise(600, 800, seed, 75), "image/jpeg")).StatusCode);
        var check = await mother.Http.Open(Pages.Address(draft, "kiem-tra"));
        var refused = await mother.Http.Press(check.FormWith("Nộp hồ sơ"), "Nộp hồ sơ");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Các ảnh của một giấy lớn hơn 1 MB. Hãy chụp lại với ảnh nhỏ hơn, hoặc bớt ảnh. Phần đã điền vẫn còn.", (await refused.Page()).QuerySelector(".ds-error-summary")!.Words(), StringComparison.Ordinal);

        var files = await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft && f.Key == "marriage" && f.MediaType == "image/jpeg").Select(f => f.Id).ToListAsync());
        Assert.Equal(5, files.Count);
        foreach (var file in files[..3]) await mother.PostForm(Pages.Address(draft, "giay-to") + $"?handler=Remove&file={file}", []);
        await mother.PressFile(draft);
        Assert.Equal(4, (await app.Papers(draft)).Count);
    }
}
