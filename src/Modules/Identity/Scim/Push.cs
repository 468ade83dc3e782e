using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;

namespace NhatLe.Identity.Scim;

/// <summary>
/// One officer, as far as one system knows of them (đồng bộ tài khoản). Not the changes wait but the fact that there is one: what is sent is how the
/// officer is then, so that a later state never comes before an earlier one, and nothing is sent twice for one change.
/// </summary>
public sealed class Push
{
    public Guid ClientId { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>What the system calls them; null: it was never told, or forgot.</summary>
    public string? RemoteId { get; init; }

    /// <summary>The number of the last change, and of the last that was heard.</summary>
    public long Wanted { get; init; }

    public long Done { get; init; }
    public int Attempts { get; init; }

    /// <summary>System time.</summary>
    public DateTimeOffset NextTryAt { get; init; }

    public DateTimeOffset? PushedAt { get; init; }
    public string? LastError { get; init; }
}

/// <summary>Says who is to be told to whom. A repeat costs one message more, and changes nothing.</summary>
public sealed class PushBook(Database database, PushSignal signal, TimeProvider time)
{
    /// <summary>To every system that takes officers.</summary>
    public Task Want(Guid accountId, CancellationToken ct) => Write((batch, now) => batch.Add($"""
        INSERT INTO identity_pushes (client_id, account_id, wanted, done, attempts, next_try_at)
        SELECT l.client_id, a.id, 1, 0, 0, {now} FROM identity_system_links l CROSS JOIN identity_accounts a WHERE l.scim_address IS NOT NULL AND a.id = {accountId} AND a.kind = {AccountKind.Officer}
        ON CONFLICT (client_id, account_id) DO UPDATE SET wanted = identity_pushes.wanted + 1, attempts = 0, next_try_at = excluded.next_try_at
        """), ct);

    public Task WantOfficer(Guid officerId, CancellationToken ct) => Write((batch, now) => batch.Add($"""
        INSERT INTO identity_pushes (client_id, account_id, wanted, done, attempts, next_try_at)
        SELECT l.client_id, a.id, 1, 0, 0, {now} FROM identity_system_links l CROSS JOIN identity_accounts a WHERE l.scim_address IS NOT NULL AND a.officer_id = {officerId}
        ON CONFLICT (client_id, account_id) DO UPDATE SET wanted = identity_pushes.wanted + 1, attempts = 0, next_try_at = excluded.next_try_at
        """), ct);

    /// <summary>Everybody in office, to one system.</summary>
    public Task WantAll(Guid clientId, CancellationToken ct) => Write((batch, now) => All(batch, clientId, now), ct);

    /// <summary>Another address: nobody is known there under the ids of before.</summary>
    public Task Begin(Guid clientId, CancellationToken ct) => Write((batch, now) =>
    {
        batch.Add($"UPDATE identity_pushes SET remote_id = NULL, wanted = wanted + 1 WHERE client_id = {clientId}");
        All(batch, clientId, now);
    }, ct);

    public Task TryAgain(Guid clientId, CancellationToken ct) => Write((batch, now) => batch.Add($"UPDATE identity_pushes SET attempts = 0, next_try_at = {now} WHERE client_id = {clientId} AND wanted > done"), ct);

    static void All(Batch batch, Guid clientId, DateTimeOffset now) => batch.Add($"""
        INSERT INTO identity_pushes (client_id, account_id, wanted, done, attempts, next_try_at)
        SELECT {clientId}, a.id, 1, 0, 0, {now} FROM identity_accounts a WHERE a.kind = {AccountKind.Officer}
        ON CONFLICT (client_id, account_id) DO UPDATE SET wanted = identity_pushes.wanted + 1, attempts = 0, next_try_at = excluded.next_try_at
        """);

    /// <summary>Accounts of officers that came in whatever way, and of whom a system was never to be told.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> WantMissing(CancellationToken ct)
    {
        var found = 0;
        await Write((batch, now) => batch.Add($"""
            INSERT INTO identity_pushes (client_id, account_id, wanted, done, attempts, next_try_at)
            SELECT l.client_id, a.id, 1, 0, 0, {now} FROM identity_system_links l CROSS JOIN identity_accounts a WHERE l.scim_address IS NOT NULL AND a.kind = {AccountKind.Officer}
            ON CONFLICT (client_id, account_id) DO NOTHING
            """, rows => found = rows), ct);
        return found;
    }

    async Task Write(Action<Batch, DateTimeOffset> write, CancellationToken ct)
    {
        await database.Write(batch =>
        {
            write(batch, LegalTime.Cut(time.GetUtcNow()));
            return batch.Run(ct);
        }, ct);
        signal.Raise();
    }
}

/// <summary>Accounts are opened by more than one way, and at the start of an installation many at once: who was not said is found here.</summary>
public sealed class PushMissing(PushBook pushes) : IScheduledJob
{
    public Task<int> Run(CancellationToken ct) => pushes.WantMissing(ct);
}

/// <summary>Wakes the sender of this node.</summary>
public sealed class PushSignal : Signal;
