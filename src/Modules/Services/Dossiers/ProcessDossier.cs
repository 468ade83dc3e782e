using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// A processing step is done and the dossier goes on, with its result. With <see cref="Command.AcceptFirst"/> the same person accepts
/// and processes in one act ("Làm và chuyển"); both are journalled. Approval always stays with another person.
/// </summary>
public static class ProcessDossier
{
    public sealed record Command : Act
    {
        public bool AcceptFirst { get; set; }

        /// <summary>The same person also does the processing steps that follow, up to the approval.</summary>
        public bool Together { get; set; }

        /// <summary>The result (file of the store), unless it lies with the papers already.</summary>
        public Upload? Result { get; set; }
    }

    public sealed record Upload(string Hash, string FileName);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/processing", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts, Actor actor, LegalTime time, FileStore files)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Find(command.Code, command.AcceptFirst ? StepKind.Accept : StepKind.Process, command.Version, ct);
            if (command.AcceptFirst)
            {
                await acts.Accept(dossier, note: null, ct);
                acts.Demand(Permits.Process, dossier);
            }
            await AddResult(dossier, command.Result, command.Together, ct);
            acts.Forward(dossier, command.Note);
            while (command.Together && dossier.CurrentStep is { Kind: StepKind.Process } next && actor.HoldsPost(next.Permit, dossier.UnitId)) acts.Forward(dossier, note: null);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }

        async Task AddResult(Dossier dossier, Upload? upload, bool together, CancellationToken ct)
        {
            var leadsToApproval = together || dossier.Steps.After(dossier.Step!)?.Kind == StepKind.Approve;
            if (upload is null)
            {
                if (leadsToApproval && !await db.Papers.AnyAsync(p => p.DossierId == dossier.Id && p.Role == PaperRole.Result, ct))
                    throw Refusal.Invalid("Result", "Còn thiếu dự thảo kết quả. Hãy đính kèm tệp PDF hoặc ảnh trước khi trình ký.");
                return;
            }
            var file = await files.Find(upload.Hash, ct) ?? throw Refusal.Invalid("Result", "Không thấy tệp kết quả đã gửi. Hãy gửi lại tệp.");
            var now = time.Now;
            db.Papers.Add(new Paper
            {
                Id = Guid.CreateVersion7(now), DossierId = dossier.Id, Role = PaperRole.Result, Key = "result", Name = "Kết quả", Form = PaperForm.Electronic, FileName = FileNames.Clean(upload.FileName),
                Hash = file.Hash, MediaType = file.MediaType, Size = file.Size, AddedAt = now, AddedBy = actor.Name,
            });
        }
    }
}
