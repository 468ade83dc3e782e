using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Facts;

/// <summary>What an act makes findable, and for whom, until it is written with the act.</summary>
public sealed class PendingSearch(FactContext context)
{
    sealed record Document(Guid SubjectId, string Kind, Guid UnitId, SearchCard Card, IReadOnlyList<string> Keys);
    sealed record Granted(Guid SubjectId, string Kind, Guid UnitId);

    readonly List<Document> documents = [];
    readonly List<Granted> grants = [];
    readonly HashSet<Guid> again = [];
    Dictionary<Guid, IReadOnlyList<string>> names = [];
    DirectorySnapshot directory = null!;

    public bool Any => documents.Count > 0;

    /// <summary>Findable by names and keys, for those who may read it in its unit or were granted it. Once more replaces what was said before.</summary>
    /// <param name="isNew">It cannot have been granted to anybody yet.</param>
    public void Index(Guid subjectId, string kind, Guid unitId, SearchCard card, IReadOnlyList<string> keys, bool isNew)
    {
        documents.RemoveAll(d => d.SubjectId == subjectId);
        documents.Add(new(subjectId, kind, unitId, card, keys));
        if (!isNew) again.Add(subjectId);
    }

    /// <summary>Another unit may read it as well.</summary>
    public void Grant(Guid subjectId, string kind, Guid unitId) => grants.Add(new(subjectId, kind, unitId));

    /// <summary>Reads what writing needs, before the transaction.</summary>
    public async ValueTask Prepare(DbContext db, CancellationToken ct)
    {
        if (documents.Count + grants.Count == 0) return;
        directory = await context.Directory.Get(ct);
        names = documents.ToDictionary(d => d.SubjectId, d => SearchTokens.Names(d.Card.Names));
        if (again.Count > 0)
            foreach (var grant in await db.Set<Grant>().AsNoTracking().Where(g => again.Contains(g.SubjectId)).Select(g => new { g.SubjectId, g.UnitId }).Distinct().ToListAsync(ct))
                grants.Add(new(grant.SubjectId, documents.First(d => d.SubjectId == grant.SubjectId).Kind, grant.UnitId));
        var others = grants.Select(g => g.SubjectId).Where(id => !names.ContainsKey(id)).Distinct().ToList();
        if (others.Count == 0) return;
        foreach (var known in await db.Set<SearchDocument>().AsNoTracking().Where(d => others.Contains(d.SubjectId)).Select(d => new { d.SubjectId, d.Names }).ToListAsync(ct))
            names[known.SubjectId] = known.Names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Write(Batch batch)
    {
        foreach (var (subjectId, kind, unitId, card, keys) in documents)
        {
            var words = string.Join(' ', SearchTokens.Of(directory, kind, unitId, names[subjectId], keys, card.At));
            batch.Add($"""
                INSERT INTO search_documents (subject_id, kind, unit_id, at, title, person, code, link, names, words)
                VALUES ({subjectId}, {kind}, {unitId}, {card.At}, {card.Title}, {card.Person}, {card.Code}, {card.Link}, {string.Join(' ', names[subjectId])}, {words})
                ON CONFLICT (subject_id) DO UPDATE SET unit_id = excluded.unit_id, title = excluded.title, person = excluded.person, names = excluded.names, words = excluded.words
                """);
        }
        foreach (var (subjectId, kind, unitId) in grants.Where(g => names.ContainsKey(g.SubjectId)))
            batch.Add($"UPDATE search_documents SET words = words || {" " + string.Join(' ', SearchTokens.Readers(directory, kind, unitId, names[subjectId]))} WHERE subject_id = {subjectId}");
    }

    public void Clear()
    {
        documents.Clear();
        grants.Clear();
        again.Clear();
    }
}
