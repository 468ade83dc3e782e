using Microsoft.Playwright;

namespace NhatLe.Browser;

/// <summary>
/// The base of every journey: hands out devices, and at the end of each test fails on anything that went wrong on a page any of
/// them met, so no journey can forget to ask.
/// </summary>
public abstract class Journey(Chromium chromium, Uri? address = null) : IAsyncLifetime
{
    readonly List<Visitor> visitors = [];

    protected Chromium Chromium { get; } = chromium;

    /// <summary>A small phone held upright (360 × 740, touch).</summary>
    public Task<Visitor> NewPhone(bool javaScript = true, bool dark = false) => New("phone", javaScript, dark, new()
    {
        ViewportSize = new() { Width = 360, Height = 740 },
        DeviceScaleFactor = 2,
        IsMobile = true,
        HasTouch = true,
    });

    /// <summary>An office computer (1280 × 800).</summary>
    public Task<Visitor> NewDesktop(bool javaScript = true, bool dark = false) =>
        New("desktop", javaScript, dark, new() { ViewportSize = new() { Width = 1280, Height = 800 } });

    async Task<Visitor> New(string device, bool javaScript, bool dark, BrowserNewContextOptions options)
    {
        options.BaseURL = address?.ToString();
        options.Locale = "vi-VN";
        options.TimezoneId = "Asia/Ho_Chi_Minh";
        options.ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light;
        options.ReducedMotion = ReducedMotion.Reduce;
        var context = await Chromium.Browser.NewContextAsync(options);
        var visitor = new Visitor(context, await context.NewPageAsync(), device + (dark ? "-dark" : "-light") + (javaScript ? "" : "-plain"), javaScript);
        visitor.Page.SetDefaultTimeout(30_000);
        if (!javaScript) await visitor.SetScripting(false);
        visitor.Watch();
        visitors.Add(visitor);
        return visitor;
    }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        var problems = visitors.SelectMany(v => v.Problems).ToList();
        foreach (var visitor in visitors) await visitor.Close();
        Assert.True(problems.Count == 0, "Something went wrong on the way:\n  " + string.Join("\n  ", problems));
    }
}
