using NhatLe.Contracts.Assignments;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>"Giao việc" on a row: where the form is, and what the row is about.</summary>
/// <param name="Href">Null for who gives no tasks to that unit.</param>
public sealed record GiveRow(string? Href, string What)
{
    public static GiveRow To(Actor actor, Unit? unit) => new(May(actor, unit) ? GiveAssignmentLink.To(unit!.Code) : null, unit?.FullName ?? "");

    public static GiveRow About(Actor actor, Unit? unit, Dossier dossier) =>
        new(May(actor, unit) ? GiveAssignmentLink.About(nameof(Dossier), dossier.Code, unit!.Code) : null, $"{dossier.Title}, {dossier.Person}");

    /// <summary>Of other records only the unit is known.</summary>
    public static GiveRow About(Actor actor, Unit? unit, Duty duty) =>
        new(!May(actor, unit) ? null : duty.SubjectKind == nameof(Dossier) ? GiveAssignmentLink.About(duty.SubjectKind, duty.Code, unit!.Code) : GiveAssignmentLink.To(unit!.Code), $"{duty.Title}, {duty.Person}");

    static bool May(Actor actor, Unit? unit) => unit is not null && actor.Can(GiveAssignmentLink.Permit, unit.Id);
}
