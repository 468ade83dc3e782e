using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;

namespace NhatLe.Services.Dossiers;

/// <summary>The applicant adds the papers asked for; the clock runs again.</summary>
public static class SupplementDossier
{
    public sealed record Command(string Code, string Name, PaperForm Form, IReadOnlyList<(StoredFile File, string FileName)> Files);

    public sealed class Handler(ServicesDb db, OwnDossiers own, DossierActs acts, PageBinder binder, Actor actor, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            if (command.Files.Count == 0) throw Refusal.Invalid("Files", "Chưa có tệp nào. Hãy chụp giấy còn thiếu, hoặc chọn tệp.");
            var dossier = await db.OwnDossier(actor, own, command.Code, ct);
            var now = time.Now;
            var papers = await binder.Bind([.. command.Files.Select(f => new Paper
            {
                Id = Guid.CreateVersion7(now), DossierId = dossier.Id, Role = PaperRole.Supplement, Key = "supplement", Name = command.Name, Form = command.Form, FileName = f.FileName,
                Hash = f.File.Hash, MediaType = f.File.MediaType, Size = f.File.Size, AddedAt = now, AddedBy = actor.Name,
            })], ct);
            db.Papers.AddRange(papers);
            acts.Supplement(dossier, papers.Count, digitised: command.Form != PaperForm.Copy);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
