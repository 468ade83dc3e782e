using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Workspace.Search;

/// <summary>A search by citizen number or phone is noted for each person whose records it found; one by a number that found nothing, for the number.</summary>
public sealed class NotedSearches(AccessLog log, SearchTokens tokens, IEnumerable<IDataSubjects> subjects, IEnumerable<SearchKind> kinds, Actor actor)
{
    public async Task Note(string? typed, IReadOnlyList<SearchDocument> found, CancellationToken ct)
    {
        if (tokens.Read(typed) is not { NamesAPerson: true }) return;
        foreach (var of in subjects)
        {
            var documents = found.Where(d => d.Kind == of.SubjectKind).ToList();
            if (documents.Count == 0) continue;
            var about = await of.Of([.. documents.Select(d => d.SubjectId)], ct);
            var permit = kinds.First(k => k.Kind == of.SubjectKind).ReadPermit;
            foreach (var document in documents.Where(d => about.ContainsKey(d.SubjectId)).DistinctBy(d => about[d.SubjectId]))
                log.Note(actor, new(AccessKind.Search, permit, document.UnitId, about[document.SubjectId], document.Kind, document.SubjectId, document.Code));
        }
        if (found.Count == 0 && tokens.CitizenKey(typed) is { } key)
            log.Note(actor, new(AccessKind.Search, kinds.Select(k => k.ReadPermit).FirstOrDefault(actor.CanAnywhere) ?? "", actor.MainPost?.UnitId, new(AccountId: null, key), "", SubjectId: null, ""));
    }
}
