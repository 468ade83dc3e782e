using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Lists;

namespace NhatLe.Services.Numbers;

/// <summary>The dossiers behind one number, newest filing first, a page at a time.</summary>
public static class ListBehind
{
    public const int PageSize = NewestFiled.PageSize;

    /// <param name="Own">Only the unit's own, not those of the units below it.</param>
    public sealed record Query(Measure Measure, string? UnitCode, bool Own, DateOnly? Month, DutyCursor? After);

    public sealed record Answer(Unit Unit, Span Month, IReadOnlyList<Dossier> Dossiers, DutyCursor? Next);

    public sealed class Handler(ServicesDb db, ReadNumbers.Handler numbers, DirectoryCache directory, LegalTime time)
    {
        /// <summary>The permission comes first: units led and readable. Then the measure, then one page by (filed, id).</summary>
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            var units = await directory.Get(ct);
            var (unit, scope) = numbers.Scope(units, query.UnitCode);
            if (query.Own) scope.IntersectWith(units.Left(unit.Id).Append(unit.Id)); // with what came to it by reforms, as it is counted
            var month = Span.MonthOf(query.Month ?? time.Today, time.Now);
            var rows = db.Dossiers.AsNoTracking().Where(query.Measure.When(month.Now)).After(query.After);
            if (query.Measure.Of == CountedOf.Filed && (LegalTime.StartOf(month.From), LegalTime.StartOf(month.Before)) is var (begin, end))
                rows = rows.Where(d => d.FiledAt >= begin && d.FiledAt < end); // the days of the measure again, in the order of the list
            var places = db.PlacesOfEach(scope, Measure.Parts(query.Measure.Of, month).Select(part => rows.Where(part)));
            var page = await (from place in places join d in db.Dossiers.AsNoTracking() on place.Id equals d.Id orderby place.FiledAt descending, place.Id select d).ToListAsync(ct);
            var next = page.Count > PageSize ? new DutyCursor(page[PageSize - 1].FiledAt, page[PageSize - 1].Id) : null;
            return new(unit, month, [.. page.Take(PageSize)], next);
        }
    }
}
