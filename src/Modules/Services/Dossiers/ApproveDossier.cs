using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>The leader approves the result (phê duyệt), or sends it back with a reason (trả lại).</summary>
public static class ApproveDossier
{
    public sealed record Command : Act;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/approval", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts, StepUp stepUp)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, StepKind.Approve, command.Version, ct);
            stepUp.Demand();
            await acts.Approve(dossier, command.Note, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}

/// <inheritdoc cref="ApproveDossier"/>
public static class SendBackDossier
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi lý do trả lại, để người giải quyết biết sửa gì."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/sending-back", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, StepKind.Approve, command.Version, ct);
            acts.SendBack(dossier, command.Reason!);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
