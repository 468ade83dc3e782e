using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Counter;

/// <summary>The cashier's shift: open it, count it, close it.</summary>
public sealed class ShiftModel(PaymentsDb db, Shifts shifts, OpenShift.Handler open, CloseShift.Handler close, LegalTime time) : FormPage
{
    const int Shown = 12;

    /// <summary>The shift of a cashier whose account is closed; null: one's own.</summary>
    [FromQuery(Name = "ca")] public Guid? Other { get; set; }

    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public long OpeningVnd { get; set; }
    [BindProperty] public List<int> Counts { get; set; } = [];
    [BindProperty] public string? Reason { get; set; }

    public Shift? Shift { get; private set; }
    public Shifts.Sums? Sums { get; private set; }
    public IReadOnlyList<Shift> Recent { get; private set; } = [];
    public bool InPlace => Shift is not null && Shift.OfficerId != Actor.OfficerId;
    public bool MayCollect => Actor.CanAnywhere(Permits.Collect);

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeReader();
        db.ChangeTracker.Clear();
        Shift = Other is { } id && await shifts.Find(id, ct) is { ClosedAt: null } other && await shifts.MayClose(other, ct) ? other : await shifts.Open(ct);
        if (Shift is not null) Sums = await shifts.Of(Shift.Id, ct);
        Recent = await db.Shifts.AsNoTracking().Visible(db, Actor, Permits.Read).OrderByDescending(s => s.OpenedAt).ThenByDescending(s => s.Id).Take(Shown).ToListAsync(ct);
        if (Id == Guid.Empty) Id = Guid.CreateVersion7(time.Now);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostOpen(CancellationToken ct) => Act(async () =>
    {
        await open.Run(new() { Id = Id, OpeningVnd = OpeningVnd }, ct);
        return See("/quay/thu-tien");
    }, ct);

    public Task<IActionResult> OnPostClose(CancellationToken ct) => Act(async () =>
    {
        await close.Run(new() { Id = Id, Counts = Counts, Reason = Reason }, ct);
        return See($"/quay/ca-thu/{Id}?in=1");
    }, ct);
}
