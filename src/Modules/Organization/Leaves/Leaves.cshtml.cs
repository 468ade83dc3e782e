using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Organization;
using NhatLe.Organization.HandOvers;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Leaves;

/// <summary>Who is away when, who gets new work meanwhile, and the form to say so (nghỉ phép).</summary>
public sealed class LeavesModel(ListLeaves.Handler list, PlanLeave.Handler plan, CancelLeave.Handler cancel, IEnumerable<IInHand> keepers, DirectoryCache directory, LegalTime time) : FormPage
{
    const string Address = "/to-chuc/nghi-phep";

    [FromQuery(Name = "ai")] public Guid? Asked { get; set; }
    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public Guid Officer { get; set; }
    [BindProperty] public string? StandIn { get; set; }
    [BindProperty] public DateInput From { get; set; } = new();
    [BindProperty] public DateInput Until { get; set; } = new();
    [BindProperty] public string? Reason { get; set; }

    public IReadOnlyList<ListLeaves.Line> All { get; private set; } = [];
    public IReadOnlyList<Choice> Officers { get; private set; } = [];
    public IReadOnlyList<Choice> StandIns { get; private set; } = [];
    public Guid Chosen { get; private set; }

    /// <summary>What the chosen one has to close before they are away.</summary>
    public IReadOnlyList<InHand> Held { get; private set; } = [];

    public bool IsOwn => Chosen == Actor.OfficerId;
    public DateOnly Today => time.Today;

    protected override async Task Load(CancellationToken ct)
    {
        All = await list.Run(ct);
        var units = await directory.Get(ct);
        var own = Actor.OfficerId ?? Guid.Empty;
        List<Officer> may = [.. units.Positions.Where(p => p.IsValidOn(time.Today) && (p.OfficerId == own || Actor.Can(Permits.Administer, p.UnitId))).Select(p => units.FindOfficer(p.OfficerId)).OfType<Officer>().Where(o => o.Active).Distinct().OrderBy(o => o.Id == own ? 0 : 1).ThenBy(o => o.SortKey)];
        Officers = [.. may.Select(o => new Choice(o.Id.ToString(), o.FullName))];
        Chosen = may.Exists(o => o.Id == Asked) ? Asked!.Value : own;
        StandIns = [.. PlanLeave.StandIns(units, Chosen, time.Today).Select(o => new Choice(o.Id.ToString(), o.FullName))];
        var seen = PlanLeave.UnitsOf(units, Chosen, time.Today).Where(u => IsOwn || Actor.Can(Permits.Administer, u));
        Held = await keepers.AllOf(Chosen, [.. seen.SelectMany(u => units.Former(u).Append(u))], ct);
        if (Id == Guid.Empty) Id = Guid.CreateVersion7(time.Now);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        await plan.Run(new() { Id = Id, Officer = Officer, StandIn = Guid.TryParse(StandIn, out var id) ? id : null, From = From.Demand(nameof(From)), Until = Until.Demand(nameof(Until)), Reason = Reason ?? "" }, ct);
        return See(Address);
    }, ct);

    public Task<IActionResult> OnPostCancelAsync(Guid leave, CancellationToken ct) => Act(async () =>
    {
        await cancel.Run(leave, ct);
        return See(Address);
    }, ct);
}
