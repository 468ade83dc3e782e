using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Facts;

/// <summary>Which of the open duties: the four groups of the inbox (screens: trả lời người dân, hôm nay, trễ, chờ người khác), or all.</summary>
public enum DutyGroup { All = 0, AnswersCitizen = 1, Today = 2, Late = 3, Waiting = 4 }

/// <summary>Whose duties: those the actor can do themselves, or all of the units they answer for.</summary>
public enum DutySource { Mine = 0, Units = 1, Done = 2 }

public sealed record DutyCounts(int All, int AnswersCitizen, int Today, int Late, int Waiting)
{
    public int Of(DutyGroup group) => group switch
    {
        DutyGroup.AnswersCitizen => AnswersCitizen, DutyGroup.Today => Today, DutyGroup.Late => Late, DutyGroup.Waiting => Waiting, _ => All,
    };
}

/// <summary>Where the next page of a list begins: after this row.</summary>
public sealed record DutyCursor(DateTimeOffset? DueAt, Guid Id)
{
    public override string ToString() => $"{DueAt?.ToUnixTimeMilliseconds()}_{Id:N}";

    public static DutyCursor? Parse(string? text)
    {
        if (text?.Split('_') is not [var due, var id] || !Guid.TryParse(id, out var guid)) return null;
        return new DutyCursor(long.TryParse(due, out var ms) ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null, guid);
    }
}

/// <summary>Reads duties for the inbox and for the page of one record. Permissions are part of every query.</summary>
public sealed class DutyList(PlatformDb db, Actor actor, LegalTime time)
{
    public const string ReadPermit = "duties.read";
    public const int PageSize = 25;

    public async Task<DutyCounts> Count(DutySource source, CancellationToken ct)
    {
        var (now, dayEnd) = (time.Now, EndOfToday());
        var counts = await Of(source).GroupBy(_ => 1).Select(g => new
        {
            All = g.Count(),
            Answers = g.Count(d => d.AnswersCitizen && !d.Paused),
            Today = g.Count(d => d.DueAt >= now && d.DueAt < dayEnd && !d.Paused),
            Late = g.Count(d => d.DueAt < now && !d.Paused),
            Waiting = g.Count(d => d.Paused),
        }).SingleOrDefaultAsync(ct);
        return counts is null ? new(0, 0, 0, 0, 0) : new(counts.All, counts.Answers, counts.Today, counts.Late, counts.Waiting);
    }

    /// <summary>Soonest due first; at most a page and one, so that the caller knows whether more follow.</summary>
    public async Task<IReadOnlyList<Duty>> Read(DutySource source, DutyGroup group, DutyCursor? after, CancellationToken ct)
    {
        var (now, dayEnd) = (time.Now, EndOfToday());
        var rows = Of(source);
        rows = group switch
        {
            DutyGroup.AnswersCitizen => rows.Where(d => d.AnswersCitizen && !d.Paused),
            DutyGroup.Today => rows.Where(d => d.DueAt >= now && d.DueAt < dayEnd && !d.Paused),
            DutyGroup.Late => rows.Where(d => d.DueAt < now && !d.Paused),
            DutyGroup.Waiting => rows.Where(d => d.Paused),
            _ => rows,
        };
        if (source == DutySource.Done) return await rows.OrderByDescending(d => d.EndedAt).ThenBy(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
        if (after is { DueAt: { } due, Id: var id })
            rows = rows.Where(d => d.DueAt == null || d.DueAt > due || (d.DueAt == due && d.Id.CompareTo(id) > 0));
        else if (after is { Id: var last })
            rows = rows.Where(d => d.DueAt == null && d.Id.CompareTo(last) > 0);
        return await rows.OrderBy(d => d.DueAt == null).ThenBy(d => d.DueAt).ThenBy(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
    }

    /// <summary>The open duties on one record, whoever owes them; the caller has checked that the record is visible.</summary>
    public Task<List<Duty>> Open(Guid subjectId, CancellationToken ct) =>
        db.Duties.AsNoTracking().Where(d => d.SubjectId == subjectId && d.EndedAt == null).OrderBy(d => d.OpenedAt).ToListAsync(ct);

    public Task<List<Duty>> All(Guid subjectId, CancellationToken ct) =>
        db.Duties.AsNoTracking().Where(d => d.SubjectId == subjectId).OrderBy(d => d.OpenedAt).ToListAsync(ct);

    IQueryable<Duty> Of(DutySource source)
    {
        var duties = db.Duties.AsNoTracking();
        if (source == DutySource.Units)
        {
            var units = actor.UnitsWith(ReadPermit);
            return duties.Where(d => d.EndedAt == null && units.Contains(d.UnitId));
        }
        var mine = duties.Where(Mine());
        return source == DutySource.Done ? mine.Where(d => d.EndedAt != null) : mine.Where(d => d.EndedAt == null);
    }

    /// <summary>One alternative for each post: its unit, and the permits it gives there; what is laid on a colleague is not mine.</summary>
    Expression<Func<Duty, bool>> Mine()
    {
        var me = actor.OfficerId;
        Expression<Func<Duty, bool>> any = _ => false;
        foreach (var post in actor.Posts)
        {
            var (unit, permits) = (post.UnitId, post.Permits.ToList());
            any = Or(any, d => d.UnitId == unit && permits.Contains(d.Permit) && (d.OfficerId == null || d.OfficerId == me));
        }
        return any;
    }

    static Expression<Func<Duty, bool>> Or(Expression<Func<Duty, bool>> left, Expression<Func<Duty, bool>> right)
    {
        var duty = left.Parameters[0];
        var body = new Rename(right.Parameters[0], duty).Visit(right.Body);
        return Expression.Lambda<Func<Duty, bool>>(Expression.OrElse(left.Body, body), duty);
    }

    sealed class Rename(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }

    DateTimeOffset EndOfToday() => LegalTime.At(time.Today.AddDays(1), TimeOnly.MinValue);
}
