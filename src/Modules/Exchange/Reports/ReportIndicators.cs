using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Exchange.Reports;

/// <summary>When the window of a kind of period closes, and how long the report may take from the day after.</summary>
/// <param name="CloseDay">14: the window of a month is from the 15th of the month before.</param>
public sealed record PeriodRule(ReportPeriodKind Kind, int CloseDay, TimeLimit Limit, DateOnly ValidFrom, DateOnly? ValidTo)
{
    public bool Holds(DateOnly day) => ValidFrom <= day && !(day > ValidTo);

    /// <summary>By the legal clock, from the first day after the window.</summary>
    public DateTimeOffset DueAt(ReportPeriod period, LegalClock clock) =>
        clock.DueAt(Limit, LegalTime.StartOf(period.Window(CloseDay).Last.AddDays(1)));
}

/// <summary>The indicators and rules of data/government-indicators.json: a new list from the Government is a line there, not code.</summary>
public sealed class ReportIndicators(ReferenceData data)
{
    const string File = "government-indicators.json";

    sealed record Document(string Note, IReadOnlyList<PeriodRule> Rules, IReadOnlyList<GovernmentIndicator> Indicators);

    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, Converters = { new JsonStringEnumConverter() },
    };

    readonly Lazy<Document> document = new(() => JsonSerializer.Deserialize<Document>(System.IO.File.ReadAllText(data.PathOf(File)), json)!);

    public IReadOnlyList<GovernmentIndicator> All => document.Value.Indicators;

    /// <summary>The rule of a kind on a day; null: nobody asks for such reports.</summary>
    public PeriodRule? Rule(ReportPeriodKind kind, DateOnly day) => document.Value.Rules.FirstOrDefault(r => r.Kind == kind && r.Holds(day));

    /// <summary>What is asked for a period: the indicators valid on its last day.</summary>
    public IReadOnlyList<GovernmentIndicator> Of(ReportPeriod period) =>
        Rule(period.Kind, new(period.Year, period.LastMonth, 1)) is { } rule ? Of(period.Kind, period.Window(rule.CloseDay).Last) : [];

    public IReadOnlyList<GovernmentIndicator> Of(ReportPeriodKind kind, DateOnly day) => [.. All.Where(i => i.Period == kind && i.ValidFrom <= day && !(day > i.ValidTo))];
}
