using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Registrations;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Assisted;

/// <summary>
/// The owner of an account opened at a desk chooses a password with the code on the slip, once, and is signed in (kích hoạt). A number without
/// such an account, a wrong code and one that is too old get one answer; guessing gets slower and slower, as at the sign-in.
/// </summary>
public static class Activate
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập số định danh: 12 chữ số in trên thẻ căn cước."), StringLength(40, ErrorMessage = "Số định danh có 12 chữ số.")]
        public string CitizenNumber { get; set; } = "";

        [Required(ErrorMessage = "Hãy nhập mã kích hoạt trên phiếu."), StringLength(40, ErrorMessage = "Mã kích hoạt có 8 chữ và số.")]
        public string Code { get; set; } = "";

        [Required(ErrorMessage = "Hãy đặt mật khẩu.")]
        public string Password { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/activations", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var begun = await handler.Run(command, Device.Of(context), ct);
            SessionCookie.Write(context, begun.Token, begun.Span);
            return Results.Created("/api/identity/sessions/current", new SignIn.Answer(begun.Actor.Kind, begun.Actor.Name, begun.ExpiresAt));
        });

    public sealed class Handler(IdentityDb db, ActorHolder holder, OpenSessions sessions, NewSession newSession, Passwords passwords, PasswordPolicy policy, Guessing guessing, ColumnCipher cipher, Keyring keys, TimeProvider time)
    {
        static readonly Activation none = Nothing();

        /// <exception cref="Refusal">422 a wrong number or code, or a password that is too easy; 429 too many tries, with the time to wait.</exception>
        public async Task<SignIn.Begun> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            var number = CitizenNumber.Read(command.CitizenNumber);
            if (number.Refusal is { } no) throw Refusal.Invalid(nameof(command.CitizenNumber), no.Message, [.. no.Args]);
            policy.DemandOfAnybody(command.Password, nameof(command.Password));
            var lookup = cipher.Lookup(number.Value!.Value);
            var (person, address) = (guessing.KeyOf("activation", lookup), guessing.KeyOf("address", device.Address));
            await guessing.Allow([person, address], ct);

            var now = time.GetUtcNow();
            var found = await (
                from a in db.Accounts.AsNoTracking()
                join activation in db.Activations.AsNoTracking() on a.Id equals activation.AccountId
                where a.CitizenNumberLookup == lookup && a.Active && activation.ExpiresAt > now
                select new { Account = a, Activation = activation }).SingleOrDefaultAsync(ct);
            if (!OneTimeCode.Fits((found?.Activation ?? none).Code(keys), command.Code) || found is null)
            {
                var (count, until) = await guessing.Fail(person, address, ct);
                if (until is { } locked && await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.CitizenNumberLookup == lookup, ct) is { } owner) await db.Journal(owner.Id, new ActivationFailed(count, locked), ct);
                throw Wrong();
            }
            policy.Demand(found.Account, command.Password, nameof(command.Password));
            var hash = await passwords.HashInTurn(found.Account, command.Password, ct);
            holder.Current = await sessions.ActorOf(found.Account, ct);
            var begun = await db.Again(async () =>
            {
                var account = await db.Accounts.SingleAsync(a => a.Id == found.Account.Id, ct);
                if (await db.Activations.SingleOrDefaultAsync(a => a.AccountId == account.Id && a.Id == found.Activation.Id, ct) is not { } activation) throw Wrong(); // used in the meantime, or another code was made
                db.Activations.Remove(activation);
                account.Rehash(hash);
                db.Record(account, new AccountActivated(account.Id));
                return await newSession.Begin(account, holder.Current, OpenId.Acr.Password, device, ct);
            });
            await guessing.Forget(person, ct);
            return begun;
        }

        static Activation Nothing()
        {
            var activation = new Activation();
            activation.Begin(Guid.Empty, Guid.Empty, DateTimeOffset.UnixEpoch);
            return activation;
        }

        static Refusal Wrong() => Refusal.Invalid(nameof(Command.Code), "Số định danh hoặc mã kích hoạt chưa đúng, hoặc mã đã hết hạn. Hãy xem lại phiếu, hoặc xin mã mới tại quầy.");
    }
}
