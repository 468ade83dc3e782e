using System.Text.Json;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Import;

/// <summary>One line of the national catalogue as it is published: what the ministry wrote, slips included.</summary>
public sealed record SourceLine
{
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string Field { get; init; } = "";
    public string? Ministry { get; init; }
    public string? DecisionNo { get; init; }
    public string? Agency { get; init; }
    public string? Confidence { get; init; }
    public IReadOnlyList<string>? Subjects { get; init; }
    public IReadOnlyList<StatedChannel>? Channels { get; init; }
    public IReadOnlyList<StatedPaper>? Documents { get; init; }
    public IReadOnlyList<StatedResult>? Results { get; init; }
    public IReadOnlyList<string>? LegalBasis { get; init; }
    public IReadOnlyList<string>? Levels { get; init; }

    public sealed record StatedChannel(string Channel, StatedLimit? Deadline, long? FeeVnd, bool FeeHasNote, bool FeeSuspect);
    public sealed record StatedLimit(int? Value, string? Unit);
    public sealed record StatedPaper(string Name, int? Originals, int? Copies);
    public sealed record StatedResult(string Name, string? Code);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <exception cref="FormatException">Not a procedure; the message says why.</exception>
    public static SourceLine Parse(string text)
    {
        SourceLine? line;
        try { line = JsonSerializer.Deserialize<SourceLine>(text, Json); }
        catch (JsonException e) { throw new FormatException($"bad JSON at character {e.BytePositionInLine}", e); }
        if (line is null) throw new FormatException("bad JSON: empty");
        var name = Nfc.Clean(line.Name);
        if (!ProcedureCode.TryParse(line.Code, out var code)) throw new FormatException($"bad code '{line.Code}'");
        if (name.Length == 0) throw new FormatException($"no name for {code.National}");
        return line with { Code = code.National, Name = name, Field = Nfc.Clean(line.Field) };
    }
}
