using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NhatLe.Platform.Outbound;

namespace NhatLe.Platform.Web;

/// <summary>What a partner tells us by itself (a call-back), signed with a secret of both over its raw body and time (<see cref="SharedSecret"/>).</summary>
public sealed record SignedMessage(string? Timestamp, string? Signature, byte[] Body)
{
    const int Largest = 16 * 1024;

    /// <exception cref="Refusal">413.</exception>
    public static async Task<SignedMessage> Read(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > Largest) throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            if (body.Length + read > Largest) throw TooLarge();
            body.Write(buffer, 0, read);
        }
        return new(request.Headers[SharedSecret.Timestamp], request.Headers[SharedSecret.Signature], body.ToArray());
    }

    static Refusal TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "too-large", "Nội dung gửi đến quá lớn.");

    /// <param name="secret">Null: the partner is not set up, and nobody is believed.</param>
    /// <exception cref="Refusal">401.</exception>
    public void MustBeSigned(string? secret, DateTimeOffset now)
    {
        if (secret is null || !SharedSecret.Fits(secret, Timestamp, Signature, Body, now)) throw new Refusal(StatusCodes.Status401Unauthorized, "notification.signature", "Chữ ký của thông báo không đúng, hoặc thông báo đã cũ.");
    }

    /// <returns>Null for what is no JSON of this shape.</returns>
    public T? Parse<T>() where T : class
    {
        try { return JsonSerializer.Deserialize<T>(Body, SignedPartner.Json); }
        catch (JsonException) { return null; }
    }

    public static Refusal Unreadable() => new(StatusCodes.Status400BadRequest, "bad-request", "Yêu cầu này không đọc được.");
}
