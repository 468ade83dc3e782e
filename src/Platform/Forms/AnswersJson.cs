using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NhatLe.Platform.Forms;

/// <summary>
/// The answers as the API takes them, brought to the flat form they are kept in: a list of objects becomes rows ("members[0].name",
/// and "members" for their number), a list of texts one text with commas, an address one text with a bar.
/// </summary>
public sealed class AnswersJson : JsonConverter<Dictionary<string, string>>
{
    const int MostRows = 1000;

    public override Dictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("The answers are not an object.");
        Dictionary<string, string> answers = [];
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Array || property.Value.EnumerateArray().All(i => i.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
            {
                answers[property.Name] = One(property.Value);
                if (property.Value is { ValueKind: JsonValueKind.Array } && property.Value.GetArrayLength() == 0) answers[property.Name] = "";
                continue;
            }
            answers[property.Name] = property.Value.GetArrayLength().ToString(CultureInfo.InvariantCulture);
            foreach (var (row, item) in property.Value.EnumerateArray().Take(MostRows).Index().Where(i => i.Item.ValueKind == JsonValueKind.Object))
                foreach (var cell in item.EnumerateObject())
                    answers[string.Create(CultureInfo.InvariantCulture, $"{property.Name}[{row}].{cell.Name}")] = One(cell.Value);
        }
        return answers;
    }

    static string One(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(One)),
        JsonValueKind.Object => AddressAnswer.Of(Part(value, "unit"), Part(value, "detail")),
        _ => "",
    };

    static string Part(JsonElement address, string name) => address.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.String ? Text(part) : "";

    static string Text(JsonElement value)
    {
        try { return value.GetString()!; }
        catch (InvalidOperationException e) { throw new JsonException("A text holds half a character.", e); }
    }

    public override void Write(Utf8JsonWriter writer, Dictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, answer) in value) writer.WriteString(key, answer);
        writer.WriteEndObject();
    }
}
