using System.Linq.Expressions;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>The days a number is of: a month of legal dates, and the instant of the look for what is open now.</summary>
public readonly record struct Span(DateOnly From, DateOnly Before, DateTimeOffset Now)
{
    public static Span MonthOf(DateOnly day, DateTimeOffset now) => new(new(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1), now);
}

/// <summary>One number: which dossiers it counts. The list behind it is the same condition, so number and list cannot part.</summary>
/// <param name="Key">Stands in addresses.</param>
/// <param name="Words">What people read; the key of its translation.</param>
public sealed record Measure(string Key, string Words, Func<Span, Expression<Func<Dossier, bool>>> Counts)
{
    static readonly DossierStatus[] Open = [DossierStatus.Filed, DossierStatus.Accepted, DossierStatus.InProcess, DossierStatus.SupplementRequested, DossierStatus.FeeRequested, DossierStatus.WithdrawalRequested, DossierStatus.Finished];
    static readonly DossierStatus[] Undecided = [DossierStatus.Filed, DossierStatus.Accepted, DossierStatus.InProcess];

    public static readonly Measure Filed = new("da-nop", "Đã nộp", s => d => d.FiledOn >= s.From && d.FiledOn < s.Before);
    public static readonly Measure InProcess = new("dang-giai-quyet", "Đang giải quyết", _ => d => Open.Contains(d.Status));

    /// <summary>Open, not decided and past the appointment; what waits for the citizen's papers is not late.</summary>
    public static readonly Measure Overdue = new("dang-tre", "Đang trễ", s => d => Undecided.Contains(d.Status) && d.DueAt < s.Now);

    public static readonly Measure Decided = new("da-giai-quyet", "Đã giải quyết", s => d => d.FinishedOn >= s.From && d.FinishedOn < s.Before && d.OnTime != null);
    public static readonly Measure OnTime = new("dung-han", "Đúng hạn", s => d => d.FinishedOn >= s.From && d.FinishedOn < s.Before && d.OnTime == true);
    public static readonly Measure Late = new("tre-han", "Trễ hạn", s => d => d.FinishedOn >= s.From && d.FinishedOn < s.Before && d.OnTime == false);
    public static readonly Measure Returned = new("da-tra", "Đã trả", s => d => d.FinishedOn >= s.From && d.FinishedOn < s.Before && d.Status == DossierStatus.Returned);
    public static readonly Measure Rated = new("da-danh-gia", "Đã đánh giá", s => d => d.FinishedOn >= s.From && d.FinishedOn < s.Before && d.Stars != null);
    public static readonly Measure Satisfied = new("hai-long", "Hài lòng", s => d => d.FinishedOn >= s.From && d.FinishedOn < s.Before && d.Stars >= 4);
    public static readonly Measure Digitised = new("so-hoa", "Số hóa", s => d => d.FiledOn >= s.From && d.FiledOn < s.Before && d.Digitised);

    public static readonly Measure Online = new("truc-tuyen", "Nộp trực tuyến", s => d => d.FiledOn >= s.From && d.FiledOn < s.Before && d.Channel == Channel.Online);

    /// <summary>Answered, or the 8 office hours are over.</summary>
    public static readonly Measure ToAnswer = new("can-tra-loi", "Đến hạn trả lời", s => d => d.FiledOn >= s.From && d.FiledOn < s.Before && d.AnswerDueAt != null && (d.AnsweredAt != null || d.AnswerDueAt < s.Now));
    public static readonly Measure Answered = new("tra-loi-kip", "Trả lời trong 8 giờ", s => d => d.FiledOn >= s.From && d.FiledOn < s.Before && d.AnsweredAt <= d.AnswerDueAt);

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
