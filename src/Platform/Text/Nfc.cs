using System.Globalization;
using System.Text;

namespace NhatLe.Platform.Text;

/// <summary>The one form text is stored in: composed (NFC), on one line, without marks the eye cannot see.</summary>
public static class Nfc
{
    /// <summary>
    /// Composes, drops zero-width and bidirectional control marks (they come with copied text and make equal names differ),
    /// makes every run of white space or control characters one space, and trims. Running it again changes nothing.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsInvisible(rune)) continue;
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (kept.Length > 0 && kept[^1] != ' ') kept.Append(' ');
            }
            else kept.Append(rune.ToString());
        }
        return Compose(kept.ToString().TrimEnd(' '));
    }

    /// <summary>Normalises without throwing: text that came in broken keeps a replacement mark in place of the broken character.</summary>
    internal static string To(this string text, NormalizationForm form)
    {
        try
        {
            return text.Normalize(form);
        }
        catch (ArgumentException)
        {
            var mended = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
                mended.Append(rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
            return mended.ToString().Normalize(form);
        }
    }

    static string Compose(string text) => text.To(NormalizationForm.FormC);

    static bool IsInvisible(Rune rune) => rune.Value is 0x00AD or 0xFFFE or 0xFFFF
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;
}
