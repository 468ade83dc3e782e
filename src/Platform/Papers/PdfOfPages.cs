using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace NhatLe.Platform.Papers;

/// <summary>
/// The address of a paper with ".pdf" after it is that paper as a PDF. The page itself runs, with its permissions and its line in the
/// access log, and what it wrote is printed; so page and file cannot differ. Other pages have no PDF.
/// </summary>
public static partial class PdfOfPages
{
    const string Ending = ".pdf";

    /// <summary>Before routing, after what answers by itself.</summary>
    public static IApplicationBuilder UsePdfOfPages(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var path = context.Request.Path;
        if (!HttpMethods.IsGet(context.Request.Method) || path.Value?.EndsWith(Ending, StringComparison.Ordinal) != true || path.StartsWithSegments("/assets"))
        {
            await next(context);
            return;
        }
        var html = await Written(context, path.Value[..^Ending.Length], next);
        if (html is null) return;
        if (!StandalonePage.IsPaper(html)) throw Refusal.Missing("pdf", "Trang này không có bản PDF.");
        var pdf = await context.RequestServices.GetRequiredService<PdfPrinter>().Print(context.RequestServices.GetRequiredService<StandalonePage>().Of(html), context.RequestAborted);
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentDisposition = $"inline; filename=\"{NameOf(path.Value)}\"";
        context.Response.ContentType = "application/pdf";
        context.Response.ContentLength = pdf.Length;
        await context.Response.Body.WriteAsync(pdf, context.RequestAborted);
    });

    /// <summary>After routing: what is no page, a file or a stream of events, is not run to be thrown away.</summary>
    public static IApplicationBuilder UsePagesOnlyAsPdf(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Items.ContainsKey(Wanted) && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null
            ? throw Refusal.Missing("pdf", "Trang này không có bản PDF.") : next(context));

    static readonly object Wanted = new();

    /// <summary>What the page writes; null where the answer is another and was passed on.</summary>
    static async Task<string?> Written(HttpContext context, string page, RequestDelegate next)
    {
        var (path, body) = (context.Request.Path, context.Response.Body);
        using var written = new MemoryStream();
        context.Items[Wanted] = true;
        context.Request.Path = page;
        context.Response.Body = written;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
            context.Request.Path = path;
        }
        if (context.Response is { StatusCode: StatusCodes.Status200OK, ContentType: { } type } && type.StartsWith("text/html", StringComparison.Ordinal))
            return Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length);
        written.Position = 0;
        await written.CopyToAsync(body, context.RequestAborted);
        return null;
    }

    /// <summary>"/ho-so/H46.22.03-241118-0007/giay-hen.pdf" is saved as "H46.22.03-241118-0007-giay-hen.pdf".</summary>
    static string NameOf(string path) => Unsafe().Replace(string.Join('-', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1)), "");

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unsafe();
}

/// <summary>Makes a page hold all it needs: the stylesheet inside, its fonts as data, no script, and a policy that lets it load nothing.</summary>
public sealed partial class StandalonePage(IWebHostEnvironment environment)
{
    const string Policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">""";

    readonly ConcurrentDictionary<string, string> styles = new(StringComparer.Ordinal); // by the name with its hash, so it never changes

    /// <summary>The page has the layout of a paper.</summary>
    public static bool IsPaper(string html) => PaperMark().IsMatch(html);

    public string Of(string html)
    {
        var styled = Stylesheet().Replace(html, m => $"<style>{styles.GetOrAdd(m.Groups["file"].Value, Read)}</style>");
        return Charset().Replace(Link().Replace(Script().Replace(styled, ""), ""), m => m.Value + Policy, 1);
    }

    string Read(string file) => Font().Replace(TextOf(file), m =>
    {
        var font = environment.WebRootFileProvider.GetFileInfo("assets/" + m.Groups["file"].Value);
        return font.Exists ? $"url(data:font/woff2;base64,{Convert.ToBase64String(BytesOf(font))})" : m.Value;
    });

    string TextOf(string file)
    {
        var info = environment.WebRootFileProvider.GetFileInfo(file);
        return info.Exists ? Encoding.UTF8.GetString(BytesOf(info)) : "";
    }

    static byte[] BytesOf(IFileInfo file)
    {
        using var stream = file.CreateReadStream();
        var bytes = new byte[file.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    [GeneratedRegex("""<html[^>]*\sdata-paper="[A-Z0-9]""")]
    private static partial Regex PaperMark();

    [GeneratedRegex("""<link rel="stylesheet" href="/(?<file>assets/[^"?]+)"[^>]*>""")]
    private static partial Regex Stylesheet();

    [GeneratedRegex("""<link [^>]*>""")]
    private static partial Regex Link();

    [GeneratedRegex("""<script\b.*?</script>""", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("""<meta charset="utf-8">""")]
    private static partial Regex Charset();

    [GeneratedRegex(@"url\([^\w)]*(?<file>[\w.-]+\.woff2)[^\w)]*\)")]
    private static partial Regex Font();
}
