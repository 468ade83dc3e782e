using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Facts;

/// <summary>Which of the open duties: the four groups of the inbox (screens: trả lời người dân, hôm nay, trễ, chờ người khác), or all.</summary>
public enum DutyGroup { All = 0, AnswersCitizen = 1, Today = 2, Late = 3, Waiting = 4 }

/// <summary>Whose duties: those the actor can do themselves, all of the units they answer for, or their own that have ended.</summary>
public enum DutySource { Mine = 0, Units = 1, Done = 2 }

public sealed record DutyCounts(int All, int AnswersCitizen, int Today, int Late, int Waiting)
{
    public static readonly DutyCounts None = new(0, 0, 0, 0, 0);

    public int Of(DutyGroup group) => group switch
    {
        DutyGroup.AnswersCitizen => AnswersCitizen, DutyGroup.Today => Today, DutyGroup.Late => Late, DutyGroup.Waiting => Waiting, _ => All,
    };

    public static DutyCounts operator +(DutyCounts a, DutyCounts b) =>
        new(a.All + b.All, a.AnswersCitizen + b.AnswersCitizen, a.Today + b.Today, a.Late + b.Late, a.Waiting + b.Waiting);
}

/// <summary>Where the next page of a list begins: after this row. The instant is the one the list is ordered by: due, or ended.</summary>
public sealed record DutyCursor(DateTimeOffset? At, Guid Id)
{
    public override string ToString() => $"{At?.ToUnixTimeMilliseconds()}_{Id:N}";

    public static DutyCursor? Parse(string? text)
    {
        const long latest = 253_402_300_799_999; // the last millisecond of the year 9999
        if (text?.Split('_') is not [var at, var id] || !Guid.TryParse(id, out var guid)) return null;
        if (at.Length == 0) return new DutyCursor(null, guid);
        return long.TryParse(at, out var ms) && ms is >= 0 and <= latest ? new DutyCursor(DateTimeOffset.FromUnixTimeMilliseconds(ms), guid) : null;
    }
}

/// <summary>
/// Reads duties for the inbox and for the page of one record. Permissions are part of every query: a list is a union of one read of
/// the index (unit, permit, due) for each unit the actor holds posts in, so that it costs a page and not the province. What all units
/// of a leader owe is read in the order of the index (due, id, unit) of what is open.
/// </summary>
public sealed class DutyList(PlatformDb db, Actor actor, LegalTime time)
{
    public const string ReadPermit = "duties.read";
    public const int PageSize = 25;

    /// <summary>The open duties, by kind. What has ended is not counted: it only grows.</summary>
    public async Task<IReadOnlyDictionary<string, DutyCounts>> CountByKind(DutySource source, CancellationToken ct)
    {
        var (now, dayEnd) = (time.Now, EndOfToday());
        var reads = Reads(source).Select(r => r.Where(d => d.EndedAt == null).Select(d => new { d.Kind, d.AnswersCitizen, d.Paused, d.DueAt })).ToList();
        if (source == DutySource.Done || reads.Count == 0) return new Dictionary<string, DutyCounts>();
        return await reads.Aggregate((a, b) => a.Concat(b)).GroupBy(d => d.Kind).Select(g => new
        {
            g.Key,
            All = g.Count(),
            Answers = g.Count(d => d.AnswersCitizen && !d.Paused),
            Today = g.Count(d => d.DueAt >= now && d.DueAt < dayEnd && !d.Paused),
            Late = g.Count(d => d.DueAt < now && !d.Paused),
            Waiting = g.Count(d => d.Paused),
        }).ToDictionaryAsync(g => g.Key, g => new DutyCounts(g.All, g.Answers, g.Today, g.Late, g.Waiting), ct);
    }

    public async Task<DutyCounts> Count(DutySource source, CancellationToken ct) =>
        (await CountByKind(source, ct)).Values.Aggregate(DutyCounts.None, (a, b) => a + b);

    /// <summary>How many there are of one group, and of one kind if it is given, where the others are not asked for.</summary>
    public async Task<int> Count(DutySource source, DutyGroup group, string? kind, CancellationToken ct)
    {
        var reads = Reads(source, kind).ConvertAll(r => Within(r.Where(d => d.EndedAt == null), group).Select(d => d.Id));
        return reads.Count == 0 ? 0 : await reads.Aggregate((a, b) => a.Concat(b)).CountAsync(ct);
    }

    /// <summary>
    /// Soonest due first, without a date last, on every database; what has ended, newest first. At most a page and one, so that the
    /// caller knows whether more follow.
    /// </summary>
    public async Task<IReadOnlyList<Duty>> Read(DutySource source, DutyGroup group, string? kind, DutyCursor? after, CancellationToken ct)
    {
        var reads = Reads(source, kind);
        if (reads.Count == 0) return [];
        if (source == DutySource.Done) return await Ended(reads, after).ToListAsync(ct);
        var open = reads.ConvertAll(r => Within(r.Where(d => d.EndedAt == null), group));
        List<Duty> page = after is { At: null } ? [] : source == DutySource.Units ? await Rows(Dated(open, after), ct) : await Dated(open, after).ToListAsync(ct);
        if (page.Count <= PageSize) page.AddRange(await Undated(open, after is { At: null } ? after : null).Take(PageSize + 1 - page.Count).ToListAsync(ct));
        return page;
    }

    /// <summary>Which they are is read from the index alone (duties_soonest), past the many of other units; then the rows of the page.</summary>
    async Task<List<Duty>> Rows(IQueryable<Duty> page, CancellationToken ct) =>
        await (from place in page.Select(d => new { d.Id, d.DueAt }) join d in db.Duties.AsNoTracking() on place.Id equals d.Id orderby place.DueAt, place.Id select d).ToListAsync(ct);

