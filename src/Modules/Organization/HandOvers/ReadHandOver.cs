using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Organization.HandOvers;

/// <summary>The hand-overs of the actor and of the units they lead or administer; and one with everything it lists.</summary>
public static class ReadHandOver
{
    const int Most = 200;

    /// <param name="Duties">Until it is taken, what is open now.</param>
    /// <param name="Shared">Open duties of the whole unit: they stay there.</param>
    /// <param name="InHand">What who hands over has to count and close before anybody signs.</param>
    /// <param name="FromIsGone">The account of who hands over is closed.</param>
    public sealed record Answer(
        HandOver HandOver, IReadOnlyList<HandedDuty> Duties, int Shared, bool FromIsGone, bool ToIsGone,
        bool MayChange, bool MayGive, bool MayGiveInPlace, bool MayTake, bool MayTakeInPlace, IReadOnlyList<InHand> InHand);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/organization/hand-overs", async (Handler handler, CancellationToken ct) =>
            (await handler.All(ct)).Select(h => new { h.Id, Unit = h.UnitName, From = h.FromName, To = h.ToName, h.Basis, h.Status, h.MadeAt, h.GivenAt, h.TakenAt, h.Version }));
        routes.MapGet("/api/organization/hand-overs/{id:guid}", async (Guid id, Handler handler, CancellationToken ct) =>
        {
            var a = await handler.Run(id, ct);
            var h = a.HandOver;
            return new { h.Id, Unit = h.UnitName, From = h.FromName, To = h.ToName, h.Basis, h.Status, h.MadeAt, h.GivenAt, h.GivenFor, h.TakenAt, h.TakenFor, h.TakerNote, h.Reason, h.Version, Lines = h.Items, a.Duties, a.Shared, a.InHand };
        });
    }

    public sealed class Handler(OrganizationDb db, HandOverActs acts, Actor actor, DirectoryCache directory)
    {
        /// <summary>Those that wait for a signature first.</summary>
        public async Task<IReadOnlyList<HandOver>> All(CancellationToken ct)
        {
            actor.MustBeOfficer();
            var (me, over) = (actor.OfficerId, actor.UnitsWith(Permits.Lead).Union(actor.UnitsWith(Permits.Administer)).ToList());
            return await db.HandOvers.AsNoTracking().Where(h => h.FromId == me || h.ToId == me || over.Contains(h.UnitId))
                .OrderBy(h => h.Status == HandOverStatus.Draft || h.Status == HandOverStatus.Given ? 0 : 1).ThenByDescending(h => h.MadeAt).ThenBy(h => h.Id).Take(Most).ToListAsync(ct);
        }

        public async Task<Answer> Run(Guid id, CancellationToken ct)
        {
            var h = await acts.Find(id, seen: null, ct);
            var units = await directory.Get(ct);
            var (draft, given) = (h.Status == HandOverStatus.Draft, h.Status == HandOverStatus.Given);
            return new(h, h.IsOpen ? HandOverActs.Said(await acts.Open(h, ct)) : h.Handed, h.IsOpen ? await acts.Shared(h, ct) : 0,
                units.FindOfficer(h.FromId) is not { Active: true }, units.FindOfficer(h.ToId) is not { Active: true }, h.IsOpen && acts.MayChange(h),
                draft && acts.IsGiver(h), draft && await acts.MaySignFor(h.FromId, h, ct), given && acts.IsTaker(h), given && await acts.MaySignFor(h.ToId, h, ct), h.IsOpen ? await acts.InHand(h, ct) : []);
        }
    }
}
