using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.StepUps;

/// <summary>
/// Who is signed in proves once more that it is they who sit there (xác nhận lại), before an act of weight: by a code where they have a
/// second factor, else by the password. See <see cref="StepUp"/>.
/// </summary>
public static class Reauthenticate
{
    public const string Route = "/api/identity/sessions/current/proof";

    public sealed record Command
    {
        /// <summary>Of the app, or a recovery code; for who has a second factor.</summary>
        [StringLength(20, ErrorMessage = "Mã có 6 chữ số.")]
        public string? Code { get; set; }

        /// <summary>For who has none.</summary>
        [StringLength(200, ErrorMessage = "Mật khẩu dài nhất 200 ký tự.")]
        public string? Password { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            (await handler.Run(command, Device.Of(context), ct)).Write(context);
            return TypedResults.NoContent();
        });

    public sealed class Handler(IdentityDb db, SignedInAccount signedIn, Actor actor, CodeCheck codes, OwnPassword password, EnterCode.Handler enter, NewSession sessions)
    {
        /// <exception cref="Refusal">401 not signed in; 422 wrong code or password; 429 too many.</exception>
        public async Task<Raised> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn || signedIn.Session is not { } session) throw Refusal.SignIn();
            if (await codes.AreAsked(actor.AccountId, ct)) return await enter.Run(new() { Code = command.Code }, device, ct);
            await password.Confirm(command.Password, device, ct);
            return await db.Again(async () =>
            {
                var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct);
                var raised = await sessions.Raise(session, account.Kind, byCode: false, ct);
                db.Record(account, new PasswordConfirmed(Device.Describe(device.UserAgent), device.Address));
                await db.SaveChangesAsync(ct);
                return raised;
            });
        }
    }
}
