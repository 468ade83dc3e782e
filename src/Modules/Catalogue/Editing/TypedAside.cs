using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Catalogue.Editing;

/// <summary>What one editor has typed into the page of a draft and not saved: kept aside as it was sent, seen by nobody else.</summary>
public sealed class TypedFields
{
    public Guid AccountId { get; init; }
    public Guid VersionId { get; init; }

    /// <summary>Of the draft it was typed over.</summary>
    public int Revision { get; init; }

    public string Fields { get; init; } = "";
    public DateTimeOffset TypedAt { get; init; }

    public FormCollection Read() => new(JsonSerializer.Deserialize<Dictionary<string, string[]>>(Fields)!.ToDictionary(f => f.Key, f => new StringValues(f.Value)));
}

/// <summary>Keeps and gives back what was typed. System time: it is no legal act, and no entry.</summary>
public sealed class TypedAside(CatalogueDb db, Database database, Actor actor, TimeProvider time)
{
    const int MostCharacters = 1_000_000;

    public async Task Keep(ProcedureVersion draft, int revision, IFormCollection form, CancellationToken ct)
    {
        var fields = JsonSerializer.Serialize(form.Where(f => f.Key.StartsWith("Input.", StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ToArray()));
        if (fields.Length > MostCharacters) throw Refusal.Invalid("", "Nội dung này dài quá nên chưa giữ tạm được. Hãy lưu bản nháp.");
        var now = LegalTime.Cut(time.GetUtcNow());
        await database.Write(batch =>
        {
            batch.Add($"""
                INSERT INTO catalogue_typed (account_id, version_id, revision, fields, typed_at) VALUES ({actor.AccountId}, {draft.Id}, {revision}, {fields}, {now})
                ON CONFLICT (account_id, version_id) DO UPDATE SET revision = excluded.revision, fields = excluded.fields, typed_at = excluded.typed_at
                """);
            return batch.Run(ct);
        }, ct);
    }

    /// <summary>Null when nothing was typed over this draft. A colleague may have saved since: its revision tells.</summary>
    public Task<TypedFields?> Find(ProcedureVersion draft, CancellationToken ct) =>
        db.Typed.AsNoTracking().SingleOrDefaultAsync(t => t.AccountId == actor.AccountId && t.VersionId == draft.Id, ct);

    public Task Forget(ProcedureVersion draft, CancellationToken ct) => database.Write(batch =>
    {
        batch.Add($"DELETE FROM catalogue_typed WHERE account_id = {actor.AccountId} AND version_id = {draft.Id}");
        return batch.Run(ct);
    }, ct);
}
