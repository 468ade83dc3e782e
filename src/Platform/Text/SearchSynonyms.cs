using System.Collections.Frozen;
using System.Text.Json;

namespace NhatLe.Platform.Text;

/// <summary>
/// How people say it: abbreviations (gks), words that mean the same (sổ đỏ) and everyday phrases that lead to one procedure
/// ("giấy độc thân"). Data in data/search-synonyms.json; compared as tokens of <see cref="Fold"/>.
/// </summary>
public sealed class SearchSynonyms
{
    sealed record Abbreviation(string Short, IReadOnlyList<string> Full);
    sealed record Phrase(string Procedure, IReadOnlyList<string> Say);
    sealed record Document(IReadOnlyList<Abbreviation> Abbreviations, IReadOnlyList<IReadOnlyList<string>> Alike, IReadOnlyList<Phrase> Phrases);

    readonly FrozenDictionary<string, string[]> abbreviations;
    readonly IReadOnlyList<string[]> alike;
    readonly IReadOnlyList<(string Said, string Procedure)> phrases;

    SearchSynonyms(Document document)
    {
        abbreviations = document.Abbreviations.GroupBy(a => Fold.Index(a.Short))
            .ToFrozenDictionary(a => a.Key, a => a.SelectMany(f => f.Full).Select(Fold.Index).Distinct().ToArray());
        alike = [.. document.Alike.Select(words => words.Select(Fold.Index).ToArray())];
        phrases = [.. document.Phrases.SelectMany(p => p.Say.Select(said => (Fold.Index(said), p.Procedure)))];
    }

    /// <exception cref="JsonException">The file is not of the expected form.</exception>
    public static SearchSynonyms Parse(string json) =>
        new(JsonSerializer.Deserialize<Document>(json, JsonSerializerOptions.Web) ?? throw new JsonException("The synonyms file is empty."));

    /// <summary>
    /// The folded readings of a query, the best first and at most eight: as typed, as meant if the input method was off, with
    /// abbreviations written out, with words of the same meaning.
    /// </summary>
    public IReadOnlyList<string> Readings(string query)
    {
        var readings = new List<string>();
        foreach (var text in new[] { query, Fold.Untype(query) })
        {
            var typed = Fold.Index(text);
            var written = WrittenOut(typed);
            foreach (var reading in written.Prepend(typed).Concat(written.Prepend(typed).SelectMany(SaidOtherwise)))
                if (reading.Length > 0 && !readings.Contains(reading)) readings.Add(reading);
        }
        return readings.Take(8).ToList();
    }

    /// <summary>Codes of the procedures the query names in everyday words, the longest phrase first.</summary>
    public IReadOnlyList<string> Procedures(string query)
    {
        var readings = new[] { query, Fold.Untype(query) }.Select(Fold.Index).SelectMany(r => WrittenOut(r).Prepend(r)).Distinct().ToList();
        return phrases.Where(p => readings.Exists(r => Holds(r, p.Said)))
            .OrderByDescending(p => p.Said.Length).Select(p => p.Procedure).Distinct().ToList();
    }

    List<string> WrittenOut(string reading)
    {
        List<string> results = [reading];
        foreach (var word in reading.Split(' ').Distinct())
            if (abbreviations.TryGetValue(word, out var full))
                results = [.. results.SelectMany(r => full.Select(f => Swap(r, word, f)))];
        results.Remove(reading);
        return results;
    }

    IEnumerable<string> SaidOtherwise(string reading) =>
        from words in alike
        from word in words
        where Holds(reading, word)
        from other in words
        where other != word
        select Swap(reading, word, other);

    static bool Holds(string reading, string words) => $" {reading} ".Contains($" {words} ", StringComparison.Ordinal);

    static string Swap(string reading, string word, string other) =>
        $" {reading} ".Replace($" {word} ", $" {other} ", StringComparison.Ordinal).Trim();
}
