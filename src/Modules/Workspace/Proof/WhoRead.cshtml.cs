using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Proof;

/// <summary>Who looked at my data, day by day.</summary>
public sealed class WhoReadModel(WhoReadMyData.Handler readings) : FormPage
{
    [FromQuery(Name = "sau")] public string? After { get; set; }

    public WhoReadMyData.Answer Answer { get; private set; } = new([], Next: null);

    public async Task OnGet(CancellationToken ct) => Answer = await readings.Run(After, ct);
}
