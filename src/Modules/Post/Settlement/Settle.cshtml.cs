using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Web;

namespace NhatLe.Post.Settlement;

/// <summary>What the post collected and paid on, day by day, and where it differs from our books.</summary>
public sealed class SettleModel(PostDb db, MendSettlement.Handler mend) : FormPage
{
    const int Most = 100;

    [BindProperty] public Guid DifferenceId { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public IReadOnlyList<SettlementDifference> Open { get; private set; } = [];
    public IReadOnlyList<SettledDay> Days { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeReader(Permits.Reconcile);
        Open = await db.Differences.AsNoTracking().Visible(db, Actor, Permits.Reconcile).Where(d => d.MendedAt == null).OrderBy(d => d.FoundAt).ThenBy(d => d.Id).Take(Most).ToListAsync(ct);
        Days = await db.Days.AsNoTracking().OrderByDescending(d => d.Day).Take(14).ToListAsync(ct);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostMend(CancellationToken ct) => Act(async () =>
    {
        await mend.Run(new() { Id = DifferenceId, Reason = Reason }, ct);
        return See("/buu-chinh/doi-soat");
    }, ct);
}
