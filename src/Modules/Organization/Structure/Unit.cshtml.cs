using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Structure;

/// <summary>One unit: who works there as what, what it was called, and for its administrators the giving and ending of posts.</summary>
public sealed class UnitModel(ReadStructure.Handler read, GivePost.Handler give, EndPost.Handler end, DirectoryCache directory, PositionTemplates templates, LegalTime time) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public Guid NewId { get; set; }
    [BindProperty] public string? Position { get; set; }
    [BindProperty] public string? Officer { get; set; }
    [BindProperty] public string? FullName { get; set; }
    [BindProperty] public string? Email { get; set; }

    DirectorySnapshot units = null!;

    public ReadStructure.Detail Found { get; private set; } = null!;
    public string Here => "~/to-chuc/" + Uri.EscapeDataString(Code);
    public DateOnly Today => time.Today;
    public Guid? Me => Actor.OfficerId;

    /// <summary>The post whose ending was refused, with what was typed.</summary>
    public Guid? Ending { get; private set; }
    public string? Reason { get; private set; }
    public string? ReasonError => ModelState.TryGetValue("Reason", out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    public IReadOnlyList<Choice> Choices => [.. GivePost.PostsOf(Found.Unit, templates, units).Select(t => new Choice(t.Key, t.TitleIn(Found.Unit.Type)))];

    /// <summary>Those of the units the actor administers.</summary>
    public IReadOnlyList<Choice> Officers =>
        [.. units.Positions.Where(p => p.IsValidOn(time.Today) && Actor.Can(Permits.Administer, p.UnitId)).GroupBy(p => p.OfficerId).Select(g => (Officer: units.FindOfficer(g.Key), Unit: units.Unit(g.First().UnitId)))
            .Where(o => o.Officer is { Active: true }).OrderBy(o => o.Unit.Id == Found.Unit.Id ? 0 : 1).ThenBy(o => o.Officer!.SortKey).Select(o => new Choice(o.Officer!.Id.ToString(), $"{o.Officer.FullName}, {o.Unit.FullName}"))];

    /// <summary>Whose posts here wait until they are back in office; for who may bring them back.</summary>
    public IReadOnlyList<(Officer Officer, string Title)> Inactive => !Found.MayAdminister ? [] :
        [.. units.Positions.Where(p => p.UnitId == Found.Unit.Id && (p.ValidTo is null || p.ValidTo >= time.Today)).GroupBy(p => p.OfficerId).Select(g => (Officer: units.FindOfficer(g.Key)!, Title: string.Join(", ", g.Select(p => p.Title))))
            .Where(o => o.Officer is { Active: false }).OrderBy(o => o.Officer.SortKey)];

    public IReadOnlyList<string> PermitsOf(Position post) => [.. post.Permits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Words)];

    string Words(string permit) => templates.Permits.FirstOrDefault(p => p.Name == permit) is { } words ? Texts.IsEnglish ? words.En : words.Vi : permit;

    protected override async Task Load(CancellationToken ct)
    {
        Found = await read.One(Code, ct);
        units = await directory.Get(ct);
        if (NewId == Guid.Empty) NewId = Guid.CreateVersion7(time.Now);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostGiveAsync(CancellationToken ct) => Act(async () =>
    {
        await give.Run(new() { Id = NewId, Unit = Code, Position = Position ?? "", Officer = Guid.TryParse(Officer, out var id) ? id : null, FullName = FullName, Email = string.IsNullOrWhiteSpace(Email) ? null : Email }, ct);
        return See("/to-chuc/" + Uri.EscapeDataString(Code));
    }, ct);

    public Task<IActionResult> OnPostEndAsync(Guid post, string? reason, CancellationToken ct) => Act(async () =>
    {
        (Ending, Reason) = (post, reason);
        await end.Run(new() { Id = post, Reason = reason ?? "" }, ct);
        return See("/to-chuc/" + Uri.EscapeDataString(Code));
    }, ct);
}
