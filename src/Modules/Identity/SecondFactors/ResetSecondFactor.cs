using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.SecondFactors;

/// <summary>
/// An administrator takes the second factor away from somebody who has lost both phone and recovery codes (gỡ xác thực hai bước). All
/// their sessions end, and whose post must have one adds another at the next sign-in.
/// </summary>
public static class ResetSecondFactor
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập tên đăng nhập của người bị mất điện thoại."), StringLength(100, ErrorMessage = "Tên đăng nhập dài nhất 100 ký tự.")]
        public string Login { get; set; } = "";

        [Required(ErrorMessage = "Hãy ghi lý do, và đã xác minh người đó bằng cách nào."), StringLength(500, ErrorMessage = "Lý do dài nhất 500 ký tự.")]
        public string Reason { get; set; } = "";
    }

    /// <param name="Sessions">How many ended.</param>
    public sealed record Done(string Name, int Sessions);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/second-factor-resets", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(IdentityDb db, Actor actor, StepUp stepUp, TimeProvider time)
    {
        /// <exception cref="Refusal">401, 403: an administrator, for somebody else; 422 no such login, no factor, no reason.</exception>
        public async Task<Done> Run(Command command, CancellationToken ct)
        {
            actor.MustAdministerClients();
            Check.Input(command);
            stepUp.Demand();
            return await db.Again(async () =>
            {
                var now = LegalTime.Cut(time.GetUtcNow());
                var account = await db.Find(command.Login.Trim(), ct) ?? throw Refusal.Invalid(nameof(command.Login), "Không có tài khoản này. Hãy xem lại tên đăng nhập.");
                if (account.Id == actor.AccountId) throw Refusal.Invalid(nameof(command.Login), "Không tự gỡ cho mình được. Hãy nhờ một người quản trị khác.");
                var factors = await db.SecondFactors.Where(f => f.AccountId == account.Id && f.Secret != null).ToListAsync(ct);
                var passkeys = await db.Passkeys.Where(p => p.AccountId == account.Id).ToListAsync(ct); // one of them may be in the lost phone
                if (factors.Count + passkeys.Count == 0) throw Refusal.Invalid(nameof(command.Login), "Tài khoản này chưa bật xác thực hai bước.");
                db.SecondFactors.RemoveRange(factors);
                db.Passkeys.RemoveRange(passkeys);
                db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ToListAsync(ct));
                var ended = await db.EndOpened(account.Id, now, exceptToken: null, ct); // what the app on the lost phone was given too
                db.Record(account, new SecondFactorReset(account.Id, ended), command.Reason.Trim());
                await db.SaveChangesAsync(ct);
                return new Done(account.FullName, ended);
            });
        }
    }
}
