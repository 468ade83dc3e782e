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
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Passkeys;

/// <summary>What a person sees of their keys.</summary>
public static class MyPasskeys
{
    /// <param name="IsBackedUp">A vault of the person keeps it: losing one device does not lose the key.</param>
    public sealed record Item(Guid Id, string Name, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt, bool IsBackedUp);

    /// <param name="AskCode">To add one takes a code of the app; else the password.</param>
    /// <param name="CanRaise">This session began with a password alone, and one of the keys has to be used in it before they are changed.</param>
    public sealed record View(IReadOnlyList<Item> Passkeys, bool AskCode, bool CanRaise);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/identity/passkeys", async (Handler handler, CancellationToken ct) => (await handler.Run(ct)).Passkeys);

    public sealed class Handler(IdentityDb db, Actor actor, SignedInAccount signedIn, CodeCheck codes)
    {
        /// <exception cref="Refusal">401 for somebody who is not signed in.</exception>
        public async Task<View> Run(CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var passkeys = await db.Passkeys.AsNoTracking().Where(p => p.AccountId == actor.AccountId).OrderBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct);
            return new(passkeys.ConvertAll(p => new Item(p.Id, p.Name, p.AddedAt, p.LastUsedAt, p.IsBackedUp)), await codes.AreAsked(actor.AccountId, ct), passkeys.Count > 0 && signedIn.Session is { } here && PasskeyCheck.IsWeak(here));
        }
    }
}

/// <summary>A key is called otherwise: the phone was given on, and the name of its device misleads.</summary>
public static class RenamePasskey
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi tên khóa."), StringLength(60, ErrorMessage = "Tên khóa dài nhất 60 ký tự.")]
        public string Name { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/identity/passkeys/{id:guid}/name", async (Guid id, Command command, Handler handler, CancellationToken ct) =>
    {
        await handler.Run(command with { Id = id }, ct);
        return TypedResults.NoContent();
    });

    public sealed class Handler(IdentityDb db, Actor actor, PasskeyCheck passkeys)
    {
        /// <exception cref="Refusal">401; 404 no such key of theirs; 409 a key has to be used first; 422 no name.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            Check.Input(command);
            var name = Nfc.Clean(command.Name).Trim();
            if (name.Length == 0) throw Refusal.Invalid(nameof(command.Name), "Hãy ghi tên khóa.");
            await passkeys.MustBeUsedFirst(ct); // a false name would have its owner remove the wrong one
            await db.Again(async () =>
            {
                var passkey = await db.Passkeys.SingleOrDefaultAsync(p => p.Id == command.Id && p.AccountId == actor.AccountId, ct) ?? throw RemovePasskey.Gone();
                if (passkey.Name == name) return 0;
                var before = passkey.Name;
                passkey.Rename(name);
                db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new PasskeyRenamed(passkey.Id, before, name));
                return await db.SaveChangesAsync(ct);
            });
        }
    }
}

/// <summary>A key goes: nobody signs in with it any more. What is open stays open.</summary>
public static class RemovePasskey
{
    public static Refusal Gone() => Refusal.Missing("passkey", "Khóa truy cập này không còn ở tài khoản này.");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/identity/passkeys/{id:guid}", (Guid id, Handler handler, CancellationToken ct) => handler.Run(id, ct));

    public sealed class Handler(IdentityDb db, Actor actor, PasskeyCheck passkeys)
    {
        /// <exception cref="Refusal">401; 404 no such key of theirs; 409 a key has to be used first.</exception>
        public async Task Run(Guid id, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            await passkeys.MustBeUsedFirst(ct);
            await db.Again(async () =>
            {
                var passkey = await db.Passkeys.SingleOrDefaultAsync(p => p.Id == id && p.AccountId == actor.AccountId, ct) ?? throw Gone();
                db.Passkeys.Remove(passkey);
                db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new PasskeyRemoved(passkey.Id, passkey.Name));
                return await db.SaveChangesAsync(ct);
            });
        }
    }
}
