using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Forms;

namespace NhatLe.Services.Dossiers;

/// <summary>The form of a procedure as JSON Schema 2020-12: what the answers of a filing through the API look like. Open to everybody.</summary>
public static class ShowForm
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/services/procedures/{code}/form", async (string code, ICatalogue catalogue, FormLibrary forms, CancellationToken ct) =>
            await catalogue.Current(code, ct) is { } procedure && forms.Find(procedure.FormKey) is { } form
                ? Results.Text(FormSchema.TextOf(form), "application/schema+json")
                : throw Refusal.Missing("form", "Không có thủ tục mã này, hoặc thủ tục chưa nhận qua mạng. Hãy tìm lại theo tên, hoặc gọi 1022."));
}
