using System.Text.Json;

namespace NhatLe.Platform.Directory;

/// <summary>A permit that a post may give, in words.</summary>
public sealed record PermitWords(string Name, string Vi, string En);

/// <summary>What a post of a kind of unit usually is: its title and its permits.</summary>
public sealed record PositionTemplate(string Key, string UnitKind, string Title, bool Subtree, IReadOnlyList<string> Permits, string? Level = null, string? Scope = null, Dictionary<string, string>? TitlesByType = null)
{
    public string TitleIn(string unitType) => TitlesByType?.GetValueOrDefault(unitType) ?? Title;

    /// <summary>One person a unit: two of them after a merger are a question.</summary>
    public bool IsHead => Key.EndsWith(".chair", StringComparison.Ordinal) || Key.EndsWith(".director", StringComparison.Ordinal);
}

/// <summary>The posts of data/positions.json.</summary>
public sealed class PositionTemplates(ReferenceData data)
{
    sealed record Document(IReadOnlyList<PermitWords> Permits, IReadOnlyList<PositionTemplate> Positions);

    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    readonly Lazy<Document> document = new(() => JsonSerializer.Deserialize<Document>(File.ReadAllText(data.PathOf("positions.json")), json)!);

    public IReadOnlyList<PermitWords> Permits => document.Value.Permits;
    public IReadOnlyList<PositionTemplate> All => document.Value.Positions;

    public PositionTemplate? Find(string key) => All.FirstOrDefault(t => t.Key == key);

    /// <summary>The deputy of a head: commune.vice_chair of commune.chair.</summary>
    public PositionTemplate? DeputyOf(string key) => Find(key[..(key.LastIndexOf('.') + 1)] + "vice_chair");
}
