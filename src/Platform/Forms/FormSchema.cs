using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhatLe.Platform.Forms;

/// <summary>
/// The answers of a form as JSON Schema 2020-12, for those who file through the API. What it accepts the rules accept, but for what a
/// schema cannot know: the calendar, the directory of units, the check digit of a tax code. English titles are in "x-title-en".
/// </summary>
public sealed class FormSchema
{
    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly FormDefinition form;

    FormSchema(FormDefinition form) => this.form = form;

    public static string TextOf(FormDefinition form) => Of(form).ToJsonString(Json) + "\n";

    public static JsonObject Of(FormDefinition form)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = $"urn:nhatle:form:{form.Key}",
            ["title"] = form.Title, ["x-title-en"] = form.TitleEn,
        };
        new FormSchema(form).Fill(schema, [.. form.Pages.SelectMany(p => p.Fields.Select(f => (f, p.ShowIf)))], group: null);
        return schema;
    }

    /// <summary>An object with these questions; one that is asked on a condition is required on it.</summary>
    void Fill(JsonObject schema, IReadOnlyList<(FieldDefinition Field, ConditionDefinition? Page)> fields, FieldDefinition? group)
    {
        var properties = new JsonObject();
        var (always, rules) = (new JsonArray(), new JsonArray());
        foreach (var (field, page) in fields)
        {
            properties[field.Key] = Property(field);
            if (!IsRequired(field)) continue;
            var conditions = Conditions(page, group: null).Concat(Conditions(field.ShowIf, group)).ToList();
            if (conditions.Count == 0) always.Add(field.Key);
            else if (conditions.TrueForAll(c => group is null || group.Fields!.Any(f => f.Key == c.Field))) // a row's schema does not see the questions around it
                rules.Add(new JsonObject { ["if"] = When(conditions, group), ["then"] = new JsonObject { ["required"] = new JsonArray(field.Key) } });
        }
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        schema["properties"] = properties;
        if (always.Count > 0) schema["required"] = always;
        if (rules.Count > 0) schema["allOf"] = rules;
    }

    static bool IsRequired(FieldDefinition field) => field.Compute is null && (field.Type == FieldType.Group ? field.MinRows > 0 : field.Required);

    /// <summary>A condition, and those under which the question it names is asked itself.</summary>
    IEnumerable<ConditionDefinition> Conditions(ConditionDefinition? condition, FieldDefinition? group)
    {
        if (condition is null) return [];
        if (group?.Fields!.FirstOrDefault(f => f.Key == condition.Field) is { } cell) return [.. Conditions(cell.ShowIf, group), condition];
        var page = form.Pages.First(p => p.Fields.Any(f => f.Key == condition.Field));
        return [.. Conditions(page.ShowIf, null), .. Conditions(page.Fields.First(f => f.Key == condition.Field).ShowIf, null), condition];
    }

    JsonObject When(IReadOnlyList<ConditionDefinition> conditions, FieldDefinition? group)
    {
        var distinct = conditions.DistinctBy(c => (c.Field, string.Join(',', c.Accepted))).ToList();
        if (distinct.Count > 1) return new JsonObject { ["allOf"] = new JsonArray([.. distinct.Select(c => When([c], group))]) };
        var (name, accepted) = (distinct[0].Field, distinct[0].Accepted.ToList());
        JsonObject value = accepted.Count == 1 ? new() { ["const"] = accepted[0] } : new() { ["enum"] = Values(accepted) };
        var asked = group?.Fields!.FirstOrDefault(f => f.Key == name) ?? form.Field(name);
        if (asked?.Type == FieldType.MultiChoice) value = new() { ["contains"] = value };
        return new() { ["properties"] = new JsonObject { [name] = value }, ["required"] = new JsonArray(name) };
    }

    JsonObject Property(FieldDefinition field)
    {
        var schema = new JsonObject { ["title"] = field.Label, ["x-title-en"] = field.LabelEn };
        if (field.Help is not null) schema["description"] = field.Help;
        if (field.Compute is not null)
        {
            schema["type"] = "integer";
            schema["readOnly"] = true;
            return schema;
        }
        switch (field.Type)
        {
            case FieldType.Group:
                var row = new JsonObject();
                Fill(row, [.. field.Fields!.Select(f => (f, (ConditionDefinition?)null))], field);
                schema["type"] = "array";
                schema["minItems"] = field.MinRows;
                schema["maxItems"] = field.MaxRows;
                schema["items"] = row;
                break;
            case FieldType.Number or FieldType.Money:
                schema["type"] = "integer";
                schema["minimum"] = Math.Max(field.Min ?? 0, 0);
                schema["maximum"] = field.Max ?? 999_999_999_999_999;
                break;
            case FieldType.MultiChoice:
                schema["type"] = "array";
                schema["items"] = new JsonObject { ["enum"] = Values(field.Choices!.Select(c => c.Value)) };
                schema["uniqueItems"] = true;
                if (field.Required) schema["minItems"] = 1;
                AddChoices(schema, field);
                break;
            case FieldType.Choice:
                schema["enum"] = Values(field.Required ? field.Choices!.Select(c => c.Value) : [.. field.Choices!.Select(c => c.Value), ""]);
                AddChoices(schema, field);
                break;
            case FieldType.Address:
                schema["type"] = "object";
                schema["additionalProperties"] = false;
                schema["properties"] = new JsonObject
                {
                    ["unit"] = new JsonObject { ["type"] = "string", ["pattern"] = Unit },
                    ["detail"] = new JsonObject { ["type"] = "string", ["pattern"] = Something, ["maxLength"] = field.MaxLength },
                };
                schema["required"] = new JsonArray("unit", "detail");
                break;
            default:
                Text(schema, field);
                break;
        }
        return schema;
    }

    const string Unit = "^[0-9]{5}$", Something = "\\S", Day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    static void Text(JsonObject schema, FieldDefinition field)
    {
        schema["type"] = "string";
        var pattern = field.Type switch
        {
            FieldType.CitizenNumber => "[0-9]{12}",
            FieldType.TaxCode => "[0-9]{10}(-[0-9]{3})?",
            FieldType.Phone => "0[0-9]{9,10}",
            FieldType.Commune => "[0-9]{5}",
            FieldType.Date when field.YearOnly => $"({Day}|[0-9]{{4}})",
            FieldType.Date => Day,
            FieldType.Email => "[^@\\s]+@[^@\\s]+",
            _ => null,
        };
        if (pattern is not null) schema["pattern"] = field.Required ? $"^{pattern}$" : $"^({pattern})?$"; // an empty text is no answer
        else if (field.Required) schema["pattern"] = Something;
        if (pattern is null || field.Type == FieldType.Email) schema["maxLength"] = field.MaxLength;
    }

    static void AddChoices(JsonObject schema, FieldDefinition field) =>
        schema["x-choices"] = new JsonArray([.. field.Choices!.Select(c => new JsonObject { ["value"] = c.Value, ["title"] = c.Label, ["x-title-en"] = c.LabelEn })]);

    static JsonArray Values(IEnumerable<string> values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
