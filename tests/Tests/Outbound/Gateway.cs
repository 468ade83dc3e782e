using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NhatLe.Tests.Outbound;

/// <summary>A gateway for SMS as an operator runs one: over HTTP, and one message for one key however often it comes.</summary>
sealed class Gateway : IDisposable
{
    public sealed record Got(string Key, string To, string Text, string? Sender, string Authorization);

    readonly WebApplication site;

    public Gateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        site = builder.Build();
        site.MapPost("/messages", async (HttpContext context) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            string? Text(string name) => body.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            var got = new Got(context.Request.Headers["Idempotency-Key"].ToString(), Text("to")!, Text("text")!, Text("sender"), context.Request.Headers.Authorization.ToString());
            Asked.Enqueue(got);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await Answer(got, context);
            if (context.Response.StatusCode == StatusCodes.Status202Accepted && !context.Response.HasStarted) Take(got);
        });
        site.Start();
    }

    public string Url => site.Urls.First() + "/messages";

    /// <summary>Every request, in the order they came.</summary>
    public ConcurrentQueue<Got> Asked { get; } = new();

    /// <summary>The messages phones would have shown, in the order they were taken.</summary>
    public ConcurrentQueue<Got> Taken { get; } = new();

    readonly ConcurrentDictionary<string, bool> keys = new();

    /// <summary>What it does in place of taking the message; sets another status, waits, or hangs up.</summary>
    public Func<Got, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public void Take(Got got)
    {
        if (keys.TryAdd(got.Key, true)) Taken.Enqueue(got);
    }

    public void TakesAll() => Answer = (_, _) => Task.CompletedTask;

    public void Says(int status, string words = "") => Answer = (_, context) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(words);
    };

    public void Dispose() => ((IDisposable)site).Dispose();
}
