using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Counter;
using NhatLe.Payments.Refunds;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Payments;

/// <summary>One payment: what is to be done about it, and the acts that do it.</summary>
public sealed class ShowModel(PaymentsDb db, PaymentBook book, AssignPayment.Handler assign, RefundPayment.Handler refund, PayOut.Handler payOut, AccessLog accesses, LegalTime time) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public Guid RefundId { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? Code { get; set; }
    [BindProperty] public string? Why { get; set; }

    public Payment Payment { get; private set; } = null!;
    public IReadOnlyList<Refund> Refunds { get; private set; } = [];
    public bool MayRefund => Actor.HoldsPost(Permits.Refund, Payment.UnitId);
    public bool MayPayOut => Actor.HoldsPost(Permits.Collect, Payment.UnitId);

    protected override async Task Load(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        Payment = await book.Find(Id, Permits.Read, ct);
        Refunds = await db.Refunds.AsNoTracking().Where(r => r.PaymentId == Id).OrderBy(r => r.AskedAt).ToListAsync(ct);
        if (await db.Charges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == Payment.ChargeId, ct) is { } c)
            accesses.Note(Actor, c, AccessKind.Record, Permits.Read);
        if (RefundId == Guid.Empty) RefundId = Guid.CreateVersion7(time.Now);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAssign(CancellationToken ct) => Act(async () =>
    {
        try { await assign.Run(new() { Id = Id, Code = Code, Reason = Why }, ct); }
        catch (Refusal refused) when (refused.Fields.Count > 0) { throw Refusal.Invalid([.. refused.Fields.Select(f => f.Field == nameof(Reason) ? f with { Field = nameof(Why) } : f)]); }
        return See($"/thu-tien/khoan/{Id}");
    }, ct);

    public Task<IActionResult> OnPostRefund(CancellationToken ct) => Act(async () =>
    {
        await refund.Run(new() { PaymentId = Id, Id = RefundId, Reason = Reason }, ct);
        return See($"/thu-tien/khoan/{Id}");
    }, ct);

    public Task<IActionResult> OnPostPayOut(CancellationToken ct) => Act(async () =>
    {
        await payOut.Run(new(RefundId), ct);
        return See($"/thu-tien/khoan/{Id}");
    }, ct);
}
