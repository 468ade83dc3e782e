using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>The dossiers behind one number, newest filing first, a page at a time.</summary>
public static class ListBehind
{
    public const int PageSize = 25;

    /// <param name="Own">Only the unit's own, not those of the units below it.</param>
    public sealed record Query(Measure Measure, string? UnitCode, bool Own, DateOnly? Month, DutyCursor? After);

    public sealed record Answer(Unit Unit, Span Month, IReadOnlyList<Dossier> Dossiers, DutyCursor? Next);

    public sealed class Handler(ServicesDb db, ReadNumbers.Handler numbers, DirectoryCache directory, LegalTime time)
    {
        /// <summary>The permission comes first: units led and readable. Then the measure, then one page by (filed, id).</summary>
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            var (unit, scope) = numbers.Scope(await directory.Get(ct), query.UnitCode);
            if (query.Own) scope.IntersectWith([unit.Id]);
            var month = Span.MonthOf(query.Month ?? time.Today, time.Now);
            var rows = db.Dossiers.AsNoTracking().Where(d => scope.Contains(d.UnitId)).Where(query.Measure.Counts(month));
            if (query.After is { At: { } at, Id: var id }) rows = rows.Where(d => d.FiledAt < at || (d.FiledAt == at && d.Id.CompareTo(id) > 0));
            var page = await rows.OrderByDescending(d => d.FiledAt).ThenBy(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
            var next = page.Count > PageSize ? new DutyCursor(page[PageSize - 1].FiledAt, page[PageSize - 1].Id) : null;
            return new(unit, month, [.. page.Take(PageSize)], next);
        }
    }
}
