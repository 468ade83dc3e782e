using System.Text;

namespace NhatLe.Catalogue.Editing;

public enum DiffKind { Same = 0, Removed = 1, Added = 2 }

public sealed record DiffPart(DiffKind Kind, string Text);

/// <summary>What changed inside a text, word by word (longest common subsequence).</summary>
public static class WordDiff
{
    /// <summary>Beyond this many comparisons the whole text counts as replaced: nobody reads such a diff, and it would take seconds.</summary>
    const int MostComparisons = 4_000_000;

    public static IReadOnlyList<DiffPart> Of(string before, string after)
    {
        if (before == after) return before.Length == 0 ? [] : [new(DiffKind.Same, before)];
        var (a, b) = (Words(before), Words(after));
        if ((long)a.Count * b.Count > MostComparisons) return Whole(before, after);
        var common = Common(a, b);
        List<DiffPart> parts = [];
        int i = 0, j = 0;
        while (i < a.Count || j < b.Count)
        {
            if (i < a.Count && j < b.Count && a[i] == b[j]) { Add(parts, DiffKind.Same, a[i++]); j++; }
            else if (i < a.Count && (j == b.Count || common[i + 1, j] >= common[i, j + 1])) Add(parts, DiffKind.Removed, a[i++]);
            else Add(parts, DiffKind.Added, b[j++]);
        }
        return parts;
    }

    static List<DiffPart> Whole(string before, string after) =>
        [.. new DiffPart[] { new(DiffKind.Removed, before), new(DiffKind.Added, after) }.Where(p => p.Text.Length > 0)];

    /// <summary>A word with the space behind it; a mark of punctuation alone.</summary>
    static List<string> Words(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsPunctuation(c)) { Take(); words.Add(c.ToString()); }
            else word.Append(c);
        }
        Take();
        return words;

        void Take()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    static int[,] Common(List<string> a, List<string> b)
    {
        var common = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
            for (var j = b.Count - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }

    static void Add(List<DiffPart> parts, DiffKind kind, string word)
    {
        if (parts.Count > 0 && parts[^1].Kind == kind) parts[^1] = new(kind, parts[^1].Text + word);
        else parts.Add(new(kind, word));
    }
}
