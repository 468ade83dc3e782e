using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Portal;
using NhatLe.Payments;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Platform.Facts;
using NhatLe.Post;
using NhatLe.Post.Orders;
using NhatLe.Services;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Population;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>What is still to be done by itself.</summary>
public sealed record Waiting(int Deliveries, int Parcels, int Stuck, int Questions, int Letters)
{
    public bool IsNothing => this is { Deliveries: 0, Parcels: 0, Questions: 0, Letters: 0 };
}

public sealed record DueCharge(string Code, long RemainingVnd);

/// <param name="Id">The platform's.</param>
public sealed record BookedPayment(string Id, string Reference, long AmountVnd);

/// <param name="Delivered">And the dossier's result counts as returned.</param>
public sealed record BookedLetter(string Reference, bool Delivered, long CollectedVnd);

/// <summary>How far a receiver has come with a document, in the codes of the axis.</summary>
public sealed record BookedStatus(string Document, string By, string Code);

/// <param name="Said">By those to whom we sent, in their order; <paramref name="Told"/>: by us, of what we received.</param>
public sealed record BookedDocuments(List<string> Sent, List<string> Received, List<BookedStatus> Said, List<BookedStatus> Told);

/// <summary>What our side says was told and taken, for whoever counts on both sides.</summary>
/// <param name="Steps">By the code of each dossier: the entries that a portal must hear of, in order.</param>
/// <param name="Questions">Ids of the look-ups that were answered.</param>
/// <param name="Wrong">What does not add up within our own books.</param>
public sealed record OurBooks(Dictionary<string, List<Guid>> Steps, List<BookedPayment> Payments, List<Guid> Questions, List<BookedLetter> Letters, BookedDocuments Documents, List<string> Wrong, int Receipts, long CashVnd);

/// <summary>Demonstration only.</summary>
public sealed class Books(ServicesDb services, PlatformDb platform, PaymentsDb payments, ExchangeDb exchange, PostDb post)
{
    public async Task<Waiting> Waiting(CancellationToken ct) => new(
        await platform.Outbox.CountAsync(ct), await exchange.Parcels.CountAsync(p => p.State == ParcelState.Waiting, ct), await exchange.Parcels.CountAsync(p => p.State == ParcelState.Stuck, ct),
        await services.LookUps.CountAsync(l => l.State == LookUpState.Waiting, ct), await post.Orders.CountAsync(o => o.EndedAt == null, ct));

    /// <summary>Whom we would ask or tell again in minutes or hours, as a call-back or an answer was lost, we ask in the next round.</summary>
    public async Task AskSoon(DateTimeOffset now, CancellationToken ct)
    {
        await payments.Orders.Where(o => o.State <= NhatLe.Payments.Platform.OrderState.Superseded && o.AskAt > now).ExecuteUpdateAsync(o => o.SetProperty(x => x.AskAt, now), ct);
        await post.Orders.Where(o => o.EndedAt == null && (o.AskAt > now || o.TellAt > now)).ExecuteUpdateAsync(o => o.SetProperty(x => x.AskAt, now).SetProperty(x => x.TellAt, now), ct);
    }

    /// <param name="code">Of one dossier; null: all.</param>
    public Task<List<DueCharge>> Due(string? code, CancellationToken ct) =>
        payments.Charges.AsNoTracking().Where(c => c.Status == ChargeStatus.Due && (code == null || c.DossierCode == code)).OrderBy(c => c.RaisedAt).Select(c => new DueCharge(c.DossierCode, c.AmountVnd - c.PaidVnd)).ToListAsync(ct);

    public async Task<OurBooks> Read(CancellationToken ct)
    {
        var codes = await services.Dossiers.AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.Code, ct);
        var events = PortalWire.Events.ToList();
        var steps = (await platform.Entries.AsNoTracking().Where(e => e.SubjectKind == nameof(Dossier) && events.Contains(e.Event)).OrderBy(e => e.SubjectId).ThenBy(e => e.Seq).Select(e => new { e.SubjectId, e.Id }).ToListAsync(ct))
            .GroupBy(e => codes[e.SubjectId]).ToDictionary(g => g.Key, g => g.Select(e => e.Id).ToList());
        var taken = await payments.Payments.AsNoTracking().ToListAsync(ct);
        var receipts = await payments.Receipts.AsNoTracking().ToListAsync(ct);

        var (ofCharge, ofPayment) = (taken.ToLookup(p => p.ChargeId), receipts.ToLookup(r => r.PaymentId));
        List<string> wrong = [];
        foreach (var charge in await payments.Charges.AsNoTracking().ToListAsync(ct))
            if (ofCharge[charge.Id].Sum(p => p.AppliedVnd) is var applied && applied != charge.PaidVnd) wrong.Add(Say($"{charge.DossierCode}: {charge.PaidVnd} đ paid, {applied} đ of payments applied."));
        foreach (var payment in taken.Where(p => p.AppliedVnd > 0))
            if (ofPayment[payment.Id].ToList() is not [var one] || one.AmountVnd != payment.AppliedVnd) wrong.Add(Say($"Payment {payment.Id} of {payment.DossierCode} has not one receipt of {payment.AppliedVnd} đ."));
        foreach (var series in receipts.GroupBy(r => (r.DeskUnitId, r.Year)))
            if (!series.Select(r => r.Number ?? 0).Order().SequenceEqual(Enumerable.Range(1, series.Count()).Select(n => (long)n))) wrong.Add(Say($"The receipts of desk {series.Key.DeskUnitId} in {series.Key.Year} have gaps or repeat."));
        return new(steps, [.. taken.Where(p => p.Way == PaymentWay.Online).Select(p => new BookedPayment(p.PlatformId!, p.Reference, p.AmountVnd))],
            await services.LookUps.AsNoTracking().Where(l => l.State == LookUpState.Found || l.State == LookUpState.NotFound).Select(l => l.Id).ToListAsync(ct),
            await post.Orders.AsNoTracking().Select(o => new BookedLetter(o.Reference, o.State == OrderState.Delivered, o.CollectedVnd)).ToListAsync(ct), await Documents(ct), wrong, receipts.Count,
            taken.Where(p => p.Way == PaymentWay.Cash).Sum(p => p.AmountVnd));
    }

    async Task<BookedDocuments> Documents(CancellationToken ct)
    {
        var packets = await exchange.Packets.AsNoTracking().ToDictionaryAsync(p => p.Id, ct);
        var statuses = (await exchange.Statuses.AsNoTracking().ToListAsync(ct)).OrderBy(s => s.SaidAt).ThenBy(s => s.Place).Select(s => (Packet: packets[s.PacketId], Booked: new BookedStatus(packets[s.PacketId].DocumentId, s.OrganId, ((int)s.Status).ToString("00", CultureInfo.InvariantCulture)))).ToList();
        List<string> Of(PacketDirection direction) => [.. packets.Values.Where(p => p.Direction == direction).Select(p => p.DocumentId)];
        List<BookedStatus> By(PacketDirection direction) => [.. statuses.Where(s => s.Packet.Direction == direction).Select(s => s.Booked)];
        return new(Of(PacketDirection.Sent), Of(PacketDirection.Received), By(PacketDirection.Sent), By(PacketDirection.Received));
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
