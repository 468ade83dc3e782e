using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Exchange.Shared;

/// <summary>The services we share, and what the metadata services tell of them (PR-MREST sections 4 and 5).</summary>
public sealed class SharedCatalog(IEnumerable<SharedService> services)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    readonly Dictionary<string, SharedService> byCode = services.ToDictionary(s => s.Code, StringComparer.Ordinal);

    public IReadOnlyCollection<SharedService> All => byCode.Values;

    public SharedService? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The operation behind a method and a path, with what stands in the place of the names; null: there is none.</summary>
    public static (SharedOperation Operation, IReadOnlyDictionary<string, string> Route)? Match(SharedService service, string method, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var operation in service.Operations.Where(o => o.Method == method))
        {
            var names = operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (names.Length != parts.Length || parts.Any(p => Uri.UnescapeDataString(p).Any(char.IsControl))) continue;
            var route = new Dictionary<string, string>(StringComparer.Ordinal);
            if (names.Zip(parts).All(p => IsHole(p.First) ? route.TryAdd(p.First[1..^1], Uri.UnescapeDataString(p.Second)) : p.First == p.Second)) return (operation, route);
        }
        return null;
    }

    static bool IsHole(string name) => name.StartsWith('{') && name.EndsWith('}');

    /// <summary>listMethods and allowedMethods.</summary>
    public static JsonObject Methods(ClientId self, IEnumerable<SharedService> services) => new()
    {
        ["service"] = new JsonArray([.. services.OrderBy(s => s.Code, StringComparer.Ordinal).Select(s => (JsonNode)new JsonObject
        {
            ["object_type"] = "SERVICE", ["service_type"] = "OPENAPI", ["xroad_instance"] = self.Instance, ["member_class"] = self.Class, ["member_code"] = self.Member, ["subsystem_code"] = self.Subsystem, ["service_code"] = s.Code,
            ["endpoint_list"] = new JsonArray([.. s.Operations.Select(o => (JsonNode)new JsonObject { ["method"] = o.Method, ["path"] = string.Join('/', o.Path.Split('/').Select(p => IsHole(p) ? "*" : p)) })]),
        })]),
    };

    /// <summary>getOpenAPI: what a partner needs to write a client.</summary>
    public static JsonObject Describe(ClientId self, SharedService service)
    {
        var paths = new JsonObject();
        foreach (var path in service.Operations.GroupBy(o => o.Path))
        {
            var item = new JsonObject();
            foreach (var operation in path) item[operation.Method.ToLowerInvariant()] = Describe(operation);
            paths[path.Key] = item;
        }
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = service.Code, ["version"] = "1.0.0" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = $"/r1/{new ServiceId(self, service.Code)}" }),
            ["paths"] = paths,
        };
    }

    static JsonObject Describe(SharedOperation operation)
    {
        static JsonObject Content(Type type) => new() { ["application/json"] = new JsonObject { ["schema"] = Json.GetJsonSchemaAsNode(type) } };
        var described = new JsonObject
        {
            ["summary"] = operation.Summary,
            ["parameters"] = new JsonArray([.. operation.Path.Split('/').Where(IsHole).Select(p => (JsonNode)new JsonObject { ["name"] = p[1..^1], ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } })]),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "Done", ["content"] = Content(operation.Answer) } },
        };
        if (operation.Body is { } body) described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(body) };
        return described;
    }
}
