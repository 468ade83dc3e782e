using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Web;

/// <summary>Pages that are the same for everybody who has not signed in: they are made once a minute, and once more when what they are made from changes.</summary>
public interface IKeptPages
{
    /// <summary>What their addresses begin with, without the language: "/thu-tuc/".</summary>
    string Prefix { get; }

    /// <summary>A number that is another one as soon as what they are made from is another.</summary>
    ValueTask<long> Stamp(CancellationToken ct);
}

/// <summary>Keeps pages that are the same for anybody, packed as they went out. Whoever sends a cookie or a query gets a page of their own.</summary>
public sealed class KeptPages(IEnumerable<IKeptPages> kinds, DirectoryCache directory, LegalTime time)
{
    const int MostBytes = 64 * 1024 * 1024, LongestPath = 100;

    sealed record Page(byte[] Body, KeyValuePair<string, StringValues>[] Headers);

    /// <param name="Minute">Of the legal clock: pages say by when something would be done.</param>
    sealed class Round(long stamp, long minute)
    {
        public readonly ConcurrentDictionary<string, Page> Pages = new(StringComparer.Ordinal);
        public int Bytes;

        public bool IsOf(long nowStamp, long nowMinute) => stamp == nowStamp && minute == nowMinute;
    }

    volatile Round round = new(0, 0);

    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || request.QueryString.HasValue || request.Headers.Cookie.Count > 0 || request.Path.Value is not { Length: <= LongestPath } path || !kinds.Any(k => path.StartsWith(k.Prefix, StringComparison.Ordinal)))
        {
            await next(context);
            return;
        }
        var kept = await Now(context.RequestAborted);
        var key = Packing(request) + request.PathBase + path; // the language is in the base
        if (kept.Pages.TryGetValue(key, out var page)) await Write(context.Response, page, context.RequestAborted);
        else await Make(context, next, kept, key);
    }

    async ValueTask<Round> Now(CancellationToken ct)
    {
        var stamp = directory.Known?.Version ?? 0; // the layout names the province, and pages name units
        foreach (var kind in kinds) stamp = unchecked((stamp * 31) + await kind.Stamp(ct));
        var (minute, current) = (time.Now.Ticks / TimeSpan.TicksPerMinute, round);
        if (!current.IsOf(stamp, minute)) round = current = new(stamp, minute);
        return current;
    }

    static char Packing(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        return accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? 'b' : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? 'g' : '-';
    }

    static async Task Make(HttpContext context, RequestDelegate next, Round kept, string key)
    {
        var (response, body) = (context.Response, context.Response.Body);
        using var written = new MemoryStream();
        response.Body = written;
        try { await next(context); }
        finally { response.Body = body; }
        if (response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0
            && Interlocked.Add(ref kept.Bytes, (int)written.Length) <= MostBytes)
            kept.Pages[key] = new(written.ToArray(), [.. response.Headers]);
        written.Position = 0;
        await written.CopyToAsync(body, context.RequestAborted);
    }

    static Task Write(HttpResponse response, Page page, CancellationToken ct)
    {
        foreach (var (name, value) in page.Headers) response.Headers[name] = value;
        response.ContentLength = page.Body.Length;
        return response.Body.WriteAsync(page.Body, ct).AsTask();
    }
}

public static class KeptPagesExtensions
{
    /// <summary>Outside of the packing, so that it is packed once; inside of the language.</summary>
    public static IApplicationBuilder UseKeptPages(this IApplicationBuilder app)
    {
        var pages = app.ApplicationServices.GetRequiredService<KeptPages>();
        return app.Use(next => context => pages.Answer(context, next));
    }
}
