using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Services;
using NhatLe.Exchange.On;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Exchange.Portal;

/// <summary>
/// Dossiers of before the connection: the journal is read once from its beginning, a piece in a transaction, and what the portal was not told of each
/// dossier is laid down in order. It never lays down so much that what happens today would wait for it; killed, it goes on where it was.
/// </summary>
public sealed class TellEarlier(IServiceScopeFactory scopes, PortalSettings settings, Database database, ParcelSignal signal, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.earlier-dossiers";

    /// <summary>With so many parcels waiting it leaves the rest to the next run.</summary>
    public const int MostWaiting = 2_000;

    const int EntriesAtOnce = 500, MostRaces = 20;

    static readonly string filed = EventNames.Of(typeof(DossierFiled)), reaction = Reactions.NameOf<LayDownForPortal>();

    /// <summary>Says of how many dossiers something was laid down.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        if (!settings.IsSetUp)
        {
            await BeginAnew(ct); // what is done while nobody is told counts as earlier when somebody is again
            return 0;
        }
        for (int laid = 0, races = 0; ;)
        {
            try
            {
                if (await Piece(ct) is not { } some) return laid;
                laid += some;
            }
            catch (Exception e) when (ModuleDb.IsUniqueViolation(e) && ++races < MostRaces) { /* what happens now was laid down meanwhile: looked at anew */ }
        }
    }

    /// <returns>Null: nothing is left, or enough is under way.</returns>
    async Task<int?> Piece(CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var (db, platform) = (scope.ServiceProvider.GetRequiredService<ExchangeDb>(), scope.ServiceProvider.GetRequiredService<PlatformDb>());
        var state = await db.Carriers.AsNoTracking().SingleOrDefaultAsync(c => c.Carrier == PortalCarrier.Key, ct);
        if (state?.EarlierDoneAt is not null || await UnderWay(db, ct) >= MostWaiting) return null;
        var entries = platform.Entries.AsNoTracking();
        if (state is { EarlierAt: { } at, EarlierId: { } id }) entries = entries.Where(e => e.At > at || (e.At == at && e.Id.CompareTo(id) > 0));
        var piece = await entries.OrderBy(e => e.At).ThenBy(e => e.Id).Take(EntriesAtOnce).Select(e => new { e.Id, e.At, e.SubjectId, e.Event }).ToListAsync(ct);
        var subjects = piece.Where(e => e.Event == filed).Select(e => e.SubjectId).Distinct().ToList();
        var busy = await platform.Outbox.Where(o => !o.Dead && o.Reaction == reaction && subjects.Contains(o.SubjectId)).Select(o => o.SubjectId).Distinct().ToListAsync(ct); // what happens now lays down what came before
        var laid = 0;
        foreach (var subject in subjects.Except(busy)) laid += await LayDown(scope.ServiceProvider, subject, ct) ? 1 : 0;
        var (isLast, now) = (piece.Count < EntriesAtOnce, LegalTime.Cut(time.GetUtcNow()));
        DateTimeOffset? reached = piece.Count > 0 ? piece[^1].At : state?.EarlierAt, done = isLast ? now : null;
        Guid? last = piece.Count > 0 ? piece[^1].Id : state?.EarlierId;
        db.Also(batch => batch.Add($"""
            INSERT INTO exchange_carriers (carrier, held, earlier_at, earlier_id, earlier_laid, earlier_done_at) VALUES ({PortalCarrier.Key}, {0}, {reached}, {last}, {laid}, {done})
            ON CONFLICT (carrier) DO UPDATE SET earlier_at = excluded.earlier_at, earlier_id = excluded.earlier_id, earlier_laid = exchange_carriers.earlier_laid + {laid}, earlier_done_at = excluded.earlier_done_at
            """));
        await db.SaveChangesAsync(ct);
        signal.Raise();
        return isLast && laid == 0 ? null : laid;
    }

    /// <summary>Those behind a stuck one wait for an operator, perhaps for weeks: they do not count.</summary>
    static Task<int> UnderWay(ExchangeDb db, CancellationToken ct) => db.Parcels.CountAsync(p => p.Carrier == PortalCarrier.Key && p.State == ParcelState.Waiting
        && !db.Parcels.Any(s => s.Carrier == p.Carrier && s.SubjectId == p.SubjectId && s.State == ParcelState.Stuck), ct);

    static async Task<bool> LayDown(IServiceProvider services, Guid subject, CancellationToken ct)
    {
        var (db, platform) = (services.GetRequiredService<ExchangeDb>(), services.GetRequiredService<PlatformDb>());
        var told = await db.Told.SingleOrDefaultAsync(t => t.Carrier == PortalCarrier.Key && t.SubjectId == subject, ct);
        var from = told?.LaidSeq ?? 0;
        var acts = await platform.Entries.AsNoTracking().Where(e => e.SubjectId == subject && e.Seq > from && PortalWire.Events.Contains(e.Event)).OrderBy(e => e.Seq).Select(e => new ToldAct(e.Id, e.Seq, e.Event, e.At)).ToListAsync(ct);
        if (acts.Count == 0 || await services.GetRequiredService<IDossiers>().Record(subject, ct) is not { } record) return false;
        return await services.GetRequiredService<ParcelBook>().LayDown(PortalCarrier.Key, subject, record.Code, told, acts, ct) > 0;
    }

    Task BeginAnew(CancellationToken ct) => database.Write(batch =>
    {
        batch.Add($"UPDATE exchange_carriers SET earlier_at = NULL, earlier_id = NULL, earlier_laid = {0}, earlier_done_at = NULL WHERE carrier = {PortalCarrier.Key} AND earlier_at IS NOT NULL");
        return batch.Run(ct);
    }, ct);
}
