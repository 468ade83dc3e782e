using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Passkeys;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.StepUps;

/// <summary>
/// Who is signed in proves once more that it is they who sit there (xác nhận lại), before an act of weight: by a passkey where they have
/// one; else by a code where they have a second factor, and by the password where they have none. See <see cref="StepUp"/>.
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

        /// <summary>Of <see cref="AskForPasskey"/>; for who has a passkey.</summary>
        public string? Challenge { get; set; }

        /// <summary>What navigator.credentials.get gave, as JSON.</summary>
        public string? Credential { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            (await handler.Run(command, Device.Of(context), ct)).Write(context);
            return TypedResults.NoContent();
        });

    public sealed class Handler(IdentityDb db, SignedInAccount signedIn, Actor actor, CodeCheck codes, PasskeyCheck passkeys, OwnPassword password, EnterCode.Handler enter, NewSession sessions)
    {
        /// <exception cref="Refusal">401 not signed in; 422 wrong code or password, or a key that is refused by name; 429 too many.</exception>
        public async Task<Raised> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn || signedIn.Session is not { } session) throw Refusal.SignIn();
            if (!string.IsNullOrEmpty(command.Credential))
                return await passkeys.Use(new() { Challenge = command.Challenge ?? "", Credential = command.Credential }, ChallengeKind.Confirm, actor.AccountId, (owner, _) => Confirm(session, owner, true, new PasskeyConfirmed(Device.Describe(device.UserAgent), device.Address), ct), ct);
            if (await codes.AreAsked(actor.AccountId, ct)) return await enter.Run(new() { Code = command.Code }, device, ct);
            await password.Confirm(command.Password, device, ct);
            return await db.Again(async () => await Confirm(session, await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), false, new PasswordConfirmed(Device.Describe(device.UserAgent), device.Address), ct));
        }

        async Task<Raised> Confirm(Session session, Account account, bool byFactor, object fact, CancellationToken ct)
        {
            var raised = await sessions.Raise(session, account.Kind, byFactor, ct);
            db.Record(account, fact);
            await db.SaveChangesAsync(ct);
            return raised;
        }
    }
}
