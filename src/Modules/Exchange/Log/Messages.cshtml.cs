using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace NhatLe.Exchange.Log;

/// <summary>The log of the exchange, to find one message in.</summary>
public sealed class MessagesModel(ReadMessages.Handler messages, ExchangeSettings settings) : PageModel
{
    public const string Address = "~/van-hanh/trao-doi";

    [BindProperty(SupportsGet = true, Name = "doi-tac")] public string? Partner { get; set; }
    [BindProperty(SupportsGet = true, Name = "ket-qua")] public Outcome? Outcome { get; set; }
    [BindProperty(SupportsGet = true, Name = "ngay")] public DateOnly? Day { get; set; }
    [BindProperty(SupportsGet = true, Name = "tim")] public string? Search { get; set; }
    [BindProperty(SupportsGet = true, Name = "truoc")] public Guid? Before { get; set; }

    public IReadOnlyList<LoggedLine> Shown { get; private set; } = [];
    public IReadOnlyList<PartnerSettings> Partners => settings.Partners;

    public string NameOf(string key) => settings.Find(key)?.Name ?? key;

    /// <summary>The address of the next page; null: there is none.</summary>
    public string? Older
    {
        get
        {
            if (Shown.Count < ReadMessages.PageSize) return null;
            var query = new QueryBuilder { { "doi-tac", Partner ?? "" }, { "ket-qua", Outcome is { } o ? ((int)o).ToString(CultureInfo.InvariantCulture) : "" }, { "ngay", Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "" }, { "tim", Search ?? "" }, { "truoc", Shown[^1].Id.ToString() } };
            return Address + query;
        }
    }

    public static string Words(Outcome outcome) => outcome switch
    {
        Log.Outcome.Open => "Chưa rõ trả lời",
        Log.Outcome.Answered => "Đã trả lời",
        Log.Outcome.Refused => "Dịch vụ từ chối",
        Log.Outcome.Fault => "Trục từ chối",
        Log.Outcome.NotSent => "Chưa gửi",
        _ => "Không liên lạc được",
    };

    public static string ColorOf(Outcome outcome) => outcome switch { Log.Outcome.Answered => "success", Log.Outcome.Open => "neutral", Log.Outcome.Refused => "warning", _ => "danger" };

    public async Task OnGetAsync(CancellationToken ct) => Shown = await messages.List(new(Partner, Direction: null, Outcome, Search, Day, Before), ct);
}
