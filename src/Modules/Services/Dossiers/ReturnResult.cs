using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>The one-stop desk returns the result (trả kết quả); from then on the citizen can download it.</summary>
public static class ReturnResult
{
    public sealed record Command : Act;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/return", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, StepKind.Return, command.Version, ct);
            await acts.Return(dossier, command.Note, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
