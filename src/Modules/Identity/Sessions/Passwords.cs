using Microsoft.AspNetCore.Identity;
using NhatLe.Identity.Accounts;

namespace NhatLe.Identity.Sessions;

/// <summary>
/// Checks passwords (PBKDF2-SHA512), at most one a core at a time: a flood of sign-ins waits here and leaves the cores to the rest.
/// An account that does not exist costs as much as one that does.
/// </summary>
public sealed class Passwords(IPasswordHasher<Account> hasher) : IDisposable
{
    public const int Iterations = 210_000; // OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA512

    static readonly Account Nobody = Account.OfOfficer(Guid.Empty, "", Guid.Empty, "", "");

    readonly SemaphoreSlim gate = new(Environment.ProcessorCount);
    readonly Lazy<string> dummy = new(() => hasher.HashPassword(Nobody, "nobody has this password"));

    /// <summary>Waits for a free core; what is done until the turn is disposed, no more than a core's worth of others do at once.</summary>
    public async Task<Turn> Enter(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        return new Turn(gate, hasher, dummy.Value);
    }

    public string Hash(Account account, string password) => hasher.HashPassword(account, password);

    public void Dispose() => gate.Dispose();

    public sealed class Turn(SemaphoreSlim gate, IPasswordHasher<Account> hasher, string dummy) : IDisposable
    {
        public PasswordVerificationResult Check(Account? account, string password)
        {
            var result = hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? dummy, password);
            return account is null ? PasswordVerificationResult.Failed : result;
        }

        public void Dispose() => gate.Release();
    }
}
