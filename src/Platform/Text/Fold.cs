using System.Text;
using System.Text.RegularExpressions;

namespace NhatLe.Platform.Text;

/// <summary>
/// Text as people search for it: without case and without marks, so that "dang ky", "Đăng ký" and "ĐĂNG KÍ" meet.
/// The database's own folding is not used: neither SQLite nor DuckDB folds đ.
/// </summary>
public static partial class Fold
{
    /// <summary>
    /// Lower case, no marks, đ as d, one space between words. Old and new tone placement (hoà, hòa) give the same key,
    /// because the tone goes. Folding a key again changes nothing, and composed and decomposed text give the same key.
    /// </summary>
    public static string Key(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var bare = new StringBuilder(text.Length);
        // Taken apart before lower-casing: a few capitals (İ) have no small form as a whole.
        foreach (var letter in text.To(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (letter is >= '\u0300' and <= '\u036F') continue;
            if (char.IsWhiteSpace(letter))
            {
                if (bare.Length > 0 && bare[^1] != ' ') bare.Append(' ');
            }
            else bare.Append(letter is 'đ' or 'ð' ? 'd' : letter);
        }
        return bare.ToString().TrimEnd(' ').To(NormalizationForm.FormC);
    }

    /// <summary>
    /// The words of a text for the search index and for a query: folded, cut at everything that is neither letter nor digit,
    /// and i for a final y that sounds the same (kí and ký, lí and lý, quí and quý).
    /// </summary>
    public static IReadOnlyList<string> Tokens(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Key(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) word.Append(rune.ToString());
            else Close();
        }
        Close();
        return words;

        void Close()
        {
            if (word.Length == 0) return;
            words.Add(SoundsAsI().Replace(word.ToString(), "$1i"));
            word.Clear();
        }
    }

    /// <summary>The tokens as one string: what goes into a full-text column.</summary>
    public static string Index(string? text) => string.Join(' ', Tokens(text));

    /// <summary>
    /// Reads words typed with the input method switched off: Telex ("ddawng kys") or VNI ("d9a8ng ky1") to "đăng ký".
    /// Only a word that becomes a possible Vietnamese syllable is changed, and comes back in lower case. It is a second guess:
    /// search with the text as typed first, because "his" or "a4" may be meant.
    /// </summary>
    public static string Untype(string? text) =>
        text is null ? "" : RawWord().Replace(text, word => InputMethod.Read(word.Value.ToLowerInvariant()) ?? word.Value);

    // y alone or after nothing but consonants; "thuy" and "tay" keep theirs.
    [GeneratedRegex("^(qu|[bcdghklmnprstvx]*)y$", RegexOptions.CultureInvariant)]
    private static partial Regex SoundsAsI();

    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}])[A-Za-z][A-Za-z0-9]*(?![\p{L}\p{M}\p{N}])", RegexOptions.CultureInvariant)]
    private static partial Regex RawWord();
}
