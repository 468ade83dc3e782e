using System.Globalization;
using System.Text.RegularExpressions;

namespace NhatLe.Exchange.Reports;

/// <summary>Numbers as they are written in Vietnamese, on the English pages too: 1.234,5. Which of the two a point is, is never guessed.</summary>
public static partial class ReportNumber
{
    static readonly NumberFormatInfo vietnamese = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "-" };

    /// <returns>Null for what is no number written so.</returns>
    public static decimal? Read(string text)
    {
        var plain = Blank().Replace(text, "").Replace('\u2212', '-');
        return Written().IsMatch(plain) && decimal.TryParse(plain.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, vietnamese, out var value) ? value : null;
    }

    /// <summary>How it was perhaps meant: 1234.5 as 1234,5; null: nobody knows.</summary>
    public static string? Meant(string text) => English().IsMatch(Blank().Replace(text, "")) ? Blank().Replace(text, "").Replace(",", "", StringComparison.Ordinal).Replace('.', ',') : null;

    public static string Write(decimal value, int decimals) => value.ToString("#,##0." + new string('#', decimals), vietnamese);

    public static string Write(decimal? value, int decimals) => value is { } known ? Write(known, decimals) : "";

    /// <summary>So many digits after the comma it has, zeros at its end left out.</summary>
    public static int Decimals(decimal value) => (value / 1.0000000000000000000000000000m).Scale;

    [GeneratedRegex(@"\A-?(?:[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,[0-9]{1,6})?\z")]
    private static partial Regex Written();

    [GeneratedRegex(@"\A-?[0-9,]*[0-9]\.[0-9]+\z")]
    private static partial Regex English();

    [GeneratedRegex(@"[\s\u00A0\u202F]+")]
    private static partial Regex Blank();
}
