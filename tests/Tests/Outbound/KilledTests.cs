using System.Diagnostics;
using System.Net;
using NhatLe.Tests.Host;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Outbound;

/// <summary>The server as its own process, killed while the gateway answers.</summary>
[Trait("Run", "Once")]
public sealed class KilledTests
{
    [Fact]
    public async Task Killed_between_answer_and_commit_it_sends_again_under_the_same_key()
    {
        using var gateway = new Gateway();
        using var folder = new TemporaryFolder();
        var config = folder.Write("nhatle.json", $$"""{ "sms": { "url": "{{gateway.Url}}", "secret": "s" } }""");
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        string[] serve = [Path.Combine(AppContext.BaseDirectory, "nhatle.dll"), "serve", "--demo", "--empty", "--data", folder["data"], "--config", config, "--urls", address.ToString().TrimEnd('/')];

        using var first = Start(serve);
        try
        {
            using var mother = await SignedIn(address);
            gateway.Answer = (_, _) =>
            {
                first.Kill(entireProcessTree: true); // SIGKILL: the answer goes to nobody, nothing is noted
                return Task.CompletedTask;
            };
            var draft = await mother.Begin();
            await mother.UploadPapers(draft);
            try { await mother.PostJson("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() }); }
            catch (HttpRequestException) { /* killed before its own answer was out: the dossier is filed all the same */ }
            await first.WaitForExitAsync();
        }
        finally
        {
            if (!first.HasExited) first.Kill(entireProcessTree: true);
        }
        gateway.TakesAll();
        using var second = Start(serve);
        try
        {
            for (var i = 0; i < 900 && gateway.Asked.Count < 2; i++) await Task.Delay(100);
        }
        finally
        {
            second.Kill(entireProcessTree: true);
            await second.WaitForExitAsync();
        }
        Assert.True(gateway.Asked.Count >= 2, "It was not sent again.");
        Assert.Single(gateway.Asked.Select(g => g.Key).Distinct());
        Assert.Single(gateway.Taken);
    }

    static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment.Remove("NHATLE_DATABASE");
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    static async Task<App.Client> SignedIn(Uri address)
    {
        var client = new App.Client(address);
        for (var tries = 0; ; tries++)
        {
            try
            {
                var answer = await client.PostForm("/dang-nhap", new() { ["Input.Login"] = Filing.Mother, ["Input.Password"] = App.Password });
                Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
                return client;
            }
            catch (HttpRequestException) when (tries < 600)
            {
                await Task.Delay(100); // it is starting
            }
        }
    }
}
