using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue;
using NhatLe.Catalogue.Import;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Directory;

namespace NhatLe.Tests.Catalogue;

/// <summary>Lines as the national catalogue publishes them, and what is done with them.</summary>
static class Given
{

    public static object Channel(string channel, int? value = 3, string unit = "working_day", long? fee = 0, bool note = false) =>
        new { channel, deadline = value is null ? null : new { value, unit }, fee_vnd = fee, fee_has_note = note };

    /// <summary>A complete procedure of the commune, unless told otherwise.</summary>
    public static string Line(string code, string name = "Cấp giấy thử", string field = "Hộ tịch", string[]? levels = null, object[]? channels = null, object[]? documents = null, string confidence = "high") =>
        JsonSerializer.Serialize(new
        {
            code, name, field, ministry = "Bộ Tư pháp", subjects = new[] { "Công dân Việt Nam" }, levels = levels ?? ["commune"], confidence,
            channels = channels ?? [Channel("counter"), Channel("online")], documents = documents ?? [new { name = "Đơn", originals = 1, copies = 0 }],
            results = new[] { new { name = "Giấy", code = (string?)null } }, legal_basis = new[] { "60/2014/QH13" },
        });

    public static async Task<ImportProcedures.Report> Import(this App app, string text, Actor? actor = null)
    {
        await using var scope = app.Services.As(actor ?? Actor.System);
        return await scope.ServiceProvider.GetRequiredService<ImportProcedures.Handler>().Run(new(new StringReader(text), "test"), progress: null, default);
    }

    public static Task<ImportProcedures.Report> Import(this App app, params string[] lines) => app.Import(string.Join('\n', lines));

    public static async Task<PublishedProcedure?> Current(this App app, string code)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ICatalogue>().Current(code, default);
    }

    public static async Task<PublishedProcedure> Version(this App app, Guid id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ICatalogue>().Version(id, default);
    }

    public static Task<T> Catalogue<T>(this App app, Func<CatalogueDb, Task<T>> work) => app.With(work);
}
