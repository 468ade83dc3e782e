using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Lists;

/// <summary>Where a dossier stands in a list by filing, newest first: what an index holds of it.</summary>
sealed class Place
{
    public Guid Id { get; init; }
    public DateTimeOffset FiledAt { get; init; }
}

/// <summary>Pages of dossiers by (filed, newest first; id): first their places, out of an index, then the rows of one page.</summary>
static class NewestFiled
{
    public const int PageSize = 25;

    public static IQueryable<Dossier> After(this IQueryable<Dossier> rows, DutyCursor? after) =>
        after is { At: { } at, Id: var id } ? rows.Where(d => d.FiledAt <= at && (d.FiledAt < at || d.Id.CompareTo(id) > 0)) : rows; // said twice, so that the index is entered there

    /// <summary>The places of a page and one, so that the caller knows whether more follow.</summary>
    public static IQueryable<Place> Places(this IQueryable<Dossier> rows) => First(rows.Select(d => new Place { Id = d.Id, FiledAt = d.FiledAt }));

    /// <summary>The same of many units, each read by itself.</summary>
    /// <param name="parts">Have no dossier in common, and each is one stretch of an index that begins with the unit.</param>
    public static IQueryable<Place> PlacesOfEach(this ServicesDb db, IReadOnlySet<Guid> units, IEnumerable<IQueryable<Dossier>> parts) =>
        First(parts.Select(part => db.OfEach(units, part, Places)).Aggregate((a, b) => a.Concat(b)));

    static IQueryable<Place> First(IQueryable<Place> places) => places.OrderByDescending(p => p.FiledAt).ThenBy(p => p.Id).Take(PageSize + 1);
}
