using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;

namespace NhatLe.Catalogue.Procedures;

/// <summary>What other agencies may read of a published procedure.</summary>
public static class ShareProcedures
{
    /// <param name="FeeVnd">Đồng; 0 is free.</param>
    public sealed record SharedProcedure(string Code, int Number, string Name, string Field, string Level, long FeeVnd, IReadOnlyList<string> Channels, IReadOnlyList<SharedPaper> Papers, IReadOnlyList<string> Results);

    public sealed record SharedPaper(string Name, bool Required);

    public static readonly SharedService Service = new("procedures", "Danh mục thủ tục đã công bố",
        [new("GET", "/procedures/{code}", "The published version of a procedure, by its national code", Body: null, typeof(SharedProcedure), async (services, call, ct) => await Read(services, call.Route["code"], ct))]);

    /// <exception cref="Refusal">404.</exception>
    static async Task<SharedProcedure> Read(IServiceProvider services, string code, CancellationToken ct)
    {
        var p = await services.GetRequiredService<ICatalogue>().Current(code, ct) ?? throw Refusal.Missing("procedure", "Không có thủ tục mã {0} đang công bố.", code);
        return new(p.Code, p.Number, p.Name, p.Field, p.Level.ToString(), p.FeeVnd, p.Channels, [.. p.Documents.Select(d => new SharedPaper(d.Name, d.Required))], p.Results);
    }
}
