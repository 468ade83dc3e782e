using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Import;

/// <summary>What a line of the national catalogue means in the law profile of 2024. What it does not say stays unsaid.</summary>
public sealed class SourceReading(Profile2024 profile, Flows flows)
{
    const int MostCopies = 20; // more is a slip of the source: 20261, 181

    public ProcedureContent Read(SourceLine line)
    {
        var competence = profile.Of(line.Code, line.Field, line.Ministry, line.Levels ?? []);
        var content = new ProcedureContent
        {
            Name = line.Name, Field = competence.Field, Ministry = competence.Ministry, DecisionNumber = line.DecisionNo,
            Subjects = line.Subjects ?? [], Level = competence.Level, StatedLevels = competence.Stated,
            DecidingUnitCode = competence.DecidingUnitCode, Agency = competence.CompetentElsewhere ?? line.Agency,
            Channels = [.. (line.Channels ?? []).Where(c => Channel.All.Contains(c.Channel)).Select(Terms).Distinct()],
            Papers = [.. (line.Documents ?? []).Select(PaperOf)],
            Results = [.. (line.Results ?? []).Select(r => new ResultPaper(Nfc.Clean(r.Name), null, r.Code))],
            LegalBasis = line.LegalBasis ?? [], IsUnverified = line.Confidence != "high" || !competence.IsSure,
        };
        return content.Level is { } level ? content with { Flow = flows.For(level, content.TimeLimit) } : content;
    }

    static ChannelTerms Terms(SourceLine.StatedChannel stated) =>
        new(stated.Channel, stated.Deadline?.Value, UnitOf(stated.Deadline?.Unit), stated.FeeSuspect ? null : stated.FeeVnd, stated.FeeHasNote);

    static TimeLimitUnit? UnitOf(string? unit) => unit switch
    {
        "working_day" => TimeLimitUnit.WorkingDays,
        "hour" => TimeLimitUnit.OfficeHours,
        "calendar_day" => TimeLimitUnit.CalendarDays,
        "month" => TimeLimitUnit.CalendarMonths,
        _ => null,
    };

    static Paper PaperOf(SourceLine.StatedPaper stated, int index) =>
        new($"p{index + 1}", Nfc.Clean(stated.Name), null, stated is { Originals: 0 or null, Copies: > 0 } ? PaperForm.Copy : PaperForm.Original,
            Plausible(stated.Originals), Plausible(stated.Copies), Required: false, null, null, IsForm: false);

    static int? Plausible(int? copies) => copies is >= 0 and <= MostCopies ? copies : null;
}
