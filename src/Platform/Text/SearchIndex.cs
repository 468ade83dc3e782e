using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Text;

/// <summary>
/// Finds records by what officials type: newest first, never ranked on the whole set. Who may read what is part of the query itself:
/// see <see cref="SearchTokens"/>.
/// </summary>
public sealed class SearchIndex(PlatformDb db, Database database, Actor actor, SearchTokens tokens, IEnumerable<SearchKind> kinds, DirectoryCache directory)
{
    /// <summary>Whoever finds so many types one more word; more pages would not help.</summary>
    public const int Most = 200;

    /// <param name="Documents">Newest first, at most <see cref="Most"/>.</param>
    /// <param name="ReadAs">What was looked for, where it is not what was typed: Telex or VNI typed with the input method off.</param>
    public sealed record Found(IReadOnlyList<SearchDocument> Documents, string? ReadAs = null);

    public async Task<Found> Find(string? typed, int most, CancellationToken ct)
    {
        if (tokens.Read(typed) is not { } query) return new([]);
        var documents = await Find(query, most, ct);
        if (documents.Count > 0) return new(documents);
        var meant = Fold.Untype(typed);
        if (tokens.Read(meant) is not { } second || Fold.Index(meant) == Fold.Index(typed)) return new([]);
        return new(await Find(second, most, ct), meant);
    }

    /// <summary>By whole words; where these find nothing, the last one may still be in the typing.</summary>
    async Task<IReadOnlyList<SearchDocument>> Find(SearchQuery query, int most, CancellationToken ct)
    {
        var may = kinds.Where(k => actor.CanAnywhere(k.ReadPermit)).ToList();
        var units = await directory.Get(ct);
        var scopes = may.SelectMany(k => Scopes(k, units)).Distinct().ToList();
        if (scopes.Count == 0) return [];
        var isExact = query.Keys.Count > 0;
        var found = await Match(language.Matches(query, scopes, lastMayGoOn: false), isExact, most, ct);
        if (found.Count == 0 && query.Words is [.., { Length: > 1 }]) found = await Match(language.Matches(query, scopes, lastMayGoOn: true), isExact, most, ct);
        return await Readable(found, may, ct);
    }

    readonly MatchLanguage language = database.IsPostgres ? MatchLanguage.Postgres : MatchLanguage.Sqlite;

    /// <summary>
    /// One for each post: the unit, or everything below it. The words of a record are those of the units above it when it was last
    /// written, so units that came below by a reform, and those that were merged away, are asked for by their own.
    /// </summary>
    IEnumerable<string> Scopes(SearchKind kind, DirectorySnapshot units) =>
        from post in actor.Posts
        where post.Permits.Contains(kind.ReadPermit)
        from unit in (post.Subtree ? units.NotAlwaysBelow(post.UnitId) : units.Left(post.UnitId)).Prepend(post.UnitId)
        select SearchTokens.Scope(kind.Kind, unit, post.Subtree);

    Task<List<SearchDocument>> Match(string match, bool isExact, int most, CancellationToken ct) =>
        database.IsPostgres ? Postgres(match, isExact, most, ct) : Sqlite(match, most, ct);

    Task<List<SearchDocument>> Sqlite(string match, int most, CancellationToken ct) =>
        db.SearchDocuments.FromSql($"SELECT d.* FROM search_words w JOIN search_documents d ON d.id = w.rowid WHERE w.search_words MATCH {match} ORDER BY w.rowid DESC LIMIT {most}").AsNoTracking().ToListAsync(ct);

