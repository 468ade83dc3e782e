using System.Collections.Concurrent;
using System.Text.Json.Serialization;

namespace NhatLe.National.Control;

/// <summary>What a stand-in can be told to do wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Answers rightly, after so many seconds.</summary>
    Slow = 1,

    /// <summary>503.</summary>
    Fail = 2,

    /// <summary>200, and no JSON.</summary>
    Garbage = 3,

    /// <summary>Does what was asked, and never says so.</summary>
    Hang = 4,

    /// <summary>Does and answers as asked but for one thing, which <see cref="Fault.Wrong"/> names.</summary>
    Wrong = 5,

    /// <summary>Tells the other side twice.</summary>
    Twice = 6,
}

/// <param name="At">The path whose requests it is for; with a * at its end: all that begin so.</param>
/// <param name="Seconds">For Slow and Hang.</param>
/// <param name="Times">For so many requests; 0: until it is taken back.</param>
/// <param name="Wrong">What is wrong, in a word of the stand-in that answers there.</param>
public sealed record Fault(string At, FaultKind Kind, double Seconds = 10, int Times = 0, string? Wrong = null);

/// <summary>A place that can be troubled as a whole, for whoever chooses from a list.</summary>
/// <param name="At">See <see cref="Fault.At"/>.</param>
/// <param name="Name">As people call it; Vietnamese.</param>
public sealed record FaultPlace(string At, string Name, params FaultKind[] Kinds)
{
    /// <summary>What can become of what the province is told.</summary>
    public static FaultKind[] OfTellings => [FaultKind.Slow, FaultKind.Fail, FaultKind.Twice];

    /// <summary>What every answer can have.</summary>
    public static FaultKind[] OfAnswers => [FaultKind.Slow, FaultKind.Fail, FaultKind.Garbage, FaultKind.Hang];
}

/// <summary>The faults that hold now, by path.</summary>
public sealed class Faults
{
    sealed class Held(Fault fault)
    {
        public Fault Fault => fault;
        public int Left = fault.Times;
    }

    readonly ConcurrentDictionary<string, Held> held = new(StringComparer.Ordinal);

    public IEnumerable<Fault> All => held.Values.Select(h => h.Fault);

    public void Set(Fault fault) => held[fault.At] = new(fault);

    public void Clear() => held.Clear();

    public void Clear(string at) => held.TryRemove(at, out _);

    public Fault? At(string at) => held.GetValueOrDefault(at)?.Fault;

    /// <summary>The fault for this request, and one time less for the next.</summary>
    public Fault? Take(string path)
    {
        if (!held.TryGetValue(path, out var found) && (found = held.Values.FirstOrDefault(h => h.Fault.At is [.. var begin, '*'] && path.StartsWith(begin, StringComparison.Ordinal))) is null) return null;
        if (found.Fault.Times > 0 && Interlocked.Decrement(ref found.Left) <= 0) held.TryRemove(found.Fault.At, out _);
        return found.Fault;
    }
}

public static class FaultMiddleware
{
    const string Path = "/control";

    static readonly object Key = new();

    /// <summary>What is to be wrong in the answer to this request; null: nothing.</summary>
    public static string? Wrong(this HttpContext context) => context.Items[Key] as string;

    /// <summary>POST sets one, GET shows them, DELETE takes back those of one place or all; behind it are the places there are.</summary>
    public static void UseFaults(this WebApplication app)
    {
        app.MapGet(Path, (Faults faults) => faults.All);
        app.MapPost(Path, (Fault fault, Faults faults) =>
        {
            faults.Set(fault);
            return TypedResults.NoContent();
        });
        app.MapDelete(Path, (string? at, Faults faults) =>
        {
            if (at is null) faults.Clear();
            else faults.Clear(at);
            return TypedResults.NoContent();
        });
        app.MapGet(Path + "/places", (IEnumerable<FaultPlace> places, Faults faults) => places.Select(p => new { p.At, p.Name, p.Kinds, Now = faults.At(p.At)?.Kind.ToString() ?? "None" }));
        app.UseFaultAnswers();
    }

    /// <summary>A port of its own answers as it is told, too.</summary>
    public static void UseFaultAnswers(this WebApplication app) => app.Use(Answer);

    static async Task Answer(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<Faults>().Take(context.Request.Path.Value ?? "") is not { } fault)
        {
            await next(context);
            return;
        }
        var (time, wait) = (services.GetRequiredService<TimeProvider>(), TimeSpan.FromSeconds(fault.Seconds));
        switch (fault.Kind)
        {
            case FaultKind.Slow:
                await Task.Delay(wait, time, context.RequestAborted);
                await next(context);
                break;
            case FaultKind.Fail:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case FaultKind.Garbage:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("<html>{{ nothing that anybody asked for", context.RequestAborted);
                break;
            case FaultKind.Hang:
                context.Response.Body = Stream.Null;
                await next(context);
                await Task.Delay(wait, time, context.RequestAborted);
                context.Abort();
                break;
            default:
                context.Items[Key] = fault.Wrong;
                await next(context);
                break;
        }
    }
}
