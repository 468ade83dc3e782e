using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>The one-stop desk accepts a dossier and gives the appointment slip (tiếp nhận và hẹn trả, NĐ 61/2018).</summary>
public static class AcceptDossier
{
    public sealed record Command : Act;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/acceptance", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, StepKind.Accept, command.Version, ct);
            await acts.Accept(dossier, command.Note, ct);
            await db.SaveChangesAsync(ct); // row, entry, duties: one transaction
            return ActResult.Of(dossier);
        }
    }
}
