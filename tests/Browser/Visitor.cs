using Microsoft.Playwright;

namespace NhatLe.Browser;

/// <summary>One person at one device. Whatever goes wrong on a page they meet is kept and fails the journey at its end.</summary>
public sealed class Visitor(IBrowserContext context, IPage page, string device, bool javaScript)
{
    readonly HashSet<string> met = [];
    readonly HashSet<string> looked = [];
    readonly HashSet<int> allowed = [];
    readonly List<string> problems = [];
    bool offline;

    public IPage Page => page;

    /// <summary>What went wrong so far: errors in the console, blocked content, failed requests, pages met and not looked at.</summary>
    public IReadOnlyList<string> Problems
    {
        get { lock (problems) return [.. problems, .. met.Except(looked).Select(url => $"{url} was met, but the journey did not Look() at it")]; }
    }

    /// <summary>Opens an address of the site and looks at it.</summary>
    public async Task Visit(string address, string? name = null)
    {
        await page.GotoAsync(address);
        await Look(name);
    }

    /// <summary>
    /// Looks at the page as it stands now, after a click too: it is accessible and does not scroll sideways.
    /// With a name and NHATLE_SCREENSHOTS=1, it is drawn to var/screenshots/name-device.png.
    /// </summary>
    public async Task Look(string? name = null)
    {
        await page.MustBeLoaded();
        // A redirected Turbo visit shows the new page a moment before its address; until then the root is marked as busy.
        await Assertions.Expect(page.Locator("html[aria-busy]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        lock (problems) looked.Add(Plain(page.Url));
        if (name is not null && Environment.GetEnvironmentVariable("NHATLE_SCREENSHOTS") == "1")
            await page.ScreenshotAsync(new() { Path = Path.Combine(House.Root, "var/screenshots", $"{name}-{device}.png"), FullPage = true });
        if (!javaScript) await SetScripting(true);
        await page.MustFit();
        await page.MustBeAccessible();
        if (!javaScript) await SetScripting(false);
    }

    ICDPSession? scripting;

    /// <summary>
    /// A visitor without JavaScript has it switched off by our own session and not by the context's option, so that it can be on
    /// while axe, which needs timers and promises, looks. The page's own scripts were passed over when it was read and do not run later.
    /// </summary>
    internal async Task SetScripting(bool on)
    {
        scripting ??= await context.NewCDPSessionAsync(page);
        await scripting.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = !on });
    }

    /// <summary>The journey means to get this answer somewhere, for example 422 for a form sent empty.</summary>
    public void Allow(int status) => allowed.Add(status);

    /// <summary>Runs a part in which the site may be away: failed requests and their messages are part of the story.</summary>
    public async Task WhileTheSiteIsAway(Func<Task> part)
    {
        offline = true;
        try { await part(); }
        finally { offline = false; }
    }

    internal async Task Close() => await context.CloseAsync();

    internal void Watch()
    {
        page.Console += (_, message) =>
        {
            // A failed request is reported by the network events below, with its address.
            if (message.Type is "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) Add($"console: {message.Text} ({page.Url})");
        };
        page.PageError += (_, error) => Add($"script: {error} ({page.Url})");
        page.RequestFailed += (_, request) =>
        {
            // Aborted: the person went on before the answer came, or left a page with an open event stream.
            if (request.Failure is not "net::ERR_ABORTED") Add($"{request.Method} {request.Url}: {request.Failure}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !allowed.Contains(response.Status)) Add($"{response.Request.Method} {response.Url}: {response.Status}");
        };
        page.FrameNavigated += (_, frame) =>
        {
            if (frame == page.MainFrame && frame.Url.StartsWith("http", StringComparison.Ordinal))
                lock (problems) met.Add(Plain(frame.Url));
        };
    }

    void Add(string problem)
    {
        if (offline) return;
        lock (problems) problems.Add($"[{device}] {problem}");
    }

    static string Plain(string url) => url.Split('?', '#')[0];
}
