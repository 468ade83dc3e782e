using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;

namespace NhatLe.Platform.Facts;

/// <summary>What every module database needs to write facts: who acts, when, who reacts. Scoped.</summary>
public sealed class FactContext(Database database, ActorHolder actor, LegalTime time, TimeProvider system, Reactions reactions, LiveHub live, DispatchSignal dispatch, CurrentDelivery delivery, DirectoryCache directory, ColumnCipher cipher)
{
    public Database Database => database;
    public Actor Actor => actor.Current;
    public LegalTime Time => time;
    public TimeProvider System => system;
    public Reactions Reactions => reactions;
    public LiveHub Live => live;
    public DispatchSignal Dispatch => dispatch;
    public CurrentDelivery Delivery => delivery;
    public DirectoryCache Directory => directory;
    public ColumnCipher Cipher => cipher;
}

/// <summary>Wakes the dispatcher of this node after a commit.</summary>
public sealed class DispatchSignal : Signal;
