using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Exchange.Log;

/// <summary>One message, what it says for those who may read it, and what proves it.</summary>
public sealed class MessageModel(ReadMessages.Handler messages, ExchangeSettings settings) : PageModel
{
    const int Longest = 20_000;

    [FromRoute] public Guid Id { get; set; }

    public MessageView Shown { get; private set; } = null!;
    public string PartnerName => settings.Find(Shown.Line.Partner)?.Name ?? Shown.Line.Partner;

    /// <summary>The body as text; of a long one its beginning.</summary>
    public static string Text(XRoadMessage message)
    {
        var text = Encoding.UTF8.GetString(message.Body.Span);
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }

    public async Task OnGetAsync(CancellationToken ct) => Shown = await messages.Open(Id, ct);
}
