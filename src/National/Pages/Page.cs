using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using NhatLe.National.Texts;

namespace NhatLe.National.Pages;

/// <summary>The pages of the stand-ins. Each says that it is one: nobody should take it for the real system.</summary>
public static class Page
{
    public const string StylePath = "/style.css";

    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    static readonly string Css = ReadStyle();

    /// <summary>Text in a page, or in the value of an attribute.</summary>
    public static string Text(string? plain) => Encoder.Encode(plain ?? "");

    /// <param name="body">HTML; what is not written here went through <see cref="Text"/>.</param>
    public static IResult Show(Words words, string title, string body, int status = StatusCodes.Status200OK, string system = "Định danh điện tử quốc gia (đóng thế)") => Results.Content($"""
        <!doctype html>
        <html lang="{(words.IsEnglish ? "en" : "vi")}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{Text(title)}</title><link rel="stylesheet" href="{StylePath}"></head>
        <body>
        <p class="banner" role="note">{Text(words["Bản đóng thế để trình diễn. Không phải hệ thống thật, mọi người đều hư cấu."])}</p>
        <main><p class="system">{Text(words[system])}</p><h1>{Text(title)}</h1>
        {body}
        </main>
        </body>
        </html>
        """, "text/html", Encoding.UTF8, status);

    public static IResult Style() => Results.Content(Css, "text/css", Encoding.UTF8);

    public static Task Guard(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"; // a form leads on to other systems, whichever they are
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return next(context);
    }

    static string ReadStyle()
    {
        using var reader = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream("NhatLe.National.Pages.style.css")!);
        return reader.ReadToEnd();
    }
}
