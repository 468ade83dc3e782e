using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Forms;

/// <summary>The forms the platform ships (data/forms), by key.</summary>
public sealed class FormLibrary(ReferenceData data)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    readonly Lazy<Dictionary<string, FormDefinition>> forms = new(() =>
        System.IO.Directory.EnumerateFiles(data.PathOf("forms"), "*.json").Select(file => Read(File.ReadAllText(file))).ToDictionary(form => form.Key));

    public static FormDefinition Read(string json) => JsonSerializer.Deserialize<FormDefinition>(json, Json)!;

    public IEnumerable<FormDefinition> All => forms.Value.Values;

    public FormDefinition? Find(string? key) => key is null ? null : forms.Value.GetValueOrDefault(key);
}
