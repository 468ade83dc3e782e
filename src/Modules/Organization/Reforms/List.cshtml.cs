using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Reforms;

/// <summary>The reforms of units: those of before, those that are planned, and the form of a new one.</summary>
public sealed class ListModel(ReadReform.Handler read, PlanReform.Handler plan, ReformFiles files, LegalTime time) : FormPage
{
    public const string Address = "/to-chuc/sap-xep";

    [BindProperty(Name = "file")] public string? Chosen { get; set; }
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Basis { get; set; }
    [BindProperty] public DateInput Day { get; set; } = new();

    public IReadOnlyList<Reform> All { get; private set; } = [];
    public Guid NewId { get; private set; }
    public bool OwnIsOpen { get; private set; }
    public IReadOnlyList<Choice> Files => [.. files.All.Select(f => new Choice(f.File, $"{f.Plan.Day:dd/MM/yyyy} · {(Texts.IsEnglish ? f.Plan.NameEn : f.Plan.Name)}"))];

    public static string NameOf(Reform reform) => Texts.IsEnglish ? reform.NameEn : reform.Name;

    protected override async Task Load(CancellationToken ct) => (All, NewId) = (await read.All(ct), Guid.CreateVersion7(time.Now));

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostFileAsync(Guid id, CancellationToken ct) => Act(async () =>
    {
        if (string.IsNullOrEmpty(Chosen)) throw Refusal.Invalid("file", "Hãy chọn một phương án có sẵn, hoặc ghi tên phương án mới.");
        return See($"{Address}/{(await plan.Run(new() { Id = id, File = Chosen }, ct)).Id}");
    }, ct);

    public Task<IActionResult> OnPostOwnAsync(Guid id, CancellationToken ct) => Act(async () =>
    {
        OwnIsOpen = true;
        var day = Day.ToDate() ?? throw Refusal.Invalid(nameof(Day), "Hãy ghi ngày thi hành.");
        return See($"{Address}/{(await plan.Run(new() { Id = id, Plan = new() { Name = Nfc.Clean(Name ?? ""), Basis = Nfc.Clean(Basis ?? ""), Day = day } }, ct)).Id}");
    }, ct);
}
