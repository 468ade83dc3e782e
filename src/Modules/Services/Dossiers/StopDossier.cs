using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// The citizen never brought what was asked for, or never paid, and the time given is over: the dossier ends without a result (dừng giải quyết).
/// Whoever holds the step that waits does it, for an unpaid fee also the desk; the citizen may file anew at any time.
/// </summary>
public static class StopDossier
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi lý do dừng, để ông/bà ấy hiểu và nộp lại được."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/stop", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.FindToStop(command.Code, command.Version, ct);
            await acts.Stop(dossier, command.Reason!, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
