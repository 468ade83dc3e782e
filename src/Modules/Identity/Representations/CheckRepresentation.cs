using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Identity.Representations;

/// <summary>An official of the commune has looked at the evidence: confirms, or refuses with a reason (xác nhận quyền đại diện).</summary>
public static class CheckRepresentation
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>The version the person saw; an older one means somebody else was faster.</summary>
        public long? Version { get; set; }

        [StringLength(500, ErrorMessage = "Ghi chú dài nhất 500 ký tự.")]
        public string? Note { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/identity/representations/{id:guid}/approval", async (Guid id, Command command, Handler handler, CancellationToken ct) =>
        {
            await handler.Approve(command with { Id = id }, ct);
            return Results.NoContent();
        });
        routes.MapPost("/api/identity/representations/{id:guid}/refusal", async (Guid id, Command command, Handler handler, CancellationToken ct) =>
        {
            await handler.Refuse(command with { Id = id }, ct);
            return Results.NoContent();
        });
    }

    public sealed class Handler(IdentityDb db, Actor actor, LegalTime time)
    {
        /// <exception cref="Refusal">401; 404 out of scope; 403 in scope and another unit's to do; 409 decided before.</exception>
        public async Task Approve(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var representation = await Find(command, ct);
            representation.Approve(time.Today, time.Now);
            db.Record(representation, new RepresentationApproved(representation.Id, representation.EndsOn), command.Note?.Trim(), actor.PostFor(Permits.CheckRepresentation, representation.UnitId));
            db.Discharge(representation, Duties.CheckRepresentation);
            await db.SaveChangesAsync(ct);
        }

        /// <inheritdoc cref="Approve"/>
        public async Task Refuse(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var representation = await Find(command, ct);
            if (string.IsNullOrWhiteSpace(command.Note)) throw Refusal.Invalid(nameof(command.Note), "Hãy ghi lý do từ chối: người yêu cầu đọc đúng câu này.");
            representation.Refuse(command.Note.Trim(), time.Now);
            db.Record(representation, new RepresentationRefused(representation.Id), command.Note.Trim(), actor.PostFor(Permits.CheckRepresentation, representation.UnitId));
            db.Discharge(representation, Duties.CheckRepresentation);
            await db.SaveChangesAsync(ct);
        }

        async Task<Representation> Find(Command command, CancellationToken ct)
        {
            var representation = await db.Checkable(actor, command.Id, ct);
            if (!actor.HoldsPost(Permits.CheckRepresentation, representation.UnitId)) throw Refusal.Forbidden("representation.permit", "Việc này do cán bộ của xã nơi nhận yêu cầu làm. Anh/chị xem được nhưng không xác nhận.");
            return command.Version is { } seen && seen != representation.Version ? throw await db.Changed(representation, ct) : representation;
        }
    }

    /// <summary>One an official may see by this permit; another unit's is as unknown as none.</summary>
    public static async Task<Representation> Checkable(this IdentityDb db, Actor actor, Guid id, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        return await db.Representations.Visible(db, actor, Permits.CheckRepresentation).SingleOrDefaultAsync(r => r.Id == id, ct)
            ?? throw Refusal.Missing("representation", "Không thấy yêu cầu đại diện này trong phạm vi của anh/chị.");
    }
}
