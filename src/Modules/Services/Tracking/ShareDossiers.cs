using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Tracking;

/// <summary>What other agencies may ask about a dossier by its code: where it stands, and nothing about the person.</summary>
public static class ShareDossiers
{
    /// <param name="Status">1 to 10, as the national portal counts them.</param>
    public sealed record SharedDossier(string Code, string Title, string UnitCode, string UnitName, int Status, int Channel, DateTimeOffset FiledAt, DateTimeOffset? AcceptedAt, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, DateTimeOffset? ReturnedAt);

    public static readonly SharedService Service = new("dossiers", "Tình trạng hồ sơ",
        [new("GET", "/dossiers/{code}", "Where a dossier stands, by its code", Body: null, typeof(SharedDossier), async (services, call, ct) => await Read(services, call.Route["code"], ct))]);

    /// <exception cref="Refusal">404.</exception>
    static async Task<SharedDossier> Read(IServiceProvider services, string code, CancellationToken ct)
    {
        var wanted = code.Trim().ToUpperInvariant();
        var dossier = await services.GetRequiredService<ServicesDb>().Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Code == wanted, ct)
            ?? throw Refusal.Missing("dossier", "Không có hồ sơ mã {0}.", wanted);
        var unit = (await services.GetRequiredService<DirectoryCache>().Get(ct)).Unit(dossier.UnitId);
        return new(dossier.Code, dossier.Title, unit.Code, unit.FullName, (int)dossier.Status, (int)dossier.Channel, dossier.FiledAt, dossier.AcceptedAt, dossier.DueAt, dossier.FinishedAt, dossier.ReturnedAt);
    }
}
