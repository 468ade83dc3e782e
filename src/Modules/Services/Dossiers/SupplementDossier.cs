using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;

namespace NhatLe.Services.Dossiers;

/// <summary>The applicant adds the papers asked for; the clock runs again.</summary>
public static class SupplementDossier
{
    public sealed record Command(string Code, string Name, IReadOnlyList<(StoredFile File, string FileName)> Files);

    public sealed class Handler(ServicesDb db, DossierActs acts, Actor actor, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            if (command.Files.Count == 0) throw Refusal.Invalid("Files", "Chưa có tệp nào. Hãy chụp giấy còn thiếu, hoặc chọn tệp.");
            var dossier = await db.OwnDossier(actor, command.Code, ct);
            var now = time.Now;
            foreach (var (file, name) in command.Files)
                db.Papers.Add(new Paper
                {
                    Id = Guid.CreateVersion7(now), DossierId = dossier.Id, Role = PaperRole.Supplement, Key = "supplement", Name = command.Name, FileName = name,
                    Hash = file.Hash, MediaType = file.MediaType, Size = file.Size, AddedAt = now, AddedBy = actor.Name,
                });
            acts.Supplement(dossier, command.Files.Count);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }
    }
}
