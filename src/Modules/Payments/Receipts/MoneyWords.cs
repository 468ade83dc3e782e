namespace NhatLe.Payments.Receipts;

/// <summary>An amount in Vietnamese words, as receipts say it beside the figures: 1.205.000 is "Một triệu hai trăm linh năm nghìn đồng".</summary>
public static class MoneyWords
{
    static readonly string[] digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    static readonly string[] groups = ["", " nghìn", " triệu"];

    public static string Of(long amountVnd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amountVnd);
        if (amountVnd == 0) return "Không đồng";
        var words = Read(amountVnd) + " đồng";
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>From a thousand million on the rest is said before "tỷ", and again in the same way.</summary>
    static string Read(long amount)
    {
        var (above, rest) = (amount / 1_000_000_000, amount % 1_000_000_000);
        var words = above > 0 ? Read(above) + " tỷ" : "";
        for (var group = 2; group >= 0; group--)
        {
            var three = (int)(rest / (long)Math.Pow(1000, group) % 1000);
            if (three == 0) continue;
            words += (words.Length > 0 ? " " : "") + Three(three, full: words.Length > 0) + groups[group];
        }
        return words;
    }

    /// <param name="full">Something stands before it: the hundreds are said though they are none.</param>
    static string Three(int number, bool full)
    {
        var (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
        var words = hundreds > 0 || full ? digits[hundreds] + " trăm" : "";
        if (tens == 0 && ones > 0 && words.Length > 0) words += " linh";
        else if (tens == 1) words += (words.Length > 0 ? " " : "") + "mười";
        else if (tens > 1) words += (words.Length > 0 ? " " : "") + digits[tens] + " mươi";
        if (ones > 0) words += (words.Length > 0 ? " " : "") + (tens > 1 && ones == 1 ? "mốt" : tens >= 1 && ones == 5 ? "lăm" : digits[ones]);
        return words;
    }
}
