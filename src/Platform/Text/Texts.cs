using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace NhatLe.Platform.Text;

/// <summary>
/// The words on the screen. Vietnamese is written where it is used and is the key; another language is a resource file
/// (Texts/en.json in each module) from the Vietnamese sentence to its own. A sentence without a translation shows in Vietnamese,
/// and a test fails on it.
/// </summary>
public sealed class Texts(TextCatalog catalog)
{
    public string this[string vietnamese] => catalog.Find(CultureInfo.CurrentUICulture, vietnamese);

    public string this[string vietnamese, params object?[] args] =>
        string.Format(CultureInfo.CurrentCulture, catalog.Find(CultureInfo.CurrentUICulture, vietnamese), args);

    /// <summary>What is spoken where no address says otherwise: on pages without /en, and in what reactions write.</summary>
    public static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <summary>What is said in a language of its own, whatever page it is said from.</summary>
    public static T In<T>(CultureInfo language, Func<T> say)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language;
        try { return say(); }
        finally { (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before; }
    }

    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>True on the English pages.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
}

/// <summary>All translations of all modules, read once from the embedded files named …Texts.&lt;language&gt;.json.</summary>
public sealed class TextCatalog
{
    readonly FrozenDictionary<string, FrozenDictionary<string, string>> byLanguage;

    public TextCatalog(IEnumerable<Assembly> assemblies)
    {
        var all = new Dictionary<string, Dictionary<string, string>>();
        foreach (var assembly in assemblies)
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Texts.", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var entries = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
            var language = name.Split('.')[^2];
            if (!all.TryGetValue(language, out var known)) all[language] = known = [];
            foreach (var (vietnamese, translated) in entries) known[vietnamese] = translated;
        }
        byLanguage = all.ToFrozenDictionary(l => l.Key, l => l.Value.ToFrozenDictionary());
    }

    public IEnumerable<string> Languages => byLanguage.Keys;

    public bool Has(string language, string vietnamese) => byLanguage.TryGetValue(language, out var known) && known.ContainsKey(vietnamese);

    public string Find(CultureInfo culture, string vietnamese) =>
        byLanguage.TryGetValue(culture.TwoLetterISOLanguageName, out var known) && known.TryGetValue(vietnamese, out var translated) ? translated : vietnamese;
}
