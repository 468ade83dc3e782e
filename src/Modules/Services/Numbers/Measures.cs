using System.Linq.Expressions;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>The days a number is of: a month of legal dates, and the instant of the look for what is open now.</summary>
public readonly record struct Span(DateOnly From, DateOnly Before, DateTimeOffset Now)
{
    public static Span MonthOf(DateOnly day, DateTimeOffset now) => new(new(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1), now);
}

/// <summary>Where a number begins: the dossiers filed in the month, those that ended in it, or those that are open now.</summary>
public enum CountedOf { Filed, Ended, Open }

/// <summary>One number: which dossiers it counts. The list behind it is the same condition, so number and list cannot part.</summary>
/// <param name="Key">Stands in addresses.</param>
/// <param name="Words">What people read; the key of its translation.</param>
/// <param name="When">Which of <paramref name="Of"/>, at the instant of the look.</param>
public sealed record Measure(string Key, string Words, CountedOf Of, Func<DateTimeOffset, Expression<Func<Dossier, bool>>> When)
{
    static readonly DossierStatus[] NotEnded = [DossierStatus.Filed, DossierStatus.Accepted, DossierStatus.InProcess, DossierStatus.SupplementRequested, DossierStatus.FeeRequested, DossierStatus.WithdrawalRequested, DossierStatus.Finished];
    internal static readonly DossierStatus[] Undecided = [DossierStatus.Filed, DossierStatus.Accepted, DossierStatus.InProcess];

    /// <summary>The range of an index from which numbers of one kind are counted in one read.</summary>
    public static Expression<Func<Dossier, bool>> Range(CountedOf of, Span s) => of switch
    {
        CountedOf.Filed => d => d.FiledOn >= s.From && d.FiledOn < s.Before,
        CountedOf.Ended => d => d.FinishedOn >= s.From && d.FinishedOn < s.Before,
        _ => d => NotEnded.Contains(d.Status),
    };

    /// <summary>The range in parts, each of which is one stretch of an index that begins with the unit.</summary>
    public static IEnumerable<Expression<Func<Dossier, bool>>> Parts(CountedOf of, Span s) => of switch
    {
        CountedOf.Open => NotEnded.Select(status => (Expression<Func<Dossier, bool>>)(d => d.Status == status)),
        _ => [Range(of, s)],
    };

    public static readonly Measure Filed = new("da-nop", "Đã nộp", CountedOf.Filed, _ => d => true);
    public static readonly Measure InProcess = new("dang-giai-quyet", "Đang giải quyết", CountedOf.Open, _ => d => true);

    /// <summary>Open, not decided and past the appointment; what waits for the citizen's papers is not late.</summary>
    public static readonly Measure Overdue = new("dang-tre", "Đang trễ", CountedOf.Open, now => d => Undecided.Contains(d.Status) && d.DueAt < now);

    public static readonly Measure Decided = new("da-giai-quyet", "Đã giải quyết", CountedOf.Ended, _ => d => d.OnTime != null);
    public static readonly Measure OnTime = new("dung-han", "Đúng hạn", CountedOf.Ended, _ => d => d.OnTime == true);
    public static readonly Measure Late = new("tre-han", "Trễ hạn", CountedOf.Ended, _ => d => d.OnTime == false);
    public static readonly Measure Returned = new("da-tra", "Đã trả", CountedOf.Ended, _ => d => d.Status == DossierStatus.Returned);
    public static readonly Measure Rated = new("da-danh-gia", "Đã đánh giá", CountedOf.Ended, _ => d => d.Stars != null);
    public static readonly Measure Satisfied = new("hai-long", "Hài lòng", CountedOf.Ended, _ => d => d.Stars >= 4);
    public static readonly Measure Digitised = new("so-hoa", "Số hóa", CountedOf.Filed, _ => d => d.Digitised);

    public static readonly Measure Online = new("truc-tuyen", "Nộp trực tuyến", CountedOf.Filed, _ => d => d.Channel == Channel.Online);

    /// <summary>Answered, or the 8 office hours are over.</summary>
    public static readonly Measure ToAnswer = new("can-tra-loi", "Đến hạn trả lời", CountedOf.Filed, now => d => d.AnswerDueAt != null && (d.AnsweredAt != null || d.AnswerDueAt < now));
    public static readonly Measure Answered = new("tra-loi-kip", "Trả lời trong 8 giờ", CountedOf.Filed, _ => d => d.AnsweredAt <= d.AnswerDueAt);

    public static readonly IReadOnlyList<Measure> All = [Filed, InProcess, Overdue, Decided, OnTime, Late, Returned, Rated, Satisfied, Online, Digitised, ToAnswer, Answered];

    public static Measure? Find(string? key) => All.FirstOrDefault(m => m.Key == key);
}

/// <summary>A share of what it could be, against the plan of the province (per cent).</summary>
public sealed record Rate(string Words, Measure Of, Measure Among, double Goal)
{
    public static readonly IReadOnlyList<Rate> All =
    [
        new("Đúng hạn", Measure.OnTime, Measure.Decided, 98),
        new("Nộp trực tuyến", Measure.Online, Measure.Filed, 70),
        new("Số hóa", Measure.Digitised, Measure.Filed, 85),
        new("Hài lòng", Measure.Satisfied, Measure.Rated, 90),
        new("Trả lời trong 8 giờ", Measure.Answered, Measure.ToAnswer, 95),
    ];
}
