using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Services.Dossiers;

/// <summary>The applicant says how they were served, once, after the result (đánh giá, NĐ 61/2018).</summary>
public static class RateDossier
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        [Range(1, 5, ErrorMessage = "Hãy chọn một mức hài lòng.")]
        public int Stars { get; set; }

        [StringLength(1000, ErrorMessage = "Ý kiến dài quá 1.000 chữ. Hãy rút gọn.")]
        public string? Comment { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/rating", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, Actor actor, OwnDossiers own)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await db.OwnDossier(actor, own, command.Code, ct);
            dossier.Rate(command.Stars, command.Comment);
            db.Record(dossier, new DossierRated(dossier.Id, dossier.Code, command.Stars), command.Comment);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }

    /// <summary>A citizen's own dossier, or one of whom they represent; another's is as unknown as none.</summary>
    public static async Task<Dossier> OwnDossier(this ServicesDb db, Actor actor, OwnDossiers own, string code, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        return await db.Dossiers.Where(await own.Mine(ct)).SingleOrDefaultAsync(d => d.Code == code, ct)
            ?? throw Refusal.Missing("dossier", "Không thấy hồ sơ mã này trong hồ sơ của ông/bà. Kiểm tra mã trên giấy hẹn, hoặc gọi 1022.");
    }
}
