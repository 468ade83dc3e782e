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
    sealed record Document(IReadOnlyList<Template> Flows);
    sealed record Template(string Key, IReadOnlyList<FlowStep> Steps);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    readonly Dictionary<string, Flow> flows;

    public Flows(ReferenceData data) =>
        flows = JsonSerializer.Deserialize<Document>(File.ReadAllText(data.PathOf("flows.json")), Json)!.Flows.ToDictionary(t => t.Key, t => new Flow(t.Steps));

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
