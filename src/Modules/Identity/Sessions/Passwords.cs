using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Credentials;
using NhatLe.Platform;

namespace NhatLe.Identity.Sessions;

/// <summary>
/// Checks and makes hashes of passwords (PBKDF2-SHA512), at most one a core at a time, on threads that give way: a flood of sign-ins
/// waits here, in a queue with an end, and leaves the cores to the rest. An account that does not exist costs as much as one that does.
/// </summary>
public sealed class Passwords : IDisposable
{
    public const int Iterations = 210_000; // OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA512

    internal static readonly Account Nobody = Account.OfOfficer(Guid.Empty, "", Guid.Empty, "", "");

    readonly IPasswordHasher<Account> hasher;
    readonly Turns turns;
    readonly Lazy<YieldingThreads> threads = new(() => new("passwords", Environment.ProcessorCount));
    readonly Lazy<string> dummy;

    public Passwords(IPasswordHasher<Account> hasher, PasswordSettings settings)
    {
        (this.hasher, turns) = (hasher, new(Environment.ProcessorCount, settings.MostWaiting));
        dummy = new(() => hasher.HashPassword(Nobody, "nobody has this password"));
    }

    /// <summary>How many wait for a turn.</summary>
    public int Waiting => turns.Waiting;

    /// <summary>
    /// Waits for a free core; what is done until the turn is disposed, no more than a core's worth of others do at once. Not to be
    /// entered within a transaction: whoever waits here would hold up everybody who writes.
    /// </summary>
    /// <exception cref="Refusal">503, with Retry-After: too many wait already.</exception>
    public async Task<Turn> Enter(CancellationToken ct)
    {
        await turns.Enter(ct);
        return new Turn(this);
    }

    /// <summary>For one hash by itself, in a turn of its own.</summary>
    public async Task<string> HashInTurn(Account account, string password, CancellationToken ct)
    {
        using var turn = await Enter(ct);
        return await turn.Hash(account, password);
    }

    /// <summary>Of a password that nobody knows: until one is chosen none is right, and a try costs as much as with any other account.</summary>
    public Task<string> HashOfUnknown(Account account, CancellationToken ct) => HashInTurn(account, Session.NewToken(), ct);

    /// <summary>At once, on this thread: for seeds. Requests hash in a turn.</summary>
    public string Hash(Account account, string password) => hasher.HashPassword(account, password);

    /// <summary>Of a hash of the framework's third format: its rounds stand behind the format and the function.</summary>
    static int RoundsOf(string hash)
    {
        Span<byte> bytes = stackalloc byte[128];
        return Convert.TryFromBase64String(hash, bytes, out var length) && length > 9 && bytes[0] == 1 ? BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) : 0;
    }

    public void Dispose()
    {
        if (threads.IsValueCreated) threads.Value.Dispose();
    }

    public sealed class Turn(Passwords passwords) : IDisposable
    {
        bool isOver;

        /// <summary>One made with other rounds than are set now is made anew, so that all accounts cost the same.</summary>
        public Task<PasswordVerificationResult> Check(Account? account, string password) => passwords.threads.Value.Run(() =>
        {
            var (nobody, hasher) = (passwords.dummy.Value, passwords.hasher);
            var result = hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? nobody, password);
            if (account is null) return PasswordVerificationResult.Failed;
            return result == PasswordVerificationResult.Success && RoundsOf(account.PasswordHash) != RoundsOf(nobody) ? PasswordVerificationResult.SuccessRehashNeeded : result;
        });

        public Task<string> Hash(Account account, string password) => passwords.threads.Value.Run(() => passwords.hasher.HashPassword(account, password));

        /// <summary>Twice is once.</summary>
        public void Dispose()
        {
            if (isOver) return;
            isOver = true;
            passwords.turns.Leave();
        }
    }
}