    /// <summary>The duty, if it is in one of the actor's lists.</summary>
    public async Task<Duty?> Find(Guid id, CancellationToken ct)
    {
        var duty = await db.Duties.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
        return duty is not null && (IsMine(duty) || actor.Can(ReadPermit, duty.UnitId)) ? duty : null;
    }

    /// <summary>The open duties on one record, whoever owes them; the caller has checked that the record is visible.</summary>
    public Task<List<Duty>> Open(Guid subjectId, CancellationToken ct) =>
        db.Duties.AsNoTracking().Where(d => d.SubjectId == subjectId && d.EndedAt == null).OrderBy(d => d.OpenedAt).ToListAsync(ct);

    /// <summary>The same of many records.</summary>
    public Task<List<Duty>> Open(IReadOnlyCollection<Guid> subjects, CancellationToken ct) =>
        db.Duties.AsNoTracking().Where(d => subjects.Contains(d.SubjectId) && d.EndedAt == null).OrderBy(d => d.OpenedAt).ToListAsync(ct);

    public Task<List<Duty>> All(Guid subjectId, CancellationToken ct) =>
        db.Duties.AsNoTracking().Where(d => d.SubjectId == subjectId).OrderBy(d => d.OpenedAt).ToListAsync(ct);

    static IQueryable<Duty> Dated(List<IQueryable<Duty>> reads, DutyCursor? after)
    {
        var dated = reads.ConvertAll(r => r.Where(d => d.DueAt != null));
        if (after is { At: { } due, Id: var id }) dated = dated.ConvertAll(r => r.Where(d => d.DueAt >= due && (d.DueAt > due || d.Id.CompareTo(id) > 0)));
        return Merge(dated, r => r.OrderBy(d => d.DueAt).ThenBy(d => d.Id));
    }

    static IQueryable<Duty> Undated(List<IQueryable<Duty>> reads, DutyCursor? after)
    {
        var undated = reads.ConvertAll(r => r.Where(d => d.DueAt == null));
        if (after is { Id: var id }) undated = undated.ConvertAll(r => r.Where(d => d.Id.CompareTo(id) > 0));
        return Merge(undated, r => r.OrderBy(d => d.Id));
    }

    static IQueryable<Duty> Ended(List<IQueryable<Duty>> reads, DutyCursor? after)
    {
        var ended = reads.ConvertAll(r => r.Where(d => d.EndedAt != null));
        if (after is { At: { } at, Id: var id }) ended = ended.ConvertAll(r => r.Where(d => d.EndedAt < at || (d.EndedAt == at && d.Id.CompareTo(id) > 0)));
        return Merge(ended, r => r.OrderByDescending(d => d.EndedAt).ThenBy(d => d.Id));
    }

    /// <summary>Each read gives at most a page in order, and the page is taken from these.</summary>
    static IQueryable<Duty> Merge(List<IQueryable<Duty>> reads, Func<IQueryable<Duty>, IOrderedQueryable<Duty>> order) =>
        order(reads.Select(r => (IQueryable<Duty>)order(r).Take(PageSize + 1)).Aggregate((a, b) => a.Concat(b))).Take(PageSize + 1);

    IQueryable<Duty> Within(IQueryable<Duty> open, DutyGroup group)
    {
        var (now, dayEnd) = (time.Now, EndOfToday());
        return group switch
        {
            DutyGroup.AnswersCitizen => open.Where(d => d.AnswersCitizen && !d.Paused),
            DutyGroup.Today => open.Where(d => d.DueAt >= now && d.DueAt < dayEnd && !d.Paused),
            DutyGroup.Late => open.Where(d => d.DueAt < now && !d.Paused),
            DutyGroup.Waiting => open.Where(d => d.Paused),
            _ => open,
        };
    }

    List<IQueryable<Duty>> Reads(DutySource source, string? kind) => kind is null ? Reads(source) : Reads(source).ConvertAll(r => r.Where(d => d.Kind == kind));

    /// <summary>Disjoint reads: one over all units the actor answers for, or one a unit with the permits their posts give there.</summary>
    List<IQueryable<Duty>> Reads(DutySource source)
    {
        var duties = db.Duties.AsNoTracking();
        if (source == DutySource.Units)
        {
            var units = actor.UnitsWith(ReadPermit);
            return units.Count == 0 ? [] : [duties.Where(d => units.Contains(d.UnitId))];
        }
        var me = actor.OfficerId;
        return [.. actor.Posts.GroupBy(p => p.UnitId, p => p.Permits).Select(unit =>
        {
            var (unitId, permits) = (unit.Key, unit.SelectMany(p => p).Distinct().Order(StringComparer.Ordinal).ToList());
            var of = duties.Where(d => permits.Contains(d.Permit) && (d.OfficerId == null || d.OfficerId == me));
            return actor.Posts.First(p => p.UnitId == unitId).Former is { Count: > 0 } former ? of.Where(d => d.UnitId == unitId || former.Contains(d.UnitId)) : of.Where(d => d.UnitId == unitId);
        })];
    }

    /// <summary>A post in its unit gives the permit, and it is not laid on a colleague.</summary>
    bool IsMine(Duty duty) =>
        (duty.OfficerId is null || duty.OfficerId == actor.OfficerId) && actor.Posts.Any(p => p.IsIn(duty.UnitId) && p.Permits.Contains(duty.Permit));

    DateTimeOffset EndOfToday() => LegalTime.StartOf(time.Today.AddDays(1));
}
