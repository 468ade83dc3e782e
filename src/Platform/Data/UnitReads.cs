using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace NhatLe.Platform.Data;

/// <summary>
/// Lists over many units. An index that begins with the unit gives the first rows of one unit in order, but not those of a set: asked
/// with one IN, the server gathers all that the set has and sorts it. So each unit is read by itself, and only as far as the page needs.
/// </summary>
public static class UnitReads
{
    /// <summary>From so many units on, one ordered read of the table finds a page of them sooner than as many small reads.</summary>
    public const int Many = 40;

    /// <summary>
    /// The same read of each unit, in one statement: <paramref name="first"/> filters, orders and takes a page; the caller orders what
    /// comes together and takes the page from it. PostgreSQL joins laterally, so that the statement is one whatever the number of units.
    /// SQLite cannot, and holds what one machine serves: it sorts.
    /// </summary>
    public static IQueryable<R> OfEach<T, R>(this ModuleDb db, IReadOnlySet<Guid> units, IQueryable<T> rows, Func<IQueryable<T>, IQueryable<R>> first) where T : class, IUnitOwned
    {
        if (!db.Database.IsNpgsql()) return first(rows.Where(r => units.Contains(r.UnitId)));
        var (unit, row) = (Expression.Parameter(typeof(Guid), "unit"), Expression.Parameter(typeof(T), "row"));
        // The second condition is always true. It speaks of the unit alone, and that keeps EF Core from numbering all rows of the table (ROW_NUMBER) in place of the lateral join.
        var own = Expression.Lambda<Func<T, bool>>(Expression.AndAlso(
            Expression.Equal(Expression.Property(row, nameof(IUnitOwned.UnitId)), unit), Expression.NotEqual(unit, Expression.Constant(Guid.Empty))), row);
        var read = Expression.Lambda<Func<Guid, IEnumerable<R>>>(first(rows.Where(own)).Expression, unit);
        return db.Database.SqlQuery<Guid>($"""SELECT unnest({units.ToArray()}) AS "Value" """).SelectMany(read);
    }
}
