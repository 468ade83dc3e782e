using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.SecondFactors;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>
/// A person signs in with what they know (đăng nhập): login, citizen number or phone, and password. A wrong login, a wrong
/// password and a closed account get one answer after the same time; guessing gets slower and slower. Whether a code is asked
/// besides, only the right password tells.
/// </summary>
public static class SignIn
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập số định danh, số điện thoại hoặc tên đăng nhập."), StringLength(100, ErrorMessage = "Tên đăng nhập dài nhất 100 ký tự.")]
        public string Login { get; set; } = "";

        [Required(ErrorMessage = "Hãy nhập mật khẩu."), StringLength(200, ErrorMessage = "Mật khẩu dài nhất 200 ký tự.")]
        public string Password { get; set; } = "";
    }

    /// <param name="Token">Goes into the cookie, and nowhere else.</param>
    public sealed record Begun(string Token, Actor Actor, TimeSpan Span, DateTimeOffset ExpiresAt);

    /// <param name="Begun">Null where a code is asked first.</param>
    /// <param name="Half">Names the sign-in that awaits its code; goes into its own cookie.</param>
    public sealed record Result(Begun? Begun, string? Half);

    public sealed record Answer(ActorKind Kind, string Name, DateTimeOffset ExpiresAt);

    /// <param name="Next">Where the code goes.</param>
    public sealed record CodeAsked(string Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/sessions", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var result = await handler.Run(command, Device.Of(context), ct);
            return result.Write(context) is { } begun
                ? Results.Created("/api/identity/sessions/current", new Answer(begun.Actor.Kind, begun.Actor.Name, begun.ExpiresAt))
                : Results.Accepted(value: new CodeAsked(SignInCode.Route));
        });

    /// <summary>Into the cookies of the browser.</summary>
    /// <returns>Null where a code is asked first.</returns>
    public static Begun? Write(this Result result, HttpContext context)
    {
        if (result.Begun is { } begun) SessionCookie.Write(context, begun.Token, begun.Span);
        else HalfCookie.Write(context, result.Half!);
        if (result.Begun is not null && HalfCookie.Read(context.Request) is not null) HalfCookie.Clear(context); // of somebody who went away before the code
        return result.Begun;
    }

    public sealed class Handler(IdentityDb db, ActorHolder holder, OpenSessions sessions, NewSession newSession, CodeCheck codes, Passwords passwords, Guessing guessing, TimeProvider time)
    {
        const int Tries = 3;

        /// <exception cref="Refusal">422 wrong login or password; 429 too many failures, with the time to wait; 503 too many people at once.</exception>
        public async Task<Result> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            var known = await db.Find(command.Login, ct);
            db.ChangeTracker.Clear();
            var person = known is null ? guessing.KeyOf("login", IdentityDb.Canonical(command.Login)) : guessing.KeyOf("account", known.Id.ToString("N"));
            var address = guessing.KeyOf("address", device.Address);
            await guessing.Allow([person, address], ct); // who is locked out does not wait for a core
            for (var tries = 1; ; tries++)
            {
                var proved = await Prove(known?.Id ?? Guid.Empty, command.Password, person, address, ct);
                Result? answer = await codes.AreAsked(proved.Account.Id, ct)
                    ? await AwaitCode(proved, ct) is { } half ? new Result(Begun: null, half) : null
                    : await Begin(proved, device, ct) is { } begun ? new Result(begun, Half: null) : null;
                if (answer is null && tries < Tries) continue;
                if (answer is null) throw Wrong();
                await guessing.Forget(person, ct);
                await sessions.Sweep(ct);
                return answer;
            }
        }

        /// <param name="NewHash">Where the one that is kept is out of date.</param>
        sealed record Proved(Account Account, Actor Actor, string? NewHash);

        /// <summary>In a turn, and outside of every transaction. A failure is counted before the next guess is looked at.</summary>
        async Task<Proved> Prove(Guid accountId, string password, string person, string address, CancellationToken ct)
        {
            using var turn = await passwords.Enter(ct);
            await guessing.Allow([person, address], ct); // others failed while this one waited
            var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, ct);
            var result = await turn.Check(account, password);
            var actor = account is null ? Actor.Anonymous : await sessions.ActorOf(account, ct);
            if (result == PasswordVerificationResult.Failed || !actor.IsSignedIn)
            {
                await Fail(account, person, address, ct);
                throw Wrong();
            }
            if (account!.TemporaryUntil <= time.GetUtcNow()) throw UsedUp();
            return new(account, actor, result == PasswordVerificationResult.SuccessRehashNeeded ? await turn.Hash(account, password) : null);
        }

        static Refusal Wrong() => new(StatusCodes.Status422UnprocessableEntity, "sign-in.wrong", "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock, rồi nhập lại.");

        static Refusal UsedUp() => new(StatusCodes.Status422UnprocessableEntity, "sign-in.temporary-over", "Mật khẩu tạm này đã dùng, hoặc đã quá hạn. Hãy xin người quản trị của đơn vị cấp lại.");

        /// <returns>Null where the password was changed since it was looked at.</returns>
        Task<Begun?> Begin(Proved proved, Device device, CancellationToken ct)
        {
            holder.Current = proved.Actor;
            return db.Again(async () =>
            {
                var account = await db.Accounts.SingleAsync(a => a.Id == proved.Account.Id, ct);
                if (account.PasswordHash != proved.Account.PasswordHash) return null;
                if (proved.NewHash is { } hash) account.Rehash(hash);
                if (!account.UseTemporary(LegalTime.Cut(time.GetUtcNow()))) throw UsedUp();
                return (Begun?)await newSession.Begin(account, proved.Actor, OpenId.Acr.Password, device, ct);
            });
        }

        /// <returns>Null where the password was changed since it was looked at.</returns>
        async Task<string?> AwaitCode(Proved proved, CancellationToken ct)
        {
            var (account, now) = (proved.Account, LegalTime.Cut(time.GetUtcNow()));
            if (proved.NewHash is not null || account.MustChangePassword)
            {
                var (before, hash, until) = (account.PasswordHash, proved.NewHash ?? account.PasswordHash, account.MustChangePassword ? now : account.TemporaryUntil);
                var moved = await db.Accounts.Where(a => a.Id == account.Id && a.PasswordHash == before && a.TemporaryUntil == account.TemporaryUntil)
                    .ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, hash).SetProperty(x => x.TemporaryUntil, until), ct);
                if (moved == 0) return null;
            }
            return await newSession.AwaitCode(account.Id, ct);
        }

        async Task Fail(Account? account, string person, string address, CancellationToken ct)
        {
            var (count, until) = await guessing.Fail(person, address, ct);
            if (account is not null && until is { } locked) await db.Journal(account.Id, new SignInFailed(count, locked), ct);
        }
    }
}
