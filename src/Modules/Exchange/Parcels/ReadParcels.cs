using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Parcels;

/// <summary>How it stands with one carrier.</summary>
/// <param name="Oldest">When the oldest act was done that is not told yet.</param>
/// <param name="Held">Records that have something to tell; <paramref name="InStep"/> of them have told all.</param>
/// <param name="Earlier">How far it is with what is older than the connection; null where that was not begun.</param>
public sealed record CarrierLine(string Name, string Title, bool IsSetUp, int Waiting, int Stuck, DateTimeOffset? Oldest, int Held, int InStep, EarlierLine? Earlier)
{
    /// <summary>The rate of synchronisation, 0 to 100 with one decimal; null where there is nothing to tell.</summary>
    public decimal? Rate => Held == 0 ? null : Math.Round(100m * InStep / Held, 1);
}

/// <param name="Reached">The journal was searched up to here.</param>
/// <param name="Laid">Records of which something was lacking, and is under way or told.</param>
public sealed record EarlierLine(DateTimeOffset? Reached, int Laid, DateTimeOffset? DoneAt);

public sealed record ParcelLine(Guid Id, string Carrier, string Code, string Event, DateTimeOffset At, ParcelState State, int Attempts, DateTimeOffset NextTryAt, string? Error, int Behind)
{
    public string Words => EventNames.Words(Event);
}

/// <summary>What waits for a partner or is stuck (thông điệp phải đến), and what an operator does about it.</summary>
public static class ReadParcels
{
    public const int MostShown = 200;

    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>Left out: the later ones of the record go on without it. Else it is sent again.</summary>
        public bool LeaveOut { get; set; }

        [StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exchange/carriers", (Handler handler, CancellationToken ct) => handler.Carriers(ct));
        routes.MapGet("/api/exchange/parcels", (Handler handler, CancellationToken ct) => handler.Read(ct));
        routes.MapPost("/api/exchange/parcels/{id:guid}", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));
    }

    public sealed class Handler(ExchangeDb db, Database database, Actor actor, IEnumerable<IParcelCarrier> carriers, ParcelSignal signal, TimeProvider time)
    {
        public async Task<IReadOnlyList<CarrierLine>> Carriers(CancellationToken ct)
        {
            actor.MustOperateExchange();
            var open = await db.Parcels.AsNoTracking().Where(p => p.State == ParcelState.Waiting || p.State == ParcelState.Stuck).GroupBy(p => p.Carrier)
                .Select(g => new { g.Key, Waiting = g.Count(p => p.State == ParcelState.Waiting), Stuck = g.Count(p => p.State == ParcelState.Stuck), Oldest = g.Min(p => p.At), Records = g.Select(p => p.SubjectId).Distinct().Count() }).ToDictionaryAsync(o => o.Key, ct);
            var states = await db.Carriers.AsNoTracking().ToDictionaryAsync(s => s.Carrier, ct);
            return [.. carriers.Select(c => (Carrier: c, Open: open.GetValueOrDefault(c.Name), State: states.GetValueOrDefault(c.Name))).Select(c =>
                new CarrierLine(c.Carrier.Name, c.Carrier.Title, c.Carrier.IsSetUp, c.Open?.Waiting ?? 0, c.Open?.Stuck ?? 0, c.Open?.Oldest, c.State?.Held ?? 0, (c.State?.Held ?? 0) - (c.Open?.Records ?? 0),
                    c.State is { EarlierAt: not null } or { EarlierDoneAt: not null } ? new(c.State.EarlierAt, c.State.EarlierLaid, c.State.EarlierDoneAt) : null))];
        }

        /// <summary>The stuck first, then those that were tried, then the others; oldest first.</summary>
        public async Task<IReadOnlyList<ParcelLine>> Read(CancellationToken ct)
        {
            actor.MustOperateExchange();
            return await db.Parcels.AsNoTracking().Where(p => p.State == ParcelState.Stuck || p.State == ParcelState.Waiting)
                .OrderByDescending(p => p.State).ThenBy(p => p.At).ThenBy(p => p.Id).Take(MostShown)
                .Select(p => new ParcelLine(p.Id, p.Carrier, p.Code, p.Event, p.At, p.State, p.Attempts, p.NextTryAt, p.LastError, db.Parcels.Count(b => b.Carrier == p.Carrier && b.SubjectId == p.SubjectId && b.Seq > p.Seq && b.State == ParcelState.Waiting))).ToListAsync(ct);
        }

        /// <exception cref="Refusal">404, 409, 422.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            actor.MustOperateExchange();
            Check.Input(command);
            if (command.LeaveOut && string.IsNullOrWhiteSpace(command.Reason)) throw Refusal.Invalid(nameof(command.Reason), "Hãy ghi vì sao bỏ qua thông điệp này.");
            if (command.LeaveOut) await LeaveOut(command.Id, command.Reason.Trim(), ct);
            else await SendAgain(command.Id, ct);
            signal.Raise();
        }

        async Task LeaveOut(Guid id, string reason, CancellationToken ct)
        {
            if (await db.Parcels.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.State == ParcelState.Stuck, ct) is not { } parcel) throw Gone();
            var left = LeftOutParcel.Of(parcel, db.Now);
            db.LeftOut.Add(left);
            db.Record(left, new ParcelLeftOut(id, parcel.Carrier, parcel.Code, parcel.Event, reason), note: null, actor.PostWith(Permits.Operate));
            db.Also(batch => batch.Add($"UPDATE exchange_parcels SET state = {ParcelState.LeftOut}, last_error = {$"{actor.Name}: {reason}"} WHERE id = {id} AND state = {ParcelState.Stuck}", rows =>
            {
                if (rows == 0) throw Gone();
            }));
            await db.SaveChangesAsync(ct);
        }

        async Task SendAgain(Guid id, CancellationToken ct)
        {
            var (now, touched) = (LegalTime.Cut(time.GetUtcNow()), 0);
            await database.Write(batch =>
            {
                batch.Add($"UPDATE exchange_parcels SET state = {ParcelState.Waiting}, attempts = {0}, next_try_at = {now} WHERE id = {id} AND (state = {ParcelState.Stuck} OR state = {ParcelState.Waiting})", rows => touched = rows);
                return batch.Run(ct);
            }, ct);
            if (touched == 0) throw Gone();
        }

        static Refusal Gone() => Refusal.Missing("parcel", "Thông điệp này vừa đi, hoặc đã được xử lý. Tải lại trang để xem.");
    }
}
