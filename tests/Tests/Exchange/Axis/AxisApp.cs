using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Parcels;
using NhatLe.Host;
using NhatLe.National.Axis;
using NhatLe.National.Control;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Tests.National;

namespace NhatLe.Tests.Exchange.Axis;

/// <summary>The application, and the stand-in of the document axis on another port: they meet on the wire only. Played agencies answer all at once.</summary>
public sealed class AxisApp : App, IAsyncLifetime
{
    public const string Office = "chanh-van-phong", Desk = "mot-cua.tronghoa", Province = "44", Commune = "18907", CommuneOrgan = "H46.22.03";

    readonly string folder = Directory.CreateTempSubdirectory("nhatle-axis-").FullName;
    NationalSide? national;
    int letters;

    public AxisStore Axis => national!.Get<AxisStore>();
    public Uri National => national!.Address;

    public new async Task InitializeAsync()
    {
        CertificateFolder.WriteSigners(folder, ["H46", .. NhatLe.National.Axis.AxisAgency.Played.Select(a => a.Id)], TimeProvider.System);
        var standIn = AxisSettings.StandIn("", folder);
        national = await NationalSide.Start(new() { Client = standIn.ClientId, Secret = standIn.Secret, AxisCertificates = folder, AxisPace = 0 });
        await base.InitializeAsync();
        await Services.GetRequiredService<KeepAgencies>().Run(default);
    }

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await national!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private protected override Settings Adjust(Settings settings) => settings with { DocumentAxis = AxisSettings.StandIn(National + "axis", folder) with { TimeoutSeconds = 3 } };

    /// <summary>The rounds are the tests', which tell the axis beforehand what to do wrong in them.</summary>
    protected override void Replace(IServiceCollection services)
    {
        foreach (var job in services.Where(s => s.ImplementationInstance is JobRegistration { Name: FetchPackets.Name or KeepAgencies.Name or CompareAxis.Name }).ToList()) services.Remove(job);
    }

    public Task Tell(string operation, FaultKind kind, int times = 0, double seconds = 1, string? wrong = null) => national!.Tell(new("/axis/" + operation, kind, seconds, times, wrong));

    public Task TakeBackFaults() => national!.TakeBackFaults();

    /// <summary>One round of taking; what the axis does not give now is no failure of the test.</summary>
    public async Task<bool> Fetch()
    {
        try
        {
            await Services.GetRequiredService<FetchPackets>().Run(default);
            return true;
        }
        catch (Exception e) when (e is PartnerIsAway or PartnerRests) { return false; }
    }

    public async Task<FileToSend> Upload(string login, string name = "120-UBND.pdf", string content = "%PDF-1.4 công văn")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name } };
        var answer = await (await As(login)).Http.PostAsync("/api/exchange/packets/files", form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<FileToSend>())!;
    }

    public async Task<Dictionary<string, object?>> Letter(string login = Office, string unit = Province, params string[] to) => new()
    {
        ["id"] = Guid.CreateVersion7(Time.Now), ["unit"] = unit, ["to"] = to.Length == 0 ? ["G15"] : to, ["number"] = "120", ["notation"] = "UBND-NC", ["issuedOn"] = "2024-11-18", ["type"] = "Công văn", ["subject"] = "Về việc đăng ký khai sinh",
        ["signerPosition"] = "Chủ tịch", ["signerName"] = "Trần Minh Quân", ["files"] = new[] { await Upload(login) },
    };

    public async Task<SentPacket> Send(string login = Office, string unit = Province, params string[] to) => await (await As(login)).Post<SentPacket>("/api/exchange/packets", await Letter(login, unit, to));

    public async Task<SentPacket> Follow(SentPacket about, PacketBusiness business, string reason)
    {
        var letter = await Letter();
        (letter["aboutId"], letter["business"], letter["reason"], letter["to"]) = (about.Id, business, reason, Array.Empty<string>());
        if (business == PacketBusiness.Recall) letter["files"] = Array.Empty<FileToSend>();
        return await (await As(Office)).Post<SentPacket>("/api/exchange/packets", letter);
    }

    /// <summary>A played agency writes to one of ours.</summary>
    public async Task<string> Say(string? wrong = null, string from = "G15", string? to = null, int business = 0, string about = "", string reason = "", string? documentId = null)
    {
        documentId ??= $"{from}.2024.{Interlocked.Increment(ref letters):000000}";
        using var http = new HttpClient { BaseAddress = National };
        var answer = await http.PostAsJsonAsync("/axis/say" + (wrong is null ? "" : "?wrong=" + wrong), new { documentId, from, to = new[] { to ?? CommuneOrgan }, number = "55", notation = "BTP-HTQTCT", type = "Công văn", subject = "Rà soát dữ liệu hộ tịch", position = "Cục trưởng", signer = "Vũ Minh Châu", business, about, reason });
        answer.EnsureSuccessStatusCode();
        return documentId;
    }

    public Task<DocumentPacket> Received(string documentId) => this.Read(db => db.Packets.AsNoTracking().SingleAsync(p => p.Direction == PacketDirection.Received && p.DocumentId == documentId));

    public Task<DocumentPacket> Packet(Guid id) => this.Read(db => db.Packets.AsNoTracking().SingleAsync(p => p.Id == id));

    public Task<List<SaidStatus>> Statuses(Guid id) => this.Read(db => db.Statuses.AsNoTracking().Where(s => s.PacketId == id).OrderBy(s => s.Place).ToListAsync());

    public async Task<HttpResponseMessage> Answer(string login, Guid id, PacketStatus status, string reason = "") => await (await As(login)).PostJson($"/api/exchange/packets/{id}/status", new { status, reason });

    /// <summary>What the axis was told of a document by one of ours, in order.</summary>
    public List<string> ToldOf(string documentId) => [.. Axis.Told.Where(t => t.DocumentId == documentId).Select(t => t.StatusCode)];

    public async Task Until(Func<Task<bool>> happened, string what)
    {
        for (var i = 0; i < 1200; i++)
        {
            if (await happened()) return;
            await this.Hurry();
            await Task.Delay(50);
        }
        Assert.Fail(what + ": " + string.Join(", ", await this.Read(db => db.Parcels.Where(p => p.State != ParcelState.Sent).Select(p => p.Code + " " + p.State + " " + p.LastError).ToListAsync())));
    }

    public Task OnAxis(SentPacket sent) => Until(async () => (await Packet(sent.Id)).State == PacketState.OnAxis, sent.DocumentId + " is not on the axis");

    public Task Told(string documentId, params string[] codes) => Until(() => Task.FromResult(ToldOf(documentId).SequenceEqual(codes)), $"Told of {documentId}: {string.Join(' ', ToldOf(documentId))}, not {string.Join(' ', codes)}");
}
