using System.Text.Json;
using NhatLe.Platform.Clock;
using static NhatLe.Tests.Clock.Calendars;

namespace NhatLe.Tests.Clock;

[Trait("Run", "Once")]
public sealed class LegalClockTests
{
    [Theory]
    [InlineData(3, "2024-11-22 08:00", "2024-11-27 17:00")] // over a weekend
    [InlineData(3, "2024-11-22 20:00", "2024-11-28 17:00")] // out of hours: Monday is the start day
    [InlineData(1, "2024-11-23 09:00", "2024-11-26 17:00")]
    [InlineData(1, "2024-11-22 06:00", "2024-11-25 17:00")] // before opening is still this day
    [InlineData(2, "2024-02-07 08:00", "2024-02-16 17:00")] // over Tết
    [InlineData(1, "2024-05-03 08:00", "2024-05-04 17:00")] // the worked Saturday counts
    [InlineData(1, "2024-04-26 08:00", "2024-05-02 17:00")] // 29 April is swapped
    public void Working_days_end_with_the_office_hours_of_the_last_one(int days, string accepted, string due) =>
        Assert.Equal(At(due), Due(Working(days), accepted));

    [Theory]
    [InlineData("2024-11-18 08:00", "2024-11-26", 6)]
    [InlineData("2024-11-18 20:00", "2024-11-20", 1)] // out of hours: Tuesday is the start day
    [InlineData("2024-11-23 09:00", "2024-11-25", 0)] // on a Saturday: the first working day itself
    [InlineData("2024-11-18 08:00", "2024-11-18", 0)]
    [InlineData("2024-04-26 08:00", "2024-05-04", 3)] // the worked Saturday can be a date
    [InlineData("2024-02-07 08:00", "2024-02-16", 2)] // over Tết
    public void A_date_that_is_set_is_a_limit_of_the_working_days_up_to_it(string at, string day, int days)
    {
        var state = Legal.StartUntil(Day(day), At(at));
        Assert.Equal((Working(days), At(day + " 17:00")), (state.Limit, Legal.Evaluate(state).DueAt));
    }

