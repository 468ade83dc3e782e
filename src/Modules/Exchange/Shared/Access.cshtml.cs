using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Shared;

/// <summary>Which partner may call which shared service.</summary>
public sealed class AccessModel(ChangeAccess.Handler access, SharedCatalog catalog, ExchangeSettings settings) : FormPage
{
    public const string Address = "~/van-hanh/dich-vu-chia-se";

    [BindProperty] public string? Partner { get; set; }
    [BindProperty] public string? Service { get; set; }
    [BindProperty(SupportsGet = true, Name = "doi-tac")] public string? AskedPartner { get; set; }
    [BindProperty(SupportsGet = true, Name = "dich-vu")] public string? AskedService { get; set; }
    [BindProperty] public bool Open { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public IReadOnlyList<ChangeAccess.AccessLine> Lines { get; private set; } = [];

    public string TitleOf(string service) => catalog.Find(service)?.Title ?? service;

    public string NameOf(string partner) => settings.Find(partner)?.Name ?? partner;

    /// <summary>The line that is to be changed; null: none is chosen.</summary>
    public ChangeAccess.AccessLine? Chosen => Lines.FirstOrDefault(l => l.Partner == (Partner ?? AskedPartner) && l.Service == (Service ?? AskedService));

    public static string AddressOf(ChangeAccess.AccessLine line) => $"{Address}?doi-tac={Uri.EscapeDataString(line.Partner)}&dich-vu={Uri.EscapeDataString(line.Service)}";

    protected override async Task Load(CancellationToken ct) => Lines = await access.Read(ct);

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        await access.Run(new() { Partner = Partner ?? "", Service = Service ?? "", Open = Open, Reason = Reason ?? "" }, ct);
        return See(Address[1..]);
    }, ct);
}
