using System.Collections.Frozen;
using System.Text;

namespace NhatLe.Platform.Text;

/// <summary>Telex and VNI keystrokes to a Vietnamese syllable; see <see cref="Fold.Untype"/>.</summary>
static class InputMethod
{
    const string Tones = "\u0301\u0300\u0309\u0303\u0323"; // sắc huyền hỏi ngã nặng: VNI 1–5
    const string TelexTones = "sfrxj";
    const string Vowels = "aăâeêioôơuưy";

    static readonly FrozenSet<string> Initials = Words(
        "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x").Append("").ToFrozenSet();

    static readonly FrozenSet<string> Finals = Words("c ch m n ng nh p t").Append("").ToFrozenSet();

    static readonly FrozenSet<string> Nuclei = Words(
        "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê yê iu oa oă oe oi ôi ơi oo ua uâ uê ui uô uơ uy ưa ưi ươ ưu " +
        "iêu yêu oai oay oao oeo uôi uây uya uyê uyu ươi ươu").ToFrozenSet();

    /// <summary>The syllable the keys mean, or null when they mean none or nothing but themselves.</summary>
    internal static string? Read(string keys)
    {
        var vni = keys.Any(char.IsAsciiDigit);
        if (vni && keys.Count(char.IsAsciiLetter) < 2) return null; // "a4" is a paper size
        var tone = -1;
        var letters = new StringBuilder();
        foreach (var key in keys)
        {
            if (!(vni ? Vni(letters, key, ref tone) : Telex(letters, key, ref tone))) return null;
        }
        var bare = letters.ToString();
        return bare == keys ? null : Syllable(bare, tone);
    }

    static bool Telex(StringBuilder letters, char key, ref int tone)
    {
        if (TelexTones.Contains(key) && HasVowel(letters))
        {
            if (tone >= 0) return false;
            tone = TelexTones.IndexOf(key);
        }
        else if (key == 'd' && letters.Length > 0 && letters[0] == 'd') letters[0] = 'đ';
        else if (key is 'a' or 'e' or 'o' && letters.Length > 0 && letters[^1] == key) return Mark(letters, '^');
        else if (key == 'w') return Mark(letters, 'w');
        else letters.Append(key);
        return true;
    }

    static bool Vni(StringBuilder letters, char key, ref int tone)
    {
        switch (key)
        {
            case >= '1' and <= '5':
                if (tone >= 0 || !HasVowel(letters)) return false;
                tone = key - '1';
                return true;
            case '6': return Mark(letters, '^');
            case '7': return Mark(letters, '+');
            case '8': return Mark(letters, '(');
            case '9':
                if (letters.Length == 0 || letters[0] != 'd') return false;
                letters[0] = 'đ';
                return true;
            case '0': return false;
            default:
                letters.Append(key);
                return true;
        }
    }

    /// <summary>Puts a circumflex (^), horn (+), breve (() or Telex w on the last vowel that takes it; uo becomes ươ as one.</summary>
    static bool Mark(StringBuilder letters, char mark)
    {
        var text = letters.ToString();
        if (mark is 'w' or '+' && text.LastIndexOf("uo", StringComparison.Ordinal) is >= 0 and var pair && !text.StartsWith("qu", StringComparison.Ordinal))
        {
            letters[pair] = 'ư';
            letters[pair + 1] = 'ơ';
            return true;
        }
        // muaw is mưa, but quawng and hoawc take the breve
        if (mark == 'w' && text.EndsWith("ua", StringComparison.Ordinal) && !text.EndsWith("qua", StringComparison.Ordinal))
        {
            letters[text.Length - 2] = 'ư';
            return true;
        }
        var (from, to) = mark switch
        {
            '^' => ("aeo", "âêô"),
            '+' => ("ou", "ơư"),
            '(' => ("a", "ă"),
            _ => ("aou", "ăơư"),
        };
        var at = text.LastIndexOfAny(from.ToCharArray());
        if (at < 0)
        {
            if (mark != 'w') return false;
            letters.Append('ư'); // a lone w types ư
            return true;
        }
        letters[at] = to[from.IndexOf(text[at])];
        return true;
    }

    static string? Syllable(string bare, int tone)
    {
        var start = 0;
        while (start < bare.Length && !Vowels.Contains(bare[start])) start++;
        if (start > 0 && start < bare.Length - 1 && bare[start - 1] == 'q' && bare[start] == 'u') start++;
        else if (start == 1 && bare[0] == 'g' && bare.Length > 2 && bare[1] == 'i' && Vowels.Contains(bare[2])) start++;
        var end = start;
        while (end < bare.Length && Vowels.Contains(bare[end])) end++;
        var (initial, nucleus, final) = (bare[..start], bare[start..end], bare[end..]);
        if (nucleus == "ươ" && final.Length == 0) (nucleus, bare) = ("uơ", initial + "uơ"); // thuở: ươ is never open
        if (!Initials.Contains(initial) || !Nuclei.Contains(nucleus) || !Finals.Contains(final)) return null;
        // A syllable closed by a stop carries sắc or nặng, written; nothing else can be pronounced.
        if (final is "c" or "ch" or "p" or "t" && tone is not (0 or 4)) return null;
        if (tone < 0) return bare;
        var seat = start + Seat(nucleus, closed: final.Length > 0);
        return (bare[..(seat + 1)] + Tones[tone] + bare[(seat + 1)..]).Normalize(NormalizationForm.FormC);
    }

    /// <summary>The vowel that carries the tone, in the placement of the official unit names (Hóa, Thủy).</summary>
    static int Seat(string nucleus, bool closed)
    {
        var marked = nucleus.LastIndexOfAny(['ă', 'â', 'ê', 'ô', 'ơ', 'ư']);
        if (nucleus is "ưa" or "ưi" or "ưu") return 0;
        if (marked >= 0) return marked;
        if (nucleus.Length == 3) return 1;
        return closed ? nucleus.Length - 1 : 0;
    }

    static bool HasVowel(StringBuilder letters)
    {
        for (var i = 0; i < letters.Length; i++)
            if (Vowels.Contains(letters[i])) return true;
        return false;
    }

    static string[] Words(string list) => list.Split(' ');
}
