using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Outbound;

namespace NhatLe.Workspace.Operations;

/// <summary>What goes out by SMS and e-mail, and sending one again.</summary>
public static class SentMessages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/workspace/messages", (MessageState? state, Channel? channel, Handler handler, CancellationToken ct) => handler.Read(state, channel, ct));
        routes.MapPost("/api/workspace/messages/{id:guid}/retry", (Guid id, Handler handler, CancellationToken ct) => handler.Retry(id, ct));
    }

    /// <exception cref="NhatLe.Platform.Refusal">401, 403: administrators only.</exception>
    public sealed class Handler(MessageBook book, Actor actor)
    {
        public Task<IReadOnlyList<MessageLine>> Read(MessageState? state, Channel? channel, CancellationToken ct)
        {
            actor.MustAdminister();
            return book.Read(state, channel, ct);
        }

        public Task Retry(Guid id, CancellationToken ct)
        {
            actor.MustAdminister();
            return book.Retry(id, ct);
        }
    }
}
