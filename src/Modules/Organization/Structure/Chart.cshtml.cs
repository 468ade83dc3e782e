using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Platform.Directory;

namespace NhatLe.Organization.Structure;

/// <summary>The province as a tree, with how many work where; and the search for a unit by its name of now or of before.</summary>
public sealed class ChartModel(ReadStructure.Handler read, DirectoryCache directory) : PageModel
{
    [FromQuery(Name = "q")] public string? Asked { get; set; }

    public ReadStructure.Node Root { get; private set; } = null!;
    public IReadOnlyList<DirectorySnapshot.Named> Found { get; private set; } = [];
    public IReadOnlyList<(Officer Officer, IReadOnlyList<Position> Posts)> Officers { get; private set; } = [];

    /// <summary>Every level is open: to be read as a whole, or printed.</summary>
    [FromQuery(Name = "mo")] public string? Opened { get; set; }
    public bool All => Opened == "het";

    /// <summary>Else the first level.</summary>
    public bool IsOpen(Unit unit) => All || unit.Id == Root.Unit.Id;

    public string UnitOf(Position post) => units.Unit(post.UnitId).FullName;
    public string Address(Position post) => "~/to-chuc/" + units.Unit(post.UnitId).Code;

    DirectorySnapshot units = null!;

    public string NowOf(DirectorySnapshot.Named named) => units.Now(named.Unit.Id).FullName;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Root = await read.Tree(ct);
        units = await directory.Get(ct);
        if (Asked is { Length: > 0 }) (Found, Officers) = (await read.Find(Asked, ct), await read.FindOfficers(Asked, ct));
    }
}
