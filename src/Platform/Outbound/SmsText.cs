using System.Text;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Outbound;

/// <summary>
/// The words of an SMS: Vietnamese, and the key of its translation. It names nobody, holds no link, and fits into one message of 160
/// characters in both languages, whatever the unit is called: a test reads all of them. Declared as static fields.
/// </summary>
public sealed record SmsTemplate(string Words);

public static class SmsText
{
    /// <summary>One message in the plain alphabet of GSM.</summary>
    public const int Longest = 160;

    static readonly TimeOnly morning = new(7, 0), evening = new(21, 0);

    /// <summary>Without marks, đ as d; cases stay. What no phone shows becomes a question mark.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.To(NormalizationForm.FormD))
        {
            if (letter is >= '\u0300' and <= '\u036F') continue;
            plain.Append(letter switch
            {
                'đ' => 'd', 'Đ' => 'D', '–' or '—' => '-', '“' or '”' or '«' or '»' => '"', '‘' or '’' => '\'', '\u00A0' or '\n' or '\t' => ' ',
                >= ' ' and <= '~' and not ('`' or '^' or '{' or '}' or '[' or ']' or '~' or '\\' or '|') => letter,
                _ => '?',
            });
        }
        return plain.ToString();
    }

    /// <summary>Between 21:00 and 07:00 nobody's phone rings for us.</summary>
    public static bool IsNight(DateTimeOffset at) => TimeOnly.FromDateTime(LegalTime.ToLocal(at).DateTime) is var clock && (clock < morning || clock >= evening);

    /// <summary>The instant itself by day; at night the next morning.</summary>
    public static DateTimeOffset Earliest(DateTimeOffset at)
    {
        if (!IsNight(at)) return at;
        var local = LegalTime.ToLocal(at);
        var day = DateOnly.FromDateTime(local.DateTime);
        return LegalTime.At(local.Hour >= evening.Hour ? day.AddDays(1) : day, morning);
    }

    /// <summary>"241118-0007" of H46.22.03-241118-0007: with the unit's name enough to know it by.</summary>
    public static string ShortCode(string code) => code.IndexOf('-', StringComparison.Ordinal) is >= 0 and var at ? code[(at + 1)..] : code;

    /// <summary>"UBND xã Trọng Hóa".</summary>
    public static string Short(string authority) => authority.Replace("Ủy ban nhân dân", "UBND", StringComparison.Ordinal);

    /// <summary>"17:00 27/11", alike in both languages.</summary>
    public static string When(DateTimeOffset at) => $"{DateText.Time(at)} {LegalTime.ToLocal(at).ToString("dd/MM", System.Globalization.CultureInfo.InvariantCulture)}";
}
