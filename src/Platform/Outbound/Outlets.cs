using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mail;
using System.Text;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Outbound;

/// <summary>One way out of the house.</summary>
public interface IOutlet
{
    Channel Channel { get; }

    /// <exception cref="RefusedByPartner">For good.</exception>
    /// <exception cref="PartnerIsAway">For now.</exception>
    /// <exception cref="PartnerRests">Not tried.</exception>
    Task Send(Message message, CancellationToken ct);
}

/// <summary>SMS by a gateway: POST of {to, text, sender} with a bearer secret, and the message's id as Idempotency-Key.</summary>
public sealed class SmsGateway(SmsSettings settings, ColumnCipher cipher, TimeProvider time) : IOutlet, IDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    readonly Partner partner = new("The SMS gateway", TimeSpan.FromSeconds(settings.TimeoutSeconds), time);

    public Channel Channel => Channel.Sms;

    sealed record Body(string To, string Text, string? Sender);

    public Task Send(Message message, CancellationToken ct) => partner.Ask(async token =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = JsonContent.Create(new Body(cipher.Decrypt(message.Address), cipher.Decrypt(message.Text), settings.Sender.Length > 0 ? settings.Sender : null)),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", settings.Secret) },
        };
        request.Headers.Add("Idempotency-Key", message.Id.ToString());
        try
        {
            using var answer = await http.SendAsync(request, token);
            if (answer.IsSuccessStatusCode) return;
            var said = $"{partner.Name} answered {(int)answer.StatusCode}: {await answer.Content.Beginning(token)}";
            throw IsRefusal(answer.StatusCode) ? new RefusedByPartner(said) : new PartnerIsAway(said);
        }
        catch (HttpRequestException e)
        {
            throw PartnerHttp.Unreached(partner.Name, e);
        }
    }, ct);

    /// <summary>A wrong secret or address is ours to mend, "busy" and "too many" pass: then the message waits. Any other 4xx is about the message.</summary>
    static bool IsRefusal(HttpStatusCode status) => (int)status is >= 400 and < 500 && status is not
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.ProxyAuthenticationRequired
        or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests);

    public void Dispose() => http.Dispose();
}

/// <summary>E-mail by SMTP with STARTTLS: plain text, one recipient, and the message's id as Message-ID, by which servers and readers know a repeat.</summary>
public sealed class MailServer(MailSettings settings, ColumnCipher cipher, TimeProvider time) : IOutlet
{
    readonly Partner partner = new("The mail server", TimeSpan.FromSeconds(settings.TimeoutSeconds), time);

    public Channel Channel => Channel.Mail;

    public Task Send(Message message, CancellationToken ct) => partner.Ask(async token =>
    {
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls };
        if (settings.User.Length > 0) client.Credentials = new NetworkCredential(settings.User, settings.Password);
        using var letter = Letter(message);
        try
        {
            await client.SendMailAsync(letter, token);
        }
        catch (SmtpException e)
        {
            var said = $"{partner.Name}: {e.StatusCode}, {(e.InnerException ?? e).Message}";
            throw IsRefusal(e) ? new RefusedByPartner(said) : new PartnerIsAway(said, e);
        }
        catch (IOException e)
        {
            throw new PartnerIsAway($"{partner.Name}: {e.Message}", e);
        }
    }, ct);

    MailMessage Letter(Message message)
    {
        var from = new MailAddress(settings.From);
        var letter = new MailMessage(from, new MailAddress(cipher.Decrypt(message.Address)))
        {
            Subject = cipher.Decrypt(message.Heading), SubjectEncoding = Encoding.UTF8, Body = cipher.Decrypt(message.Text), BodyEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8,
        };
        letter.Headers.Add("Message-ID", $"<{message.Id}@{from.Host}>");
        letter.Headers.Add("Auto-Submitted", "auto-generated"); // so that absence notes do not answer
        return letter;
    }

    /// <summary>About this recipient or this letter. That we may not sign in, or must encrypt, is about us: then it waits.</summary>
    static bool IsRefusal(SmtpException e) => e.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath
        or SmtpStatusCode.ExceededStorageAllocation or SmtpStatusCode.TransactionFailed;
}
