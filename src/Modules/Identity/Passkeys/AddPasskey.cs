using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Passkeys;

/// <summary>Registering a key begins (Web Authentication Level 3, section 7.1, step 1): who found a browser open adds none of their own.</summary>
public static class OfferPasskey
{
    public sealed record Command
    {
        [StringLength(200, ErrorMessage = "Mật khẩu dài nhất 200 ký tự.")]
        public string? Password { get; set; }

        /// <summary>Of the app on the phone, asked in place of the password where there is one.</summary>
        public string? Code { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/passkeys/offer", (Command command, Handler handler, HttpContext context, CancellationToken ct) => handler.Run(command, Device.Of(context), ct));

    public sealed class Handler(IdentityDb db, Actor actor, CodeCheck codes, PasskeyCheck passkeys, OwnPassword password, WebAuthn webAuthn, Challenges challenges)
    {
        /// <exception cref="Refusal">401; 409 as many as an account may have, or one of them has to be used first; 422 wrong password or code; 429 too many.</exception>
        public async Task<Challenges.Made> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (await db.Passkeys.CountAsync(p => p.AccountId == actor.AccountId, ct) >= Passkey.Most) throw Refusal.Conflict("passkey.many", "Tài khoản đã có {0} khóa truy cập. Hãy gỡ bớt khóa không dùng nữa.", Passkey.Most);
            await passkeys.MustBeUsedFirst(ct);
            if (await codes.AreAsked(actor.AccountId, ct)) await codes.Take(actor.AccountId, actor, command.Code, device, _ => db.SaveChangesAsync(ct), ct);
            else await password.Confirm(command.Password, device, ct);
            var (options, state) = await webAuthn.AskToMake(await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, ct));
            return challenges.Make(ChallengeKind.Add, actor.AccountId, options, state);
        }
    }
}

/// <summary>The device has made a key (section 7.1, from step 3). Whoever did this has shown two factors: a session that counts as such takes the place of theirs.</summary>
public static class AddPasskey
{
    public sealed record Command
    {
        public string Challenge { get; set; } = "";

        /// <summary>What navigator.credentials.create gave, as JSON.</summary>
        [Required(ErrorMessage = "Chưa có khóa nào được tạo. Hãy bấm nút Tạo khóa truy cập."), StringLength(32_000, ErrorMessage = "Khóa truy cập chưa được nhận. Hãy mở lại trang này rồi thử lại.")]
        public string Credential { get; set; } = "";

        /// <summary>As the person calls it; what browser it is where they do not say.</summary>
        [StringLength(60, ErrorMessage = "Tên khóa dài nhất 60 ký tự.")]
        public string? Name { get; set; }
    }

    public sealed record Added(Guid Id, string Name);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/passkeys", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var (added, begun) = await handler.Run(command, Device.Of(context), ct);
            begun.Write(context);
            return added;
        });

    public sealed class Handler(IdentityDb db, Actor actor, SignedInAccount signedIn, WebAuthn webAuthn, Challenges challenges, NewSession newSession, TimeProvider time)
    {
        /// <exception cref="Refusal">401; 409 as many as an account may have; 422 what the device says is not right, by name.</exception>
        public async Task<(Added Added, SignIn.Begun Begun)> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var made = await webAuthn.Register(command.Credential, await challenges.Take(command.Challenge, ChallengeKind.Add, actor.AccountId, ct));
            var name = Name(command.Name, device);
            return await db.Again(async () =>
            {
                var (account, now) = (await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), LegalTime.Cut(time.GetUtcNow()));
                var passkey = Passkey.Of(Guid.CreateVersion7(now), account.Id, made, name, now);
                if (await db.Passkeys.AnyAsync(p => p.CredentialId == passkey.CredentialId, ct)) throw PasskeyRefusals.Registered();
                db.Passkeys.Add(passkey);
                db.Record(account, new PasskeyAdded(passkey.Id, name));
                return (new Added(passkey.Id, name), await newSession.Begin(account, actor, Acr.TwoFactors, device, ct, signedIn.Session?.Assurance ?? AssuranceLevel.None));
            });
        }

        static string Name(string? given, Device device)
        {
            if (!string.IsNullOrWhiteSpace(given)) return given.Trim();
            var browser = Device.Describe(device.UserAgent);
            return browser.Length > 0 ? browser : "Passkey";
        }
    }
}
