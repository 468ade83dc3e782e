using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;

namespace NhatLe.Tests.Ui;

[Trait("Run", "Once")]
public sealed class WrittenTimeTests
{
    static readonly WrittenTime Written = new(new Texts(new TextCatalog([])));

    [Fact]
    public void A_moment_is_written_in_Vietnam_time() =>
        Assert.Equal("9 giờ 05, thứ Sáu 18/10/2024", Written.Long(new DateTimeOffset(2024, 10, 18, 2, 5, 0, TimeSpan.Zero)));

    [Fact]
    public void A_full_hour_has_no_minutes() =>
        Assert.Equal("17 giờ", Written.Hour(new DateTimeOffset(2024, 10, 18, 10, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void The_evening_in_London_is_the_next_day_here() =>
        Assert.Equal(new DateOnly(2024, 10, 19), WrittenTime.DateOf(new DateTimeOffset(2024, 10, 18, 17, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Another_year_is_written_out() =>
        Assert.Equal("02/01/2025", WrittenTime.Date(new DateOnly(2025, 1, 2), new DateOnly(2024, 12, 31)));
}
