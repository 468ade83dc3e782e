using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Post.Orders;

namespace NhatLe.Post.PublicPost;

/// <summary>
/// The call-back of the post. It is believed for its signature over the raw body and its time, taken once, and acknowledged only after the
/// commit: what was not acknowledged comes again.
/// </summary>
public static class HearPost
{
    public const string Path = "/api/post/notifications";

    const int Largest = 16 * 1024;

    public sealed record Acknowledged(bool IsNew);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, async (HttpContext context, Handler handler, CancellationToken ct) =>
    {
        if (context.Request.ContentLength > Largest) throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            if (body.Length + read > Largest) throw TooLarge();
            body.Write(buffer, 0, read);
        }
        var headers = context.Request.Headers;
        return await handler.Run(headers[PostWire.Timestamp], headers[PostWire.Signature], body.ToArray(), ct);
    });

    static Refusal TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "too-large", "Nội dung gửi đến quá lớn.");

    public sealed class Handler(PostSettings settings, OrderBook book, ActorHolder holder, TimeProvider time)
    {
        public async Task<Acknowledged> Run(string? timestamp, string? signature, byte[] body, CancellationToken ct)
        {
            if (!settings.IsSetUp || !PostWire.Fits(settings.Secret, timestamp, signature, body, time.GetUtcNow()))
                throw new Refusal(StatusCodes.Status401Unauthorized, "notification.signature", "Chữ ký của thông báo không đúng, hoặc thông báo đã cũ.");
            holder.Current = Actor.System; // the post is nobody's account
            PostWire.Step? said;
            try { said = JsonSerializer.Deserialize<PostWire.Step>(body, PostWire.Json); }
            catch (JsonException) { said = null; }
            if (said is not { Reference.Length: > 0 and <= 64, TrackingNumber.Length: > 0 and <= 40, Sequence: > 0, Status: not null, Collected: null or >= 0, Price: null or >= 0, Reason: null or { Length: <= 300 } })
                throw new Refusal(StatusCodes.Status400BadRequest, "bad-request", "Yêu cầu này không đọc được.");
            return new(await book.Hear(said, ct));
        }
    }
}
