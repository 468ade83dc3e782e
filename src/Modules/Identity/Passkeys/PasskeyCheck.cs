using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Passkeys;

/// <summary>What a device says to a challenge.</summary>
public sealed record PasskeyAnswer
{
    public string Challenge { get; set; } = "";

    /// <summary>What navigator.credentials.get gave, as JSON.</summary>
    [Required(ErrorMessage = "Chưa có khóa nào được dùng. Hãy bấm nút khóa truy cập."), StringLength(32_000, ErrorMessage = "Khóa truy cập chưa được nhận. Hãy mở lại trang này rồi thử lại.")]
    public string Credential { get; set; } = "";
}

/// <summary>Takes the answer of a key (Web Authentication Level 3, section 7.2), keeps its counter, and refuses a key that seems to be copied.</summary>
public sealed class PasskeyCheck(IdentityDb db, ActorHolder holder, SignedInAccount signedIn, WebAuthn webAuthn, Challenges challenges, OpenSessions sessions, TimeProvider time)
{
    public Task<bool> Has(Guid accountId, CancellationToken ct) => db.Passkeys.AsNoTracking().AnyAsync(p => p.AccountId == accountId, ct);

    /// <summary>It began with less than a key shows.</summary>
    public static bool IsWeak(Session session) => session.Acr is Acr.Password or Acr.National1 or Counters.PinRule.Acr;

    /// <summary>Whoever has only the password of an account with keys neither adds a factor of their own nor takes the keys away.</summary>
    /// <exception cref="Refusal">409 in a session that began with less than a key, of an account with keys.</exception>
    public async Task MustBeUsedFirst(CancellationToken ct)
    {
        if (signedIn.Session is { } session && IsWeak(session) && await Has(session.AccountId, ct))
            throw Refusal.Conflict("passkey.first", "Tài khoản này có khóa truy cập. Hãy dùng khóa đó một lần ở trang Khóa truy cập, rồi làm lại. Mất máy giữ khóa thì nhờ quản trị viên gỡ giúp.");
    }

    /// <summary>Does <paramref name="act"/> in one transaction with the keeping of the counter.</summary>
    /// <param name="accountId">Whose key it must be; null where the key says it.</param>
    /// <exception cref="Refusal">422, by name.</exception>
    public async Task<T> Use<T>(PasskeyAnswer answer, ChallengeKind kind, Guid? accountId, Func<Account, Actor, Task<T>> act, CancellationToken ct)
    {
        Check.Input(answer);
        var state = await challenges.Take(answer.Challenge, kind, accountId, ct);
        try
        {
            var (told, owner) = await webAuthn.Verify(answer.Credential, state);
            var actor = await sessions.ActorOf(owner, ct);
            if (!actor.IsSignedIn) throw PasskeyRefusals.Unknown();
            var id = Passkey.IdOf(told.CredentialId);
            return await db.Again(async () =>
            {
                var account = await db.Accounts.SingleAsync(a => a.Id == owner.Id, ct);
                var passkey = await db.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == id && p.AccountId == owner.Id, ct) ?? throw PasskeyRefusals.Unknown(); // removed in this moment
                if (!passkey.Use(told, LegalTime.Cut(time.GetUtcNow()))) throw PasskeyRefusals.Copied(); // used by another request in this moment
                holder.Current = actor;
                return await act(account, actor);
            });
        }
        catch (Refusal refusal) when (refusal.Code == PasskeyRefusals.Counter)
        {
            await NoteCopy(answer.Credential, ct);
            throw;
        }
    }

    /// <summary>The signature was right: somebody has the key, and it has been used elsewhere since.</summary>
    async Task NoteCopy(string credential, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<JsonElement>(credential).GetProperty("id").GetString();
        if (await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.CredentialId == id, ct) is { } passkey) await db.Journal(passkey.AccountId, new PasskeySeemsCopied(passkey.Id, passkey.Name), ct);
    }
}
