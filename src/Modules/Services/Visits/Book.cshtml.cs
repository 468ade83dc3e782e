using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Visits;

/// <summary>The day, the half-hour, who comes; full half-hours are not offered.</summary>
public sealed class BookModel(BookVisit.Handler book, VisitHours hours, DirectoryCache directory, ICatalogue catalogue, IAccounts accounts, ServicesDb db, BookingLimits limits, TimeProvider system) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [FromQuery(Name = "thu-tuc")] public string? ProcedureCode { get; set; }
    [FromQuery(Name = "ngay")] public string? DayText { get; set; }
    [BindProperty] public BookVisit.Command Input { get; set; } = new();

    public Unit Unit { get; private set; } = null!;
    public Unit Desk { get; private set; } = null!;
    public PublishedProcedure? Procedure { get; private set; }
    public IReadOnlyList<DateOnly> Days { get; private set; } = [];
    public DateOnly Day { get; private set; }
    public IReadOnlyList<Choice> Starts { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        var units = await directory.Get(ct);
        if (units.FindUnit(Code) is not { } unit || !BookVisit.Receives(unit) || units.DeskOf(unit.Id) is not { } desk) throw Refusal.Missing("desk", "Không có bộ phận một cửa này. Hãy chọn lại xã, phường hoặc huyện.");
        (Unit, Desk) = (unit, desk);
        Procedure = ProcedureCode is { Length: > 0 } code ? await catalogue.Current(code, ct) : null;
        Days = hours.Days();
        Day = DateOnly.TryParseExact(DayText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && Days.Contains(day) ? day : Days[0];
        var (from, until) = (LegalTime.At(Day, TimeOnly.MinValue), LegalTime.At(Day.AddDays(1), TimeOnly.MinValue));
        var taken = await db.Visits.Where(v => v.UnitId == unit.Id && v.At >= from && v.At < until && v.Status != VisitStatus.Cancelled).GroupBy(v => v.At).Select(g => new { At = g.Key, Count = g.Count() }).ToListAsync(ct);
        Starts = [.. hours.Starts(Day).Where(at => taken.TrueForAll(t => t.At != at || t.Count < VisitHours.Seats))
            .Select(at => new Choice(at.ToString("O", CultureInfo.InvariantCulture), LegalTime.ToLocal(at).ToString("HH:mm", CultureInfo.InvariantCulture)))];
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input.Id = Guid.CreateVersion7(system.GetUtcNow());
        if (Actor.IsCitizen && await accounts.Citizen(Actor.AccountId, ct) is { } me) (Input.Person, Input.Phone) = (me.FullName, me.Phone ?? "");
        return Page();
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        limits.Spend(HttpContext, Actor);
        var ticket = await book.Run(Input with { UnitCode = Code, ProcedureCode = ProcedureCode }, ct);
        return See($"/lich-hen/{ticket.Code}?t={ticket.Token}&moi=true");
    }, ct);

    public string DayLink(DateOnly day) => $"~/mot-cua/{Code}/hen?{(ProcedureCode is { Length: > 0 } code ? $"thu-tuc={Uri.EscapeDataString(code)}&" : "")}ngay={day:yyyy-MM-dd}";
}
