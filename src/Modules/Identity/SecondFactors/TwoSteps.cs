using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.SecondFactors;

/// <summary>What a person sees of their second factor (xác thực hai bước).</summary>
public static class TwoSteps
{
    /// <param name="Since">Null: off.</param>
    /// <param name="CodesLeft">Recovery codes not used yet.</param>
    /// <param name="Offer">A secret that awaits its first code.</param>
    /// <param name="DueAt">Theirs is a post that must have one, from then on at the latest.</param>
    public sealed record View(DateTimeOffset? Since, int CodesLeft, OfferSecondFactor.Offer? Offer, DateTimeOffset? DueAt);

    public sealed class Handler(IdentityDb db, Actor actor, SecondFactorPolicy policy, ColumnCipher cipher, TimeProvider time)
    {
        /// <exception cref="Refusal">401 for somebody who is not signed in.</exception>
        public async Task<View> Run(CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var factor = await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == actor.AccountId, ct);
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, ct);
            var due = policy.DueAt(account, actor);
            if (factor is null) return new(null, 0, null, due);
            var left = await db.RecoveryCodes.CountAsync(c => c.AccountId == actor.AccountId && c.UsedAt == null, ct);
            return new(factor.Since, left, factor.HasOffer(time.GetUtcNow()) ? OfferSecondFactor.Shown(Convert.FromBase64String(cipher.Decrypt(factor.Offered!)), account.Login) : null, due);
        }
    }
}

/// <summary>A secret is made for the app on the person's phone. It is not in use until its first code has come back.</summary>
public static class OfferSecondFactor
{
    const string Issuer = "Nhat Le"; // apps show it beside the code; not all of them show marks

    public sealed record Command
    {
        /// <summary>Asked the first time: whoever found a browser open may not lock its owner out.</summary>
        [StringLength(200, ErrorMessage = "Mật khẩu dài nhất 200 ký tự.")]
        public string? Password { get; set; }

        /// <summary>Of the app in use, asked in place of the password where there is one.</summary>
        public string? Code { get; set; }
    }

    /// <param name="Secret">In groups of four, for apps that cannot read the picture.</param>
    /// <param name="Address">What the QR code says.</param>
    public sealed record Offer(string Secret, string Address);

    public static Offer Shown(byte[] secret, string login) => new(string.Join(' ', Totp.Base32(secret).Chunk(4).Select(c => new string(c))), Totp.Address(secret, Issuer, login));

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/second-factor/offer", (Command command, Handler handler, HttpContext context, CancellationToken ct) => handler.Run(command, Device.Of(context), ct));

    public sealed class Handler(IdentityDb db, Actor actor, CodeCheck codes, Passkeys.PasskeyCheck passkeys, OwnPassword password, ColumnCipher cipher, TimeProvider time)
    {
        /// <exception cref="Refusal">401; 422 wrong password or code; 429 too many.</exception>
        public async Task<Offer> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var secret = Totp.NewSecret();
            if (await codes.AreAsked(actor.AccountId, ct)) return await codes.Take(actor.AccountId, actor, command.Code, device, account => Make(account.Login), ct);
            await passkeys.MustBeUsedFirst(ct);
            await password.Confirm(command.Password, device, ct);
            return await db.Again(async () => await Make((await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct)).Login));

            async Task<Offer> Make(string login)
            {
                var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == actor.AccountId, ct);
                if (factor is null) db.SecondFactors.Add(factor = SecondFactor.Of(actor.AccountId));
                factor.Offer(cipher.Encrypt(Convert.ToBase64String(secret)), LegalTime.Cut(time.GetUtcNow()));
                await db.SaveChangesAsync(ct);
                return Shown(secret, login);
            }
        }
    }
}

