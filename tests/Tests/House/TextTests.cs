using System.Text.Json;
using System.Text.RegularExpressions;

namespace NhatLe.Tests.House;

/// <summary>Every sentence on a screen exists in English too. Vietnamese stands where it is used: <c>T["…"]</c>.</summary>
public sealed partial class TextTests
{
    static readonly List<(string File, string Vietnamese, string English)> Translations =
        [.. from file in Repo.Files("src", "en.json").Where(f => f.EndsWith("/Texts/en.json", StringComparison.Ordinal))
            from entry in JsonSerializer.Deserialize<Dictionary<string, string>>(Repo.Read(file))!
            select (file, entry.Key, entry.Value)];

    [Fact]
    public void Every_sentence_has_its_English()
    {
        var known = Translations.Select(t => t.Vietnamese).ToHashSet();
        Repo.None(Repo.Files("src", ".cs", ".cshtml")
            .SelectMany(f => SentencesIn(Repo.Read(f)).Where(s => !known.Contains(s)).Select(s => $"{f}: {s}"))
            .Distinct());
    }

    [Fact]
    public void A_sentence_is_never_put_together_by_interpolation() =>
        Repo.None(Repo.Files("src", ".cs", ".cshtml").SelectMany(f => Interpolated().Matches(Repo.Read(f)).Select(m => $"{f}: {m.Value}")));

    [Fact]
    public void A_translation_is_not_empty_and_keeps_the_places_to_fill() =>
        Repo.None(Translations.Where(t => string.IsNullOrWhiteSpace(t.English) || !Places(t.Vietnamese).SetEquals(Places(t.English)))
            .Select(t => $"{t.File}: {t.Vietnamese} → {t.English}"));

    [Fact]
    public void A_sentence_has_one_translation_in_the_whole_house() => // the catalogue of texts is one: the last would win
        Repo.None(Translations.GroupBy(t => t.Vietnamese).Where(g => g.Select(t => t.English).Distinct().Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(" | ", g.Select(t => $"{t.English} ({t.File})"))}"));

    [Theory]
    [InlineData("""<h1>@T["Nộp hồ sơ"]</h1>""", "Nộp hồ sơ")]
    [InlineData("""<p title="@T["Còn {0} ngày", days]">""", "Còn {0} ngày")]
    [InlineData("""var a = T["Gọi \"một cửa\"\u00A0số 1"];""", "Gọi \"một cửa\"\u00A0số 1")]
    [InlineData(""""var a = T[@"Thư mục ""C:\hồ sơ"""];"""", "Thư mục \"C:\\hồ sơ\"")]
    [InlineData("""texts[ "Đã lưu" ]""", "Đã lưu")]
    public void A_sentence_is_found_however_it_is_quoted(string source, string sentence) => Assert.Equal([sentence], SentencesIn(source));

    [Theory]
    [InlineData("LIST[\"a\"]")]
    [InlineData("T[name]")]
    [InlineData("ViewData[\"Title\"]")]
    public void Other_indexers_are_left_alone(string source) => Assert.Empty(SentencesIn(source));

    static IEnumerable<string> SentencesIn(string source) => Sentence().Matches(source).Select(m =>
        m.Groups["raw"].Success ? m.Groups["raw"].Value
        : m.Groups["verbatim"].Success ? m.Groups["verbatim"].Value.Replace("\"\"", "\"", StringComparison.Ordinal)
        : Regex.Unescape(m.Groups["plain"].Value));

    static HashSet<string> Places(string sentence) => [.. Place().Matches(sentence).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("\\b(?:T|[tT]exts)\\[\\s*(?:\"\"\"(?<raw>.*?)\"\"\"|@\"(?<verbatim>(?:[^\"]|\"\")*)\"|\"(?<plain>(?:[^\"\\\\]|\\\\.)*)\")", RegexOptions.Singleline)]
    private static partial Regex Sentence();

    [GeneratedRegex("\\b(?:T|[tT]exts)\\[\\s*\\$@?\"[^\\]]*")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"(?<!\{)\{(\d+)")]
    private static partial Regex Place();
}
