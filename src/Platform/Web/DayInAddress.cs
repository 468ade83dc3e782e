using System.Globalization;

namespace NhatLe.Platform.Web;

/// <summary>A day as a date field writes it into an address: "2024-11-18".</summary>
public static class DayInAddress
{
    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Null where nothing was chosen.</summary>
    /// <exception cref="Refusal">422 beside the field: there is no such day.</exception>
    public static DateOnly? Read(string? text, string field) => string.IsNullOrWhiteSpace(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw NoSuchDay(field);

    public static Refusal NoSuchDay(string field) => Refusal.Invalid(field, "Ngày này không có. Hãy chọn lại.");
}

/// <summary>A month in an address: "2024-11".</summary>
public static class MonthInAddress
{
    public static string Write(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Its first day; null where it is missing or no month.</summary>
    public static DateOnly? Read(string? text) => DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;
}
