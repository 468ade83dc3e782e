using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Representations;

/// <summary>
/// It ends before its day (chấm dứt đại diện, Civil Code 2015, Article 140): by the representative, by the represented, for an enterprise by another
/// who represents it, or by an official of the commune; always with a reason. From the commit on nothing opens by it.
/// </summary>
public static class EndRepresentation
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do chấm dứt."), StringLength(500, ErrorMessage = "Lý do dài nhất 500 ký tự.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/representations/{id:guid}/end", async (Guid id, Command command, Handler handler, CancellationToken ct) =>
        {
            await handler.Run(command with { Id = id }, ct);
            return Results.NoContent();
        });

    public sealed class Handler(IdentityDb db, Actor actor, OtherSide others, LegalTime time)
    {
        /// <exception cref="Refusal">401; 404 neither side nor in scope; 403 in scope and another unit's to do; 409 ended before; 422 without a reason.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var representation = await Find(command.Id, ct);
            var waited = representation.End(command.Reason.Trim(), time.Now);
            db.Record(representation, new RepresentationEnded(representation.Id), command.Reason.Trim(), actor.PostFor(Permits.CheckRepresentation, representation.UnitId));
            if (waited) db.Release(representation, Duties.CheckRepresentation);
            await db.SaveChangesAsync(ct);
        }

        async Task<Representation> Find(Guid id, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (actor.IsOfficer)
            {
                var seen = await db.Checkable(actor, id, ct);
                return actor.HoldsPost(Permits.CheckRepresentation, seen.UnitId) ? seen : throw Refusal.Forbidden("representation.permit", "Việc này do cán bộ của xã nơi nhận yêu cầu làm. Anh/chị xem được nhưng không xác nhận.");
            }
            var found = await db.Representations.SingleOrDefaultAsync(r => r.Id == id, ct);
            return found is not null && (found.AccountId == actor.AccountId || await others.Includes(found, actor.AccountId, ct)) ? found
                : throw Refusal.Missing("representation", "Không thấy quyền đại diện này trong tài khoản của ông/bà. Hãy tải lại trang.");
        }
    }
}

/// <summary>Who else has a say in a representation: the represented person, once their number is checked, and whoever represents the same enterprise.</summary>
public sealed class OtherSide(IdentityDb db, LegalTime time)
{
    public async Task<bool> Includes(Representation representation, Guid accountId, CancellationToken ct) => (await Of(representation, ct)).Contains(accountId);

    public async Task<IReadOnlyList<Guid>> Of(Representation representation, CancellationToken ct)
    {
        if (representation.DecidedAt is null || representation.State == RepresentationState.Refused) return []; // never confirmed: it concerns nobody else
        var (key, today) = (representation.NumberKey, time.Today);
        if (representation.Kind == RepresentedKind.Child)
            return await db.Accounts.AsNoTracking().Where(a => a.CitizenNumberLookup == key && a.NumberChecked && a.Active).Select(a => a.Id).ToListAsync(ct);
        return await db.Representations.AsNoTracking().Where(r => r.NumberKey == key && r.Kind == representation.Kind && r.AccountId != representation.AccountId && r.State == RepresentationState.Approved && r.EndsOn > today).Select(r => r.AccountId).Distinct().ToListAsync(ct);
    }
}
