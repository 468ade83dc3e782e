using System.Text.Json;
using System.Text.Json.Serialization;

namespace NhatLe.Platform.Directory.Reform;

/// <summary>What a law does to units (đổi tên, nhập, chia, giải thể, chuyển, đổi cấp, lập mới).</summary>
public enum ChangeKind { Rename, Merge, Split, Abolish, Move, Relevel, Create }

/// <summary>What a unit is called from the day on; what is null stays.</summary>
public sealed record Naming
{
    /// <summary>"Tân Thành"</summary>
    public string? Name { get; init; }

    /// <summary>xa, phuong, thi_tran, …</summary>
    public string? Type { get; init; }

    /// <summary>"Xã Tân Thành"; made from type and name where it is not given.</summary>
    public string? FullName { get; init; }

    public string? Authority { get; init; }

    /// <summary>See <see cref="UnitKind"/>: another level.</summary>
    public string? Kind { get; init; }

    public string? ShortCode { get; init; }
}

/// <summary>A unit that comes to be with the reform.</summary>
public sealed record NewUnit
{
    public string Code { get; init; } = "";

    /// <summary>The code of the unit it stands under.</summary>
    public string Parent { get; init; } = "";

    public string Kind { get; init; } = UnitKind.Commune;
    public string Type { get; init; } = "";
    public string Name { get; init; } = "";
    public string? FullName { get; init; }
    public string? Authority { get; init; }
    public string ShortCode { get; init; } = "";
}

/// <summary>One change of a plan.</summary>
public sealed record UnitChange
{
    public ChangeKind Kind { get; init; }

    /// <summary>Codes of the units it happens to: those that are merged away, the one that is split, those that move.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Merge, abolish: who goes on with the work. Split: the successor that gets what is open. Move: the new parent.</summary>
    public string? Into { get; init; }

    /// <summary>Rename, re-level: of the unit. Merge: of the unit that goes on.</summary>
    public Naming? Become { get; init; }

    /// <summary>Split, create, or a merge into a unit that is new.</summary>
    public IReadOnlyList<NewUnit> New { get; init; } = [];

    /// <summary>Split: units that were there before and take a part.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Where it is from, what is assumed.</summary>
    public string? Note { get; init; }
}

/// <summary>A reform of units by law (sắp xếp đơn vị hành chính): changes that happen together at the midnight that begins a day.</summary>
public sealed record ReformPlan
{
    public string Key { get; init; } = "";
    public string Name { get; init; } = "";
    public string NameEn { get; init; } = "";

    /// <summary>The law.</summary>
    public string Basis { get; init; } = "";

    public DateOnly Day { get; init; }
    public string Source { get; init; } = "";
    public IReadOnlyList<UnitChange> Changes { get; init; } = [];

    /// <summary>As in data/reforms/.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All), Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <exception cref="JsonException">It is not of this form.</exception>
    public static ReformPlan Parse(string json) => JsonSerializer.Deserialize<ReformPlan>(json, Json) ?? throw new JsonException("The plan is empty.");

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Something wrong with a plan, in Vietnamese; the key of its translation.</summary>
public sealed record ReformProblem(string Words, params object?[] Args);

/// <summary>Something a person has to decide. Key and choices are stable from rehearsal to execution.</summary>
/// <param name="Default">What happens where nobody chooses; null where somebody must.</param>
public sealed record ReformQuestion(string Key, string Words, IReadOnlyList<ReformChoice> Choices, string? Default, params object?[] Args);

public sealed record ReformChoice(string Value, string Words, params object?[] Args);
