using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;

namespace NhatLe.Catalogue.Procedures;

/// <summary>All that one version of a procedure says. Immutable; stored as one JSON document, and the same content has the same hash.</summary>
public sealed record ProcedureContent
{
    public required string Name { get; init; }
    public string? EverydayName { get; init; }
    public string? EnglishName { get; init; }
    public string? EnglishEverydayName { get; init; }
    public required string Field { get; init; }
    public string? LifeEvent { get; init; }
    public string? Ministry { get; init; }
    public string? DecisionNumber { get; init; }
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Who decides; null while the source names several levels, or none of ours.</summary>
    public ProcedureLevel? Level { get; init; }

    /// <summary>More than one while it is not known which decides.</summary>
    public IReadOnlyList<ProcedureLevel> StatedLevels { get; init; } = [];

    /// <summary>Who accepts, where that is not who decides.</summary>
    public ProcedureLevel? FileAt { get; init; }

    public string? DecidingUnitCode { get; init; }

    /// <summary>The body that decides in the words of the source, also one outside the province's administration (công an).</summary>
    public string? Agency { get; init; }

    /// <summary>Decided elsewhere: the page informs, nothing is filed here.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>As stated, one line each; a channel stated twice with different terms is left for an editor.</summary>
    public IReadOnlyList<ChannelTerms> Channels { get; init; } = [];

    public IReadOnlyList<Paper> Papers { get; init; } = [];

    /// <summary>An editor has said that there are none.</summary>
    public bool NeedsNoPapers { get; init; }

    public IReadOnlyList<ResultPaper> Results { get; init; } = [];
    public IReadOnlyList<string> LegalBasis { get; init; } = [];

    /// <summary>Who pays less, by rule.</summary>
    [JsonIgnore] public IReadOnlyList<FeeRule> FeeRules { get => StoredFeeRules ?? []; init => StoredFeeRules = value.Count == 0 ? null : value; }

    /// <summary>Not written where there are none: a content that says the same has the same hash as before there were rules.</summary>
    [JsonInclude, JsonPropertyName("feeRules")] internal IReadOnlyList<FeeRule>? StoredFeeRules { get; private init; }

    /// <summary>When the fee is taken; null, and not written: with the acceptance.</summary>
    public FeeMoment? FeeTakenAt { get; init; }

    public string? TimeLimitNote { get; init; }
    public string? FeeNote { get; init; }
    public string? EnglishFeeNote { get; init; }
    public string? Note { get; init; }
    public string? EnglishNote { get; init; }

    /// <summary>Null while the level is not known.</summary>
    public Flow? Flow { get; init; }

    public string? FormKey { get; init; }

    /// <summary>How sure the state must be of who files online; not written where nothing is asked.</summary>
    public AssuranceLevel OnlineAssurance { get; init; }

    public bool IsUnverified { get; init; }

    [JsonIgnore] public string CommonName => EverydayName ?? Name;

    /// <summary>The terms of the dossier clock: of online filing where it is offered, else of the counter, else of what there is.</summary>
    [JsonIgnore] public ChannelTerms? MainTerms => Terms(Channel.Online) ?? Terms(Channel.Counter) ?? Channels.FirstOrDefault();

    [JsonIgnore] public TimeLimit? TimeLimit => MainTerms?.TimeLimit;

    [JsonIgnore] public bool IsOnline => Terms(Channel.Online) is not null;

    public ChannelTerms? Terms(string channel) => Channels.FirstOrDefault(c => c.Channel == channel);

    /// <summary>What an editor must complete before this can be published; empty when nothing.</summary>
    public IEnumerable<Need> Missing()
    {
        if (IsElsewhere) return [];
        return Ask().Distinct();
    }

    IEnumerable<Need> Ask()
    {
        if (Channels.Count == 0) yield return Need.Channel;
        foreach (var channel in Channels.GroupBy(c => c.Channel))
        {
            var limits = channel.Select(c => (c.Value, c.Unit)).Distinct().ToList();
            if (limits.Any(l => l.Value is not { } value || (l.Unit is { } unit && !new TimeLimit(value, unit).IsPossible))) yield return Need.TimeLimit;
            if (limits.Any(l => l.Value is not null && l.Unit is null)) yield return Need.TimeLimitUnit;
            if (limits.Count > 1) yield return Need.SeveralTimeLimits;
            var fees = channel.Select(c => c.FeeVnd).Distinct().ToList();
            if (fees.Contains(null)) yield return Need.Fee;
            if (fees.Count > 1) yield return Need.SeveralFees;
            if (channel.Any(c => c.FeeHasNote)) yield return Need.FeeHasNote;
        }
        if (Level is null) yield return StatedLevels.Count > 1 ? Need.SeveralLevels : Need.Unit;
        else if (Level == ProcedureLevel.Province && DecidingUnitCode is null) yield return Need.Unit;
        if (Papers.Count == 0 && !NeedsNoPapers) yield return Need.Papers;
        if (IsUnverified) yield return Need.Unverified;
    }

    public PublishedProcedure Publish(Guid versionId, string code, int number) => new(
        versionId, code, number, Name, CommonName, EnglishName, Field, Level!.Value, DecidingUnitCode, TimeLimit!.Value, MainTerms!.FeeVnd!.Value,
        [.. Papers.Select(p => new RequiredDocument(p.Key, p.Name, p.EnglishName, p.IsForm ? PaperForm.Electronic : p.Form, p.Required, p.Condition, p.IsReusable))],
        [.. Results.Select(r => r.Name)], [.. Channels.Select(c => c.Channel).Distinct()], Flow!, FormKey) { FeeRules = FeeRules, FeeTakenAt = FeeTakenAt ?? FeeMoment.Acceptance, OnlineAssurance = OnlineAssurance };

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ProcedureContent FromJson(string json) => JsonSerializer.Deserialize<ProcedureContent>(json, Json)!;

    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

public static class Channel
{
    public const string Counter = "counter";
    public const string Online = "online";
    public const string Post = "post";

    public static readonly IReadOnlyList<string> All = [Online, Counter, Post];

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Words(string channel) => channel switch
    {
        Online => "Qua mạng",
        Counter => "Tại quầy",
        Post => "Qua bưu điện",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "Unknown."),
    };
}

/// <summary>How long and how much on one channel. A value without a unit is what the source says, and not a time limit yet.</summary>
public sealed record ChannelTerms(string Channel, int? Value, TimeLimitUnit? Unit, long? FeeVnd, bool FeeHasNote)
{
    [JsonIgnore] public TimeLimit? TimeLimit => Value is { } value && Unit is { } unit ? new(value, unit) : null;
}

/// <summary>A paper of the dossier (thành phần hồ sơ). Numbers of copies are null where the source does not say, or cannot mean it.</summary>
/// <param name="Required">False where the source lists papers of several cases without telling them apart: the desk judges.</param>
/// <param name="IsForm">Filled in on screen when filed online.</param>
/// <param name="IsReusable">It says something of the applicant that lasts: handed in with one dossier, it answers the next.</param>
public sealed record Paper(
    string Key, string Name, string? EnglishName, PaperForm Form, int? Originals, int? Copies, bool Required, string? Condition, string? EnglishCondition, bool IsForm, bool IsReusable = false);

public sealed record ResultPaper(string Name, string? EnglishName, string? Code);
