using System.Text.Json.Nodes;

namespace NhatLe.Identity.Scim;

/// <summary>
/// Changes in a resource (RFC 7644 section 3.5.2): each operation on what the one before left; all of them or none. A path names an
/// attribute, one of its parts, or the values of a multi-valued one that a filter chooses.
/// </summary>
public static class ScimPatch
{
    public const string Schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    const int MostOperations = 100;

    /// <exception cref="ScimError">invalidSyntax, invalidPath, noTarget, mutability, invalidValue, invalidFilter.</exception>
    public static JsonObject Apply(JsonObject request, JsonObject resource)
    {
        if (request["schemas"] is not JsonArray schemas || !schemas.Any(s => s is JsonValue v && v.TryGetValue(out string? text) && text == Schema)) throw ScimError.InvalidSyntax($"\"schemas\" must hold {Schema}.");
        if (request.FirstOrDefault(p => p.Key.Equals("Operations", StringComparison.OrdinalIgnoreCase)).Value is not JsonArray { Count: > 0 and <= MostOperations } operations) throw ScimError.InvalidSyntax($"\"Operations\" is a list of 1 to {MostOperations} operations.");
        var changed = resource.DeepClone().AsObject();
        foreach (var one in operations) Do(one as JsonObject ?? throw ScimError.InvalidSyntax("Each operation is an object."), changed);
        return changed;
    }

    static void Do(JsonObject operation, JsonObject resource)
    {
        var op = Text(operation, "op")?.ToLowerInvariant(); // some clients write "Replace"
        var (path, value) = (Text(operation, "path"), operation["value"]);
        if (op is not ("add" or "remove" or "replace")) throw ScimError.InvalidSyntax("\"op\" is add, remove or replace.");
        if (op == "remove")
        {
            if (path is null) throw ScimError.NoTarget("A remove needs a path.");
            Remove(ScimPath.Parse(path), resource);
        }
        else if (path is not null) Put(ScimPath.Parse(path), op, value, resource);
        else if (value is JsonObject several)
            foreach (var (name, one) in several) Put(ScimPath.Parse(name), op, one, resource);
        else throw ScimError.InvalidValue("Without a path the value is an object of attributes.");
    }

    static void Put(ScimPath path, string op, JsonNode? value, JsonObject resource)
    {
        if (path.Attribute is not { } attribute) return; // a schema of others: passed over, as in a POST
        MustBeWritable(path, resource, value);
        if (value is null)
        {
            Remove(path, resource);
            return;
        }
        if (path.Filter is { } filter)
        {
            var chosen = Chosen(resource, attribute, filter).ToList();
            if (chosen.Count == 0 && op == "add" && path.Sub is not null && Begun(resource, attribute, filter) is { } begun) chosen.Add(begun);
            if (chosen.Count == 0) throw ScimError.NoTarget($"No value of {attribute.Name} is as the filter says.");
            foreach (var one in chosen)
                if (path.Sub is { } part) one[part.Name] = ScimJson.Value(part, value);
                else Merge(one, ScimJson.Value(attribute with { MultiValued = false }, value)!.AsObject(), replace: op == "replace");
        }
        else if (path.Sub is { } sub)
        {
            if (attribute.MultiValued)
            {
                var all = resource[attribute.Name] as JsonArray ?? [];
                if (all.Count == 0) throw ScimError.NoTarget($"{attribute.Name} has no values. Add one first.");
                foreach (var one in all.OfType<JsonObject>()) one[sub.Name] = ScimJson.Value(sub, value);
            }
            else
            {
                if (resource[attribute.Name] is not JsonObject) resource[attribute.Name] = new JsonObject();
                resource[attribute.Name]!.AsObject()[sub.Name] = ScimJson.Value(sub, value);
            }
        }
        else if (attribute.MultiValued && op == "add")
        {
            var all = resource[attribute.Name] as JsonArray ?? [];
            if (all.Parent is null) resource[attribute.Name] = all;
            foreach (var one in ScimJson.Value(attribute, value)!.AsArray())
            {
                if (all.Any(there => JsonNode.DeepEquals(there, one))) continue;
                var added = one!.DeepClone();
                if (added is JsonObject of && of["primary"] is JsonValue primary && primary.TryGetValue(out bool yes) && yes) // there is one primary only (RFC 7643 section 2.4)
                    foreach (var other in all.OfType<JsonObject>()) other["primary"] = false;
                all.Add(added);
            }
        }
        else if (attribute.Type == "complex" && !attribute.MultiValued && resource[attribute.Name] is JsonObject there) Merge(there, ScimJson.Value(attribute, value)!.AsObject(), replace: false);
        else resource[attribute.Name] = ScimJson.Value(attribute, value);
    }

    /// <summary>An add to a value that is not there yet begins it, where the filter says what it would be: emails[type eq "work"].value.</summary>
    static JsonObject? Begun(JsonObject resource, ScimAttribute attribute, ScimFilter filter)
    {
        if (filter is not ScimFilter.Compare { Operator: "eq", Value: string asked } compare || attribute.Find(compare.Path) is not { } part) return null;
        JsonObject begun = new() { [part.Name] = asked };
        if (resource[attribute.Name] is JsonArray all) all.Add(begun);
        else resource[attribute.Name] = new JsonArray(begun);
        return begun;
    }

