using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Operations;

/// <summary>SMS and e-mail (tin gửi đi): to whom, in what state, why not; dead ones are sent again from here.</summary>
public sealed partial class SentMessagesModel(SentMessages.Handler messages, OutboundSettings outbound) : FormPage
{
    public const string Address = "~/van-hanh/tin-gui-di";

    static readonly Dictionary<string, MessageState> states = new() { ["cho"] = MessageState.Waiting, ["da-gui"] = MessageState.Sent, ["da-dung"] = MessageState.Dead };

    /// <summary>"cho", "da-gui", "da-dung"; anything else: all.</summary>
    [BindProperty(SupportsGet = true, Name = "muc")]
    public string? Part { get; set; }

    public IReadOnlyList<MessageLine> Shown { get; private set; } = [];
    public bool HasSms => outbound.Sms.IsSetUp;
    public bool HasMail => outbound.Mail.IsSetUp;

    /// <summary>"Đã nộp" of "Đã nộp: {0}".</summary>
    public string Words(string kind) => Hole().Replace(T[kind], "");

    [GeneratedRegex(@":?\s*\{\d+\}")]
    private static partial Regex Hole();

    public async Task OnGetAsync(CancellationToken ct) =>
        Shown = await messages.Read(Part is not null && states.TryGetValue(Part, out var state) ? state : null, channel: null, ct);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        await messages.Retry(id, ct);
        return See(Address[1..] + (Part is not null && states.ContainsKey(Part) ? "?muc=" + Part : ""));
    }
}
