using NhatLe.Platform.Text;

namespace NhatLe.Tests.Text;

/// <summary>What another program said is kept without people's addresses and numbers, and can be stored.</summary>
[Trait("Run", "Once")]
public sealed class ErrorTextTests
{
    [Theory]
    [InlineData("550 5.1.1 <hoa.le@example.vn>: Recipient address rejected", "550 5.1.1 <…@…>: Recipient address rejected")]
    [InlineData("invalid number +84 901 234 567", "invalid number …")]
    [InlineData("044196004217 is unknown", "… is unknown")]
    [InlineData("answered 503: try again in 30 s", "answered 503: try again in 30 s")]
    [InlineData("\u001f\u008b\0\b gzip", "gzip")]
    public void Personal_data_and_control_characters_go(string said, string kept) => Assert.Equal(kept, ErrorText.Of(said));

    [Fact]
    public void It_is_short() => Assert.Equal(ErrorText.Longest, ErrorText.Of(new string('x', 10_000)).Length);
}
