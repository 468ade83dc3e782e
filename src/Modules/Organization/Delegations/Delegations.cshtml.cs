using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Delegations;

/// <summary>Who acts for whom (ủy quyền): given, taken or administered by the actor; and the form of a new one.</summary>
public sealed class DelegationsModel(ListDelegations.Handler list, GiveDelegation.Handler give, RevokeDelegation.Handler revoke, DirectoryCache directory, PositionTemplates templates, LegalTime time) : FormPage
{
    const string Address = "/to-chuc/uy-quyen";

    [FromQuery(Name = "chuc-vu")] public Guid? Asked { get; set; }
    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public Guid Position { get; set; }
    [BindProperty] public string? Officer { get; set; }
    [BindProperty] public List<string> Permits { get; set; } = [];
    [BindProperty] public DateInput From { get; set; } = new();
    [BindProperty] public DateInput Until { get; set; } = new();
    [BindProperty] public string? Reason { get; set; }

    public IReadOnlyList<ListDelegations.Line> All { get; private set; } = [];
    public IReadOnlyList<Choice> Posts { get; private set; } = [];
    public Position? Chosen { get; private set; }
    public IReadOnlyList<Choice> Takers { get; private set; } = [];
    public IReadOnlyList<Choice> Permitted { get; private set; } = [];
    public DateTimeOffset Now => time.Now;

    public string Words(string permit) => templates.Permits.FirstOrDefault(p => p.Name == permit) is { } words ? Texts.IsEnglish ? words.En : words.Vi : permit;

    protected override async Task Load(CancellationToken ct)
    {
        All = await list.Run(ct);
        var units = await directory.Get(ct);
        var posts = give.Posts(units);
        Posts = [.. posts.Select(p => new Choice(p.Id.ToString(), $"{p.Title}, {units.Unit(p.UnitId).FullName}: {units.FindOfficer(p.OfficerId)!.FullName}"))];
        Chosen = posts.FirstOrDefault(p => p.Id == Asked) ?? posts.FirstOrDefault(p => p.OfficerId == Actor.OfficerId);
        if (Id == Guid.Empty) Id = Guid.CreateVersion7(time.Now);
        if (Chosen is null) return;
        Takers = [.. GiveDelegation.Takers(units, Chosen, time.Today).Select(o => new Choice(o.Id.ToString(), o.FullName))];
        Permitted = [.. GiveDelegation.Delegable(Chosen).Select(p => new Choice(p, Words(p)))];
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        var (from, until) = (From.Demand(nameof(From)), Until.Demand(nameof(Until)));
        await give.Run(new()
        {
            Id = Id, Position = Position, Officer = Guid.TryParse(Officer, out var officer) ? officer : Guid.Empty, Permits = Permits, Reason = Reason ?? "",
            From = from is { } first && first > time.Today ? LegalTime.StartOf(first) : null, Until = until is { } last ? LegalTime.StartOf(last.AddDays(1)) : null,
        }, ct);
        return See(Address);
    }, ct);

    public Task<IActionResult> OnPostRevokeAsync(Guid delegation, CancellationToken ct) => Act(async () =>
    {
        await revoke.Run(delegation, ct);
        return See(Address);
    }, ct);
}
