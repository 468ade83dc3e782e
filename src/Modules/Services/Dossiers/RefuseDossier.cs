using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>The desk does not accept a dossier, with the reason (từ chối tiếp nhận, mẫu 03). It cannot be taken back; the citizen files anew.</summary>
public static class RefuseDossier
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi lý do từ chối và nơi ông/bà ấy có thể nộp."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/refusal", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, StepKind.Accept, command.Version, ct);
            await acts.Refuse(dossier, command.Reason!, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
