namespace NhatLe.Platform.Outbound;

/// <summary>The gateway that sends SMS: an HTTP address of the operator or of a broker.</summary>
public sealed record SmsSettings
{
    /// <summary>https://…; empty: nobody is told by phone.</summary>
    public string Url { get; init; } = "";

    /// <summary>Sent as bearer token.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The registered name that phones show.</summary>
    public string Sender { get; init; } = "";

    public int TimeoutSeconds { get; init; } = 20;

    public bool IsSetUp => Url.Length > 0;

    public IEnumerable<string> Faults()
    {
        if (!IsSetUp) yield break;
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")) yield return $"Sms.Url {Url} is no address of a gateway. It looks like https://sms.example.vn/messages.";
        else if (url.Scheme == "http" && !url.IsLoopback) yield return "Sms.Url is plain HTTP to another machine: phone numbers and the secret would be readable on the way.";
        if (Secret.Length == 0) yield return "Sms.Secret is not set.";
        if (TimeoutSeconds is < 1 or > 120) yield return "Sms.TimeoutSeconds is from 1 to 120.";
    }
}

/// <summary>The mail server that takes our e-mail, by STARTTLS.</summary>
public sealed record MailSettings
{
    /// <summary>Empty: nobody is told by e-mail.</summary>
    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    /// <summary>"Cổng dịch vụ công &lt;khong-tra-loi@example.gov.vn&gt;".</summary>
    public string From { get; init; } = "";

    public string User { get; init; } = "";
    public string Password { get; init; } = "";

    /// <summary>False only for a server on this machine.</summary>
    public bool StartTls { get; init; } = true;

    public int TimeoutSeconds { get; init; } = 30;

    public bool IsSetUp => Host.Length > 0;

    public IEnumerable<string> Faults()
    {
        if (!IsSetUp) yield break;
        if (!System.Net.Mail.MailAddress.TryCreate(From, out _)) yield return "Mail.From is no address. It looks like khong-tra-loi@example.gov.vn.";
        if (Port is < 1 or > 65535) yield return "Mail.Port is from 1 to 65535.";
        if (!StartTls && Host is not ("localhost" or "127.0.0.1" or "::1")) yield return "Mail.StartTls is false, and the server is another machine: letters would be readable on the way.";
        if (TimeoutSeconds is < 1 or > 300) yield return "Mail.TimeoutSeconds is from 1 to 300.";
    }
}

/// <summary>What an installation says about its ways to people.</summary>
/// <param name="Site">The public address, for links in e-mail: https://dichvucong.example.gov.vn; empty: no links.</param>
public sealed record OutboundSettings(SmsSettings Sms, MailSettings Mail, string Site)
{
    public bool Reaches(Channel channel) => channel == Channel.Sms ? Sms.IsSetUp : Mail.IsSetUp;
}
