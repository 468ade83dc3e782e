using Microsoft.Playwright;

namespace NhatLe.Browser;

/// <summary>Papers as people have them: photographs (JPEG) and documents (PDF) drawn by the browser itself, so that they are real files.</summary>
public static class Sample
{
    /// <summary>A photograph of a paper with this title.</summary>
    public static async Task<FilePayload> Photograph(this Chromium chromium, string name, string title)
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 480, Height = 640 } });
        var page = await context.NewPageAsync();
        await page.SetContentAsync(Paper(title));
        return new() { Name = name, MimeType = "image/jpeg", Buffer = await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 70 }) };
    }

    /// <summary>A document with this title.</summary>
    public static async Task<FilePayload> Document(this Chromium chromium, string name, string title)
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync(Paper(title));
        return new() { Name = name, MimeType = "application/pdf", Buffer = await page.PdfAsync() };
    }

    static string Paper(string title) =>
        $"<body style='font:20px/1.6 serif;padding:2em;background:#fdfcf5'><p style='text-align:center'><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br>Độc lập – Tự do – Hạnh phúc<h1 style='font-size:26px;text-align:center'>{title}</h1>";
}
