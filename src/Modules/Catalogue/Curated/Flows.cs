using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;

namespace NhatLe.Catalogue.Curated;

/// <summary>The step templates (quy trình nội bộ mẫu) of data/flows.json.</summary>
public sealed class Flows
{
    sealed record Document(IReadOnlyList<Row> Flows);
    sealed record Row(string Key, string Name, IReadOnlyList<FlowStep> Steps);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    readonly Dictionary<string, Flow> flows;

    /// <param name="Name">Vietnamese, the key of its translation.</param>
    public sealed record Template(string Key, string Name, Flow Flow);

    public Flows(ReferenceData data)
    {
        Templates = [.. JsonSerializer.Deserialize<Document>(File.ReadAllText(data.PathOf("flows.json")), Json)!.Flows.Select(t => new Template(t.Key, t.Name, new Flow(t.Steps)))];
        flows = Templates.ToDictionary(t => t.Key, t => t.Flow);
    }

    public IReadOnlyList<Template> Templates { get; }

    public bool Has(string key) => flows.ContainsKey(key);

    /// <exception cref="KeyNotFoundException">No such template.</exception>
    public Flow this[string key] => flows[key];

    public Flow For(ProcedureLevel level, TimeLimit? limit) => this[level switch
    {
        ProcedureLevel.Commune when limit is { Value: 0 } => "commune.same_day",
        ProcedureLevel.Commune => "commune.standard",
        ProcedureLevel.District => "district.standard",
        _ => "department.standard",
    }];
}
