using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Credentials;

/// <summary>A person changes their password (đổi mật khẩu). Everything that was open by the old one elsewhere ends.</summary>
public static class ChangePassword
{
    public sealed record Command
    {
        /// <summary>The one that is good now.</summary>
        [Required(ErrorMessage = "Hãy nhập mật khẩu đang dùng."), StringLength(200, ErrorMessage = "Mật khẩu dài nhất 200 ký tự.")]
        public string Password { get; set; } = "";

        [Required(ErrorMessage = "Hãy nhập mật khẩu mới.")]
        public string NewPassword { get; set; } = "";
    }

    /// <param name="Ended">Sessions elsewhere.</param>
    public sealed record Done(int Ended);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/password", (Command command, Handler handler, HttpContext context, CancellationToken ct) => handler.Run(command, Device.Of(context), ct));

    public sealed class Handler(IdentityDb db, Actor actor, OwnPassword own, PasswordPolicy policy, Sessions.Passwords passwords, TimeProvider time)
    {
        /// <exception cref="Refusal">401; 422 wrong password, or a new one that is easily guessed; 429 too many wrong ones; 503 too many people at once.</exception>
        public async Task<Done> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var known = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, ct);
            policy.Demand(known, command.NewPassword, nameof(Command.NewPassword));
            if (command.NewPassword == command.Password) throw Refusal.Invalid(nameof(Command.NewPassword), "Mật khẩu mới phải khác mật khẩu đang dùng.");
            await own.Confirm(command.Password, device, ct);
            var hash = await passwords.HashInTurn(known, command.NewPassword, ct);
            return await db.Again(async () =>
            {
                var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct);
                account.SetPassword(hash);
                var ended = await db.EndOpened(account.Id, LegalTime.Cut(time.GetUtcNow()), device.Token, ct);
                db.Record(account, new PasswordChanged(ended));
                await db.SaveChangesAsync(ct);
                return new Done(ended);
            });
        }
    }
}
