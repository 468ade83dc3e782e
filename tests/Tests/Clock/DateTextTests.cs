using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;
using static NhatLe.Tests.Clock.Calendars;

namespace NhatLe.Tests.Clock;

[Trait("Run", "Once")]
public sealed class DateTextTests
{
    static DateText DatesAt(string now)
    {
        var time = new LegalTime(new HeldTime(At(now)));
        return new(Words, time, Office);
    }

    [Theory]
    [InlineData("2024-10-17 17:00", "17:00 hôm nay", "17:00 today")]
    [InlineData("2024-10-18 09:30", "09:30 mai", "09:30 tomorrow")]
    [InlineData("2024-10-21 17:00", "21/10", "21 Oct")]
    [InlineData("2025-01-14 17:00", "14/01/2025", "14 Jan 2025")]
    [InlineData("2024-10-17 09:00", "Trễ 20 phút", "20 min late")]
    [InlineData("2024-10-16 15:30", "Trễ 3 giờ", "3 h late")]
    [InlineData("2024-10-15 17:00", "Trễ 1 ngày", "1 d late")]
    [InlineData("2024-10-04 17:00", "Trễ 8 ngày", "8 d late")]
    public void A_row_of_the_inbox_says_how_near_it_is(string due, string vietnamese, string english)
    {
        var dates = DatesAt("2024-10-17 09:20");
        using (new Language("vi")) Assert.Equal(vietnamese, dates.Due(At(due)));
        using (new Language("en")) Assert.Equal(english, dates.Due(At(due)));
    }

    [Fact]
    public void In_the_night_after_the_due_instant_it_is_late_but_not_yet_by_a_minute()
    {
        using var _ = new Language("vi");
        Assert.Equal("Trễ hạn", DatesAt("2024-10-17 20:00").Due(At("2024-10-17 17:00")));
    }

    [Fact]
    public void Dates_are_written_as_people_say_them()
    {
        using var _ = new Language("vi");
        var dates = DatesAt("2024-11-22 08:00");
        Assert.Equal("thứ Tư 27/11, trước 17:00", dates.Before(At("2024-11-27 17:00")));
        Assert.Equal("17:00 thứ Tư 27/11/2024", dates.Full(At("2024-11-27 17:00")));
        Assert.Equal("Chủ nhật 05/01/2025", dates.Day(Day("2025-01-05")));
        Assert.Equal("2 giờ 30 phút", dates.Hours(TimeSpan.FromHours(2.5)));
    }

    [Theory]
    [InlineData("vi", "Thời hạn 3 ngày làm việc. Ngày thứ 1 là thứ Hai 25/11. Không tính thứ Bảy 23/11, Chủ nhật 24/11. Hạn là 17:00 thứ Tư 27/11/2024.")]
    [InlineData("en", "Time limit: 3 working days. Day 1 is Monday 25 Nov. Not counted: Saturday 23 Nov, Sunday 24 Nov. It is due at 17:00 Wednesday 27 Nov 2024.")]
    public void A_deadline_is_explained_in_sentences(string language, string expected)
    {
        using var _ = new Language(language);
        Assert.Equal(expected, Explain(Working(3), "2024-11-22 08:00"));
    }

    [Theory]
    [InlineData("vi", "Thời hạn trong ngày. Hạn là 17:00 thứ Sáu 22/11/2024.")]
    [InlineData("en", "Time limit: same day. It is due at 17:00 Friday 22 Nov 2024.")]
    public void A_same_day_limit_needs_no_counting(string language, string expected)
    {
        using var _ = new Language(language);
        Assert.Equal(expected, Explain(TimeLimit.SameDay, "2024-11-22 08:00"));
    }

    [Fact]
    public void A_holiday_is_named_and_one_day_is_singular_in_English()
    {
        using (new Language("vi")) Assert.Contains("Không tính thứ Năm 18/04 (Giỗ Tổ Hùng Vương).", Explain(Working(1), "2024-04-17 08:00"), StringComparison.Ordinal);
        using (new Language("en")) Assert.StartsWith("Time limit: 1 working day.", Explain(Working(1), "2024-04-17 08:00"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_days_of_a_paused_clock_say_what_happened_on_them()
    {
        using var _ = new Language("vi");
        var text = new DeadlineText(Words, DatesAt("2024-10-17 08:00"));
        var state = Legal.Pause(Legal.Start(Working(3), At("2024-10-10 08:05")), At("2024-10-14 09:30"), "Chờ bổ sung");
        Assert.EndsWith("Đồng hồ đang dừng, hạn mới có khi chạy lại.", text.Why(Working(3), Legal.Evaluate(state)), StringComparison.Ordinal);

        var deadline = Legal.Evaluate(Legal.Resume(state, At("2024-10-16 14:00")));
        Assert.Equal(
            ["Ngày nhận, tính từ ngày hôm sau", "Ngày thứ 1", "Thứ Bảy", "Chủ nhật", "2 giờ 30 phút, rồi dừng", "Dừng", "Chạy lại 14:00", "Ngày thứ 2", "Hạn"],
            deadline.Days.Select(text.State));
        Assert.Contains("Thời gian chờ không tính vào hạn.", text.Why(Working(3), deadline), StringComparison.Ordinal);
    }

    static string Explain(TimeLimit limit, string accepted) =>
        new DeadlineText(Words, DatesAt("2024-11-22 08:00")).Why(limit, Legal.Evaluate(Legal.Start(limit, At(accepted))));
}
