using NhatLe.Platform.Ui;

namespace NhatLe.Tests.Ui;

[Trait("Run", "Once")]
public sealed class DateInputTests
{
    [Theory]
    [InlineData("12", "3", "1992", "1992-03-12")]
    [InlineData(" 1 ", "02", "2024", "2024-02-01")]
    [InlineData(null, null, "1958", "1958")]
    [InlineData(null, "3", "1958", "1958-03")]
    public void A_date_is_kept_as_precisely_as_it_was_given(string? day, string? month, string? year, string text) =>
        Assert.Equal(text, new DateInput { Day = day, Month = month, Year = year }.ToText());

    [Theory]
    [InlineData("30", "2", "2024")]
    [InlineData("1", "13", "2024")]
    [InlineData("1", null, "2024")]
    [InlineData("x", "1", "2024")]
    [InlineData("1", "1", "24")]
    [InlineData(null, null, null)]
    public void What_is_no_date_gives_none(string? day, string? month, string? year)
    {
        var typed = new DateInput { Day = day, Month = month, Year = year };
        Assert.Null(typed.ToDate());
        Assert.Null(typed.ToText());
    }

    [Theory]
    [InlineData("1958")]
    [InlineData("1958-03")]
    [InlineData("1992-10-30")]
    public void What_was_kept_fills_the_fields_again(string text) => Assert.Equal(text, DateInput.Of(text).ToText());
}
