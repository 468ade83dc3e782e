using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Partners;

/// <summary>The partners, how they are, and a call to try one.</summary>
public sealed class BoardModel(ReadPartners.Handler partners, ExchangeSettings settings) : FormPage
{
    public const string Address = "~/van-hanh/doi-tac";

    public IReadOnlyList<PartnerLine> Shown { get; private set; } = [];
    public Looked? Looked { get; private set; }
    public bool HasStandIns => settings.StandIns.Length > 0;
    public string LookedName { get; private set; } = "";

    public static string Words(PartnerState state) => state switch { PartnerState.Up => "Hoạt động tốt", PartnerState.Slow => "Trả lời chậm", _ => "Gián đoạn" };

    public static string ColorOf(PartnerState state) => state switch { PartnerState.Up => "success", PartnerState.Slow => "warning", _ => "danger" };

    protected override async Task Load(CancellationToken ct) => Shown = await partners.Read(ct);

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    /// <summary>Nothing is changed by it: the same page says what came back.</summary>
    public async Task<IActionResult> OnPostAsync(string key, CancellationToken ct)
    {
        Looked = await partners.Look(key, ct);
        await Load(ct);
        LookedName = Shown.First(p => p.Key == key).Name;
        return Page();
    }
}
