using System.Collections.Frozen;
using System.Text.Json;

namespace NhatLe.National.Texts;

/// <summary>What stands on the pages: Vietnamese where it is used, English from Texts/en.json.</summary>
public sealed class Words(bool english)
{
    static readonly FrozenDictionary<string, string> InEnglish = Read();

    public static Words Of(HttpContext context) => new(context.Request.Query["lang"].ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase));

    public bool IsEnglish => english;

    public string this[string vietnamese] => english ? InEnglish[vietnamese] : vietnamese;

    public string this[string vietnamese, params object?[] args] => string.Format(System.Globalization.CultureInfo.InvariantCulture, this[vietnamese], args);

    static FrozenDictionary<string, string> Read()
    {
        using var file = typeof(Words).Assembly.GetManifestResourceStream("NhatLe.National.Texts.en.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