    /// <summary>
    /// The inverted index has no order of time, and the bearers of a common name would be fetched and sorted by the thousand. So names
    /// are asked for in spans of time, newest first, and the reading stops with the span that fills the page.
    /// </summary>
    async Task<List<SearchDocument>> Postgres(string match, bool isExact, int most, CancellationToken ct)
    {
        string?[] spans = isExact ? [null] : [.. await Spans(ct)];
        if (spans.Length == 0) return [];
        string Matching(string? span) => span is null ? match : MatchLanguage.Postgres.And([match, MatchLanguage.Postgres.Word(span)]);
        var reads = spans.Select(span => $"(SELECT {Columns} FROM search_documents WHERE tokens @@ {Quoted(Matching(span))}::tsquery ORDER BY at DESC LIMIT {most})");
        await using var connection = await database.Open(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM ({string.Join(" UNION ALL ", reads)}) found LIMIT {most}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<SearchDocument> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(new()
            {
                SubjectId = reader.GetGuid(0), Kind = reader.GetString(1), UnitId = reader.GetGuid(2), At = reader.GetFieldValue<DateTimeOffset>(3), Title = reader.GetString(4),
                Person = reader.GetString(5), Code = reader.GetString(6), Link = reader.GetString(7), Names = reader.GetString(8),
            });
        return found;
    }

    /// <summary>
    /// The words stand in the text of the query: whether they are rare or common decides how it is best read, and a plan made once for
    /// all words knows nothing of them. A token is letters, digits and _.
    /// </summary>
    static string Quoted(string match) => "'" + match.Replace("'", "''", StringComparison.Ordinal) + "'";

    const string Columns = "subject_id, kind, unit_id, at, title, person, code, link, names";

    async Task<IEnumerable<string>> Spans(CancellationToken ct)
    {
        var newest = await db.SearchDocuments.OrderByDescending(d => d.At).Select(d => (DateTimeOffset?)d.At).FirstOrDefaultAsync(ct);
        var oldest = await db.SearchDocuments.OrderBy(d => d.At).Select(d => (DateTimeOffset?)d.At).FirstOrDefaultAsync(ct);
        return newest is { } last && oldest is { } first ? SearchTokens.Spans(LegalTime.DateOf(last), LegalTime.DateOf(first)) : [];
    }

    /// <summary>The tokens are as of the last change of the record; what the actor may read is as of now.</summary>
    async Task<IReadOnlyList<SearchDocument>> Readable(List<SearchDocument> found, List<SearchKind> may, CancellationToken ct)
    {
        var units = may.ToDictionary(k => k.Kind, k => actor.UnitsWith(k.ReadPermit));
        var elsewhere = found.Where(d => !units[d.Kind].Contains(d.UnitId)).Select(d => d.SubjectId).ToList();
        var now = db.Now;
        var granted = elsewhere.Count == 0 ? [] : await db.Grants.AsNoTracking()
            .Where(g => elsewhere.Contains(g.SubjectId) && (g.UntilAt == null || g.UntilAt > now)).Select(g => new { g.SubjectId, g.UnitId }).ToListAsync(ct);
        return [.. found.Where(d => units[d.Kind].Contains(d.UnitId) || granted.Exists(g => g.SubjectId == d.SubjectId && units[d.Kind].Contains(g.UnitId))).OrderByDescending(d => d.At)];
    }

    /// <summary>The two databases say "and", "or" and "begins with" in their own ways; every token is letters, digits and _.</summary>
    sealed record MatchLanguage(string AndSign, string OrSign, Func<string, string> Word, Func<string, string> Prefix)
    {
        public static readonly MatchLanguage Postgres = new(" & ", " | ", w => $"'{w}'", w => $"'{w}':*");
        public static readonly MatchLanguage Sqlite = new(" AND ", " OR ", w => $"\"{w}\"", w => $"\"{w}\"*");

        public string And(IEnumerable<string> parts) => string.Join(AndSign, parts);

        public string Matches(SearchQuery query, IReadOnlyList<string> scopes, bool lastMayGoOn) =>
            And([.. query.Keys.Select(Word), $"({string.Join(OrSign, scopes.Select(scope => $"({And(In(scope, query.Words, lastMayGoOn))})"))})"]);

        IEnumerable<string> In(string scope, IReadOnlyList<string> words, bool lastMayGoOn) =>
            words.Count == 0 ? [Word(scope)] : words.Select((word, i) => lastMayGoOn && i == words.Count - 1 ? Prefix(scope + word) : Word(scope + word));
    }
}
