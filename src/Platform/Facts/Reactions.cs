using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace NhatLe.Platform.Facts;

/// <summary>
/// What a module does when something happened in another. Runs in its own scope and transaction: effects through a
/// <see cref="Data.ModuleDb"/> happen once; effects outside happen at least once and carry the entry's id as idempotency key.
/// </summary>
public interface IReaction<in TEvent>
{
    Task On(TEvent happened, Entry entry, CancellationToken ct);
}

/// <summary>Which reactions wait for which event. Filled at start, from the modules' tables of contents.</summary>
public sealed class Reactions(IEnumerable<ReactionRegistration> registrations)
{
    public const int Partitions = 64;

    readonly Dictionary<string, List<string>> byEvent = registrations.Where(r => r.Queues).GroupBy(r => r.Event).ToDictionary(g => g.Key, g => g.Select(r => r.Name).ToList());
    readonly Dictionary<(string, string), ReactionRegistration> byName = registrations.ToDictionary(r => (r.Name, r.Event));

    /// <summary>By which what waits in the outbox names it.</summary>
    public static string NameOf<TReaction>() => $"{typeof(TReaction).Namespace}.{typeof(TReaction).Name}";

    public IReadOnlyList<string> To(string eventName) => byEvent.TryGetValue(eventName, out var names) ? names : [];

    /// <summary>One class may react to several events, in the order they happened.</summary>
    public ReactionRegistration? Find(string name, string eventName) => byName.GetValueOrDefault((name, eventName));

    public static int PartitionOf(Guid subjectId) => subjectId.ToByteArray()[15] % Partitions;
}

/// <summary>One line of a module: this event, that reaction.</summary>
/// <param name="Queues">False: only what an earlier release has queued is still delivered.</param>
public sealed record ReactionRegistration(string Name, string Event, Func<IServiceProvider, Entry, JsonElement, CancellationToken, Task> Run, bool Queues);

public static class ReactionServices
{
    public static IServiceCollection AddReaction<TEvent, TReaction>(this IServiceCollection services) where TReaction : class, IReaction<TEvent> => services.Add<TEvent, TReaction>(queues: true);

    /// <summary>Done within the act by now; what waits in the outbox from a release that queued it is still delivered.</summary>
    public static IServiceCollection AddFormerReaction<TEvent, TReaction>(this IServiceCollection services) where TReaction : class, IReaction<TEvent> => services.Add<TEvent, TReaction>(queues: false);

    static IServiceCollection Add<TEvent, TReaction>(this IServiceCollection services, bool queues) where TReaction : class, IReaction<TEvent>
    {
        services.TryAddScoped<TReaction>();
        return services.AddSingleton(new ReactionRegistration(
            Reactions.NameOf<TReaction>(),
            EventNames.Of(typeof(TEvent)),
            (scope, entry, json, ct) => scope.GetRequiredService<TReaction>().On(json.Deserialize<TEvent>(EntryContent.Json)!, entry, ct),
            queues));
    }
}

/// <summary>The delivery being made in this scope, if any: the first save in it also marks it as done, in the same transaction.</summary>
public sealed class CurrentDelivery
{
    public (Guid EntryId, string Reaction)? Delivery { get; set; }
}
