using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NhatLe.Host;
using NhatLe.Platform;
using NhatLe.Platform.Papers;
using NhatLe.Tests.Files;
using NhatLe.Tests.Host;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Papers;

/// <summary>The application on a machine without Chromium.</summary>
public sealed class AppWithoutChromium : App
{
    private protected override Settings Adjust(Settings settings) => settings with { Chromium = PdfOptions.None };
}

/// <summary>The worker that makes PDFs: two at once, without network, and soon well again whatever happens to Chromium.</summary>
public sealed class PdfTests : IAsyncLifetime
{
    readonly PdfPrinter printer = Printer();

    static PdfPrinter Printer(TimeSpan? patience = null, string? program = null, int prints = 200) =>
        new((PdfOptions.Find("") is var found && program is null ? found with { Patience = patience ?? TimeSpan.FromSeconds(60) } : new(program, TimeSpan.FromSeconds(60))) with { PrintsOfOne = prints }, TimeProvider.System, NullLogger<PdfPrinter>.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => printer.DisposeAsync().AsTask();

    [Fact]
    public async Task Pages_printed_at_once_each_get_their_own_text()
    {
        var pdfs = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => printer.Print($"<!doctype html><meta charset=utf-8><p>Giấy số {n} của bà Đỗ Thị Nhã", default)));
        for (var n = 0; n < pdfs.Length; n++) Assert.Contains($"Giấy số {n + 1} của bà Đỗ Thị Nhã", await Poppler.Text(pdfs[n]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_reaches_nothing_outside_itself()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/of-this-page";
        var file = Path.Combine(Directory.CreateTempSubdirectory("nhatle-secret-").FullName, "secret.html");
        await File.WriteAllTextAsync(file, "bí mật");
        var html = $"<!doctype html><meta charset=utf-8><img src='{address}/a.png'><link rel=stylesheet href='{address}/a.css'><iframe src='{address}/b'></iframe><iframe src='file://{file}'></iframe><script>fetch('{address}/c')</script><p>Vẫn in được";
        var text = await Poppler.Text(await printer.Print(html, default));
        Assert.Contains("Vẫn in được", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bí mật", text, StringComparison.Ordinal);
        Assert.DoesNotContain(await Asked(listener), asked => asked.Contains("of-this-page", StringComparison.Ordinal));
    }

    /// <summary>What came to the port; who else runs on the machine may have knocked at it by mistake.</summary>
    static async Task<List<string>> Asked(TcpListener listener)
    {
        List<string> asked = [];
        while (listener.Pending())
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            var bytes = new byte[4096];
            try { asked.Add(Encoding.Latin1.GetString(bytes, 0, await client.GetStream().ReadAsync(bytes, patience.Token))); }
            catch (Exception e) when (e is IOException or OperationCanceledException) { /* it said nothing */ }
        }
        return asked;
    }

    [Fact]
    public async Task Killed_in_the_middle_it_is_refused_in_words_and_the_next_print_works()
    {
        await printer.Print("<p>Đầu tiên", default);
        var first = printer.ProcessId;
        var slow = printer.Print("<!doctype html><meta charset=utf-8>" + string.Concat(Enumerable.Range(0, 200_000).Select(n => $"<p>Dòng {n}")), default);
        using (var chromium = Process.GetProcessById(first!.Value)) chromium.Kill(entireProcessTree: true);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => slow);
        Assert.Equal((503, "pdf.unavailable"), (refusal.Status, refusal.Code));
        Assert.Contains("Hãy thử lại, hoặc dùng nút In.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Lại được", await Poppler.Text(await printer.Print("<!doctype html><meta charset=utf-8><p>Lại được", default)), StringComparison.Ordinal);
        Assert.NotEqual(first, printer.ProcessId);
    }

