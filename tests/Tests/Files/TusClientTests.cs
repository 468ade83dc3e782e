using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NhatLe.Tests.House;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Files;

/// <summary>tus-js-client, which others wrote, sends to the running application, is cut off and goes on.</summary>
public sealed class TusClientTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_foreign_client_sends_is_cut_off_and_goes_on()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var file = Path.GetTempFileName();
        var content = Photograph.Jpeg(3000, 4000);
        await File.WriteAllBytesAsync(file, content);
        var cookie = await Cookie();
        try
        {
            var start = new ProcessStartInfo("node", [Path.Combine(Repo.Root, "tests/Tests/Files/tus-client.mjs"), Path.Combine(Repo.Root, "src/Web/package.json"), $"{app.Address}api/services/drafts/{draft}/uploads", file, cookie]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            using var node = Process.Start(start)!;
            var (said, wrong) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            await node.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
            Assert.True(node.ExitCode == 0, await wrong);
            Assert.Matches("^cut at [1-9][0-9]*\nwent on from [1-9][0-9]*\ndone\n$", await said);
            var kept = await app.Tables(db => db.DraftFiles.SingleAsync(f => f.DraftId == draft));
            Assert.Equal(("ảnh chụp.jpg", (long)content.Length, "image/jpeg"), (kept.FileName, kept.Size, kept.MediaType));
            Assert.Equal(content, await mother.Http.GetByteArrayAsync($"/tep/nhap/{kept.Id}"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    async Task<string> Cookie()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.Address };
        var answer = await client.PostAsync(new Uri("/dang-nhap", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string> { ["Input.Login"] = Filing.Mother, ["Input.Password"] = App.Password }));
        return string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
    }
}
