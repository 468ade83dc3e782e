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

    public sealed class Handler(IdentityDb db, ActorHolder holder, OpenSessions sessions, NewSession newSession, CodeCheck codes, Passwords passwords, Guessing guessing, SignInLimits limits, TimeProvider time)
    {
        /// <exception cref="Refusal">422 wrong login or password; 429 too many failures, with the time to wait.</exception>
        public async Task<Result> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            using var turn = await passwords.Enter(ct);
            var account = await db.Find(command.Login, ct);
            var person = account is null ? guessing.KeyOf("login", IdentityDb.Canonical(command.Login)) : guessing.KeyOf("account", account.Id.ToString("N"));
            var address = guessing.KeyOf("address", device.Address);
            await guessing.Allow([person, address], ct);

            var result = turn.Check(account, command.Password);
            var actor = account is null ? Actor.Anonymous : await sessions.ActorOf(account, ct);
            if (result == PasswordVerificationResult.Failed || !actor.IsSignedIn)
            {
                await Fail(account, person, address, ct);
                throw new Refusal(StatusCodes.Status422UnprocessableEntity, "sign-in.wrong", "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock, rồi nhập lại.");
            }
            var rehash = result == PasswordVerificationResult.SuccessRehashNeeded ? command.Password : null;
            var answer = await codes.AreAsked(account!.Id, ct)
                ? new Result(Begun: null, await AwaitCode(account, rehash, ct))
                : new Result(await Begin(account.Id, actor, device, rehash, ct), Half: null);
            await guessing.Forget(person, ct);
            await sessions.Sweep(ct);
            return answer;
        }

        Task<Begun> Begin(Guid accountId, Actor actor, Device device, string? rehash, CancellationToken ct)
        {
            holder.Current = actor;
            return db.Again(async () =>
            {
                var account = await db.Accounts.SingleAsync(a => a.Id == accountId, ct);
                if (rehash is not null) account.Rehash(passwords.Hash(account, rehash));
                return await newSession.Begin(account, actor, OpenId.Acr.Password, device, ct);
            });
        }

        async Task<string> AwaitCode(Account account, string? rehash, CancellationToken ct)
        {
            if (rehash is not null)
            {
                var hash = passwords.Hash(account, rehash);
                await db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.PasswordHash, hash), ct);
            }
            var (token, now) = (Session.NewToken(), LegalTime.Cut(time.GetUtcNow()));
            db.HalfSignIns.Add(new() { TokenHash = Session.HashOf(token), AccountId = account.Id, ExpiresAt = now + HalfSignIn.Life });
            await db.SaveChangesAsync(ct);
            return token;
        }

        async Task Fail(Account? account, string person, string address, CancellationToken ct)
        {
            await guessing.Count(address, limits.Address, ct);
            var (count, until) = await guessing.Count(person, limits.Account, ct);
            if (account is null || until is not { } locked) return;
            await db.Again(async () =>
            {
                db.Record(await db.Accounts.SingleAsync(a => a.Id == account.Id, ct), new SignInFailed(count, locked));
                return await db.SaveChangesAsync(ct);
            });
        }
    }
}
