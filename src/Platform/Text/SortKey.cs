using System.Text;

namespace NhatLe.Platform.Text;

/// <summary>The order of Vietnamese names, kept in a column because no database collation has it.</summary>
public static class SortKey
{
    // Thirty-three letters in the order of the Vietnamese alphabet, f j w z at their Latin places; each becomes one sign of Signs.
    const string Alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

    // Digits and small letters only, in the one order every collation agrees on. 0 is kept for "nothing more".
    const string Signs = "123456789abcdefghijklmnopqrstuvwxyz";

    const string Tones = "\u0300\u0309\u0303\u0301\u0323"; // huyền hỏi ngã sắc nặng, after no tone: the order of the dictionaries

    /// <summary>
    /// A key whose plain byte order is the order of a Vietnamese list of people: by given name (the last word), then middle
    /// names, then family name; within a word by letters first (a ă â b c d đ e ê …), then by tone.
    /// A name of one word is a given name. Names that differ only in case or in tone placement share a key.
    /// </summary>
    public static string Of(string? fullName)
    {
        var words = Nfc.Clean(fullName).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return "";
        var key = new StringBuilder();
        Append(key, words[^1]);
        foreach (var middle in words.Skip(1).SkipLast(1)) Append(key, middle);
        key.Append('0');
        if (words.Length > 1) Append(key, words[0]);
        return key.ToString();
    }

    static void Append(StringBuilder key, string word)
    {
        var tone = 0;
        var before = key.Length;
        foreach (var rune in word.ToLowerInvariant().To(NormalizationForm.FormC).EnumerateRunes())
        {
            // One letter at a time: the tone comes off, the marks that make another letter (ă â ê ô ơ ư) stay.
            var parts = rune.ToString().To(NormalizationForm.FormD);
            var letter = new StringBuilder();
            foreach (var part in parts)
            {
                if (Tones.IndexOf(part) is >= 0 and var found) tone = found + 1;
                else letter.Append(part);
            }
            var composed = letter.ToString().To(NormalizationForm.FormC);
            var place = composed.Length == 1 ? Alphabet.IndexOf(composed[0]) : -1;
            if (place < 0 && parts.Length > 0) place = Alphabet.IndexOf(parts[0]); // é of a foreign name goes with e
            if (place >= 0) key.Append(Signs[place]);
        }
        if (key.Length > before) key.Append('0').Append((char)('1' + tone));
    }
}
