using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Text;

/// <summary>
/// The tokens of the search index. A word of a name stands once for each unit that may read the record ("3f09c1d2a7_hoa"): who
/// searches a district meets the names of the district and no others, and common names stay short lists. Codes, and keyed hashes
/// of citizen numbers and phones, which must not be readable in the index, begin with _ and stand once.
/// </summary>
public sealed class SearchTokens(ColumnCipher cipher)
{
    const int MostWords = 12, LongestWord = 40, HashLength = 20, ScopeLength = 10;

    /// <summary>The folded words of names, each once.</summary>
    public static IReadOnlyList<string> Names(params IEnumerable<string?> names) => [.. names.SelectMany(Fold.Tokens).Where(w => w.Length <= LongestWord).Distinct()];

    /// <summary>Tokens of codes, and of citizen numbers and phones.</summary>
    public IReadOnlyList<string> Keys(IEnumerable<string> codes, IEnumerable<string?> numbers) =>
        [.. codes.SelectMany(OfCode).Concat(numbers.OfType<string>().Select(Number).OfType<string>()).Distinct()];

    /// <summary>"H46.22.03-241118-0007" is found whole, and as "241118-0007" as a text message says it.</summary>
    static IEnumerable<string> OfCode(string code)
    {
        yield return CodeToken(code);
        if (DossierCode.TryParse(code, out var read)) yield return CodeToken(string.Create(CultureInfo.InvariantCulture, $"{read.Day:yyMMdd}{read.Number:0000}"));
    }

    static string CodeToken(string code) => "_c" + string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    string Secret(string number) => SearchQuery.SecretMark + cipher.Lookup(number)[..HashLength];

    /// <summary>What stands before the words of a record of this kind, for who may read in this unit and below ("True").</summary>
    internal static string Scope(string kind, Guid unitId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{kind} {unitId:N} True")))[..ScopeLength] + "_";

    /// <summary>All tokens of a record.</summary>
    public static IEnumerable<string> Of(DirectorySnapshot directory, string kind, Guid unitId, IReadOnlyList<string> names, IReadOnlyList<string> keys, DateTimeOffset at) =>
        Readers(directory, kind, unitId, names).Concat(keys).Concat(Times(at));

    /// <summary>The words of the names as the unit and those above it meet them.</summary>
    internal static IEnumerable<string> Readers(DirectorySnapshot directory, string kind, Guid unitId, IReadOnlyList<string> names) =>
        directory.SelfAndAbove(unitId).Select(u => Scope(kind, u.Id)).SelectMany(scope => names.Select(name => scope + name));

    static IEnumerable<string> Times(DateTimeOffset at)
    {
        var day = LegalTime.DateOf(at);
        return [Month(day), Quarter(day), Year(day.Year)];
    }

    /// <summary>Spans of time that together hold every record between two days, each once, newest first and growing: months, quarters, years.</summary>
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

    /// <summary>What somebody typed: codes, phones and citizen numbers, and words of names. Null when there is nothing to look for.</summary>
    public SearchQuery? Read(string? typed)
    {
        var text = Nfc.Clean(typed);
        if (Number(text) is { } whole) return new([whole], []); // also one typed in groups: 0912 345 678
        List<string> keys = [], words = [];
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            if (Number(part) is { } key) keys.Add(key);
            else words.AddRange(Fold.Tokens(part).Where(w => w.Length <= LongestWord));
        }
        if (words is [.., { Length: 1 } last] && !"aeiouy".Contains(last, StringComparison.Ordinal)) words.RemoveAt(words.Count - 1); // the first letter of a word says nothing yet
        return keys.Count + words.Count == 0 ? null : new(keys, words);
    }

    /// <summary>The keyed hash of a citizen number that was typed, as records keep it; null when it is none.</summary>
    public string? CitizenKey(string? typed) => CitizenNumber.Read(Digits.Compact(Nfc.Clean(typed))).Value is { } number ? cipher.Lookup(number.Value) : null;

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

/// <summary>Everything in it must be there.</summary>
/// <param name="Keys">Tokens of codes and numbers: each names few records.</param>
/// <param name="Words">Folded words of names: each may name a great many.</param>
public sealed record SearchQuery(IReadOnlyList<string> Keys, IReadOnlyList<string> Words)
{
    internal const string SecretMark = "_x";

    /// <summary>A citizen number or a phone is looked for: a reading of somebody's data, which is noted.</summary>
    public bool NamesAPerson => Keys.Any(k => k.StartsWith(SecretMark, StringComparison.Ordinal));
}
