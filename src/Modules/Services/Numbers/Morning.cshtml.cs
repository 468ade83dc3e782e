using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>The leader's morning (buổi sáng): what to decide, what is late and with whom, five rates, the units, what will be late. On screen, and as one sheet of paper.</summary>
public sealed class MorningModel(ReadNumbers.Handler numbers, EarlyWarning warning, DutyList duties, IEnumerable<DutyKind> kinds, DirectoryCache directory, LegalTime time) : FormPage
{
    public const int Most = 5;

    /// <summary>So many units stand on the sheet, the latest first: it is one page.</summary>
    public const int MostRows = 10;

    DirectorySnapshot snapshot = null!;

    [FromQuery(Name = "don-vi")] public string? UnitCode { get; set; }

    /// <summary>"luc-do": by the units as they stood when the month began.</summary>
    [FromQuery(Name = "theo")] public string? By { get; set; }

    /// <summary>"2024-11"; this month where it is missing or no month.</summary>
    [FromQuery(Name = "thang")] public string? MonthAsked { get; set; }

    public ReadNumbers.Answer Numbers { get; private set; } = null!;
    public IReadOnlyList<Duty> Decide { get; private set; } = [];
    public int DecideCount { get; private set; }
    public IReadOnlyList<Duty> Late { get; private set; } = [];
    public int LateCount { get; private set; }
    public IReadOnlyList<EarlyWarning.Endangered> Endangered { get; private set; } = [];
    public DateTimeOffset Now { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Numbers = await numbers.Run(new(UnitCode, By == ThenWord, MonthInAddress.Read(MonthAsked)), ct);
        snapshot = await directory.Get(ct);
        Now = time.Now;
        Decide = [.. (await duties.Read(DutySource.Mine, DutyGroup.All, Duties.Approve, after: null, ct)).Take(Most)]; // soonest due first: the reddest
        DecideCount = await duties.Count(DutySource.Mine, DutyGroup.All, Duties.Approve, ct);
        Late = [.. (await duties.Read(DutySource.Units, DutyGroup.Late, kind: null, after: null, ct)).Take(Most)];
        LateCount = await duties.Count(DutySource.Units, DutyGroup.Late, kind: null, ct);
        Endangered = await warning.Find(numbers.Scope(snapshot, UnitCode).Scope, Most, ct);
    }

    const string ThenWord = "luc-do";

    /// <summary>The same numbers, counted the other way.</summary>
    public string With(bool then, DateOnly? month = null)
    {
        var query = QueryString.Create("don-vi", Numbers.Unit.Code);
        if ((month ?? Numbers.Month.From) is var first && (month is not null || MonthAsked is not null)) query = query.Add("thang", MonthInAddress.Write(first));
        return "~/buoi-sang" + (then ? query.Add("theo", ThenWord) : query).ToUriComponent() + "#units";
    }

    public string WordsOf(Duty duty) => kinds.FirstOrDefault(k => k.Kind == duty.Kind)?.Words ?? duty.Kind;
    public string UnitOf(Guid unitId) => snapshot.FindUnit(unitId)?.FullName ?? "";

    /// <summary>The officer it is laid on, or those of the unit whose work it is.</summary>
    public string HeldBy(Duty duty) => duty.OfficerId is { } id
        ? snapshot.FindOfficer(id)?.FullName ?? ""
        : string.Join(", ", snapshot.Holders(duty.UnitId, duty.Permit, time.Today).Select(o => o.FullName).Distinct(StringComparer.Ordinal).Take(2));

    /// <summary>The unit above, for the head of the sheet.</summary>
    public Unit? Parent => Numbers.Unit.ParentId is { } above ? snapshot.Unit(above) : null;

    public string Sheet => "~/buoi-sang/ban-in" + (UnitQuery is { } unit ? QueryString.Create("don-vi", unit).ToUriComponent() : "");

    public bool MayGive => Actor.CanAnywhere(GiveAssignmentLink.Permit);
    public GiveRow GiveAbout(Duty duty) => GiveRow.About(Actor, snapshot.FindUnit(duty.UnitId), duty);
    public GiveRow GiveAbout(Dossier dossier) => GiveRow.About(Actor, snapshot.FindUnit(dossier.UnitId), dossier);
    public GiveRow GiveTo(Unit unit) => GiveRow.To(Actor, unit);

    public string? UnitQuery => UnitCode is null ? null : Numbers.Unit.Code;

    public static string Address(string unitCode) => "~/buoi-sang" + QueryString.Create("don-vi", unitCode).ToUriComponent();

    /// <summary>The dossiers behind a number of a row; <paramref name="own"/> leaves out the units below.</summary>
    public string Behind(Measure measure, ReadNumbers.Row row, bool own = false)
    {
        var query = QueryString.Create("so", measure.Key).Add("don-vi", row.Unit.Code).Add("thang", MonthInAddress.Write(Numbers.Month.From));
        return "~/so-lieu/ho-so" + (own ? query.Add("rieng", "true") : query).ToUriComponent();
    }

    public double? Percent(Rate rate) => Percent(Numbers.Sum.Of(rate.Of), Numbers.Sum.Of(rate.Among));
    public double? PercentBefore(Rate rate) => Percent(Numbers.Before.GetValueOrDefault(rate.Of.Key), Numbers.Before.GetValueOrDefault(rate.Among.Key));

    static double? Percent(int of, int among) => among == 0 ? null : 100.0 * of / among;

    /// <summary>"2 giờ 30" of office time.</summary>
    public static (int Hours, int Minutes) Split(TimeSpan time) => ((int)time.TotalHours, time.Minutes);
}
