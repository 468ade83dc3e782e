using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.HandOvers;

/// <summary>The hand-overs one takes part in, leads or administers, with how far each is; and the form of a new one (bàn giao).</summary>
public sealed class HandOversModel(ReadHandOver.Handler read, PrepareHandOver.Handler prepare, DirectoryCache directory, LegalTime time) : FormPage
{
    public const string Address = "~/to-chuc/ban-giao";

    /// <summary>Who hands over where: the officer's id and the code of the unit.</summary>
    [FromQuery(Name = "ai")] public string? Asked { get; set; }

    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public string? Giver { get; set; }
    [BindProperty] public string? To { get; set; }
    [BindProperty] public string? Basis { get; set; }

    public IReadOnlyList<HandOver> All { get; private set; } = [];
    public IReadOnlyList<Choice> Givers { get; private set; } = [];
    public IReadOnlyList<Choice> Takers { get; private set; } = [];
    public string Chosen { get; private set; } = "";
    public string GiverName { get; private set; } = "";

    public bool IsTurnOf(HandOver h) => (h.Status == HandOverStatus.Draft && h.FromId == Actor.OfficerId) || (h.Status == HandOverStatus.Given && h.ToId == Actor.OfficerId);

    public static string ColourOf(HandOverStatus status) => status switch { HandOverStatus.Taken => "success", HandOverStatus.Given => "warning", HandOverStatus.Draft => "accent", _ => "neutral" };

    static string ValueOf(Officer officer, Unit unit) => $"{officer.Id:N}.{unit.Code}";

    protected override async Task Load(CancellationToken ct)
    {
        All = await read.All(ct);
        var (units, own) = (await directory.Get(ct), Actor.OfficerId ?? Guid.Empty);
        var may = (units.FindOfficer(own) is { } me ? HandOverActs.UnitsOf(units, own, time.Today).Select(u => (Officer: me, Unit: u)) : [])
            .Concat(units.Positions.Where(p => p.OfficerId != own && p.IsValidOn(time.Today) && Actor.Can(Permits.Administer, p.UnitId)).Select(p => (Officer: units.FindOfficer(p.OfficerId), Unit: units.Unit(p.UnitId)))
                .Where(p => p.Officer is { Active: true } && !p.Unit.HasEnded).Select(p => (Officer: p.Officer!, p.Unit)).DistinctBy(p => (p.Officer.Id, p.Unit.Id)).OrderBy(p => p.Officer.SortKey)).ToList();
        Givers = [.. may.Select(m => new Choice(ValueOf(m.Officer, m.Unit), $"{m.Officer.FullName}, {m.Unit.FullName}"))];
        if (Id == Guid.Empty) Id = Guid.CreateVersion7(time.Now);
        if (may.Count == 0) return;
        var (officer, unit) = may.Exists(m => ValueOf(m.Officer, m.Unit) == Asked) ? may.Find(m => ValueOf(m.Officer, m.Unit) == Asked) : may[0];
        (Chosen, GiverName) = (ValueOf(officer, unit), $"{officer.FullName}, {unit.FullName}");
        Takers = [.. HandOverActs.Takers(units, unit.Id, officer.Id, time.Today).Select(o => new Choice(o.Id.ToString(), $"{o.FullName}, {HandOverActs.TitleOf(units, unit.Id, o.Id, time.Today)}"))];
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        var (officer, code) = (Giver ?? "").Split('.', 2) is [var id, var unit] && Guid.TryParse(id, out var from) ? (from, unit) : (Guid.Empty, "");
        var made = await prepare.Run(new() { Id = Id, Unit = code, From = officer, To = Guid.TryParse(To, out var to) ? to : Guid.Empty, Basis = Basis ?? "" }, ct);
        return See($"/to-chuc/ban-giao/{made.Id}");
    }, ct);
}
