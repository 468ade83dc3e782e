using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>The one-stop desk returns the result (trả kết quả), when nothing is to be paid any more; from then on the citizen can download it.</summary>
public static class ReturnResult
{
    public sealed record Command : Act;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/return", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts, ICharges charges)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, StepKind.Return, command.Version, ct);
            if (await charges.DueAtReturn(dossier.Id, ct) is { } due) throw Refusal.Conflict("dossier.fee-due", "Còn {0:N0} đồng phí chưa nộp nên chưa trả kết quả được. Hãy thu phí trước, rồi trả.", due.RemainingVnd);
            await acts.Return(dossier, command.Note, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
