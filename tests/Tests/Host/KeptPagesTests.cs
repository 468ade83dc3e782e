using System.Net;
using System.Net.Http.Headers;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Host;

/// <summary>The page of a procedure is made once for all who have not signed in, and never shows yesterday's day or somebody else's name.</summary>
public sealed class KeptPagesTests(App app) : IClassFixture<App>
{
    const string Page = "/thu-tuc/" + Filing.BirthRegistration;

    static async Task<(HttpResponseMessage Answer, byte[] Body)> Get(App.Client browser, string path, string? packing = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (packing is not null) request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(packing));
        var answer = await browser.Http.SendAsync(request);
        return (answer, await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(null), InlineData("br"), InlineData("gzip")]
    public async Task The_second_visitor_gets_the_same_bytes_with_the_same_headers(string? packing)
    {
        using var first = app.Anybody();
        using var second = app.Anybody();
        var (made, bytes) = await Get(first, Page, packing);
        var (kept, again) = await Get(second, Page, packing);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (made.StatusCode, kept.StatusCode));
        Assert.Equal(bytes, again);
        Assert.Equal(packing is null ? [] : new[] { packing }, kept.Content.Headers.ContentEncoding);
        Assert.Equal("text/html", kept.Content.Headers.ContentType!.MediaType);
        foreach (var header in (string[])["Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy"])
            Assert.Equal(Assert.Single(made.Headers.GetValues(header)), Assert.Single(kept.Headers.GetValues(header)));
    }

    [Fact]
    public async Task Who_is_signed_in_gets_their_own_and_each_language_its_own()
    {
        using var anybody = app.Anybody();
        var kept = await anybody.Page(Page);
        Assert.Contains("Hồ Thị Mai Liên", await (await app.As(Filing.Mother)).Page(Page), StringComparison.Ordinal);
        Assert.Equal(kept, await anybody.Page(Page));
        Assert.Contains("<html lang=\"en\"", await anybody.Page("/en" + Page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Get("/thu-tuc/9.999999")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Get("/thu-tuc/9.999999")).StatusCode);
    }

    [Fact]
    public async Task Another_day_is_another_page()
    {
        using var anybody = app.Anybody();
        var before = await anybody.Page(Page);
        app.Time.MoveTo(app.Time.Now.AddDays(3));
        Assert.NotEqual(before, await anybody.Page(Page));
    }
}
