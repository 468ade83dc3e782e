using System.Globalization;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Forms;

/// <summary>The computed answers of a form. What cannot be computed yet is empty.</summary>
public sealed class Sums(DateOnly today)
{
    /// <summary>Computes every computed answer anew, in the order of the form; whatever stood there is not looked at.</summary>
    public void Fill(FormDefinition form, Dictionary<string, string> answers)
    {
        var filled = new FilledForm(form, answers);
        foreach (var field in form.Fields)
        {
            if (field.Compute is { } compute) answers[field.Key] = Of(filled, compute, group: null, row: 0);
            if (field.Type != FieldType.Group) continue;
            foreach (var cell in field.Fields!.Where(c => c.Compute is not null))
                for (var row = 0; row < filled.Rows(field); row++)
                    answers[FilledForm.CellKey(field, row, cell)] = Of(filled, cell.Compute!, field, row);
        }
    }

    public string Of(FilledForm filled, ComputeDefinition compute, FieldDefinition? group, int row)
    {
        try
        {
            return Compute(filled, compute, group, row) is { } value && Math.Abs(value) <= long.MaxValue ? value.ToString("0", CultureInfo.InvariantCulture) : "";
        }
        catch (OverflowException)
        {
            return "";
        }
    }

    decimal? Compute(FilledForm filled, ComputeDefinition compute, FieldDefinition? group, int row)
    {
        string Heard(string key) => filled.Heard(key, group, row);
        var value = compute.Op switch
        {
            ComputeOp.Sum => Sum(compute.Of.SelectMany(key => key.Split('.') is [var of, var column] ? filled.Column(of, column) : [Heard(key)])) * compute.Times,
            ComputeOp.Product => compute.Of.Select(key => Read(Heard(key))).Aggregate((decimal?)compute.Times, (product, factor) => product * factor),
            ComputeOp.Count => compute.Of.Sum(of => filled.Form.Field(of) is { } counted ? filled.Column(of, counted.Fields![0].Key).Count() : 0) * (decimal)compute.Times,
            ComputeOp.Years => Years(Heard(compute.Of[0]), compute.Of.Count > 1 ? Heard(compute.Of[1]) : ""),
            _ => Tiers(Read(Heard(compute.Of[0])), compute.Tiers ?? []),
        };
        return compute.AtMost is { } most && value > most ? most : value;
    }

    static decimal? Sum(IEnumerable<string> answers)
    {
        var known = answers.Select(Read).OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    static decimal? Tiers(decimal? pieces, IReadOnlyList<PriceTier> tiers)
    {
        if (pieces is not { } all) return null;
        decimal sum = 0, counted = 0;
        foreach (var tier in tiers)
        {
            var until = tier.UpTo is { } last ? Math.Min(all, last) : all;
            if (until <= counted) continue;
            sum += (until - counted) * tier.Price;
            counted = until;
        }
        return sum;
    }

    /// <summary>Full years between two days; of a year alone, the difference of the years.</summary>
    decimal? Years(string from, string until)
    {
        var end = until.Length == 0 ? today : FormDate.Read(until);
        if (FormDate.Read(from) is not { } start || end is not { } stop || stop < start) return null;
        var years = stop.Year - start.Year;
        return FormDate.IsYear(from) || FormDate.IsYear(until) || start.AddYears(years) <= stop ? years : years - 1;
    }

    /// <summary>A number as typed or stored.</summary>
    static decimal? Read(string answer) => FormNumber.Read(answer) is { } number ? number : null;
}

/// <summary>A stored date: "2024-11-10", or the year alone.</summary>
public static class FormDate
{
    public static bool IsYear(string text) => text.Length == 4;

    /// <summary>The day; of a year alone, its first day.</summary>
    public static DateOnly? Read(string text) =>
        DateOnly.TryParseExact(IsYear(text) ? text + "-01-01" : text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>A whole number as people type it: "50.000.000", "50 000 000 đ", "50000000".</summary>
public static class FormNumber
{
    public const int MostDigits = 15;
    static readonly string[] Units = ["VNĐ", "VND", "đồng", "đ", "₫", "dong"];

    public static long? Read(string? typed)
    {
        var text = Nfc.Clean(typed);
        foreach (var unit in Units)
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) { text = text[..^unit.Length].TrimEnd(); break; }
        var parts = text.Split('.', ',', ' ');
        if (parts.Length > 1 && (parts[0].Length is 0 or > 3 || parts.Skip(1).Any(p => p.Length != 3))) return null;
        var digits = string.Concat(parts);
        return digits.Length is > 0 and <= MostDigits && digits.All(char.IsAsciiDigit) ? long.Parse(digits, CultureInfo.InvariantCulture) : null;
    }
}
