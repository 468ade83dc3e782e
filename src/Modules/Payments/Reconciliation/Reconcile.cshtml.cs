using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Reconciliation;

/// <summary>Ours, theirs, and what differs, mended one by one.</summary>
public sealed class ReconcileModel(PaymentsDb db, MendDifference.Handler mend) : FormPage
{
    const int Most = 100, Shown = 14;

    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public bool Take { get; set; }

    /// <summary>What was typed beside the difference; each has a field of its own.</summary>
    public string? Reason { get; private set; }

    public string? Wrong { get; private set; }

    public static string ReasonOf(Guid id) => $"Reason-{id:N}";

    public IReadOnlyList<Difference> Open { get; private set; } = [];
    public IReadOnlyList<Difference> Mended { get; private set; } = [];

    /// <summary>Of the whole installation: for those who reconcile for the province.</summary>
    public IReadOnlyList<ReconciledDay> Days { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeOfficer();
        if (!Actor.CanAnywhere(Permits.Reconcile)) throw Refusal.Forbidden("payments.reconcile", "Trang này dành cho cán bộ đối soát thu phí của đơn vị.");
        db.ChangeTracker.Clear();
        var visible = db.Differences.AsNoTracking().Visible(db, Actor, Permits.Reconcile);
        Open = await visible.Where(d => d.MendedAt == null).OrderBy(d => d.Day).ThenBy(d => d.Id).Take(Most).ToListAsync(ct);
        Mended = await visible.Where(d => d.MendedAt != null).OrderByDescending(d => d.MendedAt).Take(Shown).ToListAsync(ct);
        Days = await db.Days.AsNoTracking().OrderByDescending(d => d.Day).Take(Shown).ToListAsync(ct);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        Reason = SentForm[ReasonOf(Id)];
        try { await mend.Run(new() { Id = Id, Take = Take, Reason = Reason }, ct); }
        catch (Refusal refused) when (refused.Fields is [var wrong, ..])
        {
            Wrong = wrong.In(T);
            throw Refusal.Invalid([wrong with { Field = ReasonOf(Id) }]);
        }
        return See("/thu-tien/doi-soat");
    }, ct);
}
