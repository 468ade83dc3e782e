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

    /// <summary>The shift of a cashier who collects there no more; null: one's own.</summary>
    [FromQuery(Name = "ca")] public Guid? Other { get; set; }

    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public long OpeningVnd { get; set; }
    [BindProperty] public List<int> Counts { get; set; } = [];
    [BindProperty] public string? Reason { get; set; }

    public Shift? Shift { get; private set; }
    public Shifts.Sums? Sums { get; private set; }
    public IReadOnlyList<Shift> Recent { get; private set; } = [];

    /// <summary>Those of the recent ones that the actor may close in the place of their cashier.</summary>
    public HashSet<Guid> Left { get; } = [];

    public bool InPlace => Shift is not null && Shift.OfficerId != Actor.OfficerId;
    public bool MayCollect => Actor.CanAnywhere(Permits.Collect);

    protected override async Task Load(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var own = await shifts.Open(ct);
        if (own is null) Actor.MustBeReader();
        Shift = Other is { } id && await shifts.Find(id, ct) is { ClosedAt: null } other && await shifts.MayClose(other, ct) ? other : own;
        if (Shift is not null) Sums = await shifts.Of(Shift.Id, ct);
        Recent = await db.Shifts.AsNoTracking().Visible(db, Actor, Permits.Read).OrderByDescending(s => s.OpenedAt).ThenByDescending(s => s.Id).Take(Shown).ToListAsync(ct);
        foreach (var shift in Recent.Where(s => s.ClosedAt is null && s.OfficerId != Actor.OfficerId))
            if (await shifts.MayClose(shift, ct)) Left.Add(shift.Id);
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
