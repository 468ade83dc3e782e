using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.SecondFactors;

/// <summary>Takes codes of the app and recovery codes, each once, and slows down guessing by account and by address.</summary>
public sealed class CodeCheck(IdentityDb db, ActorHolder holder, ColumnCipher cipher, Guessing guessing, Passwords passwords, TimeProvider time)
{
    public Task<bool> AreAsked(Guid accountId, CancellationToken ct) => db.SecondFactors.AsNoTracking().AnyAsync(f => f.AccountId == accountId && f.Secret != null, ct);

    /// <summary>
    /// Does <paramref name="act"/> in one transaction with the taking of the code. Codes are checked no more at once than passwords, so
    /// that guesses made at once all count.
    /// </summary>
    /// <param name="actor">Who acts from the right code on.</param>
    /// <exception cref="Refusal">422 no such code, or one taken before; 429 too many wrong ones.</exception>
    public async Task<T> Take<T>(Guid accountId, Actor actor, string? typed, Device device, Func<Account, Task<T>> act, CancellationToken ct)
    {
        var code = Plain(typed);
        if (code.Length is not (Totp.Digits or RecoveryCode.Length)) throw Refusal.Invalid("Code", "Hãy nhập mã 6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.");
        using var turn = await passwords.Enter(ct);
        var (person, address) = (guessing.KeyOf("code", accountId.ToString("N")), guessing.KeyOf("address", device.Address));
        await guessing.Allow([person, address], ct);
        var done = await db.Again(async () =>
        {
            var account = await db.Accounts.SingleAsync(a => a.Id == accountId, ct);
            return await Take(account, actor, code, ct) ? (Taken: true, Answer: await act(account)) : default;
        });
        if (done.Taken)
        {
            await guessing.Forget(person, ct);
            return done.Answer;
        }
        await Fail(accountId, person, address, ct);
        throw Refusal.Invalid("Code", "Mã chưa đúng, hoặc đã dùng rồi. Hãy chờ mã mới trong ứng dụng rồi nhập lại.");
    }

    async Task<bool> Take(Account account, Actor actor, string code, CancellationToken ct)
    {
        if (await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == account.Id && f.Secret != null, ct) is not { } factor) return false;
        var now = time.GetUtcNow();
        if (code.Length == Totp.Digits)
        {
            if (Totp.StepOf(Convert.FromBase64String(cipher.Decrypt(factor.Secret!)), code, now, factor.LastStep) is not { } step) return false;
            factor.Take(step);
            holder.Current = actor;
            return true;
        }
        var hash = RecoveryCode.HashOf(account.Id, code, cipher);
        if (await db.RecoveryCodes.SingleOrDefaultAsync(c => c.CodeHash == hash && c.AccountId == account.Id && c.UsedAt == null, ct) is not { } recovery) return false;
        recovery.Use(LegalTime.Cut(now));
        holder.Current = actor;
        db.Record(account, new RecoveryCodeUsed(await db.RecoveryCodes.CountAsync(c => c.AccountId == account.Id && c.UsedAt == null && c.CodeHash != hash, ct)));
        return true;
    }

    /// <summary>Ten new ones in place of those before.</summary>
    /// <returns>To be shown once: they are not kept.</returns>
    public async Task<IReadOnlyList<string>> Renew(Guid accountId, CancellationToken ct)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == accountId).ToListAsync(ct));
        List<string> codes = [.. Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New())];
        db.RecoveryCodes.AddRange(codes.Select(c => RecoveryCode.Of(accountId, c, cipher)));
        return [.. codes.Select(RecoveryCode.Shown)];
    }

    async Task Fail(Guid accountId, string person, string address, CancellationToken ct)
    {
        var (count, until) = await guessing.Fail(person, address, ct);
        if (until is { } locked) await db.Journal(accountId, new CodesFailed(count, locked), ct);
    }

    /// <summary>As people type them: in groups, in small letters.</summary>
    public static string Plain(string? typed) => string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
