using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Catalogue.Curated;

/// <summary>An occasion on which people come to the administration (sự kiện trong đời).</summary>
public sealed record LifeEvent(string Key, string Name, string NameEn)
{
    public string NameIn(bool english) => english ? NameEn : Name;
}

/// <summary>Everyday procedures completed by hand, in plain words (data/procedures-curated.json).</summary>
public sealed class CuratedFile
{
    sealed record Document(IReadOnlyList<LifeEvent> Events, IReadOnlyList<Row> Procedures);
    sealed record Row(
        string Code, string Event, string Name, string NameEn, string Official, string OfficialEn, string Field, ProcedureLevel Level, ProcedureLevel FileAt, bool Accepts,
        Limit TimeLimit, string? TimeLimitSource, Fee Fee, IReadOnlyList<RowPaper> Papers, RowResult? Result, IReadOnlyList<string> Channels, string Steps,
        string? FormKey, string? Note, string? NoteEn);
    sealed record Limit(int Value, TimeLimitUnit Unit);
    sealed record Fee(long Vnd, string? Note, string? NoteEn, FeeMoment? TakenAt, IReadOnlyList<RowRule>? Rules);
    sealed record RowRule(FeeSubject Subject, long? Vnd, int? Percent, string LegalBasis, DateOnly? From, DateOnly? Until);
    sealed record RowPaper(string Key, string Name, string? NameEn, PaperForm Copy, bool Required, string? Condition, string? ConditionEn, bool Form, bool Reusable);
    sealed record RowResult(string Name, string? NameEn, string? Code);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    readonly Import.Profile2024 profile;
    readonly Flows flows;

    public CuratedFile(ReferenceData data, Import.Profile2024 profile, Flows flows)
    {
        (this.profile, this.flows) = (profile, flows);
        var document = JsonSerializer.Deserialize<Document>(File.ReadAllText(data.PathOf("procedures-curated.json")), Json)!;
        LifeEvents = document.Events;
        Procedures = [.. document.Procedures.Select(row => (row.Code, Read(row)))];
    }

    public IReadOnlyList<LifeEvent> LifeEvents { get; }
    public IReadOnlyList<(string Code, ProcedureContent Content)> Procedures { get; }

    ProcedureContent Read(Row row)
    {
        var competence = profile.Of(row.Code, row.Field, ministry: null, [row.Level.ToString().ToLowerInvariant()]);
        return new ProcedureContent
        {
            Name = row.Official, EverydayName = row.Name, EnglishName = row.OfficialEn, EnglishEverydayName = row.NameEn,
            Field = row.Field, LifeEvent = row.Event, Ministry = competence.Ministry, Level = row.Level, StatedLevels = [row.Level],
            FileAt = row.FileAt == row.Level ? null : row.FileAt, IsElsewhere = !row.Accepts, Agency = competence.CompetentElsewhere,
            DecidingUnitCode = row.Level == ProcedureLevel.Province ? competence.DecidingUnitCode : null,
            Channels = [.. row.Channels.Select(c => new ChannelTerms(c, row.TimeLimit.Value, row.TimeLimit.Unit, row.Fee.Vnd, FeeHasNote: false))],
            Papers = [.. row.Papers.Select(PaperOf)], NeedsNoPapers = row.Papers.Count == 0,
            Results = row.Result is null ? [] : [new ResultPaper(row.Result.Name, row.Result.NameEn, row.Result.Code)],
            TimeLimitNote = row.TimeLimitSource, FeeNote = row.Fee.Note, EnglishFeeNote = row.Fee.NoteEn, Note = row.Note, EnglishNote = row.NoteEn,
            FeeTakenAt = row.Fee.TakenAt, FeeRules = [.. (row.Fee.Rules ?? []).Select(r => new FeeRule(r.Subject, r.Vnd, r.Percent, r.LegalBasis, r.From, r.Until))],
            Flow = row.Accepts ? flows[row.Steps] : null, FormKey = row.FormKey,
        };
    }

    static Paper PaperOf(RowPaper paper) =>
        new(paper.Key, paper.Name, paper.NameEn, paper.Copy, paper.Copy == PaperForm.Original ? 1 : 0, paper.Copy == PaperForm.Copy ? 1 : 0,
            paper.Required, paper.Condition, paper.ConditionEn, paper.Form, paper.Reusable);
}
