using System.Diagnostics;
using System.Text.Json;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Exchange;

/// <summary>A partner by software we did not write: Node's TLS and hashes, and http-message-signatures (tests/SecondSystem/exchange-client.mjs).</summary>
public sealed class ForeignPartnerTests(ExchangeApp app) : IClassFixture<ExchangeApp>
{
    [Fact]
    public async Task It_calls_us_and_believes_the_answer()
    {
        await app.OpenOnce("ho-tich", "procedures");
        var said = await Call("GET", "procedures/procedures/1.001193");
        Assert.Equal((200, "CN=VN/GOV/H46"), (said.GetProperty("status").GetInt32(), said.GetProperty("partner").GetString()));
        Assert.Equal("1.001193", JsonDocument.Parse(said.GetProperty("body").GetString()!).RootElement.GetProperty("code").GetString());
        Believed(said);
    }

    [Fact]
    public async Task A_refusal_and_an_error_of_the_exchange_are_as_much_to_be_believed()
    {
        await app.OpenOnce("ho-tich", "procedures");
        Believed(await Call("GET", "procedures/procedures/0.000000?ly-do=th%E1%BB%AD"));
        var fault = await Call("POST", "nothing", """{"câu":"hỏi"}""");
        Assert.Equal("Server.ServerProxy.UnknownService", fault.GetProperty("error").GetString());
        Believed(fault);
    }

    static void Believed(JsonElement said) => Assert.Equal((true, true, true), (said.GetProperty("signature").GetBoolean(), said.GetProperty("digest").GetBoolean(), said.GetProperty("requestHash").GetBoolean()));

    async Task<JsonElement> Call(string method, string path, string? body = null)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repo.Root, "tests/SecondSystem/exchange-client.mjs")]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var wrong = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            url = $"{app.Door}r1/{ExchangeApp.Self}/{path}", method, body, client = ExchangeApp.Ministry, id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), certificate = app.FileOf("VN/GOV/BTP"), authority = app.Authority,
        }));
        node.StandardInput.Close();
        var said = await node.StandardOutput.ReadToEndAsync();
        Assert.True(said.Length > 0, await wrong);
        return JsonDocument.Parse(said).RootElement.Clone();
    }
}
