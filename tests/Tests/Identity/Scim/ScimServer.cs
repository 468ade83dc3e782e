using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NhatLe.Tests.House;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity.Scim;

/// <summary>Another system that takes officers, by software we did not write: SCIMMY and its routers on Express (tests/SecondSystem).</summary>
sealed class ScimServer : IAsyncDisposable
{
    public const string Token = "ma-cua-he-thong-kia";

    readonly Process node;
    readonly HttpClient http;

    ScimServer(Process node, int port) => (this.node, Address, http) = (node, $"http://127.0.0.1:{port}/scim/v2", new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") });

    public string Address { get; }

    public static async Task<ScimServer> Start()
    {
        var port = FreePort.Find();
        var started = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repo.Root, "tests/SecondSystem/scim-server.mjs"), $$"""{"port":{{port}},"token":"{{Token}}"}"""]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var wrong = started.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = await started.StandardOutput.ReadLineAsync(patience.Token);
        Assert.True(said == "ready", said ?? await wrong);
        return new(started, port);
    }

    public async Task<(List<JsonObject> Users, List<string> Asked)> Held()
    {
        var held = (await http.GetFromJsonAsync<JsonObject>("/held"))!;
        return ([.. held["users"]!.AsArray().Select(u => u!.AsObject())], [.. held["asked"]!.AsArray().Select(a => (string)a!)]);
    }

    public async Task<JsonObject?> User(string login) => (await Held()).Users.Find(u => (string?)u["userName"] == login);

    /// <summary>What it holds of somebody, once that is as expected.</summary>
    public async Task<JsonObject> Becomes(string login, Func<JsonObject, bool> expected)
    {
        JsonObject? user = null;
        for (var i = 0; i < 1200; i++)
        {
            if ((user = await User(login)) is not null && expected(user)) return user;
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"{login} is still {user?.ToJsonString() ?? "unknown"}; asked: {string.Join(", ", (await Held()).Asked.TakeLast(10))}");
    }

    public Task Down(bool yes) => http.PostAsync($"/down/{(yes ? "true" : "false")}", content: null);

    public Task Forget() => http.PostAsync("/forget", content: null);

    public async ValueTask DisposeAsync()
    {
        await SecondSystem.End(node);
        http.Dispose();
    }

    /// <summary>What software of others makes of filters, changes and users (tests/SecondSystem/scim-judge.mjs).</summary>
    public static async Task<List<JsonNode?>> Judge(params JsonNode[] asked)
    {
        using var judge = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repo.Root, "tests/SecondSystem/scim-judge.mjs")]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, wrong) = (judge.StandardOutput.ReadToEndAsync(), judge.StandardError.ReadToEndAsync());
        await judge.StandardInput.WriteAsync(new JsonArray([.. asked.Select(a => a.DeepClone())]).ToJsonString());
        judge.StandardInput.Close();
        await judge.WaitForExitAsync();
        Assert.True(judge.ExitCode == 0, await wrong);
        return [.. JsonNode.Parse(await said)!.AsArray()];
    }
}
