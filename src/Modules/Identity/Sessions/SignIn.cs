using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>
/// A person signs in with what they know (đăng nhập): login, citizen number or phone, and password. A wrong login, a wrong
/// password and a closed account get one answer after the same time; guessing gets slower and slower.
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

    public sealed record Answer(ActorKind Kind, string Name, DateTimeOffset ExpiresAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/sessions", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var begun = await handler.Run(command, Device.Of(context), ct);
            SessionCookie.Write(context, begun.Token, begun.Span);
            return TypedResults.Created("/api/identity/sessions/current", new Answer(begun.Actor.Kind, begun.Actor.Name, begun.ExpiresAt));
        });

    public sealed class Handler(IdentityDb db, ActorHolder holder, OpenSessions sessions, Passwords passwords, Guessing guessing, SignInLimits limits, TimeProvider time)
    {
        /// <exception cref="Refusal">422 wrong login or password; 429 too many failures, with the time to wait.</exception>
        public async Task<Begun> Run(Command command, Device device, CancellationToken ct)
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
            holder.Current = actor;
            var begun = await db.Again(() => Begin(account!.Id, actor, device, result == PasswordVerificationResult.SuccessRehashNeeded ? command.Password : null, ct));
            await guessing.Forget(person, ct);
            await sessions.Sweep(ct);
            return begun;
        }

        /// <summary>Always a new token; the session this browser had before ends. Of the same person it goes on under its name, and the systems it opened stay open.</summary>
        async Task<Begun> Begin(Guid accountId, Actor actor, Device device, string? rehash, CancellationToken ct)
        {
            var (token, now) = (Session.NewToken(), LegalTime.Cut(time.GetUtcNow()));
            var account = await db.Accounts.SingleAsync(a => a.Id == accountId, ct);
            if (rehash is not null) account.Rehash(passwords.Hash(account, rehash));
            var sid = await EndBefore(accountId, device, now, ct) ?? Session.NewSid();
            var session = Session.Begin(token, sid, account, device, now);
            db.Sessions.Add(session);
            db.Record(account, new SignedIn(Device.Describe(device.UserAgent), device.Address));
            await db.SaveChangesAsync(ct);
            return new(token, actor, Session.SpanOf(account.Kind), session.ExpiresAt);
        }

        /// <returns>The name it had, where it was the same person's and open.</returns>
        async Task<string?> EndBefore(Guid accountId, Device device, DateTimeOffset now, CancellationToken ct)
        {
            if (device.Token is null || await db.Sessions.FindAsync([Session.HashOf(device.Token)], ct) is not { } before) return null;
            var goesOn = before.AccountId == accountId && before.IsOpen(now);
            before.End(now);
            if (!goesOn) await db.SignOutOfClients([before.Sid], now, ct);
            return goesOn ? before.Sid : null;
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
