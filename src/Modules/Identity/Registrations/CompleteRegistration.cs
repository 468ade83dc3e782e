using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Registrations;

/// <summary>
/// The code came back, with a password: the account opens. Where the number had one already nothing opens, its password stays, and the
/// answer is the same; its owner was told. Each try is counted before the code is looked at.
/// </summary>
public static class CompleteRegistration
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy nhập mã 6 chữ số trong tin nhắn."), RegularExpression(@"\s*\d{3}\s?\d{3}\s*", ErrorMessage = "Mã có 6 chữ số.")]
        public string Code { get; set; } = "";

        [Required(ErrorMessage = "Hãy đặt mật khẩu.")]
        public string Password { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/registrations/{id:guid}/completion", async (Guid id, Command command, Handler handler, CancellationToken ct) =>
        {
            await handler.Run(command with { Id = id }, ct);
            return Results.NoContent();
        });

    public sealed class Handler(IdentityDb db, Passwords passwords, PasswordPolicy policy, ColumnCipher cipher, Keyring keys, TimeProvider time)
    {
        /// <summary>Name of the purpose the code is made for.</summary>
        public const string Purpose = "registration";

        /// <exception cref="Refusal">422 a wrong code, one that is too old or was tried too often, or a password that is too easy.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var now = LegalTime.Cut(time.GetUtcNow());
            var registration = await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.Id, ct);
            if (registration is null || !registration.IsOpen(now)) throw TooLate();
            var account = AccountOf(registration, "", now);
            policy.Demand(account, command.Password, nameof(command.Password));
            var spent = await db.Registrations.Where(r => r.Id == command.Id && r.EndedAt == null && r.Failures < Registration.MostFailures)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.Failures, x => x.Failures + 1), ct);
            if (spent == 0) throw TooLate();
            if (!OneTimeCode.Fits(OneTimeCode.Digits(Purpose, registration.CodeId, keys), command.Code)) throw Refusal.Invalid(nameof(command.Code), "Mã chưa đúng. Hãy xem lại tin nhắn mới nhất.");

            account.Rehash(await passwords.HashInTurn(account, command.Password, ct)); // where there is an account already too: it takes as long
            await db.Again(() => Open(command.Id, account, now, ct));
        }

        async Task<int> Open(Guid id, Account account, DateTimeOffset now, CancellationToken ct)
        {
            var registration = await db.Registrations.SingleAsync(r => r.Id == id, ct);
            if (registration.EndedAt is not null) return 0;
            registration.End(now);
            if (!await db.Accounts.AnyAsync(a => a.CitizenNumberLookup == registration.CitizenNumberLookup, ct))
            {
                account = AccountOf(registration, account.PasswordHash, now); // a new one with each try
                db.Accounts.Add(account);
                db.Record(account, new AccountRegistered(account.Login));
            }
            db.Record(registration, new RegistrationCompleted(registration.Id));
            return await db.SaveChangesAsync(ct);
        }

        Account AccountOf(Registration registration, string passwordHash, DateTimeOffset now)
        {
            var id = Guid.CreateVersion7(now);
            var number = CitizenNumber.Read(cipher.Decrypt(registration.CitizenNumber)).Value!;
            return Account.OfCitizen(id, LoginOf(id), new(registration.FullName, number, PhoneNumber.Read(cipher.Decrypt(registration.Phone)).Value, Email: null, registration.BornOn,
                number.Sex == Sex.Female ? "female" : "male", Ethnicity: "", UnitCode: "", Address: ""), passwordHash, cipher, numberChecked: false);
        }

        static Refusal TooLate() => Refusal.Invalid(nameof(Command.Code), "Mã này đã hết hạn, hoặc đã nhập sai nhiều lần. Hãy xin mã mới.");
    }

    /// <summary>A name for an account that is signed in to by number or phone: it tells nothing about its owner.</summary>
    public static string LoginOf(Guid accountId) => "dan." + accountId.ToString("N", CultureInfo.InvariantCulture)[^10..];
}
