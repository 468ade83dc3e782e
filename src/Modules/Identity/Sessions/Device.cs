using Microsoft.AspNetCore.Http;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Sessions;

/// <summary>Where a request comes from.</summary>
/// <param name="Token">The session token the browser holds already, if any.</param>
public sealed record Device(string Address, string UserAgent, string? Token)
{
    const int Longest = 300;

    /// <summary>Of the counter the browser stands at, if any.</summary>
    public string? CounterToken { get; init; }

    static readonly (string Mark, string Name)[] Browsers = [("Edg/", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    static readonly (string Mark, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public static Device Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new(ClientAddress.Of(context.Connection.RemoteIpAddress), agent.Length > Longest ? agent[..Longest] : agent, SessionCookie.Read(context.Request)) { CounterToken = Counters.CounterCookie.Read(context.Request) };
    }

    /// <summary>"Chrome, Android"; empty when the browser does not say.</summary>
    public static string Describe(string userAgent) => string.Join(", ", new[] { Known(Browsers, userAgent), Known(Systems, userAgent) }.Where(n => n is not null));

    static string? Known((string Mark, string Name)[] names, string userAgent) =>
        Array.Find(names, n => userAgent.Contains(n.Mark, StringComparison.OrdinalIgnoreCase)).Name;
}
