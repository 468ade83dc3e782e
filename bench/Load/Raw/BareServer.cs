using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NhatLe.Load.Raw;

/// <summary>The web server with nothing behind it, on the same machine in the same minutes: what a JSON route and a page cost at least.</summary>
static class BareServer
{
    const int PageSize = 10_000; // characters, as the page of a procedure has

    sealed record Receipt(string Code, DateTimeOffset FiledAt, string AnsweredBy);

    public static async Task Serve(string url, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        var receipt = new Receipt("H46.22.03-241118-0001", DateTimeOffset.UnixEpoch, "Xã Trọng Hóa");
        var page = $"<!DOCTYPE html><html lang=\"vi\"><title>Trang</title><p>{new string('x', PageSize)}</p></html>";
        app.MapGet("/json", () => receipt);
        app.MapGet("/page", () => Results.Text(page, "text/html; charset=utf-8"));
        await app.StartAsync(ct);
        await app.WaitForShutdownAsync(ct);
    }
}
