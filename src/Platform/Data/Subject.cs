namespace NhatLe.Platform.Data;

/// <summary>
/// A record whose every act is journalled. Its Version is the sequence number of its last entry and the token of optimistic
/// concurrency; Head is the hash of that entry, so that the chain goes on without a further read.
/// </summary>
public abstract class Subject
{
    public Guid Id { get; protected init; }
    public long Version { get; private set; }
    public byte[] Head { get; private set; } = [];

    internal void Advance(byte[] hash)
    {
        Version++;
        Head = hash;
    }
}

/// <summary>A record that belongs to a unit: what lists are filtered by before anything else.</summary>
public interface IUnitOwned
{
    Guid Id { get; }
    Guid UnitId { get; }
}
