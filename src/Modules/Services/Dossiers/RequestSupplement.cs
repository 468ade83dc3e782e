using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>Something is missing: the citizen is told what, and the clock stands still until it comes (yêu cầu bổ sung, mẫu 02).</summary>
public static class RequestSupplement
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi rõ còn thiếu giấy gì, để ông/bà ấy biết."), StringLength(500, ErrorMessage = "Nội dung dài quá 500 chữ. Hãy rút gọn.")]
        public string? What { get; set; }

        /// <summary>Working days the citizen has to bring it.</summary>
        [Range(1, 60, ErrorMessage = "Thời gian bổ sung từ 1 đến 60 ngày làm việc.")]
        public int Days { get; set; } = DossierActs.SupplementDays;
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/supplement-request", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, [StepKind.Accept, StepKind.Process], command.Version, ct);
            await acts.RequestSupplement(dossier, command.What!, command.Days, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
