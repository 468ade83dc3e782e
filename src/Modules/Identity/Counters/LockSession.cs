using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Counters;

/// <summary>An officer leaves the computer for a moment (khóa máy). The session stays, opens nothing until its owner is back, and what was typed is kept.</summary>
public static class LockSession
{
    public sealed record Command
    {
        /// <summary>Of the page that was open, without the language prefix.</summary>
        [StringLength(2000, ErrorMessage = "Địa chỉ trang này quá dài.")]
        public string? Path { get; set; }

        /// <summary>What was typed in it, as its script wrote it: JSON.</summary>
        public string? Kept { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/identity/sessions/current/lock", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            await handler.Run(command, Device.Of(context), ct);
            return TypedResults.NoContent();
        });
        routes.MapPost("/api/identity/kept-forms/taking", (TakeKept.Command command, TakeKept.Handler handler, CancellationToken ct) => handler.Run(command, ct));
    }

    public sealed class Handler(Actor actor, Database database, ColumnCipher cipher, TimeProvider time)
    {
        const int Longest = 100_000;

        /// <exception cref="Refusal">401, 403: officers.</exception>
        public async Task Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            var (now, hash, account) = (LegalTime.Cut(time.GetUtcNow()), Session.HashOf(device.Token!), actor.AccountId);
            await database.Write(batch =>
            {
                batch.Add($"UPDATE identity_sessions SET locked_at = {now} WHERE token_hash = {hash} AND ended_at IS NULL AND locked_at IS NULL");
                if (command is { Path: { Length: > 0 } path, Kept: { Length: > 2 and < Longest } kept } && IsJson(kept))
                    batch.Add($"INSERT INTO identity_kept_forms (account_id, path, fields, kept_at) VALUES ({account}, {path}, {cipher.Encrypt(kept)}, {now}) ON CONFLICT (account_id, path) DO UPDATE SET fields = excluded.fields, kept_at = excluded.kept_at");
                return batch.Run(ct);
            }, ct);
        }

        static bool IsJson(string text)
        {
            try
            {
                using var read = JsonDocument.Parse(text);
                return read.RootElement.ValueKind == JsonValueKind.Array;
            }
            catch (JsonException) { return false; }
        }
    }
}

/// <summary>The same person opens the page again: what they had typed comes back, once.</summary>
public static class TakeKept
{
    public sealed record Command
    {
        [Required] public string Path { get; set; } = "";
    }

    public sealed class Handler(IdentityDb db, Actor actor, ColumnCipher cipher)
    {
        /// <summary>Where this person was last in the middle of something when they locked a computer; null: nothing is kept.</summary>
        public Task<string?> LastPath(Guid accountId, CancellationToken ct) =>
            db.KeptForms.Where(k => k.AccountId == accountId).OrderByDescending(k => k.KeptAt).Select(k => (string?)k.Path).FirstOrDefaultAsync(ct);

        /// <returns>The JSON that was kept; an empty list where there is none.</returns>
        /// <exception cref="Refusal">401, 403.</exception>
        public async Task<JsonElement> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            var kept = await db.KeptForms.AsNoTracking().SingleOrDefaultAsync(k => k.AccountId == actor.AccountId && k.Path == command.Path, ct);
            if (kept is not null) await db.KeptForms.Where(k => k.AccountId == actor.AccountId && k.Path == command.Path).ExecuteDeleteAsync(ct);
            using var read = JsonDocument.Parse(kept is null ? "[]" : cipher.Decrypt(kept.Fields));
            return read.RootElement.Clone();
        }
    }
}
