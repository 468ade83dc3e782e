using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

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

/// <summary>A key goes: nobody signs in with it any more. What is open stays open.</summary>
public static class RemovePasskey
{
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
                var passkey = await db.Passkeys.SingleOrDefaultAsync(p => p.Id == id && p.AccountId == actor.AccountId, ct) ?? throw Refusal.Missing("passkey", "Khóa truy cập này không còn ở tài khoản này.");
                db.Passkeys.Remove(passkey);
                db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new PasskeyRemoved(passkey.Id, passkey.Name));
                return await db.SaveChangesAsync(ct);
            });
        }
    }
}
