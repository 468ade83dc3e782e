using System.Diagnostics;

namespace NhatLe.Tests.Files;

/// <summary>What a PDF holds, by a program we did not write.</summary>
static class Poppler
{
    public static async Task<string> Run(string program, byte[] pdf, params string[] options)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var process = Process.Start(new ProcessStartInfo(program, [.. options, file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await wrong);
            return await said;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Its text, laid out as on the page.</summary>
    public static async Task<string> Text(byte[] pdf)
    {
        var (file, to) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var process = Process.Start("pdftotext", ["-layout", file, to]);
            await process.WaitForExitAsync();
            return await File.ReadAllTextAsync(to);
        }
        finally
        {
            foreach (var left in new[] { file, to }) File.Delete(left);
        }
    }

    /// <summary>A page as PNG, 50 dots an inch.</summary>
    public static async Task<byte[]> Page(byte[] pdf, int number)
    {
        var (file, to) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var process = Process.Start("pdftoppm", ["-r", "50", "-png", "-singlefile", "-f", $"{number}", file, to]);
            await process.WaitForExitAsync();
            return await File.ReadAllBytesAsync(to + ".png");
        }
        finally
        {
            foreach (var left in new[] { file, to, to + ".png" }) File.Delete(left);
        }
    }
}
