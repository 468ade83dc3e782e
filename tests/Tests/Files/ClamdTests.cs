using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Files;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Files;

/// <summary>The application with clamd, which here finds "VIRUS" anywhere in a file.</summary>
public sealed class AppWithClamd : App
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    /// <summary>What it says in place of looking; "" hangs up.</summary>
    public string? Says { get; set; }

    protected override void Replace(IServiceCollection services)
    {
        listener.Start();
        _ = Listen();
        services.AddSingleton(ClamdAddress.Read($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")!).AddSingleton<IVirusScan, ClamdScan>();
    }

    async Task Listen()
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            if (Says == "") continue;
            try { await Answer(stream); }
            catch (IOException) { /* it went away */ }
        }
    }

    async Task Answer(NetworkStream stream)
    {
        var head = new byte[10];
        await stream.ReadExactlyAsync(head);
        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(head));
        using var content = new MemoryStream();
        var length = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(length);
            var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            if (chunk.Length == 0) break;
            await stream.ReadExactlyAsync(chunk);
            content.Write(chunk);
        }
        var found = content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf("VIRUS"u8) >= 0;
        await stream.WriteAsync(Encoding.ASCII.GetBytes((Says ?? (found ? "stream: Test.Virus FOUND" : "stream: OK")) + "\0"));
    }
}

public sealed class ClamdTests(AppWithClamd app) : IClassFixture<AppWithClamd>
{
    const string Away = "Chưa kiểm tra được tệp lúc này. Hãy thử lại sau ít phút. Phần đã điền vẫn còn.";

    Task<HttpResponseMessage> Send(App.Client mother, Guid draft, string content) =>
        mother.Upload($"/api/services/drafts/{draft}/files/identity", "a.pdf", [.. Filing.Pdf(content), .. new byte[200_000]]);

    Task<int> Count(Guid draft) => app.Tables(db => db.DraftFiles.CountAsync(f => f.DraftId == draft));

    [Fact]
    public async Task A_clean_file_is_kept_and_one_with_a_virus_refused()
    {
        app.Says = null;
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        Assert.Equal(HttpStatusCode.OK, (await Send(mother, draft, "clean")).StatusCode);
        Assert.Contains("Tệp này có mã độc nên không nhận được.", await (await Send(mother, draft, "VIRUS")).Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Equal(1, await Count(draft));
    }

    [Theory]
    [InlineData("")]
    [InlineData("INSTREAM size limit exceeded. ERROR")]
    public async Task Without_an_answer_nothing_is_kept_and_the_citizen_is_told_to_try_again(string says)
    {
        app.Says = says;
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        Assert.Contains(Away, await (await Send(mother, draft, "not looked at")).Refused(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        await (await mother.Photograph(draft, ("paper-identity", Pages.Pdf("b.pdf")))).RefusedAt("paper-identity", Away);
        Assert.Equal(0, await Count(draft));
    }

    [Fact]
    public async Task An_upload_that_came_while_it_was_away_is_taken_when_it_is_back()
    {
        app.Says = "";
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var file = Filing.Pdf("patient");
        mother.Http.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        using var create = new HttpRequestMessage(HttpMethod.Post, $"/api/services/drafts/{draft}/uploads") { Headers = { { "Upload-Length", $"{file.Length}" }, { "Upload-Metadata", $"key {Convert.ToBase64String("identity"u8)}" } } };
        var address = (await mother.Http.SendAsync(create)).Headers.Location!;
        using var patch = new HttpRequestMessage(HttpMethod.Patch, address) { Headers = { { "Upload-Offset", "0" } }, Content = new ByteArrayContent(file) { Headers = { ContentType = new("application/offset+octet-stream") } } };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await mother.Http.SendAsync(patch)).StatusCode);
        app.Says = null;
        using var head = new HttpRequestMessage(HttpMethod.Head, address);
        var answer = await mother.Http.SendAsync(head);
        Assert.True(answer.Headers.Contains("Nhatle-File"));
        Assert.Equal(1, await Count(draft));
    }
}

public sealed class ClamdAddressTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:3310")]
    [InlineData("tcp://clamd:3310")]
    [InlineData("unix:///run/clamav/clamd.ctl")]
    public void These_are_addresses(string text) => Assert.NotNull(ClamdAddress.Read(text));

    [Theory]
    [InlineData("127.0.0.1:3310")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("http://127.0.0.1:3310")]
    [InlineData("unix://run/clamd.ctl")]
    [InlineData("/run/clamav/clamd.ctl")]
    public void These_are_not(string text)
    {
        Assert.Null(ClamdAddress.Read(text));
        Assert.Contains(new NhatLe.Host.Settings { Demonstration = true, VirusScan = text }.Faults(), f => f.Contains("no address of clamd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_socket_of_the_system_is_spoken_to_as_well()
    {
        using var folder = new NhatLe.Tests.Host.TemporaryFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder["clamd.ctl"]));
        listener.Listen();
        var connected = ClamdAddress.Read("unix://" + folder["clamd.ctl"])!.Connect(default);
        using var accepted = await listener.AcceptAsync();
        using var socket = await connected;
        Assert.True(socket.Connected);
    }
}
