using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange.Calls;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Log;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Partners;

/// <summary>One partner on the board.</summary>
/// <param name="Calls">Logged calls of the last hour, both ways; <paramref name="Failed"/> of them with no answer or a fault.</param>
/// <param name="TookMs">Of our calls of the last hour, on the average.</param>
public sealed record PartnerLine(string Key, string Name, string Id, bool IsCalled, PartnerHealth? Health, int Calls, int Failed, int? TookMs);

/// <summary>A certificate that runs out soon, or has.</summary>
public sealed record ExpiringLine(string Owner, CertificateOf Whose, DateTimeOffset Until, bool IsOver);

/// <summary>What one look found.</summary>
public sealed record Looked(bool IsThere, string Said);

/// <summary>The live board of partners (bảng đối tác): who is there, who is slow, who is not.</summary>
public static class ReadPartners
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exchange/partners", (Handler handler, CancellationToken ct) => handler.Read(ct));
        routes.MapGet("/api/exchange/expiring-certificates", (Handler handler, CancellationToken ct) => handler.Expiring(ct));
        routes.MapPost("/api/exchange/partners/{key}/look", (string key, Handler handler, CancellationToken ct) => handler.Look(key, ct));
    }

    public sealed class Handler(ExchangeDb db, Actor actor, ExchangeSettings settings, Lazy<XRoadCalls> calls, TimeProvider time)
    {
        static readonly TimeSpan lately = TimeSpan.FromHours(1);

        public async Task<IReadOnlyList<PartnerLine>> Read(CancellationToken ct)
        {
            actor.MustOperateExchange();
            var since = LegalTime.Cut(time.GetUtcNow() - lately);
            var health = await db.Health.AsNoTracking().ToDictionaryAsync(h => h.Partner, ct);
            var counts = await db.Messages.AsNoTracking().Where(m => m.At >= since).GroupBy(m => m.Partner)
                .Select(g => new { g.Key, Calls = g.Count(), Failed = g.Count(m => m.Outcome == Outcome.Away || m.Outcome == Outcome.Fault), Took = g.Where(m => m.Direction == Direction.WeCalled).Average(m => (double?)m.TookMs) })
                .ToDictionaryAsync(c => c.Key, ct);
            return [.. settings.Partners.Select(p => (Partner: p, Count: counts.GetValueOrDefault(p.Key))).Select(p =>
                new PartnerLine(p.Partner.Key, p.Partner.Name, p.Partner.Id, p.Partner.IsCalled, health.GetValueOrDefault(p.Partner.Key), p.Count?.Calls ?? 0, p.Count?.Failed ?? 0, (int?)p.Count?.Took))];
        }

        /// <summary>Certificates that run out soon, the first to end first.</summary>
        public async Task<IReadOnlyList<ExpiringLine>> Expiring(CancellationToken ct)
        {
            actor.MustOperateExchange();
            var now = time.GetUtcNow();
            return [.. (await db.Expiring.AsNoTracking().Where(e => e.EndedAt == null).OrderBy(e => e.Until).ToListAsync(ct)).Select(e => new ExpiringLine(e.Owner, e.Whose, e.Until, e.Until <= now))];
        }

        /// <summary>A call of listMethods now, in the log: also what measures a whole call there and back.</summary>
        /// <exception cref="Refusal">404.</exception>
        public async Task<Looked> Look(string key, CancellationToken ct)
        {
            actor.MustOperateExchange();
            if (settings.Find(key) is not { IsCalled: true } partner) throw Refusal.Missing("partner", "Không có đối tác này, hoặc ta không gọi tới họ. Xem lại phần exchange trong tệp cài đặt.");
            try
            {
                var answer = await calls.Value.Call(new(partner, "listMethods", HttpMethod.Get, "", Guid.CreateVersion7(time.GetUtcNow())) { Cause = new(AccountId: actor.AccountId) }, ct);
                return new(answer.IsSuccess, answer.IsSuccess ? "" : $"HTTP {answer.Status}");
            }
            catch (Exception e) when (e is PartnerIsAway or PartnerRests or RefusedByPartner) { return new(false, e.Message); }
        }
    }
}