/// <summary>The first code of the offered secret: from now on one is asked. What was open elsewhere by the password alone ends.</summary>
public static class AddSecondFactor
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập mã 6 chữ số đang hiện trong ứng dụng."), StringLength(20, ErrorMessage = "Mã có 6 chữ số.")]
        public string Code { get; set; } = "";
    }

    /// <param name="RecoveryCodes">Shown this once: they are not kept.</param>
    public sealed record Added(IReadOnlyList<string> RecoveryCodes);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/second-factor", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var (added, raised) = await handler.Run(command, ct);
            raised.Write(context);
            return added;
        });

    public sealed class Handler(IdentityDb db, Actor actor, SignedInAccount signedIn, CodeCheck codes, NewSession sessions, ColumnCipher cipher, TimeProvider time)
    {
        /// <exception cref="Refusal">401; 409 nothing was offered, or too long ago; 422 wrong code.</exception>
        public async Task<(Added Added, Raised Session)> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn || signedIn.Session is not { } here) throw Refusal.SignIn();
            return await db.Again(async () =>
            {
                var (account, now) = (await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), LegalTime.Cut(time.GetUtcNow()));
                var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == account.Id, ct);
                if (factor?.HasOffer(now) != true) throw Refusal.Conflict("second-factor.no-offer", "Mã QR này đã hết hạn. Hãy tạo mã QR mới.");
                var step = Totp.StepOf(Convert.FromBase64String(cipher.Decrypt(factor.Offered!)), CodeCheck.Plain(command.Code), now, after: 0)
                    ?? throw Refusal.Invalid(nameof(command.Code), "Mã chưa đúng. Hãy xem giờ của điện thoại có đúng không, rồi nhập mã đang hiện.");
                var replaced = factor.IsOn;
                factor.Begin(step, now);
                var added = new Added(await codes.Renew(account.Id, ct));
                db.Record(account, new SecondFactorAdded(replaced));
                await EndOthers(account, here, now, ct);
                var raised = await sessions.Raise(here, account.Kind, byFactor: true, ct);
                await db.SaveChangesAsync(ct);
                return (added, raised);
            });
        }

        async Task EndOthers(Accounts.Account account, Session here, DateTimeOffset now, CancellationToken ct)
        {
            var others = await db.OpenSessions(account.Id, now).Where(s => s.TokenHash != here.TokenHash).ToListAsync(ct);
            if (others.Count == 0) return;
            await db.End(others, now, ct);
            db.Record(account, new SignedOut(others.Count));
        }
    }
}

/// <summary>The second factor goes, and its recovery codes with it.</summary>
public static class RemoveSecondFactor
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/second-factor/removal", (SignInCode.Command command, Handler handler, HttpContext context, CancellationToken ct) => handler.Run(command, Device.Of(context), ct));

    public sealed class Handler(IdentityDb db, Actor actor, SecondFactorPolicy policy, CodeCheck codes)
    {
        /// <exception cref="Refusal">401; 409 who must have one changes to another app instead; 422 wrong code; 429 too many.</exception>
        public async Task Run(SignInCode.Command command, Device device, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (policy.Binds(actor)) throw Refusal.Conflict("second-factor.required", "Chức vụ của anh/chị phải có xác thực hai bước nên không tắt được. Nếu đổi điện thoại, hãy chọn Đổi sang điện thoại khác.");
            await codes.Take(actor.AccountId, actor, command.Code, device, async account =>
            {
                db.SecondFactors.RemoveRange(await db.SecondFactors.Where(f => f.AccountId == account.Id).ToListAsync(ct));
                db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ToListAsync(ct));
                db.Record(account, new SecondFactorRemoved(account.Id));
                return await db.SaveChangesAsync(ct);
            }, ct);
        }
    }
}

/// <summary>Ten new recovery codes in place of those before.</summary>
public static class RenewRecoveryCodes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/second-factor/recovery-codes", (SignInCode.Command command, Handler handler, HttpContext context, CancellationToken ct) => handler.Run(command, Device.Of(context), ct));

    public sealed class Handler(IdentityDb db, Actor actor, CodeCheck codes)
    {
        /// <exception cref="Refusal">401; 422 wrong code; 429 too many.</exception>
        public async Task<AddSecondFactor.Added> Run(SignInCode.Command command, Device device, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            return await codes.Take(actor.AccountId, actor, command.Code, device, async account =>
            {
                var made = new AddSecondFactor.Added(await codes.Renew(account.Id, ct));
                db.Record(account, new RecoveryCodesMade(RecoveryCode.Count));
                await db.SaveChangesAsync(ct);
                return made;
            }, ct);
        }
    }
}

/// <summary>The password once more, of who is signed in. Guessed at as slowly as at the sign-in.</summary>
public sealed class OwnPassword(IdentityDb db, Actor actor, Passwords passwords, Guessing guessing)
{
    /// <exception cref="Refusal">422 wrong; 429 too many.</exception>
    public async Task Confirm(string? typed, Device device, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(typed)) throw Refusal.Invalid("Password", "Hãy nhập mật khẩu.");
        using var turn = await passwords.Enter(ct);
        var (person, address) = (guessing.KeyOf("own-password", actor.AccountId.ToString("N")), guessing.KeyOf("address", device.Address)); // not the key of the sign-in: strangers who fail there keep nobody from confirming
        await guessing.Allow([person, address], ct);
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, ct);
        if (await turn.Check(account, typed) != PasswordVerificationResult.Failed)
        {
            await guessing.Forget(person, ct);
            return;
        }
        var (count, until) = await guessing.Fail(person, address, ct);
        if (until is { } locked) await db.Journal(actor.AccountId, new SignInFailed(count, locked), ct);
        throw Refusal.Invalid("Password", "Mật khẩu chưa đúng.");
    }
}
