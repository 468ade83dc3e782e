using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Visits;

/// <summary>Who is expected at the desk on a day, half-hour by half-hour.</summary>
public sealed class TodayModel(ServicesDb db, EndVisit.Handler visits, ColumnCipher cipher, OfficeCalendar calendar, LegalTime time, AccessLog accesses) : FormPage
{
    public sealed record Row(Visit Visit, string Phone);

    const int MostDays = 366;

    [FromQuery(Name = "ngay")] public string? DayText { get; set; }
    public DateOnly Day { get; private set; }
    public DateOnly Before => calendar.AddWorkingDays(Day, -1);
    public DateOnly After => calendar.AddWorkingDays(Day, 1);
    public DateTimeOffset Now => time.Now;
    public DateOnly Today => time.Today;
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        var units = Actor.Posts.Where(p => p.Permits.Contains(Permits.Accept)).Select(p => p.UnitId).Distinct().ToList();
        if (units.Count == 0) throw Refusal.Forbidden("visit.desk", "Trang này dành cho người trực bộ phận một cửa.");
        Day = DateOnly.TryParseExact(DayText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && Math.Abs(day.DayNumber - time.Today.DayNumber) <= MostDays ? day : calendar.WorkingDayFrom(time.Today);
        var (from, until) = (LegalTime.At(Day, TimeOnly.MinValue), LegalTime.At(Day.AddDays(1), TimeOnly.MinValue));
        Rows = [.. (await db.Visits.AsNoTracking().Where(v => units.Contains(v.UnitId) && v.At >= from && v.At < until && v.Status != VisitStatus.Cancelled).OrderBy(v => v.At).ThenBy(v => v.Number).ToListAsync(ct))
            .Select(v => new Row(v, cipher.Decrypt(v.Phone)))];
        foreach (var (visit, _) in Rows)
            accesses.Note(Actor, new(AccessKind.Visit, Permits.Accept, visit.UnitId, new(visit.AccountId, visit.PhoneKey), nameof(Visit), visit.Id, visit.Code));
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostReceive(string code, CancellationToken ct) => Do(() => visits.Receive(code, ct), ct);

    public Task<IActionResult> OnPostMiss(string code, CancellationToken ct) => Do(() => visits.Miss(code, ct), ct);

    Task<IActionResult> Do(Func<Task> end, CancellationToken ct) => Act(async () =>
    {
        await end();
        return See($"/quay/lich-hen?ngay={DayText}");
    }, ct);
}
