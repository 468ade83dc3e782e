using System.Collections.Frozen;
using System.Text.Json;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

/// <summary>The fields of the catalogue (lĩnh vực) in the language of the page; the Vietnamese name is their key.</summary>
public sealed class Fields
{
    sealed record Document(Dictionary<string, string> Fields);

    readonly FrozenDictionary<string, string> english;

    public Fields(ReferenceData data) =>
        english = JsonSerializer.Deserialize<Document>(File.ReadAllText(data.PathOf("fields-en.json")), JsonSerializerOptions.Web)!.Fields.ToFrozenDictionary();

    public string this[string field] => Texts.IsEnglish ? english.GetValueOrDefault(Nfc.Clean(field), field) : field;
}
