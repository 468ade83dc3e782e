using NhatLe.Contracts.Services;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Flow;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Papers;

/// <summary>A dossier goes from hand to hand: one row of the process-control slip (mẫu 05).</summary>
/// <param name="FromName">The person who handed it over; null for the platform.</param>
/// <param name="ToName">Who took it up: known once they did something with it.</param>
/// <param name="Words">What was done.</param>
/// <param name="Outcome">Whether what was owed until then was on time; null where nothing was.</param>
public sealed record Hand(string From, string? FromName, string To, string? ToName, DateTimeOffset At, string Words, DutyOutcome? Outcome, DateTimeOffset? DueAt)
{
    public const string Applicant = "Người nộp hồ sơ";

    /// <summary>Every hand a dossier went through, from its journal; whether in time, from what was owed.</summary>
    public static IReadOnlyList<Hand> Of(Dossier dossier, Unit unit, Unit desk, IReadOnlyList<JournalLine> journal, IReadOnlyList<Duty> duties)
    {
        List<Hand> hands = [];
        var holder = Applicant;
        foreach (var line in journal)
        {
            if (Next(dossier, unit, desk, holder, line) is not { } to) continue;
            var ended = names[line.Entry.Event] is nameof(DossierFiled) ? null : duties.FirstOrDefault(d => d.EndedAt == line.Entry.At && d.Outcome != DutyOutcome.Released); // at the desk both are of one millisecond
            if (hands.Count > 0 && line.Entry.ActorKind == ActorKind.Officer) hands[^1] = hands[^1] with { ToName = PaperSheet.NameOf(line.Content) };
            hands.Add(new(holder, PaperSheet.NameOf(line.Content), to, to == Applicant ? dossier.ApplicantName : null, line.Entry.At, line.Words, ended?.Outcome, ended?.DueAt));
            holder = to;
        }
        return hands;
    }

    /// <summary>Who holds it after an entry; null where the entry hands nothing on.</summary>
    static string? Next(Dossier dossier, Unit unit, Unit desk, string holder, JournalLine line)
    {
        string Step(string? name) => name is null ? unit.FullName : $"{unit.FullName}: {name}";
        string? Said(string field) => line.Content?.Event.TryGetProperty(field, out var value) == true ? value.GetString() : null;
        return names.GetValueOrDefault(line.Entry.Event) switch
        {
            nameof(DossierFiled) => desk.FullName,
            nameof(DossierAccepted) => Step(dossier.Steps.After(dossier.Steps.First.Key)?.Name),
            nameof(DossierForwarded) => Step(Said("next")),
            nameof(DossierSentBack) => Step(Said("step")),
            nameof(DossierApproved) => $"{desk.FullName}: {dossier.Steps.Steps.First(s => s.Kind == StepKind.Return).Name}",
            nameof(SupplementRequested) or nameof(ResultReturned) or nameof(DossierRefused) or nameof(DossierStopped) => Applicant,
            nameof(DossierSupplemented) => dossier.AcceptedAt is { } accepted && accepted <= line.Entry.At ? Step(name: null) : desk.FullName,
            nameof(AppointmentMoved) => holder,
            _ => null,
        };
    }

    static readonly Dictionary<string, string> names = ((Type[])
    [
        typeof(DossierFiled), typeof(DossierAccepted), typeof(DossierForwarded), typeof(DossierSentBack), typeof(DossierApproved), typeof(SupplementRequested),
        typeof(DossierSupplemented), typeof(ResultReturned), typeof(DossierRefused), typeof(DossierStopped), typeof(AppointmentMoved),
    ]).ToDictionary(EventNames.Of, t => t.Name, StringComparer.Ordinal);
}
