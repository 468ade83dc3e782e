using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Receipts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Counter;

/// <summary>One charge at the desk: take the money first; what the payer is, and that it must be paid before going on, below.</summary>
public sealed class ChargeModel(PaymentsDb db, ChargeBook book, Collect.Handler collect, SetSubject.Handler setSubject, RequestPayment.Handler request, RemindPayer.Handler remind, IDossiers dossiers, PayTime payTime, PaymentSettings settings, Shifts shifts, LegalTime time) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public Guid PaymentId { get; set; }
    [BindProperty] public long AmountVnd { get; set; }
    [BindProperty] public PaymentWay Way { get; set; } = PaymentWay.Cash;
    [BindProperty] public string? Slip { get; set; }
    [BindProperty] public List<FeeSubject> Subjects { get; set; } = [];
    [BindProperty] public string? Evidence { get; set; }

    [BindProperty] public int Days { get; set; } = settings.PayDays;

    public Charge Charge { get; private set; } = null!;
    public Shift? Shift { get; private set; }
    public IReadOnlyList<FeeSubject> Offered { get; private set; } = [];
    public IReadOnlyList<Payment> Payments { get; private set; } = [];
    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];
    public DateTimeOffset Now => time.Now;

    /// <summary>Until when the fee is awaited, where the unit waits for it.</summary>
    public DateTimeOffset? PayBy => payTime.Of(Charge);

    public bool MayCollect => Actor.HoldsPost(Permits.Collect, Charge.UnitId);

    /// <summary>The dossier can stand still until the fee is paid, and does not yet.</summary>
    public bool MayRequest { get; private set; }

    public IReadOnlyList<PaymentWay> Ways { get; } = [PaymentWay.Cash, PaymentWay.Card, PaymentWay.Transfer];

    protected override async Task Load(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        Charge = await book.Visible(Code, Permits.Read, ct);
        Shift = await shifts.Open(ct);
        MayRequest = Charge.RequestedAt is null && await dossiers.Find(Charge.DossierId, ct) is { MayWaitForFee: true };
        Offered = await book.Offered(Charge, ct);
        if (Subjects.Count == 0) Subjects = [.. Charge.Claimed is { } claimed ? [claimed] : Charge.SubjectList];
        Payments = await db.Payments.AsNoTracking().Where(p => p.ChargeId == Charge.Id).OrderBy(p => p.TakenAt).ToListAsync(ct);
        Receipts = await db.Receipts.AsNoTracking().Where(r => r.ChargeId == Charge.Id).OrderBy(r => r.IssuedAt).ToListAsync(ct);
        if (PaymentId == Guid.Empty) PaymentId = Guid.CreateVersion7(time.Now);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostCollect(CancellationToken ct) => Act(async () =>
    {
        var collected = await collect.Run(new() { Code = Code, Id = PaymentId, Way = Way, AmountVnd = AmountVnd, Slip = Slip }, ct);
        return See($"/bien-lai/{collected.ReceiptId}?in=1");
    }, ct);

    public Task<IActionResult> OnPostSubject(CancellationToken ct) => Act(async () =>
    {
        await setSubject.Run(new() { Code = Code, Subjects = Subjects, Evidence = Evidence }, ct);
        return See($"/quay/thu-tien/{Code}");
    }, ct);

    public Task<IActionResult> OnPostRequest(CancellationToken ct) => Act(async () =>
    {
        await request.Run(new() { Code = Code, Days = Days }, ct);
        return See($"/quay/thu-tien/{Code}");
    }, ct);

    public Task<IActionResult> OnPostRemind(CancellationToken ct) => Act(async () =>
    {
        await remind.Run(new() { Code = Code, Days = Days }, ct);
        return See($"/quay/thu-tien/{Code}");
    }, ct);
}
