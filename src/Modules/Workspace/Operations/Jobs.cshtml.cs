using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Operations;

/// <summary>What runs by itself (việc định kỳ): when it ran last, how long, with what outcome, and when it runs again.</summary>
public sealed class JobsModel(Jobs.Handler jobs) : FormPage
{
    public const string Address = "~/van-hanh/viec-dinh-ky";

    public IReadOnlyList<JobLine> All { get; private set; } = [];

    /// <summary>The job that was just asked for.</summary>
    [BindProperty(SupportsGet = true, Name = "da-goi")]
    public string? Asked { get; set; }

    public async Task OnGetAsync(CancellationToken ct) => All = await jobs.Read(ct);

    public async Task<IActionResult> OnPostAsync(string name, CancellationToken ct)
    {
        await jobs.RunNow(name ?? "", ct);
        return See($"{Address[1..]}?da-goi={Uri.EscapeDataString(name ?? "")}");
    }

    public string Took(TimeSpan took) => took.TotalSeconds < 60
        ? T["{0} giây", took.TotalSeconds.ToString(took.TotalSeconds < 10 ? "0.0" : "0", CultureInfo.CurrentCulture)]
        : T["{0} phút", (int)took.TotalMinutes];
}
