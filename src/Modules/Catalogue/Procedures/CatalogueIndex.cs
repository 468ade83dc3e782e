using System.Collections.Frozen;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Catalogue.Procedures;

/// <summary>
/// The newest catalogue this node knows, in memory: some 1,200 procedures. Every act on a procedure moves its Version on, and none is
/// ever deleted, so their sum tells whether anything changed, on this node or another, by an import or on its day. The contents held
/// here (published, or drafts of a source) never change and are read once.
/// </summary>
public sealed class CatalogueIndex(IServiceScopeFactory scopes, TimeProvider time, SearchSynonyms synonyms) : IKeptPages
{
    static readonly TimeSpan Stale = TimeSpan.FromSeconds(2);

    readonly Recent<CatalogueSnapshot> current = new(Stale, time, async (known, ct) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
        var acts = await db.Procedures.SumAsync(p => p.Version, ct);
        return known?.Acts == acts ? known : await Load(db, acts, known, synonyms, ct);
    });

    /// <summary>The next reader looks at the database first: after a change on this node.</summary>
    public void Expire() => current.Forget();

    public ValueTask<CatalogueSnapshot> Get(CancellationToken ct) => current.Get(ct);

    /// <summary>The pages of procedures.</summary>
    string IKeptPages.Prefix => "/thu-tuc/";

    async ValueTask<long> IKeptPages.Stamp(CancellationToken ct) => (await Get(ct)).Acts;

    static async Task<CatalogueSnapshot> Load(CatalogueDb db, long acts, CatalogueSnapshot? before, SearchSynonyms synonyms, CancellationToken ct)
    {
        var known = before?.All.ToDictionary(p => p.VersionId) ?? [];
        var rows = await db.Procedures.AsNoTracking()
            .Select(p => new { p.Code, VersionId = p.PublishedVersionId ?? p.LatestVersionId, p.SearchText }).ToListAsync(ct);
        var wanted = rows.Select(r => r.VersionId).Where(id => !known.ContainsKey(id)).ToList();
        var contents = new Dictionary<Guid, ProcedureVersion>();
        foreach (var some in wanted.Chunk(500))
            foreach (var version in await db.Versions.AsNoTracking().Where(v => some.Contains(v.Id)).ToListAsync(ct)) contents[version.Id] = version;
        // A version published between the two queries is missed here and found by the next confirmation.
        return new CatalogueSnapshot(acts, synonyms,
            [.. from row in rows
                let kept = known.GetValueOrDefault(row.VersionId)
                where kept is not null || contents.ContainsKey(row.VersionId)
                select kept ?? new ListedProcedure(row.Code, contents[row.VersionId])]);
    }
}

/// <summary>A procedure as citizens find it: the published version, or the draft of one that is not complete yet.</summary>
public sealed class ListedProcedure
{
    internal ListedProcedure(string code, ProcedureVersion version)
    {
        (Code, VersionId, Number, Content) = (code, version.Id, version.Number, version.Read());
        IsPublished = version.Status == VersionStatus.Published;
        Published = IsPublished && !Content.IsElsewhere ? Content.Publish(version.Id, code, version.Number) : null;
        Everyday = $" {Fold.Index(Content.EverydayName)} ";
        Official = $" {Fold.Index(Content.Name)} ";
        English = $" {Fold.Index(Content.EnglishEverydayName)} {Fold.Index(Content.EnglishName)} ";
        Spelt = Nfc.Clean($"{Content.EverydayName} {Content.Name}").ToLowerInvariant();
    }

    public string Code { get; }
    public Guid VersionId { get; }
    public int Number { get; }
    public ProcedureContent Content { get; }
    public bool IsPublished { get; }

    /// <summary>Null where nothing can be filed: a draft, or decided elsewhere.</summary>
    public PublishedProcedure? Published { get; }

    internal string Everyday { get; }
    internal string Official { get; }
    internal string English { get; }

    /// <summary>With its marks, for those who type them.</summary>
    internal string Spelt { get; }

    public string NameIn(bool english) => (english ? Content.EnglishEverydayName ?? Content.EnglishName : null) ?? Content.CommonName;
}

/// <summary>The catalogue in memory as of one moment. Immutable.</summary>
public sealed class CatalogueSnapshot
{
    /// <summary>The order of a Vietnamese dictionary; the names of people have another, by given name.</summary>
    internal static readonly StringComparer Alphabet = StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), ignoreCase: true);

    readonly FrozenDictionary<string, ListedProcedure> byCode;
    readonly FrozenDictionary<Guid, ListedProcedure> byVersion;
    readonly ProcedureSearch search;

    internal CatalogueSnapshot(long acts, SearchSynonyms synonyms, IReadOnlyList<ListedProcedure> procedures)
    {
        Acts = acts;
        All = [.. procedures.OrderBy(p => p.Content.LifeEvent is null).ThenBy(p => p.Content.CommonName, Alphabet)];
        byCode = All.ToFrozenDictionary(p => p.Code);
        byVersion = All.ToFrozenDictionary(p => p.VersionId);
        search = new(All, byCode, synonyms);
        Fields = [.. All.Select(p => p.Content.Field).Distinct().Order(Alphabet)];
    }

    /// <summary>How many acts this catalogue is the outcome of.</summary>
    internal long Acts { get; }

    /// <summary>Curated ones first, then by name.</summary>
    public IReadOnlyList<ListedProcedure> All { get; }

    public IReadOnlyList<string> Fields { get; }

    public ListedProcedure? Find(string code) => byCode.GetValueOrDefault(code);

    public ListedProcedure? Find(Guid versionId) => byVersion.GetValueOrDefault(versionId);

    /// <summary>The best first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<ListedProcedure> Search(string query, int limit, Func<ListedProcedure, bool>? among = null) => search.Find(query, limit, among ?? (p => p.IsPublished));
}
