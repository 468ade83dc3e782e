using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Workspace.Launcher;

/// <summary>The systems of the province that the person may open (hệ thống của tỉnh).</summary>
public static class ListSystems
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/workspace/systems", (Handler handler, CancellationToken ct) => handler.Run(ct));

    public sealed class Handler(ISystems systems, Actor actor)
    {
        /// <exception cref="Refusal">401 for who is not signed in.</exception>
        public Task<IReadOnlyList<OpenSystem>> Run(CancellationToken ct) => actor.IsSignedIn ? systems.For(actor, ct) : throw Refusal.SignIn();
    }
}
