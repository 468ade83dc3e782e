using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Structure;

/// <summary>The permits of one post, to be changed by who administers its unit.</summary>
public sealed class PostPermitsModel(SetPermits.Handler set, DirectoryCache directory, PositionTemplates templates) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public List<string> Permits { get; set; } = [];
    [BindProperty] public string? Seen { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public Position Post { get; private set; } = null!;
    public Officer Officer { get; private set; } = null!;
    public Unit Unit { get; private set; } = null!;
    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    /// <summary>What the post gives beyond what the actor may change.</summary>
    public IReadOnlyList<Choice> Fixed { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        var units = await directory.Get(ct);
        Unit = units.Administered(Actor, Code);
        Post = units.Positions.FirstOrDefault(p => p.Id == Id && p.UnitId == Unit.Id) ?? throw Refusal.Missing("post", "Không thấy chức vụ này trong phạm vi quản trị của anh/chị.");
        Officer = units.FindOfficer(Post.OfficerId)!;
        var may = SetPermits.Choosable(Unit, templates, units, Actor);
        Choices = [.. may.Select(Said)];
        Fixed = [.. Held.Except(may).Select(Said)];
    }

    string[] Held => Post.Permits.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    Choice Said(string permit) => new(permit, templates.Permits.FirstOrDefault(p => p.Name == permit) is { } words ? Texts.IsEnglish ? words.En : words.Vi : permit);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Load(ct);
        Permits = [.. Held];
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
        See("/to-chuc/" + await set.Run(new() { Id = Id, Permits = Permits, Seen = Seen, Reason = Reason ?? "" }, ct)), ct);
}
