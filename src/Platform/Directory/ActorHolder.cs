namespace NhatLe.Platform.Directory;

/// <summary>The actor of this scope: set once by the session of a request, or by a job; <see cref="Actor"/> itself is injected.</summary>
public sealed class ActorHolder
{
    public Actor Current { get; set; } = Actor.Anonymous;
}
