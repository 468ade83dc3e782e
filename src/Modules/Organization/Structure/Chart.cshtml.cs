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

    /// <summary>The first level is open.</summary>
    public Guid OpenUnit => Root.Unit.Id;

    DirectorySnapshot units = null!;

    public string NowOf(DirectorySnapshot.Named named) => units.Now(named.Unit.Id).FullName;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Root = await read.Tree(ct);
        units = await directory.Get(ct);
        if (Asked is { Length: > 0 }) Found = await read.Find(Asked, ct);
    }
}
