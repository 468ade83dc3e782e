using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Visits;

/// <summary>Where to go: the desk of a commune and of its district, or of the department that decides; when it is open; a time of one's own there.</summary>
public sealed class DesksModel(DirectoryCache directory, ICatalogue catalogue, IAccounts accounts, OfficeCalendar calendar, LegalTime time) : FormPage
{
    /// <param name="Unit">The authority behind the desk.</param>
    public sealed record Place(Unit Unit, Unit Desk, string In);

    [FromQuery(Name = "xa")] public string? Commune { get; set; }
    [FromQuery(Name = "thu-tuc")] public string? ProcedureCode { get; set; }

    public DirectorySnapshot Units { get; private set; } = null!;
    public PublishedProcedure? Procedure { get; private set; }
    public IReadOnlyList<Place> Places { get; private set; } = [];

    /// <summary>The next days and their hours; none on a day off, which says why.</summary>
    public IReadOnlyList<(DateOnly Day, IReadOnlyList<OpenHours> Hours, string? WhyOff)> Week { get; private set; } = [];

    public DateOnly Today => time.Today;
    public bool IsOpen => calendar.IsOpen(time.Now);
    public DateTimeOffset NextOpening => calendar.NextOpening(time.Now);

    public async Task OnGet(CancellationToken ct)
    {
        Units = await directory.Get(ct);
        Procedure = ProcedureCode is { Length: > 0 } code ? await catalogue.Current(code, ct) : null;
        if (Commune is null && Actor.IsCitizen) Commune = (await accounts.Citizen(Actor.AccountId, ct))?.UnitCode;
        Places = [.. Receiving().Select(PlaceOf).OfType<Place>()];
        Week = [.. Enumerable.Range(0, 7).Select(n => time.Today.AddDays(n)).Select(day => (day, calendar.Hours(day), calendar.WhyOff(day)))];
    }

    /// <summary>Who receives this procedure for people of the commune; without a procedure the commune and its district.</summary>
    IEnumerable<Unit?> Receiving()
    {
        var commune = Units.FindUnit(Commune ?? "") is { Kind: UnitKind.Commune, HasEnded: false } known ? known : null;
        var district = commune?.ParentId is { } parent ? Units.FindUnit(parent) : null;
        return Procedure switch
        {
            { DecidingUnitCode: { } department } => [Units.FindUnit(department)],
            { Level: ProcedureLevel.District } => [district],
            { Level: ProcedureLevel.Commune } => [commune],
            _ => [commune, district],
        };
    }

    Place? PlaceOf(Unit? unit) => unit is not null && Units.DeskOf(unit.Id) is { } desk ? new(unit, desk, unit.ParentId is { } parent ? Units.Unit(parent).FullName : "") : null;
}
