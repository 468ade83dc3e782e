using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Platform.Live;

/// <summary>Server-sent events: <c>GET /live</c> for the actor's inbox and notices, <c>GET /live/{subject}</c> for one record.</summary>
public static class LiveRoutes
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live", (HttpContext context, Actor actor, LiveHub hub, TimeProvider time, IHostApplicationLifetime host) =>
            actor.IsSignedIn
                ? Send(context, hub, [Topic.Account(actor.AccountId), .. actor.Posts.Select(p => Topic.Unit(p.UnitId)).Distinct()], time, host.ApplicationStopping)
                : throw Refusal.SignIn());

        // A signal says only that something changed; the page then asks for itself, with its own permissions.
        routes.MapGet("/live/{subject:guid}", async (Guid subject, HttpContext context, Actor actor, LiveHub hub, OpenStreams streams, TimeProvider time, IHostApplicationLifetime host) =>
        {
            using var place = streams.Enter(actor.IsSignedIn ? null : ClientAddress.Of(context.Connection.RemoteIpAddress));
            await Send(context, hub, [Topic.Subject(subject)], time, host.ApplicationStopping);
        });
    }

    static async Task Send(HttpContext context, LiveHub hub, IReadOnlyCollection<string> topics, TimeProvider time, CancellationToken stopping)
    {
        var response = context.Response;
        response.Headers.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        long? seen = long.TryParse(context.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var id) ? id : null;
        using var writing = new SemaphoreSlim(1, 1);
        using var beat = new PeriodicTimer(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping); // open streams do not hold up a stop
        var ct = either.Token;
        try
        {
            // The number stands before listening begins, and listening before the greeting: nothing that happens meanwhile is lost.
            var number = hub.Newest;
            using var signals = hub.Subscribe(topics, seen);
            await Write(response, writing, $"retry: 2000\nid: {seen ?? number}\n: xin chào\n\n", ct);
            var beating = Beat(response, writing, beat, ct);
            await foreach (var next in signals.Read(ct))
                await Write(response, writing, $"id: {next}\ndata: changed\n\n", ct);
            await beating;
        }
        catch (OperationCanceledException) { /* the page was closed */ }
    }

    static async Task Beat(HttpResponse response, SemaphoreSlim writing, PeriodicTimer beat, CancellationToken ct)
    {
        while (await beat.WaitForNextTickAsync(ct)) await Write(response, writing, ": .\n\n", ct);
    }

    static async Task Write(HttpResponse response, SemaphoreSlim writing, string text, CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            await response.WriteAsync(text, ct);
            await response.Body.FlushAsync(ct);
        }
        finally
        {
            writing.Release();
        }
    }
}
