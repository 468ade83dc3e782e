using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Accounts;

namespace NhatLe.Identity.Passkeys;

/// <summary>
/// Accounts and their keys as the framework's <see cref="PasskeyHandler{TUser}"/> reads them. It only reads: accounts and keys are changed by
/// their own use cases, which write the journal.
/// </summary>
public sealed class PasskeyStore(IdentityDb db) : IUserPasskeyStore<Account>
{
    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParseExact(userId, "N", out var id) ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        (await db.Passkeys.AsNoTracking().Where(p => p.AccountId == user.Id).OrderBy(p => p.AddedAt).ToListAsync(cancellationToken)).ConvertAll(p => p.Info);

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Passkey.IdOf(credentialId);
        return await (
            from p in db.Passkeys.AsNoTracking()
            join a in db.Accounts.AsNoTracking() on p.AccountId equals a.Id
            where p.CredentialId == id
            select a).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Passkey.IdOf(credentialId);
        return (await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.AccountId == user.Id && p.CredentialId == id, cancellationToken))?.Info;
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(HandleOf(user));

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.FoldedLogin);

    public async Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.FoldedLogin == normalizedUserName, cancellationToken);

    /// <summary>What the device gives back to say whose key it is (section 4, "user handle"): says nothing about the person.</summary>
    public static string HandleOf(Account account) => account.Id.ToString("N");

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();
    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();
    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw ReadOnly();
    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => throw ReadOnly();
    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose() { } // the context is the scope's

    static NotSupportedException ReadOnly() => new("Accounts and their keys are changed by their use cases, which write the journal.");
}
