using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Services.Dossiers;

/// <summary>Whose data a dossier holds, and why an official opens it: for the step that is theirs to do, else to look.</summary>
public static class DossierReadings
{
    /// <param name="paper">The one paper that was opened; null for the dossier itself.</param>
    public static void Note(this AccessLog log, Actor actor, Dossier dossier, AccessKind kind, Paper? paper = null)
    {
        var purpose = dossier.CurrentStep is { } step && actor.HoldsPost(step.Permit, dossier.UnitId) ? step.Permit : Permits.Read;
        log.Note(actor, new(kind, purpose, dossier.UnitId, new(dossier.ApplicantAccountId, dossier.ApplicantNumberKey), paper is null ? nameof(Dossier) : nameof(Paper), paper?.Id ?? dossier.Id, dossier.Code));
    }
}

/// <summary>Whose data it is that the search finds.</summary>
public sealed class DossierSubjects(ServicesDb db) : IDataSubjects
{
    public string SubjectKind => nameof(Dossier);

    public async Task<IReadOnlyDictionary<Guid, DataSubject>> Of(IReadOnlyCollection<Guid> subjectIds, CancellationToken ct) =>
        await db.Dossiers.AsNoTracking().Where(d => subjectIds.Contains(d.Id)).Select(d => new { d.Id, d.ApplicantAccountId, d.ApplicantNumberKey })
            .ToDictionaryAsync(d => d.Id, d => new DataSubject(d.ApplicantAccountId, d.ApplicantAccountId is null ? d.ApplicantNumberKey : ""), ct);
}
