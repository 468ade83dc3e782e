using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Payments.Platform;
using NhatLe.Payments.Receipts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Charges;

/// <summary>The payer's own page: how much and why, the QR code, other ways, the receipts.</summary>
public sealed class PayModel(PaymentsDb db, ChargeBook book, PlaceOrder.Handler place, ClaimRelief.Handler claim, PaymentPlatform platform, DirectoryCache directory, PayTime payTime, LegalTime legal, TimeProvider time) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public FeeSubject? Subject { get; set; }
    [BindProperty] public string? Paper { get; set; }

    public Charge Charge { get; private set; } = null!;
    public PlaceOrder.Placed? Order { get; private set; }
    public IReadOnlyList<FeeSubject> Offered { get; private set; } = [];
    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];
    public Unit Desk { get; private set; } = null!;
    public DateTimeOffset Now => legal.Now;

    /// <summary>An order lives by the system's time; people are told by the clock they see.</summary>
    public DateTimeOffset Until(PlaceOrder.Placed order) => legal.Now + (order.ExpiresAt - time.GetUtcNow());

    public DateTimeOffset? PayBy => payTime.Of(Charge);
    public bool IsOnlinePossible => platform.IsSetUp;

    protected override async Task Load(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        Charge = await book.Own(Code, ct);
        if (Charge.RemainingVnd > 0 && platform.IsSetUp && await place.Open(Charge, time.GetUtcNow(), ct) is { } open) Order = PlaceOrder.Handler.Show(open);
        Offered = await book.Offered(Charge, ct);
        Receipts = await db.Receipts.AsNoTracking().Where(r => r.ChargeId == Charge.Id).OrderBy(r => r.IssuedAt).ToListAsync(ct);
        Desk = (await directory.Get(ct)).Unit(Charge.DeskUnitId);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostOrder(CancellationToken ct) => Act(async () =>
    {
        await place.Run(new(Code), ct);
        return See($"/nop-phi/{Code}");
    }, ct);

    public Task<IActionResult> OnPostRelief(CancellationToken ct) => Act(async () =>
    {
        await claim.Run(new() { Code = Code, Subject = Subject, Paper = Paper }, ct);
        return See($"/nop-phi/{Code}");
    }, ct);
}