    [Theory]
    [InlineData("2024-11-18 08:00", "2024-11-23")] // a Saturday
    [InlineData("2024-11-18 08:00", "2024-09-02")] // over, and a holiday
    [InlineData("2024-11-18 08:00", "2024-11-15")] // over
    [InlineData("2024-11-18 15:30", "2024-11-18")] // after the cut-off of the day
    [InlineData("2024-11-18 08:00", "2028-11-20")] // beyond every limit
    public void A_date_on_which_nothing_can_be_due_is_refused(string at, string day) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.StartUntil(Day(day), At(at)));

    [Theory]
    [InlineData("2024-11-22 08:00", "2024-11-22 17:00")]
    [InlineData("2024-11-22 15:00", "2024-11-22 17:00")]
    [InlineData("2024-11-22 15:01", "2024-11-25 17:00")]
    [InlineData("2024-11-22 20:00", "2024-11-25 17:00")]
    public void A_same_day_procedure_accepted_after_the_cut_off_is_due_the_next_working_day(string accepted, string due) =>
        Assert.Equal(At(due), Due(TimeLimit.SameDay, accepted));

    [Theory]
    [InlineData(8, "2024-11-18 16:00", "2024-11-19 16:00")]
    [InlineData(8, "2024-11-22 20:14", "2024-11-25 17:00")]
    [InlineData(2, "2024-11-22 10:30", "2024-11-22 14:30")]
    public void Office_hours_run_only_while_the_office_is_open(int hours, string accepted, string due) =>
        Assert.Equal(At(due), Due(Hours(hours), accepted));

    [Theory]
    [InlineData(10, TimeLimitUnit.CalendarDays, "2024-11-11 08:00", "2024-11-21 17:00")]
    [InlineData(5, TimeLimitUnit.CalendarDays, "2024-11-18 08:00", "2024-11-25 17:00")] // the fifth day is a Saturday
    [InlineData(1, TimeLimitUnit.CalendarMonths, "2024-01-31 08:00", "2024-02-29 17:00")]
    [InlineData(1, TimeLimitUnit.CalendarMonths, "2024-10-23 08:00", "2024-11-25 17:00")] // the 23rd is a Saturday
    public void A_calendar_limit_that_ends_on_a_day_off_moves_to_the_next_working_day(int value, TimeLimitUnit unit, string accepted, string due) =>
        Assert.Equal(At(due), Due(new(value, unit), accepted));

    [Fact]
    public void The_explanation_shows_the_start_each_counted_day_and_why_days_are_off()
    {
        var deadline = Legal.Evaluate(Legal.Start(Working(3), At("2024-11-22 08:00")));
        Assert.Equal(
            [
                (22, ClockDayKind.Start, null, "Ngày nhận, tính từ ngày hôm sau"),
                (23, ClockDayKind.Off, null, "Thứ Bảy"),
                (24, ClockDayKind.Off, null, "Chủ nhật"),
                (25, ClockDayKind.Counted, 1, null),
                (26, ClockDayKind.Counted, 2, null),
                (27, ClockDayKind.Due, (int?)3, (string?)null),
            ],
            deadline.Days.Select(d => (d.Date.Day, d.Kind, d.Number, d.Reason)));
    }

    [Fact]
    public void A_supplement_of_18_and_a_half_office_hours_moves_the_due_instant_by_as_much()
    {
        var state = Legal.Start(Working(3), At("2024-10-10 08:05"));
        state = Legal.Pause(state, At("2024-10-14 09:30"), "Chờ bổ sung");
        state = Legal.Resume(state, At("2024-10-16 14:00"));
        var deadline = Legal.Evaluate(state);

        Assert.Equal(At("2024-10-18 09:30"), deadline.DueAt);
        Assert.Equal(
            "10 Start 0, 11 Counted 8, 12 Off 0, 13 Off 0, 14 Pause 2.5, 15 Pause 0, 16 Pause 3, 17 Counted 8, 18 Due 2.5",
            string.Join(", ", deadline.Days.Select(d => FormattableString.Invariant($"{d.Date.Day} {d.Kind} {d.Ran.TotalHours}"))));
        Assert.Equal([1, 2, 3], deadline.Days.Select(d => d.Number).OfType<int>());
        Assert.All(deadline.Days.Where(d => d.Kind == ClockDayKind.Pause), d => Assert.Equal("Chờ bổ sung", d.Reason));
    }

    [Fact]
    public void A_pause_over_a_weekend_moves_a_calendar_limit_by_its_office_time_and_the_weekend_bears_no_number()
    {
        var state = Legal.Start(new(10, TimeLimitUnit.CalendarDays), At("2024-11-11 08:00"));
        state = Legal.Resume(Legal.Pause(state, At("2024-11-15 16:00"), "Chờ bổ sung"), At("2024-11-18 08:00"));
        var deadline = Legal.Evaluate(state);
        Assert.Equal(At("2024-11-22 09:00"), deadline.DueAt);
        Assert.Equal(
            "11 Start, 12 Counted 1, 13 Counted 2, 14 Counted 3, 15 Pause, 16 Off, 17 Off, 18 Pause, 19 Counted 4, 20 Counted 5, 21 Counted 6, 22 Due 10",
            string.Join(", ", deadline.Days.Select(d => $"{d.Date.Day} {d.Kind} {d.Number}".TrimEnd())));
    }

    [Fact]
    public void An_hour_lost_spreads_the_last_day_over_two_and_only_the_due_day_is_the_last()
    {
        var state = Legal.Pause(Legal.Start(Working(2), At("2024-11-18 08:00")), At("2024-11-18 09:00"), "Chờ bổ sung");
        var deadline = Legal.Evaluate(Legal.Resume(state, At("2024-11-18 10:00")));
        Assert.Equal(
            "18 Start Chờ bổ sung, 19 Counted 1, 20 Counted Bù thời gian dừng, 21 Due 2",
            string.Join(", ", deadline.Days.Select(d => string.Join(' ', new object?[] { d.Date.Day, d.Kind, d.Number, d.Reason }.Where(x => x is not null)))));
    }

    [Fact]
    public void A_last_day_that_is_off_keeps_its_number_and_the_due_day_says_it_was_moved()
    {
        var days = Legal.Evaluate(Legal.Start(new(5, TimeLimitUnit.CalendarDays), At("2024-11-18 08:00"))).Days;
        Assert.Equal((ClockDayKind.Off, 5, "Thứ Bảy"), (days[5].Kind, days[5].Number!.Value, days[5].Reason!));
        Assert.Equal((ClockDayKind.Off, null, "Chủ nhật"), (days[6].Kind, days[6].Number, days[6].Reason!));
        Assert.Equal((ClockDayKind.Due, null, "Ngày cuối là ngày nghỉ, lùi sang ngày làm việc"), (days[7].Kind, days[7].Number, days[7].Reason!));
    }

    [Fact]
    public void While_paused_nothing_is_due_and_the_time_left_stands_still()
    {
        var state = Legal.Pause(Legal.Start(Working(3), At("2024-11-22 08:00")), At("2024-11-27 16:00"), "Chờ nộp phí");
        var deadline = Legal.Evaluate(state);

        Assert.Null(deadline.DueAt);
        Assert.True(deadline.IsPaused);
        Assert.Equal((Day("2024-11-27"), ClockDayKind.Pause), (deadline.Days[^1].Date, deadline.Days[^1].Kind));
        Assert.Equal(TimeSpan.FromHours(1), Legal.Remaining(state, At("2025-03-03 08:00")));
        Assert.Null(Legal.ApologyBy(state));
        Assert.Throws<InvalidOperationException>(() => Legal.Remaining(deadline, At("2025-03-03 08:00")));
    }

    [Fact]
    public void Time_left_is_office_time_and_negative_when_late()
    {
        var state = Legal.Start(Working(3), At("2024-11-22 08:00"));
        Assert.Equal(TimeSpan.FromHours(9), Legal.Remaining(state, At("2024-11-26 16:00")));
        Assert.Equal(-TimeSpan.FromHours(1), Legal.Remaining(Legal.Evaluate(state), At("2024-11-28 08:00")));
        Assert.Equal(TimeSpan.Zero, Legal.Remaining(state, At("2024-11-27 22:00")));
    }

    [Fact]
    public void A_new_appointment_is_given_once_and_a_later_pause_moves_it_on()
    {
        var state = Legal.Start(Working(3), At("2024-11-22 08:00"));
        state = Legal.Extend(state, At("2024-11-28 09:00"));
        Assert.Equal(At("2024-11-28 09:00"), Legal.Evaluate(state).DueAt);
        Assert.Equal("Hẹn lại", Legal.Evaluate(state).Days[^1].Reason);
        Assert.Throws<InvalidOperationException>(() => Legal.Extend(state, At("2024-12-02 09:00")));

        state = Legal.Resume(Legal.Pause(state, At("2024-11-27 08:00"), "Chờ xác minh"), At("2024-11-27 10:00"));
        Assert.Equal(At("2024-11-28 11:00"), Legal.Evaluate(state).DueAt);
    }

    [Fact]
    public void A_pause_before_the_new_appointment_does_not_move_it()
    {
        var state = Legal.Start(Working(3), At("2024-11-22 08:00"));
        state = Legal.Resume(Legal.Pause(state, At("2024-11-25 08:00"), "Chờ bổ sung"), At("2024-11-25 10:00"));
        Assert.Equal(At("2024-11-29 17:00"), Legal.Evaluate(Legal.Extend(state, At("2024-11-29 17:00"))).DueAt);
    }

    [Fact]
    public void The_apology_goes_out_at_least_one_working_day_before_the_due_day()
    {
        Assert.Equal(At("2024-11-26 17:00"), Legal.ApologyBy(Legal.Start(Working(3), At("2024-11-22 08:00"))));
        Assert.Equal(At("2024-11-22 17:00"), Legal.ApologyBy(Legal.Start(Working(1), At("2024-11-22 08:00"))));
    }

    [Fact]
    public void A_record_keeps_the_law_profile_of_its_acceptance_day()
    {
        Assert.Equal("2018", Legal.Start(Working(3), At("2025-06-30 23:59")).Profile);
        Assert.Equal("2025", Legal.Start(Working(3), At("2025-07-01 00:00")).Profile);
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.Start(Working(3), At("2018-06-22 08:00")));
        Assert.Equal(Hours(8), new LawProfiles(Rules).Named("2018").OnlineAnswer);
    }

    [Fact]
    public void A_state_stored_as_JSON_gives_the_same_deadline_again()
    {
        var state = Legal.Extend(Legal.Start(Working(3), At("2024-11-22 08:00")), At("2024-11-29 09:00"));
        state = Legal.Resume(Legal.Pause(state, At("2024-11-27 08:00"), "Chờ xác minh"), At("2024-11-27 10:00"));
        var stored = JsonSerializer.Deserialize<ClockState>(JsonSerializer.Serialize(state))!;
        Assert.Equal(At("2024-11-29 11:00"), Legal.Evaluate(stored).DueAt);
        Assert.Equal(Legal.Evaluate(state).Days, Legal.Evaluate(stored).Days);
        Assert.Throws<InvalidOperationException>(() => Legal.Extend(stored, At("2024-12-02 09:00")));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var running = Legal.Start(Working(3), At("2024-11-22 08:00"));
        var paused = Legal.Pause(running, At("2024-11-25 08:00"), "Chờ bổ sung");
        var resumed = Legal.Resume(paused, At("2024-11-25 09:00"));

        Assert.Throws<InvalidOperationException>(() => Legal.Resume(running, At("2024-11-25 08:00")));
        Assert.Throws<InvalidOperationException>(() => Legal.Pause(paused, At("2024-11-25 09:00"), "Chờ nộp phí"));
        Assert.Throws<InvalidOperationException>(() => Legal.Extend(paused, At("2024-12-02 09:00")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.Pause(running, At("2024-11-22 07:00"), "Chờ bổ sung"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.Pause(resumed, At("2024-11-25 08:30"), "Chờ bổ sung"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.Resume(paused, At("2024-11-25 07:59")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.Extend(running, At("2024-11-27 17:00")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.Extend(running, At("2024-11-30 09:00")));
        Assert.Throws<ArgumentException>(() => Legal.Pause(running, At("2024-11-25 08:00"), " "));
    }

    [Theory]
    [InlineData(-1, TimeLimitUnit.WorkingDays)]
    [InlineData(0, TimeLimitUnit.OfficeHours)]
    [InlineData(0, TimeLimitUnit.CalendarMonths)]
    [InlineData(1001, TimeLimitUnit.CalendarDays)]
    [InlineData(3, (TimeLimitUnit)0)]
    public void A_limit_no_law_can_state_is_refused(int value, TimeLimitUnit unit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Legal.Start(new(value, unit), At("2024-11-22 08:00")));
}
