using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

/// <summary>
/// Finds procedures by what people type: official or everyday name, with or without marks, in abbreviations or in everyday phrases.
/// Every procedure is looked at for every reading of the query, in memory: 1 to 5 ms for 1,175 of them on a busy two-core machine.
/// </summary>
sealed class ProcedureSearch(IReadOnlyList<ListedProcedure> all, IReadOnlyDictionary<string, ListedProcedure> byCode, SearchSynonyms synonyms)
{
    const int LongestQuery = 200; // characters; every word more is looked for in every procedure
    const double LeastShare = 0.6; // of the words of a query, when no procedure has them all
    const double AllWords = 1.7; // 3 by the weight of the eighth reading; most words never reach it

    public IReadOnlyList<ListedProcedure> Find(string query, int limit, Func<ListedProcedure, bool> among)
    {
        query = query.Trim();
        if (query.Length > LongestQuery) query = query[..(query.LastIndexOf(' ', LongestQuery) is > 0 and var space ? space : LongestQuery)]; // half a word is found nowhere
        if (ProcedureCode.TryParse(query, out var code)) return byCode.TryGetValue(code.National, out var named) && among(named) ? [named] : [];
        var readings = synonyms.Readings(query).Select((text, rank) => (Words: text.Split(' '), Text: $" {text} ", Weight: 1 - (0.06 * rank))).ToList();
        if (readings.Count == 0) return [];
        var meant = synonyms.Procedures(query).Select((c, rank) => (c, rank)).ToDictionary(m => m.c, m => m.rank);
        var spelt = Nfc.Clean(query).ToLowerInvariant();
        var scored = (
            from procedure in all
            where among(procedure)
            let score = Math.Max(readings.Max(r => Score(procedure, r.Words, r.Text) * r.Weight), meant.TryGetValue(procedure.Code, out var rank) ? 8 - rank : 0)
            where score > 0
            let exact = procedure.Spelt.Contains(spelt, StringComparison.Ordinal) ? 0.5 : 0
            orderby score + exact descending
            select (procedure, Score: score)).ToList();
        var least = scored.Exists(s => s.Score >= AllWords) ? AllWords : 0; // most of the words only where nothing has them all
        return [.. scored.Where(s => s.Score >= least).Take(limit).Select(s => s.procedure)];
    }

    /// <summary>The whole name 10, the phrase 5 to 7, all words 3 to 5, most words at most 1.6; the more of the name is covered, the better.</summary>
    static double Score(ListedProcedure procedure, string[] words, string text) =>
        Math.Max(Math.Max(Score(procedure.Everyday, words, text) * 1.1, Score(procedure.Official, words, text)), Score(procedure.English, words, text));

    static double Score(string name, string[] words, string text)
    {
        if (name.Length <= 2) return 0;
        if (name.Length == text.Length && name == text) return 10;
        var covered = Math.Min(1, (double)text.Length / name.Length);
        if (name.Contains(text, StringComparison.Ordinal)) return 5 + (2 * covered);
        var found = 0;
        for (var i = 0; i < words.Length; i++)
            if (Holds(name, words[i], isLast: i == words.Length - 1)) found++;
        if (found == words.Length) return 3 + (2 * covered);
        var share = (double)found / words.Length;
        return words.Length > 1 && share >= LeastShare ? share + (covered / 2) : 0;
    }

    /// <summary>A whole word; the last one may still be in the typing.</summary>
    static bool Holds(string name, string word, bool isLast)
    {
        for (var at = name.IndexOf(word, StringComparison.Ordinal); at >= 0; at = name.IndexOf(word, at + 1, StringComparison.Ordinal))
            if (name[at - 1] == ' ' && ((isLast && word.Length > 1) || name[at + word.Length] == ' ')) return true;
        return false;
    }
}
