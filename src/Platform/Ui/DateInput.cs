using System.Globalization;

namespace NhatLe.Platform.Ui;

/// <summary>
/// A date as people type it in three fields. Old papers give only a year of birth, so the year alone, or month and year,
/// may be enough; <see cref="ToText"/> then keeps just that ("1958", "1958-03", "1958-03-12").
/// </summary>
public sealed class DateInput
{
    public string? Day { get; set; }
    public string? Month { get; set; }
    public string? Year { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Day) && string.IsNullOrWhiteSpace(Month) && string.IsNullOrWhiteSpace(Year);

    public static DateInput Of(DateOnly? on) => on is { } date
        ? new() { Day = Number(date.Day), Month = Number(date.Month), Year = Number(date.Year) }
        : new();

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static DateInput Of(string? text)
    {
        var parts = (text ?? "").Split('-');
        return new()
        {
            Year = parts[0].Length == 0 ? null : parts[0],
            Month = parts.Length > 1 ? Plain(parts[1]) : null,
            Day = parts.Length > 2 ? Plain(parts[2]) : null,
        };
    }

    /// <summary>The full date; null when a part is missing or there is no such day.</summary>
    public DateOnly? ToDate() =>
        Read(Year) is { } y and >= 1800 and <= 2200 && Read(Month) is { } m and >= 1 and <= 12 && Read(Day) is { } d && d >= 1 && d <= DateTime.DaysInMonth(y, m)
            ? new DateOnly(y, m, d) : null;

    /// <summary>The full date; null where nothing was typed.</summary>
    /// <exception cref="Refusal">422 beside the field: there is no such day.</exception>
    public DateOnly? Demand(string field) => IsEmpty ? null : ToDate() ?? throw Refusal.Invalid(field, "Ngày này không có. Ví dụ: 28/09/2024.");

    /// <summary>The date as precisely as it was given; null when it is not a date.</summary>
    public string? ToText()
    {
        if (ToDate() is { } full) return full.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!string.IsNullOrWhiteSpace(Day) || Read(Year) is not (>= 1800 and <= 2200)) return null;
        if (string.IsNullOrWhiteSpace(Month)) return Number(Read(Year)!.Value);
        return Read(Month) is { } m and >= 1 and <= 12 ? $"{Number(Read(Year)!.Value)}-{m:00}" : null;
    }

    static int? Read(string? text) => int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>"03" as 3; "00" stays as it was typed, because it is an error to be seen.</summary>
    static string Plain(string part) => part.TrimStart('0') is { Length: > 0 } digits ? digits : part;

    static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
