using System.Globalization;
using System.Net.Http.Json;
using NhatLe.Contracts.Exchange;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>The provincial office writes to other agencies over the document axis, and they write to it and to a commune.</summary>
sealed class Writers(HttpHands hands, Uri national)
{
    const string Office = "chanh-van-phong";

    static readonly string[] agencies = ["G22", "G15", "G09", "H27", "H50"], ours = ["H46", "H46.22.03"];

    readonly HttpClient axis = new() { BaseAddress = national, Timeout = TimeSpan.FromSeconds(5) };

    public async Task Run(CancellationToken ct)
    {
        try
        {
            for (var number = 1; ; number++)
            {
                await Send(number, ct);
                await Hear(number, ct);
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* they rest */ }
    }

    async Task Send(int number, CancellationToken ct)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var file = await hands.Upload<FileToSend>(Office, "/api/exchange/packets/files", ("van-ban.pdf", "application/pdf", Paperwork.Pdf("Van ban so " + name)), ct);
        await hands.Try<object>(Office, "/api/exchange/packets", new
        {
            id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), unit = "44", to = agencies.Skip(number % agencies.Length).Take(2), number = name, notation = "UBND-NC", issuedOn = "2024-11-18", type = "Công văn", subject = "Về việc phối hợp công tác, số " + name,
            signerPosition = "Chủ tịch", signerName = "Trần Minh Quân", files = new[] { file },
        }, ct);
    }

    /// <summary>Whether it was written when the answer is lost, the axis knows.</summary>
    async Task Hear(int number, CancellationToken ct)
    {
        try
        {
            using var answer = await axis.PostAsJsonAsync("/axis/say", new
            {
                documentId = string.Create(CultureInfo.InvariantCulture, $"G15.2024.{number:000000}"), from = "G15", to = new[] { ours[number % ours.Length] }, number = number.ToString(CultureInfo.InvariantCulture), notation = "BTP-HTQTCT", type = "Công văn",
                subject = "Rà soát dữ liệu hộ tịch", position = "Cục trưởng", signer = "Vũ Minh Châu",
            }, ct);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested) { /* the axis was killed, or was told to be silent */ }
    }
}
