using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;

namespace NhatLe.Payments.Reconciliation;

/// <summary>
/// The platform's file of each finished day is compared with our books, the last week again and again: what differs becomes a difference with a
/// duty. What has come right by itself meanwhile (a late call-back) is mended by itself.
/// </summary>
public sealed class ReadPlatformFile(IServiceScopeFactory scopes, PaymentPlatform platform, TimeProvider time) : IScheduledJob
{
    const int Days = 7;

    public async Task<int> Run(CancellationToken ct)
    {
        if (!platform.IsSetUp) return 0;
        var today = LegalTime.DateOf(time.GetUtcNow()); // the platform's days are those of the system's clock
        var found = 0;
        for (var back = Days; back >= 1; back--)
        {
            try { found += await Compare(today.AddDays(-back), ct); }
            catch (Exception e) when (e is PartnerIsAway or PartnerRests or FormatException) { return found; }
            catch (Refusal) { /* changed in this moment: this day is compared again in the next round, the others now */ }
        }
        return found;
    }

    /// <summary>One day, as far as its file goes.</summary>
    public async Task<int> Compare(DateOnly day, CancellationToken ct)
    {
        if (await platform.File(day, ct) is not var (text, hash)) return 0;
        var theirs = PlatformWire.ReadFile(text).Where(l => l.Kind == PlatformWire.PaymentEvent).ToDictionary(l => l.PaymentId);
        await using var scope = scopes.As(Actor.System);
        var (db, clock, legal) = (scope.ServiceProvider.GetRequiredService<PaymentsDb>(), scope.ServiceProvider.GetRequiredService<LegalClock>(), scope.ServiceProvider.GetRequiredService<LegalTime>());
        var ours = await db.Payments.AsNoTracking().Where(p => p.PlatformOn == day).Select(p => new { p.PlatformId, p.AmountVnd, p.UnitId, p.Reference, p.Method, p.PaidAt }).ToDictionaryAsync(p => p.PlatformId!, ct);
        var province = (await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Get(ct)).Province!.Id;

        List<Difference.Found> differ = [];
        foreach (var line in theirs.Values)
        {
            if (ours.TryGetValue(line.PaymentId, out var known))
            {
                if (known.AmountVnd != line.Amount) differ.Add(new(known.UnitId, day, DifferenceKind.Amount, line.PaymentId, line.Reference, line.Method, known.AmountVnd, line.Amount, line.PaidAt));
                continue;
            }
            var unit = await db.Orders.Where(o => o.Reference == line.Reference).Join(db.Charges, o => o.ChargeId, c => c.Id, (o, c) => (Guid?)c.UnitId).FirstOrDefaultAsync(ct) ?? province;
            differ.Add(new(unit, day, DifferenceKind.MissingHere, line.PaymentId, line.Reference, line.Method, OursVnd: null, line.Amount, line.PaidAt));
        }
        differ.AddRange(ours.Values.Where(p => !theirs.ContainsKey(p.PlatformId!)).Select(p => new Difference.Found(p.UnitId, day, DifferenceKind.MissingThere, p.PlatformId!, p.Reference, p.Method, p.AmountVnd, TheirsVnd: null, p.PaidAt)));

        var standing = await db.Differences.Where(d => d.Day == day).ToDictionaryAsync(d => (d.PlatformId, d.Kind), ct);
        var added = 0;
        foreach (var one in differ.Where(d => !standing.ContainsKey((d.PlatformId, d.Kind))))
        {
            var difference = Difference.Find(one, legal.Now);
            db.Differences.Add(difference);
            db.Record(difference, new DifferenceFound(difference.Id, difference.PlatformId, difference.Kind.ToString(), difference.OursVnd, difference.TheirsVnd));
            db.Owe(difference, Duties.Reconcile, difference.UnitId, Permits.Reconcile, clock.DueAt(new(1, TimeLimitUnit.WorkingDays), legal.Now), new DutyCard(Charges.Words.Of(difference.Kind), "", difference.Reference, "/thu-tien/doi-soat"));
            added++;
        }
        var now = differ.Select(d => (d.PlatformId, d.Kind)).ToHashSet();
        foreach (var gone in standing.Values.Where(d => d.MendedAt is null && !now.Contains((d.PlatformId, d.Kind))))
        {
            gone.Mend("Hai bên đã khớp", Actor.System.Name, legal.Now);
            db.Record(gone, new DifferenceMended(gone.Id, gone.Reason!));
            db.Release(gone, Duties.Reconcile, ifAny: true);
        }
        db.Keep(new ReconciledDay(day, legal.Now, hash, ours.Count, ours.Values.Sum(p => p.AmountVnd), theirs.Count, theirs.Values.Sum(l => l.Amount)));
        await db.SaveChangesAsync(ct);
        return added;
    }
}
