namespace NhatLe.Platform.Clock;

/// <summary>What one generation of the one-stop law prescribes. A record keeps the profile of the day it was accepted.</summary>
/// <param name="ValidTo">The last day, or null while in force.</param>
/// <param name="FirstDay">Day 1 of a limit is this many days after the day of acceptance.</param>
/// <param name="SameDayCutoff">A same-day procedure accepted after this time is due the next working day.</param>
/// <param name="OnlineAnswerHours">An online filing is answered within this many office hours.</param>
/// <param name="MaxSupplementRequests">More requests for supplements than this make a dossier late in the score.</param>
/// <param name="ApologyLeadDays">The apology with a new appointment goes out this many working days before the due day.</param>
/// <param name="MaxNewAppointments">How often the appointment may be moved.</param>
public sealed record LawProfile(
    string Name, DateOnly ValidFrom, DateOnly? ValidTo, string Law, int FirstDay, TimeOnly SameDayCutoff, int OnlineAnswerHours,
    int MaxSupplementRequests, int ApologyLeadDays, int MaxNewAppointments, string Source)
{
    public TimeLimit OnlineAnswer => new(OnlineAnswerHours, TimeLimitUnit.OfficeHours);
}

/// <summary>The law profiles by validity and by name.</summary>
public sealed class LawProfiles(CalendarRules rules)
{
    public IReadOnlyList<LawProfile> All => rules.Profiles;

    /// <exception cref="ArgumentOutOfRangeException">No profile was in force on the day.</exception>
    public LawProfile On(DateOnly day) =>
        rules.Profiles.FirstOrDefault(p => p.ValidFrom <= day && !(day > p.ValidTo))
        ?? throw new ArgumentOutOfRangeException(nameof(day), day, "No law profile was in force on this day.");

    /// <exception cref="ArgumentOutOfRangeException">There is no profile of this name.</exception>
    public LawProfile Named(string name) =>
        rules.Profiles.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), name, "There is no law profile of this name.");
}
