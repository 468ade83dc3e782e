using NhatLe.Payments.Receipts;

namespace NhatLe.Tests.Payments;

public sealed class MoneyWordsTests
{
    [Theory]
    [InlineData(0, "Không đồng")]
    [InlineData(8_000, "Tám nghìn đồng")]
    [InlineData(10_000, "Mười nghìn đồng")]
    [InlineData(15_000, "Mười lăm nghìn đồng")]
    [InlineData(21_000, "Hai mươi mốt nghìn đồng")]
    [InlineData(105_000, "Một trăm linh năm nghìn đồng")]
    [InlineData(1_205_000, "Một triệu hai trăm linh năm nghìn đồng")]
    [InlineData(1_000_005, "Một triệu không trăm linh năm đồng")]
    [InlineData(2_000_000_000, "Hai tỷ đồng")]
    [InlineData(1_000_010_000, "Một tỷ không trăm mười nghìn đồng")]
    public void An_amount_is_said_as_receipts_say_it(long amount, string words) => Assert.Equal(words, MoneyWords.Of(amount));
}
