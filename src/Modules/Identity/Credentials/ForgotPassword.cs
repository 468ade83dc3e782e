using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Credentials;

/// <summary>Somebody asks for a code to set a new password (quên mật khẩu). The answer, and the work behind it, are the same for every login there is and is not.</summary>
public static class ForgotPassword
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập số định danh, số điện thoại hoặc tên đăng nhập."), StringLength(100, ErrorMessage = "Tên đăng nhập dài nhất 100 ký tự.")]
        public string Login { get; set; } = "";
    }

    /// <param name="Next">Where the code goes.</param>
    public sealed record CodeAsked(string Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/password-resets", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            ResetCookie.Write(context, await handler.Run(command, Device.Of(context), ct));
            return TypedResults.Accepted((string?)null, new CodeAsked(SetForgottenPassword.Route));
        });

    public sealed class Handler(IdentityDb db, ColumnCipher cipher, ResetLimits limits, ResetSignal signal, TimeProvider time)
    {
        /// <returns>The name of the request, for the browser alone.</returns>
        /// <exception cref="Refusal">422 nothing typed; 429 too often from this address.</exception>
        public async Task<string> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            limits.Spend(device.Address);
            var (token, now) = (Session.NewToken(), LegalTime.Cut(time.GetUtcNow()));
            db.PasswordResets.Add(new() { Id = Guid.CreateVersion7(now), TokenHash = Session.HashOf(token), Typed = cipher.Encrypt(command.Login), AskedAt = now });
            await db.SaveChangesAsync(ct);
            signal.Raise();
            return token;
        }
    }
}

/// <summary>How often one address may ask. A commune or a school may share one.</summary>
public sealed class ResetLimits : IDisposable
{
    readonly RequestLimit byAddress = new(20, TimeSpan.FromMinutes(15));

    /// <exception cref="Refusal">429.</exception>
    public void Spend(string address) => byAddress.Spend(address, "Nơi này đã xin mã nhiều lần. Hãy thử lại sau 15 phút.");

    public void Dispose() => byAddress.Dispose();
}

/// <summary>The code came back, with the new password (đặt lại mật khẩu). The password is set, nobody is signed in by it: a second factor is still asked.</summary>
public static class SetForgottenPassword
{
    public const string Route = "/api/identity/password-resets/completion";

    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập mã 8 chữ số đã gửi tới ông/bà."), RegularExpression(@"\s*\d{4}[\s-]?\d{4}\s*", ErrorMessage = "Mã có 8 chữ số.")]
        public string Code { get; set; } = "";

        [Required(ErrorMessage = "Hãy nhập mật khẩu mới.")]
        public string NewPassword { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            await handler.Run(command, ResetCookie.Read(context.Request), ct);
            ResetCookie.Clear(context);
            return TypedResults.NoContent();
        });

    public sealed class Handler(IdentityDb db, ActorHolder holder, OpenSessions sessions, PasswordPolicy policy, Sessions.Passwords passwords, Guessing guessing, Keyring keys, TimeProvider time)
    {
        /// <param name="token">What the first step left in the browser.</param>
        /// <exception cref="Refusal">422 wrong, used or expired code, or a password that is easily guessed; 503 too many people at once.</exception>
        public async Task Run(Command command, string? token, CancellationToken ct)
        {
            Check.Input(command);
            policy.DemandOfAnybody(command.NewPassword, nameof(Command.NewPassword));
            var (hash, now) = (token is null ? "" : Session.HashOf(token), LegalTime.Cut(time.GetUtcNow()));
            var typed = string.Concat(command.Code.Where(char.IsAsciiDigit));

            // A try is taken before the code is looked at, so that tries made at once all count.
            var open = await db.PasswordResets.Where(r => r.TokenHash == hash && r.AskedAt > now - PasswordReset.Life && r.UsedAt == null && r.Failures < PasswordReset.MostFailures)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.Failures, x => x.Failures + 1), ct);
            var reset = await db.PasswordResets.AsNoTracking().SingleOrDefaultAsync(r => r.TokenHash == hash, ct);
            var isRight = open == 1 && OneTimeCode.Fits(PasswordReset.CodeOf(reset!.Id, keys), typed);
            var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == (reset == null ? Guid.Empty : reset.AccountId ?? Guid.Empty), ct);
            if (!isRight || account is null) throw Refusal.Invalid(nameof(Command.Code), "Mã chưa đúng, đã dùng hoặc đã quá 15 phút. Hãy xem tin mới nhất, hoặc xin mã mới.");

            var actor = await sessions.ActorOf(account, ct);
            if (!actor.IsSignedIn) throw Refusal.Conflict("account.closed", "Tài khoản này đã đóng. Hãy liên hệ bộ phận một cửa nơi ông/bà ở.");
            await db.PasswordResets.Where(r => r.Id == reset!.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Failures, x => x.Failures - 1), ct); // a right code is no try
            policy.Demand(account, command.NewPassword, nameof(Command.NewPassword));
            var made = await passwords.HashInTurn(account, command.NewPassword, ct);
            holder.Current = actor;
            await db.Again(async () =>
            {
                var used = await db.PasswordResets.SingleAsync(r => r.Id == reset!.Id, ct);
                if (used.UsedAt is not null) throw Refusal.Invalid(nameof(Command.Code), "Mã này đã dùng. Hãy xin mã mới.");
                used.Use(now);
                var person = await db.Accounts.SingleAsync(a => a.Id == account.Id, ct);
                person.SetPassword(made);
                db.Record(person, new PasswordResetDone(await db.EndOpened(person.Id, now, exceptToken: null, ct)));
                return await db.SaveChangesAsync(ct);
            });
            await guessing.Forget(guessing.KeyOf("account", account.Id.ToString("N")), ct);
        }
    }
}

/// <summary>The name of a request for a code, in the browser that made it.</summary>
public static class ResetCookie
{
    static readonly HostCookie cookie = new("nhatle-reset");

    public static string? Read(HttpRequest request) => cookie.Read(request);

    public static void Write(HttpContext context, string token) => cookie.Write(context, token, PasswordReset.Life);

    public static void Clear(HttpContext context) => cookie.Clear(context);
}