    [Fact]
    public async Task After_so_many_prints_another_Chromium_goes_on()
    {
        await using var few = Printer(prints: 10);
        await few.Print("<p>1", default);
        var first = few.ProcessId!.Value;
        for (var n = 2; n <= 10; n += 2) await Task.WhenAll(few.Print("<p>2", default), n < 10 ? few.Print("<p>3", default) : Task.CompletedTask);
        Assert.Null(few.ProcessId);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(first));
        Assert.NotEmpty(await few.Print("<p>11", default));
        Assert.NotEqual(first, few.ProcessId);
    }

    [Fact]
    public async Task Too_long_and_too_many_are_refused_in_words()
    {
        await using var hasty = Printer(patience: TimeSpan.Zero);
        Assert.Equal(503, (await Assert.ThrowsAsync<Refusal>(() => hasty.Print("<p>Chậm", default))).Status);

        using var folder = new TemporaryFolder();
        var silent = folder.Write("silent", "#!/bin/sh\nexec sleep 600\n"); // takes pages and never answers
        using (var chmod = Process.Start("chmod", ["+x", silent])) await chmod.WaitForExitAsync();
        await using var stuck = Printer(program: silent);
        using var enough = new CancellationTokenSource();
        var many = Enumerable.Range(0, 40).Select(_ => stuck.Print("<p>Nhiều", enough.Token)).ToList();
        var refused = many.Where(p => p.IsFaulted).ToList();
        Assert.Equal(40 - 22, refused.Count); // two print, twenty wait
        foreach (var print in refused) Assert.StartsWith("Nhiều người đang tạo PDF.", (await Assert.ThrowsAsync<Refusal>(() => print)).Message, StringComparison.Ordinal);
        await enough.CancelAsync();
        foreach (var print in many.Except(refused)) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => print);
    }

    [Fact]
    public async Task A_program_that_is_no_Chromium_is_refused_in_words()
    {
        await using var wrong = Printer(program: "/bin/false");
        for (var n = 0; n < 2; n++) Assert.Equal(503, (await Assert.ThrowsAsync<Refusal>(() => wrong.Print("<p>Không", default))).Status);
    }

    [Fact]
    public async Task Nothing_is_left_running_or_lying_about_after_the_end()
    {
        var own = Printer();
        await own.Print("<p>Xong", default);
        var process = own.ProcessId!.Value;
        var folder = (await File.ReadAllTextAsync($"/proc/{process}/cmdline")).Split('\0').Single(a => a.StartsWith("--user-data-dir=", StringComparison.Ordinal)).Split('=')[1];
        Assert.True(Directory.Exists(folder));
        await own.DisposeAsync();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
        Assert.False(Directory.Exists(folder));
    }
}

/// <summary>The address of a paper with .pdf after it.</summary>
public sealed class PdfOfPagesTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Only_papers_have_one_and_it_answers_as_the_page_does()
    {
        var code = (await app.GivenFiled()).Code;
        var mother = await app.As(Filing.Mother);
        var answer = await mother.Get($"/ho-so/{code}/to-khai.pdf");
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"filename=\"{code}-to-khai.pdf\"", answer.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
        Assert.Contains("TỜ KHAI ĐĂNG KÝ KHAI SINH", await Poppler.Text(await answer.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        var fonts = await Poppler.Run("pdffonts", await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains("Tinos", fonts, StringComparison.Ordinal); // ours, not what this machine happens to have

        foreach (var (path, status) in new[]
        {
            ($"/ho-so/{code}.pdf", HttpStatusCode.NotFound), ("/.pdf", HttpStatusCode.NotFound), ("/tra-cuu.pdf", HttpStatusCode.NotFound), ("/khong-co.pdf", HttpStatusCode.NotFound), ("/health.pdf", HttpStatusCode.NotFound),
            ($"/ho-so/{code}/giay-hen.pdf", HttpStatusCode.Conflict), // not accepted yet
        })
        {
            var none = await mother.Get(path);
            Assert.True(none.StatusCode == status, $"{path}: {(int)none.StatusCode}");
            Assert.Equal("text/html", none.Content.Headers.ContentType?.MediaType);
        }
        Assert.Contains("Trang này không có bản PDF.", (await (await mother.Get("/tra-cuu.pdf")).Page()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_Chromium_dies_the_page_says_so_and_the_next_try_works()
    {
        var code = (await app.GivenFiled()).Code;
        var mother = await app.As(Filing.Mother);
        await mother.PdfText($"/ho-so/{code}/to-khai.pdf");
        var printer = app.Services.GetRequiredService<PdfPrinter>();
        using (var chromium = Process.GetProcessById(printer.ProcessId!.Value)) chromium.Kill(entireProcessTree: true);
        var answer = await mother.Get($"/ho-so/{code}/to-khai.pdf"); // a fresh one, or the refusal of the dying one
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("Chưa tạo được PDF. Hãy thử lại, hoặc dùng nút In.", (await answer.Page()).Words(), StringComparison.Ordinal);
        }
        await mother.PdfText($"/ho-so/{code}/to-khai.pdf");
    }
}

public sealed class WithoutChromiumTests(AppWithoutChromium app) : IClassFixture<AppWithoutChromium>
{
    [Fact]
    public async Task Papers_are_print_pages_and_no_PDF_is_offered()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        var mother = await app.As(Filing.Mother);
        foreach (var path in (string[])[$"/ho-so/{code}", $"/ho-so/{code}/giay-hen", $"/ho-so/{code}/to-khai"])
            Assert.DoesNotContain(".pdf\"", (await mother.Http.Open(path)).QuerySelectorAll("a").Select(a => a.OuterHtml).Where(a => !a.Contains("/tep/", StringComparison.Ordinal)).Aggregate("", string.Concat), StringComparison.Ordinal);
        Assert.All(await mother.IssuedOf(code), p => Assert.Null(p.Pdf));
        var answer = await mother.Get($"/ho-so/{code}/giay-hen.pdf");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Máy chủ này chưa tạo được PDF. Hãy mở trang in và dùng nút In.", (await answer.Page()).Words(), StringComparison.Ordinal);
    }
}
