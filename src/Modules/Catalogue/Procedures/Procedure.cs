using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

public enum VersionStatus { Draft = 1, Published = 2, Retired = 3 }

/// <summary>Who wrote the newest version.</summary>
public enum Origin { Imported = 1, Curated = 2, Edited = 3 }

/// <summary>An administrative procedure (thủ tục hành chính): its columns say what the newest version says, for lists.</summary>
public sealed class Procedure : Subject
{
    static readonly JsonSerializerOptions NamesOfNeeds = new() { Converters = { new JsonStringEnumConverter() } };

    Procedure() { } // EF

    public string Code { get; private init; } = "";
    public string Name { get; private set; } = "";
    public string EverydayName { get; private set; } = "";
    public string? EnglishName { get; private set; }
    public string? EnglishEverydayName { get; private set; }
    public string Field { get; private set; } = "";
    public string? LifeEvent { get; private set; }
    public ProcedureLevel? Level { get; private set; }
    public string? DecidingUnitCode { get; private set; }

    /// <summary>Names in both languages, folded as <see cref="Fold.Index"/> does.</summary>
    public string SearchText { get; private set; } = "";

    public Origin Origin { get; private set; }

    /// <summary>Hash of what the last import read for it; null when it never came by an import.</summary>
    public string? SourceHash { get; private set; }

    public Guid? PublishedVersionId { get; private set; }
    public Guid LatestVersionId { get; private set; }
    public int LatestNumber { get; private set; }

    /// <summary>JSON list of <see cref="Need"/>.</summary>
    public string Needs { get; private set; } = "[]";

    public IReadOnlyList<Need> OpenNeeds => JsonSerializer.Deserialize<List<Need>>(Needs, NamesOfNeeds)!;

    public bool IsByHand => Origin is Origin.Curated or Origin.Edited;

    public static Procedure Create(string code) => new() { Id = StableId.Of("procedure", code), Code = code };

    /// <summary>
    /// Takes a new version: published when nothing is missing, else a draft beside what is published. <paramref name="before"/> are
    /// the versions it takes the place of.
    /// </summary>
    /// <param name="sourceHash">Of the import it comes from; null leaves the old one.</param>
    public ProcedureVersion Take(ProcedureContent content, Origin origin, string? sourceHash, IEnumerable<ProcedureVersion> before, DateTimeOffset now, DateOnly today)
    {
        var missing = content.Missing().ToList();
        var version = ProcedureVersion.Create(Id, LatestNumber + 1, content, missing.Count == 0 ? today : null, now);
        foreach (var old in before)
            if (old.Status == VersionStatus.Draft || version.Status == VersionStatus.Published) old.Retire();
        if (version.Status == VersionStatus.Published) PublishedVersionId = version.Id;
        (LatestVersionId, LatestNumber, Origin) = (version.Id, version.Number, origin);
        SourceHash = sourceHash ?? SourceHash;
        Needs = JsonSerializer.Serialize(missing, NamesOfNeeds);
        (Name, EverydayName, EnglishName, EnglishEverydayName) = (content.Name, content.CommonName, content.EnglishName, content.EnglishEverydayName);
        (Field, LifeEvent, Level, DecidingUnitCode) = (content.Field, content.LifeEvent, content.Level, content.DecidingUnitCode);
        SearchText = Fold.Index($"{content.EverydayName} {content.Name} {content.EnglishEverydayName} {content.EnglishName}");
        return version;
    }

    /// <summary>The source has moved on under a procedure completed by hand: it stays, and an editor is asked to look.</summary>
    /// <returns>False when the source says what it said before.</returns>
    public bool NoteSource(string hash)
    {
        if (SourceHash == hash) return false;
        if (SourceHash is not null && !OpenNeeds.Contains(Need.SourceChanged)) Needs = JsonSerializer.Serialize(OpenNeeds.Append(Need.SourceChanged), NamesOfNeeds);
        SourceHash = hash;
        return true;
    }
}

/// <summary>One version of a procedure. Its content never changes; a dossier keeps the version it was filed under.</summary>
public sealed class ProcedureVersion
{
    ProcedureVersion() { } // EF

    public Guid Id { get; private init; }
    public Guid ProcedureId { get; private init; }
    public int Number { get; private init; }
    public string Content { get; private init; } = "";
    public string ContentHash { get; private init; } = "";
    public VersionStatus Status { get; private set; }
    public DateOnly? PublishedOn { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }

    internal static ProcedureVersion Create(Guid procedureId, int number, ProcedureContent content, DateOnly? publishedOn, DateTimeOffset now)
    {
        var json = content.ToJson();
        return new()
        {
            Id = Guid.CreateVersion7(now), ProcedureId = procedureId, Number = number, Content = json, ContentHash = ProcedureContent.HashOf(json),
            Status = publishedOn is null ? VersionStatus.Draft : VersionStatus.Published, PublishedOn = publishedOn, CreatedAt = now,
        };
    }

    internal void Retire() => Status = VersionStatus.Retired;

    public ProcedureContent Read() => ProcedureContent.FromJson(Content);
}
