using Microsoft.AspNetCore.Mvc;
using NhatLe.Exchange.Certificates;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Partners;

/// <summary>The partners, how they are, and a call to try one.</summary>
public sealed class BoardModel(ReadPartners.Handler partners, ExchangeSettings settings) : FormPage
{
    public const string Address = "~/van-hanh/doi-tac";

    public IReadOnlyList<PartnerLine> Shown { get; private set; } = [];
    public IReadOnlyList<ExpiringLine> Expiring { get; private set; } = [];
    public Looked? Looked { get; private set; }
    public bool HasStandIns => settings.StandIns.Length > 0;
    public string LookedName { get; private set; } = "";

    public static string Words(PartnerState state) => state switch { PartnerState.Up => "Hoạt động tốt", PartnerState.Slow => "Trả lời chậm", _ => "Gián đoạn" };

    public static string ColorOf(PartnerState state) => state switch { PartnerState.Up => "success", PartnerState.Slow => "warning", _ => "danger" };

    public static string Words(CertificateOf whose) => whose switch { CertificateOf.Ours => "Chứng thư của ta", CertificateOf.Authority => "Chứng thư của nơi cấp", _ => "Chứng thư của đối tác" };

    /// <summary>What is to be done about it.</summary>
    public static string ToDo(CertificateOf whose) => whose switch
    {
        CertificateOf.Ours => "Xin nơi cấp chứng thư mới, thay tệp exchange.certificate rồi khởi động lại.",
        CertificateOf.Authority => "Lấy chứng thư mới của nơi cấp, thêm vào tệp exchange.authority rồi khởi động lại.",
        _ => "Nhắc đối tác thay. Hết hạn thì hai bên không gọi được nhau.",
    };

    protected override async Task Load(CancellationToken ct) => (Shown, Expiring) = (await partners.Read(ct), await partners.Expiring(ct));

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