    static void Merge(JsonObject into, JsonObject from, bool replace)
    {
        if (replace) into.Clear();
        foreach (var (name, value) in from.ToList()) into[name] = value?.DeepClone();
    }

    static void Remove(ScimPath path, JsonObject resource)
    {
        if (path.Attribute is not { } attribute) return;
        MustBeWritable(path, resource, value: null);
        if (path.Filter is { } filter)
        {
            var chosen = Chosen(resource, attribute, filter).ToList();
            if (chosen.Count == 0) throw ScimError.NoTarget($"No value of {attribute.Name} is as the filter says.");
            foreach (var one in chosen)
                if (path.Sub is { } part) one.Remove(part.Name);
                else resource[attribute.Name]!.AsArray().Remove(one);
        }
        else if (path.Sub is { } sub)
        {
            foreach (var one in resource[attribute.Name] is JsonArray all ? all.OfType<JsonObject>() : resource[attribute.Name] is JsonObject single ? [single] : []) one.Remove(sub.Name);
        }
        else resource.Remove(attribute.Name);
    }

    static IEnumerable<JsonObject> Chosen(JsonObject resource, ScimAttribute attribute, ScimFilter filter) =>
        (resource[attribute.Name] as JsonArray ?? []).OfType<JsonObject>().Where(one => ScimFilter.Chooses(filter, attribute, one));

    /// <summary>What is read-only cannot be written, what is required or immutable stays; said once more as it is, that is no change.</summary>
    static void MustBeWritable(ScimPath path, JsonObject resource, JsonNode? value)
    {
        var (attribute, target) = (path.Attribute!, path.Sub ?? path.Attribute!);
        if (attribute.IsReadOnly || target.IsReadOnly) throw ScimError.Mutability($"{target.Name} is read-only.");
        if (target.Name == "schemas") throw ScimError.Mutability("schemas follows from what the resource holds.");
        if (value is null && target.Required) throw ScimError.Mutability($"{target.Name} is required.");
        if (target.Mutability == "immutable" && resource[target.Name] is { } there && value is not null && !JsonNode.DeepEquals(there, ScimJson.Value(target, value))) throw ScimError.Mutability($"{target.Name} was given once and stays.");
    }

    static string? Text(JsonObject json, string name) => json[name] is null ? null : json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw ScimError.InvalidSyntax($"\"{name}\" is a string.");
}

/// <summary>Where an operation acts: name.givenName, emails[type eq "work"].value (RFC 7644 section 3.5.2, figure 7).</summary>
/// <param name="Attribute">Null: of a schema that is not ours.</param>
public sealed record ScimPath(ScimAttribute? Attribute, ScimFilter? Filter, ScimAttribute? Sub)
{
    /// <exception cref="ScimError">invalidPath, invalidFilter.</exception>
    public static ScimPath Parse(string path)
    {
        string rest = path, sub = "";
        ScimFilter? filter = null;
        if (path.IndexOf('[', StringComparison.Ordinal) is var open and >= 0)
        {
            var close = path.LastIndexOf(']');
            if (close < open) throw ScimError.InvalidPath($"\"]\" is missing in {path}.");
            filter = ScimFilter.Parse(path[(open + 1)..close]);
            rest = path[..open];
            sub = path[(close + 1)..];
            if (sub.Length > 0 && sub[0] != '.') throw ScimError.InvalidPath($"After \"]\" comes a dot, in {path}.");
            sub = sub.TrimStart('.');
        }
        if (Foreign(rest)) return new(null, null, null);
        if (ScimSchema.Find(rest) is { } whole) return With(path, whole, filter, sub);
        if (rest.StartsWith(ScimSchema.Enterprise + ":", StringComparison.OrdinalIgnoreCase)) return With(path, ScimSchema.EnterpriseAttribute, filter, rest[(ScimSchema.Enterprise.Length + 1)..]);
        var dot = rest.LastIndexOf('.');
        if (dot > 0 && filter is null && ScimSchema.Find(rest[..dot]) is { } of) return With(path, of, filter: null, rest[(dot + 1)..]);
        throw ScimError.InvalidPath($"A user has no {path}.");
    }

    static bool Foreign(string name) => name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) && !name.StartsWith(ScimSchema.User, StringComparison.OrdinalIgnoreCase) && !name.StartsWith(ScimSchema.Enterprise, StringComparison.OrdinalIgnoreCase);

    static ScimPath With(string path, ScimAttribute attribute, ScimFilter? filter, string sub)
    {
        if (filter is not null && !attribute.MultiValued) throw ScimError.InvalidPath($"{attribute.Name} has one value: there is nothing to choose, in {path}.");
        if (filter is not null) ScimFilter.MustFit(filter, attribute);
        return new(attribute, filter, sub.Length == 0 ? null : attribute.Find(sub) ?? throw ScimError.InvalidPath($"{attribute.Name} has no {sub}."));
    }
}
