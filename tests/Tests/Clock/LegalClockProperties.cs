using FsCheck;
using FsCheck.Fluent;
using NhatLe.Platform.Clock;
using static NhatLe.Tests.Clock.Calendars;

namespace NhatLe.Tests.Clock;

[Trait("Run", "Once")]
public sealed class LegalClockProperties
{
    [Fact]
    public void Counting_the_days_of_a_deadline_gives_the_time_limit_back() =>
        Prop.ForAll(Any.Limit, Any.Instant, (limit, start) =>
        {
            var deadline = Legal.Evaluate(Legal.Start(limit, start));
            var opening = Office.NextOpening(start);
            return limit.Unit switch
            {
                _ when limit.IsSameDay => deadline.Days.All(d => d.Number is null),
                TimeLimitUnit.OfficeHours => Office.OfficeTimeBetween(start, deadline.DueAt!.Value) == TimeSpan.FromHours(limit.Value),
                TimeLimitUnit.CalendarMonths => deadline.DueAt >= LegalTime.At(LegalTime.DateOf(opening).AddMonths(limit.Value), default)
                    && Numbers(deadline).Count() == LegalTime.DateOf(opening).AddMonths(limit.Value).DayNumber - LegalTime.DateOf(opening).DayNumber,
                _ => Numbers(deadline).SequenceEqual(Enumerable.Range(1, limit.Value)),
            };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_working_days_after_the_start_day_up_to_the_due_day_are_as_many_as_the_limit_says() =>
        Prop.ForAll(Gen.Choose(1, 60).ToArbitrary(), Any.Instant, (days, start) =>
        {
            var due = Legal.Evaluate(Legal.Start(Working(days), start)).DueAt!.Value;
            var count = 0;
            for (var day = LegalTime.DateOf(Office.NextOpening(start)).AddDays(1); day <= LegalTime.DateOf(due); day = day.AddDays(1))
                if (Office.IsWorkingDay(day)) count++;
            return count == days && due == Office.Closing(LegalTime.DateOf(due));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pause_moves_the_due_instant_by_exactly_its_office_time() =>
        Prop.ForAll(Any.Limit, Any.Instant, Any.Stretches, (limit, start, stretches) =>
        {
            var plain = Legal.Evaluate(Legal.Start(limit, start)).DueAt!.Value;
            var state = Any.Run(Legal, limit, start, stretches);
            var paused = state.Pauses.Aggregate(TimeSpan.Zero, (sum, p) => sum + Office.OfficeTimeBetween(p.From, p.To!.Value));
            return Office.OfficeTimeBetween(plain, Legal.Evaluate(state).DueAt!.Value) == paused;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pause_leaves_the_time_that_remains_as_it_was() =>
        Prop.ForAll(Any.Limit, Any.Instant, Any.Stretches, (limit, start, stretches) =>
        {
            var (state, at) = (Any.Run(Legal, limit, start, stretches), start.AddMinutes(stretches.Sum() + 90));
            var before = Legal.Remaining(state, at);
            var paused = Legal.Pause(state, at, "Chờ nộp phí");
            var during = Legal.Remaining(paused, at.AddDays(5));
            var after = Legal.Remaining(Legal.Resume(paused, at.AddDays(9)), at.AddDays(9));
            return before == during && before == after;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_holiday_never_shortens_a_limit() =>
        Prop.ForAll(Any.Limit, Any.Instant, Gen.Choose(0, 100).ToArbitrary(), (limit, start, after) =>
        {
            var holiday = new DecreedDayOff(LegalTime.DateOf(start).AddDays(after), "Quốc tang", "test");
            var stricter = ClockOver(Rules with { DaysOff = [holiday] });
            return stricter.Evaluate(stricter.Start(limit, start)).DueAt >= Legal.Evaluate(Legal.Start(limit, start)).DueAt;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_later_start_is_never_due_earlier() =>
        Prop.ForAll(Any.Limit, Any.Instant, Gen.Choose(0, 10000).ToArbitrary(), (limit, start, minutes) =>
            Legal.Evaluate(Legal.Start(limit, start)).DueAt <= Legal.Evaluate(Legal.Start(limit, start.AddMinutes(minutes))).DueAt).QuickCheckThrowOnFailure();

    [Fact]
    public void The_explanation_names_every_day_once_and_every_skipped_day_with_its_reason() =>
        Prop.ForAll(Any.Limit, Any.Instant, Any.Stretches, (limit, start, stretches) =>
        {
            var deadline = Legal.Evaluate(Any.Run(Legal, limit, start, stretches));
            var (first, last) = (LegalTime.DateOf(start), LegalTime.DateOf(deadline.DueAt!.Value));
            var everyDay = Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);
            return deadline.Days.Select(d => d.Date).SequenceEqual(everyDay)
                && deadline.Days.All(d => d.Kind is not (ClockDayKind.Off or ClockDayKind.Pause) || d.Reason is { Length: > 0 })
                && deadline.Days.All(d => Office.IsWorkingDay(d.Date) || d.Reason is not null)
                && deadline.Days.Count(d => d.Kind == ClockDayKind.Due) == 1 && deadline.Days[^1].Kind == ClockDayKind.Due;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_time_that_ran_on_the_days_of_an_hour_limit_adds_up_to_the_limit_whatever_the_pauses() =>
        Prop.ForAll(Gen.Choose(1, 200).ToArbitrary(), Any.Instant, Any.Stretches, (hours, start, stretches) =>
        {
            var whole = Any.Run(Legal, Hours(hours), start, stretches);
            var inTime = whole.Pauses.All(p => p.From <= Legal.Evaluate(whole with { Pauses = [.. whole.Pauses.TakeWhile(q => q != p)] }).DueAt);
            var ran = Legal.Evaluate(whole).Days.Aggregate(TimeSpan.Zero, (sum, d) => sum + d.Ran);
            return !inTime || ran == TimeSpan.FromHours(hours);
        }).QuickCheckThrowOnFailure();

    static IEnumerable<int> Numbers(Deadline deadline) => deadline.Days.Select(d => d.Number).OfType<int>();
}
