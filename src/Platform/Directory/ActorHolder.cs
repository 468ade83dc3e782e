using Microsoft.Extensions.DependencyInjection;

namespace NhatLe.Platform.Directory;

/// <summary>The actor of this scope: set once by the session of a request, or by a job; <see cref="Actor"/> itself is injected.</summary>
public sealed class ActorHolder
{
    public Actor Current { get; set; } = Actor.Anonymous;
}

public static class ActorScopes
{
    /// <summary>A scope in which somebody acts who sent no request: the platform itself in a job, an official in each of many acts, a system that asks.</summary>
    public static AsyncServiceScope As(this IServiceScopeFactory scopes, Actor actor)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorHolder>().Current = actor;
        return scope;
    }

    /// <inheritdoc cref="As(IServiceScopeFactory, Actor)"/>
    public static AsyncServiceScope As(this IServiceProvider services, Actor actor) => services.GetRequiredService<IServiceScopeFactory>().As(actor);
}
