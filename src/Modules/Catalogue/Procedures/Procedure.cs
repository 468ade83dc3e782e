using System.Text.Json;
using System.Text.Json.Serialization;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

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

    /// <summary>What the editors have in hand: a draft, or what waits for approval or its day. One at a time.</summary>
    public Guid? WorkingVersionId { get; private set; }

    /// <summary>JSON list of <see cref="Need"/>.</summary>
    public string Needs { get; private set; } = "[]";

    public IReadOnlyList<Need> OpenNeeds => JsonSerializer.Deserialize<List<Need>>(Needs, NamesOfNeeds)!;

    public bool IsByHand => Origin is Origin.Curated or Origin.Edited;

    /// <summary>An import leaves it as it is: completed by hand, or somebody is about to.</summary>
    public bool IsKept => IsByHand || WorkingVersionId is not null;

    public static Procedure Create(string code) => new() { Id = StableId.Of("procedure", code), Code = code };

    /// <summary>
    /// Takes a new version: published when nothing is missing, else a draft beside what is published. <paramref name="before"/> are
    /// the versions it takes the place of.
    /// </summary>
    /// <param name="sourceHash">Of the import it comes from; null leaves the old one.</param>
    public ProcedureVersion Take(ProcedureContent content, Origin origin, string? sourceHash, IEnumerable<ProcedureVersion> before, DateTimeOffset now, DateOnly today)
    {
        var missing = content.Missing().ToList();
        var version = ProcedureVersion.Create(Id, LatestNumber + 1, content, origin, missing.Count == 0 ? today : null, now);
        foreach (var old in before)
            if (old.Status == VersionStatus.Draft || (old.Status == VersionStatus.Published && version.Status == VersionStatus.Published)) old.Retire();
        if (version.Status == VersionStatus.Published) PublishedVersionId = version.Id;
        LatestNumber = version.Number;
        SourceHash = sourceHash ?? SourceHash;
        Say(version, content, origin, missing);
        return version;
    }

    /// <summary>The columns say what the newest version says.</summary>
    void Say(ProcedureVersion version, ProcedureContent content, Origin origin, IEnumerable<Need> needs)
    {
        (LatestVersionId, Origin, Needs) = (version.Id, origin, JsonSerializer.Serialize(needs, NamesOfNeeds));
        (Name, EverydayName, EnglishName, EnglishEverydayName) = (content.Name, content.CommonName, content.EnglishName, content.EnglishEverydayName);
        (Field, LifeEvent, Level, DecidingUnitCode) = (content.Field, content.LifeEvent, content.Level, content.DecidingUnitCode);
        SearchText = Fold.Index($"{content.EverydayName} {content.Name} {content.EnglishEverydayName} {content.EnglishName}");
    }

    /// <summary>A working draft with the content of the newest version; the columns, and citizens, see nothing of it yet.</summary>
    /// <exception cref="Refusal">409: there is one already, or the procedure is decided elsewhere.</exception>
    public ProcedureVersion Begin(ProcedureVersion latest, Person editor, Guid? unit, DateTimeOffset now)
    {
        if (WorkingVersionId is not null) throw Refusal.Conflict("procedure.has-draft", "Thủ tục này đã có bản đang soạn hoặc chờ duyệt. Mở bản đó để làm tiếp.");
        if (latest.Read().IsElsewhere) throw Refusal.Conflict("procedure.elsewhere", "Thủ tục này do cơ quan khác giải quyết, nên không sửa ở đây.");
        var draft = ProcedureVersion.Begin(Id, LatestNumber + 1, latest, editor, unit, now);
        (WorkingVersionId, LatestNumber) = (draft.Id, draft.Number);
        return draft;
    }

    /// <summary>The returned version stays as it was submitted; the editors go on in a new draft.</summary>
    public ProcedureVersion Return(ProcedureVersion version, string reason, DateTimeOffset now)
    {
        version.Return(reason);
        var draft = version.BeginAgain(LatestNumber + 1, now);
        (WorkingVersionId, LatestNumber) = (draft.Id, draft.Number);
        return draft;
    }

    /// <summary>Also where the source moved on under the draft: the next import reads it as new.</summary>
    public void Discard(ProcedureVersion draft)
    {
        draft.Discard();
        WorkingVersionId = null;
        if (!IsByHand && OpenNeeds.Contains(Need.SourceChanged)) SourceHash = null;
    }

    /// <summary>On its day: in place of what was published. Running dossiers keep theirs.</summary>
    public void Publish(ProcedureVersion version, IEnumerable<ProcedureVersion> before, DateOnly today)
    {
        version.Publish(today);
        foreach (var old in before)
            if (old.Id != version.Id && old.Status is (VersionStatus.Published or VersionStatus.Draft)) old.Retire();
        (PublishedVersionId, WorkingVersionId) = (version.Id, null);
        Say(version, version.Read(), Origin.Edited, version.SourceHash is null || SourceHash == version.SourceHash ? [] : [Need.SourceChanged]);
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
