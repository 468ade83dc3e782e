using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.Representations;

/// <summary>Always from the database, never from memory: what was ended a moment ago is not among the answers, on any node.</summary>
sealed class RepresentationsApi(IdentityDb db, ColumnCipher cipher, LegalTime time) : IRepresentations
{
    public async Task<IReadOnlyList<Represented>> Of(Guid accountId, CancellationToken ct) =>
        [.. (await Holding().Where(r => r.AccountId == accountId).OrderBy(r => r.Kind).ThenBy(r => r.Name).ThenBy(r => r.Id).ToListAsync(ct)).Select(Told)];

    public async Task<Represented?> Find(Guid accountId, Guid representationId, CancellationToken ct) =>
        await Holding().SingleOrDefaultAsync(r => r.Id == representationId && r.AccountId == accountId, ct) is { } found ? Told(found) : null;

    public async Task<IReadOnlyList<string>> KeysFor(Guid accountId, CancellationToken ct)
    {
        var represented = await Holding().Where(r => r.AccountId == accountId).Select(r => r.NumberKey).ToListAsync(ct);
        var own = await db.Accounts.AsNoTracking().Where(a => a.Id == accountId && a.NumberChecked && a.CitizenNumberLookup != null).Select(a => a.CitizenNumberLookup!).ToListAsync(ct);
        return [.. represented, .. own];
    }

    public async Task<Guid?> WhomToTell(string key, Guid preferred, CancellationToken ct)
    {
        var acting = await Holding().Where(r => r.NumberKey == key).OrderBy(r => r.DecidedAt).Select(r => r.AccountId).ToListAsync(ct);
        if (acting.Contains(preferred)) return preferred;
        return acting.Count > 0 ? acting[0] : await db.Accounts.AsNoTracking().Where(a => a.CitizenNumberLookup == key && a.NumberChecked && a.Active).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(ct);
    }

    IQueryable<Representation> Holding()
    {
        var today = time.Today;
        return db.Representations.AsNoTracking().Where(r => r.State == RepresentationState.Approved && r.EndsOn > today);
    }

    Represented Told(Representation r) => new(r.Id, r.Kind, r.Name, cipher.Decrypt(r.Number), r.NumberKey, r.EndsOn);
}
