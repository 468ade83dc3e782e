using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace NhatLe.Browser;

/// <summary>That the harness sees what it is there to see, shown on small pages of its own.</summary>
public sealed class HarnessTests(Chromium chromium, HarnessTests.Pages site) : Journey(chromium, site.Address), IClassFixture<Chromium>, IClassFixture<HarnessTests.Pages>
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_good_page_passes_on_every_device(bool javaScript, bool dark)
    {
        var phone = await NewPhone(javaScript, dark);
        await phone.Visit("/good", "harness");
        Assert.Equal(360, await phone.Page.EvaluateAsync<int>("innerWidth"));
        Assert.Equal(dark, await phone.Page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        Assert.Equal(javaScript ? "scripted" : "plain", await phone.Page.TextContentAsync("#script"));

        var desktop = await NewDesktop(javaScript, dark);
        await desktop.Visit("/good", "harness");
        Assert.Equal(1280, await desktop.Page.EvaluateAsync<int>("innerWidth"));
        Assert.Empty(phone.Problems.Concat(desktop.Problems));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_cannot_be_read_aloud_is_named_with_its_elements(bool javaScript)
    {
        var visitor = await NewDesktop(javaScript);
        var failure = await Assert.ThrowsAsync<FailException>(() => visitor.Visit("/unreadable"));
        Assert.Contains("critical: Images must have alternative text (image-alt)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("<img src=\"/picture\">", failure.Message, StringComparison.Ordinal);
        Assert.Contains("color-contrast", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_too_wide_for_a_phone_is_found()
    {
        var visitor = await NewPhone();
        var failure = await Assert.ThrowsAsync<FailException>(() => visitor.Visit("/wide"));
        Assert.Contains("class=\"wide\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_blocked_content_failed_requests_and_pages_passed_by_fail_the_journey_at_its_end()
    {
        var journey = new Faulty(Chromium, site.Address);
        var visitor = await journey.NewDesktop();
        await visitor.Visit("/faulty");
        await visitor.Page.ClickAsync("a");
        await Assertions.Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/good$"));
        var failure = await Assert.ThrowsAsync<TrueException>(journey.DisposeAsync);
        foreach (var expected in new[] { "boom", "Content Security Policy", "/missing: 404", "http://127.0.0.1:1/: net::ERR", "/good was met" })
            Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_the_journey_means_to_get_is_no_problem()
    {
        var visitor = await NewDesktop();
        visitor.Allow(422);
        await visitor.Visit("/refused");
        Assert.Empty(visitor.Problems);
    }

    sealed class Faulty(Chromium chromium, Uri address) : Journey(chromium, address);

    /// <summary>A tiny site with one page for each thing the harness must see.</summary>
    public sealed class Pages : IAsyncLifetime
    {
        readonly WebApplication site = Build();

        public Uri Address { get; private set; } = new("about:blank");

        public async Task InitializeAsync()
        {
            Page("/good", "<p id='script'>plain</p><script src='/good.js'></script>");
            Page("/unreadable", "<img src='/picture'><p class='pale'>nhạt</p>");
            Page("/wide", "<p class='wide'>rộng</p>");
            Page("/faulty", "<script src='/boom.js'></script><p style='color:red'>x</p><img alt='' src='/missing'><img alt='' src='http://127.0.0.1:1/'><a href='/good'>Đi tiếp</a>");
            Page("/refused", "<p>Chưa có tên</p>", 422);
            site.MapGet("/good.js", () => Results.Content("document.getElementById('script').textContent = 'scripted'", "text/javascript"));
            site.MapGet("/boom.js", () => Results.Content("throw new Error('boom')", "text/javascript"));
            site.MapGet("/pages.css", () => Results.Content(".pale { color: #ccc; background: #fff } .wide { inline-size: 900px }", "text/css"));
            site.MapGet("/picture", () => Results.Content("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml"));
            site.MapGet("/favicon.ico", () => Results.NoContent());
            await site.StartAsync();
            Address = new(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        }

        public async Task DisposeAsync() => await site.DisposeAsync();

        void Page(string path, string body, int status = 200) => site.MapGet(path, (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' http://127.0.0.1:1; style-src 'self'; script-src 'self'";
            return Results.Content(
                $"<!doctype html><html lang='vi'><head><title>Trang thử</title><meta name='viewport' content='width=device-width'><link rel='stylesheet' href='/pages.css'></head><body><main><h1>Trang thử</h1>{body}</main></body></html>",
                "text/html", System.Text.Encoding.UTF8, status);
        });

        static WebApplication Build()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            return builder.Build();
        }
    }
}
