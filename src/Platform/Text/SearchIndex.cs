using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using Npgsql;

namespace NhatLe.Platform.Text;

/// <summary>
/// Finds records by what officials type: newest first, never ranked on the whole set. Who may read what is part of the query itself:
/// see <see cref="SearchTokens"/>.
/// </summary>
public sealed class SearchIndex(PlatformDb db, Database database, Actor actor, SearchTokens tokens, IEnumerable<SearchKind> kinds, DirectoryCache directory)
{
    /// <summary>Whoever finds so many types one more word; more pages would not help.</summary>
    public const int Most = 200;

    /// <summary>So many are shown at first.</summary>
    public const int First = 50;

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
        var found = await Match(language.Matches(query, scopes, lastMayGoOn: false), query, may, most, ct);
        if (found.Count == 0 && query.Words is [.., { Length: > 1 }]) found = await Match(language.Matches(query, scopes, lastMayGoOn: true), query, may, most, ct);
        return await Readable(found, may, ct);
    }

    readonly MatchLanguage language = database.IsPostgres ? MatchLanguage.Postgres : MatchLanguage.Sqlite;

    /// <summary>
    /// One for each post; what is below a unit the post does not reach is left out by <see cref="Match"/>. The words of a record are those
    /// of the units above it when it was last written, so units that came below by a reform, and those that were merged away, are asked
    /// for by their own.
    /// </summary>
    IEnumerable<string> Scopes(SearchKind kind, DirectorySnapshot units) =>
        from post in actor.Posts
        where post.Permits.Contains(kind.ReadPermit)
        from unit in (post.Subtree ? units.NotAlwaysBelow(post.UnitId) : units.Left(post.UnitId)).Prepend(post.UnitId)
        select SearchTokens.Scope(kind.Kind, unit);

    /// <summary>Newest first, of the units the actor reads and of what they were granted.</summary>
    Task<List<SearchDocument>> Match(string match, SearchQuery query, List<SearchKind> may, int most, CancellationToken ct)
    {
        Guid[] units = [.. may.SelectMany(k => actor.UnitsWith(k.ReadPermit)).Distinct()];
        return database.IsPostgres ? Postgres(match, query, units, most, ct) : Sqlite(match, units, most, ct);
    }

    /// <summary>FTS5 reads its rows backwards by itself: the newest first.</summary>
    Task<List<SearchDocument>> Sqlite(string match, Guid[] units, int most, CancellationToken ct)
    {
        var known = JsonSerializer.Serialize(units.Select(u => u.ToString().ToUpperInvariant()));
        return db.SearchDocuments.FromSql($"""
            SELECT d.* FROM search_words w JOIN search_documents d ON d.id = w.rowid
            WHERE w.search_words MATCH {match} AND (d.unit_id IN (SELECT value FROM json_each({known}))
                OR EXISTS (SELECT 1 FROM grants g WHERE g.subject_id = d.subject_id AND g.unit_id IN (SELECT value FROM json_each({known}))))
            ORDER BY w.rowid DESC LIMIT {most}
            """).AsNoTracking().ToListAsync(ct);
    }

    /// <summary>
    /// The inverted index knows no order of time, and the bearers of a common name would be fetched and sorted by the ten thousand. So
    /// what fills the page from the newest records is met by reading these backwards; what is rare is gathered from the index; what is
    /// neither is gathered in spans of time, newest first, up to the one that fills the page.
    /// </summary>
    async Task<List<SearchDocument>> Postgres(string match, SearchQuery query, Guid[] units, int most, CancellationToken ct)
    {
        await using var connection = await database.Open(ct);
        Task<List<SearchDocument>> Gathered(string match, int most) =>
            Read(connection, [FromTheInvertedIndex, $"SELECT {Columns} FROM search_documents d WHERE {Matching(match)} ORDER BY at DESC LIMIT {most}"], units, ct);
        if (query.Keys.Count > 0) return await Gathered(match, most);
        var (expected, all) = await Expected(connection, match, ct);
        if (expected <= most * 5) return await Gathered(match, most);
        if (expected * NewestRead >= all * most)
        {
            var newest = await Read(connection, [$"SELECT {Columns} FROM (SELECT {Columns}, tokens FROM search_documents ORDER BY at DESC LIMIT {NewestRead}) d WHERE {Matching(match)} LIMIT {most}"], units, ct);
            if (newest.Count == most) return newest;
        }
        List<SearchDocument> found = [];
        foreach (var span in await Spans(ct))
        {
            found.AddRange(await Gathered(MatchLanguage.Postgres.And([match, MatchLanguage.Postgres.Word(span)]), most - found.Count));
            if (found.Count == most) break;
        }
        return found;
    }

    /// <summary>So many of the newest records are looked through for what is common: some milliseconds, if they do not fill the page.</summary>
    const int NewestRead = 5_000;

    const string Columns = "subject_id, kind, unit_id, at, title, person, code, link, names";

    /// <summary>
    /// The words stand in the text of the query: whether they are rare or common decides how it is best read, and a plan made once for
    /// all words knows nothing of them. A token is letters, digits and _.
    /// </summary>
    static string Matching(string match) =>
        $"tokens @@ {Quoted(match)}::tsquery AND (unit_id = ANY (@units) OR EXISTS (SELECT 1 FROM grants g WHERE g.subject_id = d.subject_id AND g.unit_id = ANY (@units)))";

    static string Quoted(string match) => "'" + match.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>For this one transaction: what the statistics hold for common may have ended years ago, and would be looked for in all records.</summary>
    const string FromTheInvertedIndex = "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)";

    /// <summary>How many records match, of how many, by the database's own statistics.</summary>
    static async Task<(double Matching, double All)> Expected(DbConnection connection, string match, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN (FORMAT JSON) SELECT 1 FROM search_documents WHERE tokens @@ {Quoted(match)}::tsquery UNION ALL SELECT 1 FROM search_documents";
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(ct))!);
        var rows = plan.RootElement[0].GetProperty("Plan").GetProperty("Plans").EnumerateArray().Select(p => p.GetProperty("Plan Rows").GetDouble()).ToList();
        return (rows[0], rows[1]);
    }

    /// <summary>The last statement gives the documents; all are one transaction.</summary>
    static async Task<List<SearchDocument>> Read(DbConnection connection, IReadOnlyList<string> statements, Guid[] units, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement;
            batch.BatchCommands.Add(command);
        }
        batch.BatchCommands[^1].Parameters.Add(new NpgsqlParameter("units", units));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        for (var i = 1; i < statements.Count; i++) await reader.NextResultAsync(ct);
        List<SearchDocument> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(new()
            {
                SubjectId = reader.GetGuid(0), Kind = reader.GetString(1), UnitId = reader.GetGuid(2), At = reader.GetFieldValue<DateTimeOffset>(3), Title = reader.GetString(4),
                Person = reader.GetString(5), Code = reader.GetString(6), Link = reader.GetString(7), Names = reader.GetString(8),
            });
        return found;
    }

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
            And(query.Words.Count == 0 ? query.Keys.Select(Word) : query.Keys.Select(Word).Append(InAny(scopes, query.Words, lastMayGoOn)));

        string InAny(IReadOnlyList<string> scopes, IReadOnlyList<string> words, bool lastMayGoOn) => $"({string.Join(OrSign, scopes.Select(scope => $"({And(In(scope, words, lastMayGoOn))})"))})";

        IEnumerable<string> In(string scope, IReadOnlyList<string> words, bool lastMayGoOn) =>
            words.Select((word, i) => lastMayGoOn && i == words.Count - 1 ? Prefix(scope + word) : Word(scope + word));
    }
}
