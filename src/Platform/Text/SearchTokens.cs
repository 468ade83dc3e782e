using System.Globalization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Text;

/// <summary>
/// The tokens of the search index. Words of people are folded syllables; what is not a word begins with _ and cannot be typed:
/// scope, kind, month, codes, and keyed hashes of citizen numbers and phones, which are not to be read from the index.
/// </summary>
public sealed class SearchTokens(ColumnCipher cipher)
{
    const int MostWords = 12, LongestWord = 40, HashLength = 20;

    /// <summary>Texts by their words, codes also by their ends, numbers and phones by their hashes.</summary>
    /// <param name="numbers">Citizen numbers and phones.</param>
    public IEnumerable<string> Of(IEnumerable<string?> texts, IEnumerable<string?> codes, IEnumerable<string?> numbers) =>
        texts.SelectMany(Fold.Tokens).Where(w => w.Length <= LongestWord)
            .Concat(codes.OfType<string>().SelectMany(OfCode))
            .Concat(numbers.OfType<string>().Select(Number).OfType<string>());

    /// <summary>"H46.22.03-241118-0007" is found whole, as "241118-0007" as a text message says it, and as "0007".</summary>
    static IEnumerable<string> OfCode(string code)
    {
        yield return CodeToken(code);
        if (!DossierCode.TryParse(code, out var read)) yield break;
        yield return CodeToken(string.Create(CultureInfo.InvariantCulture, $"{read.Day:yyMMdd}{read.Number:0000}"));
        yield return string.Create(CultureInfo.InvariantCulture, $"{read.Number:0000}");
    }

    static string CodeToken(string code) => "_c" + string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    string Secret(string number) => "_x" + cipher.Lookup(number)[..HashLength];

    internal static string Kind(string kind) => "_k" + kind.ToLowerInvariant();

    /// <summary>In this very unit.</summary>
    internal static string In(Guid unitId) => "_u" + Short(unitId);

    /// <summary>In this unit or somewhere below it.</summary>
    internal static string Below(Guid unitId) => "_b" + Short(unitId);

    /// <summary>The random part of an id: 48 bits, enough for the units of a country.</summary>
    static string Short(Guid id) => id.ToString("N")[20..];

    internal static IEnumerable<string> Times(DateTimeOffset at)
    {
        var day = LegalTime.DateOf(at);
        return [Month(day), Quarter(day), Year(day.Year)];
    }

    /// <summary>Spans of time that together hold every record between two days, each once, newest first and growing: three months, quarters, years.</summary>
    internal static IEnumerable<string> Spans(DateOnly newest, DateOnly oldest)
    {
        var month = new DateOnly(newest.Year, newest.Month, 1);
        var quarter = new DateOnly(newest.Year, ((newest.Month - 1) / 3 * 3) + 1, 1);
        for (; month >= quarter; month = month.AddMonths(-1)) yield return Month(month);
        for (quarter = quarter.AddMonths(-3); quarter.Year >= newest.Year - 1 && quarter.AddMonths(3) > oldest; quarter = quarter.AddMonths(-3)) yield return Quarter(quarter);
        for (var year = newest.Year - 2; year >= oldest.Year; year--) yield return Year(year);
    }

    static string Month(DateOnly day) => day.ToString("'_m'yyyyMM", CultureInfo.InvariantCulture);
    static string Quarter(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"_q{day.Year}{(day.Month - 1) / 3}");
    static string Year(int year) => string.Create(CultureInfo.InvariantCulture, $"_y{year}");

    /// <summary>
    /// What somebody typed, as tokens that must all be there: codes, phones and citizen numbers, and words. The last word may still
    /// be in the typing. Null when there is nothing to look for.
    /// </summary>
    public SearchQuery? Read(string? typed)
    {
        var text = Nfc.Clean(typed);
        if (Number(text) is { } whole) return new([whole], Prefix: null); // also one typed in groups: 0912 345 678
        List<string> tokens = [];
        string? last = null;
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            last = null;
            if (Number(part) is { } number) tokens.Add(number);
            else foreach (var word in Fold.Tokens(part).Where(w => w.Length <= LongestWord)) tokens.Add(last = word);
        }
        if (tokens.Count == 0) return null;
        return last switch
        {
            null => new(tokens, Prefix: null),
            { Length: > 1 } => new([.. tokens.SkipLast(1)], last),
            "a" or "e" or "i" or "o" or "u" => new(tokens, Prefix: null), // a name of one letter, like Y
            _ => tokens.Count > 1 ? new([.. tokens.SkipLast(1)], Prefix: null) : null, // the first letter of a word says nothing yet
        };
    }

    /// <summary>The token of a text that is a code or a number as a whole.</summary>
    string? Number(string text)
    {
        if (DossierCode.TryParse(text, out var code)) return CodeToken(code.ToString());
        var digits = Digits.Compact(text);
        if (digits.Length < 10 || !digits.All(c => char.IsAsciiDigit(c) || c == '+')) return null;
        if (CitizenNumber.Read(digits).Value is { } citizen) return Secret(citizen.Value);
        return PhoneNumber.Read(digits).Value is { } phone ? Secret(phone.National) : CodeToken(digits);
    }
}

/// <param name="Tokens">All of them must be there.</param>
/// <param name="Prefix">The word that may go on; null when the last thing typed is whole.</param>
public sealed record SearchQuery(IReadOnlyList<string> Tokens, string? Prefix)
{
    /// <summary>A code or a number names few records; words may name a great many.</summary>
    public bool IsExact => Tokens.Any(t => t[0] == '_');
}
