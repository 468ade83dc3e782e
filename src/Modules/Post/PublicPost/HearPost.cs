using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;
using NhatLe.Post.Orders;

namespace NhatLe.Post.PublicPost;

/// <summary>
/// The call-back of the post. It is believed for its signature over the raw body and its time, taken once, and acknowledged only after the
/// commit: what was not acknowledged comes again.
/// </summary>
public static class HearPost
{
    public const string Path = "/api/post/notifications";

    public sealed record Acknowledged(bool IsNew);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, async (HttpContext context, Handler handler, CancellationToken ct) => await handler.Run(await SignedMessage.Read(context.Request, ct), ct));

    public sealed class Handler(PostSettings settings, OrderBook book, ActorHolder holder, TimeProvider time)
    {
        public async Task<Acknowledged> Run(SignedMessage message, CancellationToken ct)
        {
            message.MustBeSigned(settings.IsSetUp ? settings.Secret : null, time.GetUtcNow());
            holder.Current = Actor.System; // the post is nobody's account
            if (message.Parse<PostWire.Step>() is not { Reference.Length: > 0 and <= 64, TrackingNumber.Length: > 0 and <= 40, Sequence: > 0, Status: not null, Collected: null or >= 0, Price: null or >= 0, Reason: null or { Length: <= 300 } } said) throw SignedMessage.Unreadable();
            return new(await book.Hear(said, ct));
        }
    }
}
