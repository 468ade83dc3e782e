using System.Text.Json;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Import;

/// <summary>
/// Who is responsible for a field, and at which level a procedure was decided, in the law profile of 2024 (data/field-map-2024.json):
/// the catalogue itself is of a later edition, without districts.
/// </summary>
public sealed class Profile2024
{
    sealed record Document(IReadOnlyList<FieldRow> Fields, IReadOnlyList<OverrideRow> Overrides);
    sealed record FieldRow(string Field, string? Name, string? Ministry, FieldLevels Levels, string? Competent);
    sealed record FieldLevels(string? Province, string? District, string? Commune);
    sealed record OverrideRow(string Code, IReadOnlyList<string> Levels, string Confidence);

    readonly Dictionary<string, FieldRow> fields;
    readonly Dictionary<string, OverrideRow> overrides;

    public Profile2024(ReferenceData data)
    {
        var document = JsonSerializer.Deserialize<Document>(File.ReadAllText(data.PathOf("field-map-2024.json")), JsonSerializerOptions.Web)!;
        fields = document.Fields.ToDictionary(f => Nfc.Clean(f.Field));
        overrides = document.Overrides.ToDictionary(o => o.Code);
    }

    /// <summary>The answer for one procedure. No level, or no unit, means that an editor must say.</summary>
    /// <param name="Stated">All levels named; one of ours when <paramref name="Level"/> is known.</param>
    /// <param name="IsSure">False where the level of 2024 is from memory.</param>
    public sealed record Competence(
        string Field, string? Ministry, ProcedureLevel? Level, IReadOnlyList<ProcedureLevel> Stated, string? DecidingUnitCode, string? CompetentElsewhere, bool IsSure);

    public Competence Of(string code, string field, string? ministry, IReadOnlyList<string> statedLevels)
    {
        var known = fields.GetValueOrDefault(field);
        var replaced = overrides.GetValueOrDefault(code);
        var levels = (replaced?.Levels ?? statedLevels).Select(LevelOf).OfType<ProcedureLevel>().Distinct().Order().ToList();
        ProcedureLevel? level = levels.Count == 1 && known is not null && Unit(known, levels[0]) is not null ? levels[0] : null;
        return new(known?.Name ?? field, known?.Ministry ?? ministry, level, levels,
            level == ProcedureLevel.Province ? known!.Levels.Province : null, known?.Competent, replaced is null or { Confidence: "law" });
    }

    static string? Unit(FieldRow field, ProcedureLevel level) => level switch
    {
        ProcedureLevel.Province => field.Levels.Province,
        ProcedureLevel.District => field.Levels.District,
        _ => field.Levels.Commune,
    };

    /// <summary>Null for the ministry and others, which are not ours.</summary>
    static ProcedureLevel? LevelOf(string level) => level switch
    {
        "province" => ProcedureLevel.Province,
        "district" => ProcedureLevel.District,
        "commune" => ProcedureLevel.Commune,
        _ => null,
    };
}
