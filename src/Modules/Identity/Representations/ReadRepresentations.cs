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
using NhatLe.Platform.Files;

namespace NhatLe.Identity.Representations;

/// <summary>Representations as those see them whom they concern: the representative, the other side, and officials of the commune, whose reading is noted.</summary>
public static class ReadRepresentations
{
    /// <param name="Number">Whole for who asked and for officials, who compare it with the paper.</param>
    /// <param name="Relation">In words.</param>
    /// <param name="IsMine">The reader is the representative.</param>
    /// <param name="MayEnd">The reader may end it now.</param>
    /// <param name="MayCheck">It waits for this official.</param>
    public sealed record View(Guid Id, long Version, RepresentedKind Kind, string Relation, string Representative, string Name, string Number, DateOnly? BornOn, string Unit, string Evidence, string? FileName,
        DateTimeOffset AskedAt, DateOnly LastDay, RepresentationState State, string Words, string Colour, string? Reason, bool IsMine, bool MayEnd, bool MayCheck);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/identity/representations", async (Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Mine(ct)));
        routes.MapGet(MyRepresentationsModel.Address + "/{id:guid}/giay", Send);
        routes.MapGet(RepresentationModel.Address + "/{id:guid}/giay", Send);
    }

    static async Task<IResult> Send(Guid id, HttpContext context, Handler handler, FileStore files, CancellationToken ct)
    {
        var file = await handler.File(id, ct);
        return files.Send(context, file.Hash, file.MediaType, file.Name);
    }

    public sealed class Handler(IdentityDb db, Actor actor, OtherSide others, ColumnCipher cipher, DirectoryCache directory, AccessLog accesses, LegalTime time)
    {
        const int Most = 200;

        /// <summary>Those the person acts by, and those by which others act for them, newest first.</summary>
        /// <exception cref="Refusal">401, 403 for officials, who have none of their own.</exception>
        public async Task<IReadOnlyList<View>> Mine(CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (!actor.IsCitizen) throw Refusal.Forbidden("representation.citizens-only", "Chỉ tài khoản người dân yêu cầu đại diện tại đây.");
            var own = await db.Accounts.AsNoTracking().Where(a => a.Id == actor.AccountId && a.NumberChecked).Select(a => a.CitizenNumberLookup).SingleOrDefaultAsync(ct) ?? "-";
            var rows = await db.Representations.AsNoTracking().Where(r => r.AccountId == actor.AccountId || (r.NumberKey == own && r.DecidedAt != null && (r.State == RepresentationState.Approved || r.State == RepresentationState.Ended)))
                .OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id).Take(Most).ToListAsync(ct);
            var units = await directory.Get(ct);
            return [.. rows.Select(r => ViewOf(r, units, mayEnd: MayBeEnded(r), mayCheck: false))];
        }

        /// <summary>Those of the official's units: what waits first.</summary>
        /// <exception cref="Refusal">401, 403.</exception>
        public async Task<IReadOnlyList<View>> OfUnits(CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (!actor.CanAnywhere(Permits.CheckRepresentation)) throw Refusal.Forbidden("representation.officers-only", "Trang này dành cho cán bộ xác nhận quyền đại diện của xã, phường, thị trấn.");
            var rows = await db.Representations.AsNoTracking().Visible(db, actor, Permits.CheckRepresentation).OrderBy(r => r.State).ThenByDescending(r => r.AskedAt).ThenByDescending(r => r.Id).Take(Most).ToListAsync(ct);
            foreach (var row in rows) Note(row, AccessKind.List);
            var units = await directory.Get(ct);
            return [.. rows.Select(r => ViewOf(r, units, mayEnd: false, mayCheck: false))];
        }

        /// <exception cref="Refusal">401, 404 for whom it does not concern.</exception>
        public async Task<View> One(Guid id, CancellationToken ct)
        {
            var found = await Readable(id, ct);
            if (actor.IsOfficer) Note(found, AccessKind.Record);
            var holds = actor.IsOfficer && actor.HoldsPost(Permits.CheckRepresentation, found.UnitId);
            return ViewOf(found, await directory.Get(ct), mayEnd: MayBeEnded(found) && (holds || !actor.IsOfficer) && (!actor.IsOfficer || found.State == RepresentationState.Approved), mayCheck: holds && found.State == RepresentationState.Asked);
        }

        /// <inheritdoc cref="One"/>
        public async Task<EvidenceFile> File(Guid id, CancellationToken ct)
        {
            var found = await Readable(id, ct);
            if (found.FileHash is null || (!actor.IsOfficer && found.AccountId != actor.AccountId)) throw Unknown(); // the paper may hold data of others: for who gave it, and for who checks it
            if (actor.IsOfficer) Note(found, AccessKind.Paper);
            return new(found.FileHash, found.FileName!, found.FileMediaType!, found.FileSize);
        }

        async Task<Representation> Readable(Guid id, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (actor.IsOfficer) return await db.Checkable(actor, id, ct);
            var found = await db.Representations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
            return found is not null && (found.AccountId == actor.AccountId || await others.Includes(found, actor.AccountId, ct)) ? found : throw Unknown();
        }

        bool MayBeEnded(Representation r) => r.State == RepresentationState.Asked || r.HoldsOn(time.Today);

        View ViewOf(Representation r, DirectorySnapshot units, bool mayEnd, bool mayCheck)
        {
            var number = cipher.Decrypt(r.Number);
            var mine = r.AccountId == actor.AccountId;
            return new(r.Id, r.Version, r.Kind, Representation.Words(r.Relation), r.AccountName, r.Name, mine || actor.IsOfficer || r.Kind == RepresentedKind.Enterprise ? number : "••••" + number[^4..], r.BornOn,
                units.Unit(r.UnitId).FullName, r.Evidence, r.FileName, r.AskedAt, r.EndsOn.AddDays(-1), r.State, r.WordsOn(time.Today), r.ColourOn(time.Today), r.Reason, mine, mayEnd, mayCheck);
        }

        /// <summary>It holds data of two people; an enterprise is none.</summary>
        void Note(Representation r, AccessKind kind)
        {
            accesses.Note(actor, new(kind, Permits.CheckRepresentation, r.UnitId, new(r.AccountId, ""), nameof(Representation), r.Id, ""));
            if (r.Kind == RepresentedKind.Child) accesses.Note(actor, new(kind, Permits.CheckRepresentation, r.UnitId, new(AccountId: null, r.NumberKey), nameof(Representation), r.Id, ""));
        }

        static Refusal Unknown() => Refusal.Missing("representation", "Không thấy quyền đại diện này trong tài khoản của ông/bà. Hãy tải lại trang.");
    }
}
