using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Organization.Structure;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.Officers;

/// <summary>One officer as who administers their units sees them: posts, what would end with them, and what was done before.</summary>
public static class ReadOfficer
{
    /// <summary>They left office, or came back.</summary>
    public sealed record Turn(DateTimeOffset At, bool Left, string By, string Reason);

    /// <param name="Duties">Open, and laid on them by name.</param>
    /// <param name="Why">Why the actor may not change it, in words; null: they may.</param>
    public sealed record View(Officer Officer, IReadOnlyList<(Position Position, Unit Unit)> Posts, int Delegations, int Duties, IReadOnlyList<Turn> Turns, Refusal? Why);

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        const int TurnsRead = 500;

        static readonly string Left = EventNames.Of(typeof(OfficerDeactivated)), Back = EventNames.Of(typeof(OfficerReactivated));

        /// <exception cref="Refusal">401, 403, 404.</exception>
        public async Task<View> Run(Guid id, CancellationToken ct)
        {
            actor.MustAdminister();
            var units = await directory.Get(ct);
            Refusal? why = null;
            try { units.MustBeWithin(actor, id, time.Today); }
            catch (Refusal refusal) when (refusal.Status != 404) { why = refusal; }
            var officer = units.FindOfficer(id)!;
            var posts = units.PostsThatBind(id, time.Today).Select(p => (p, units.Unit(p.UnitId))).OrderBy(p => p.Item2.Code, StringComparer.Ordinal).ToList();
            var now = time.Now;
            var own = units.Positions.Where(p => p.OfficerId == id).Select(p => p.Id).ToHashSet();
            return new(officer, posts, units.Delegations.Count(d => d.RevokedAt is null && d.UntilAt > now && (d.OfficerId == id || own.Contains(d.PositionId))),
                await db.Duties.CountAsync(d => d.OfficerId == id && d.EndedAt == null, ct), await Turns(id, ct), why);
        }

        /// <summary>From the journal of the directory, newest first.</summary>
        async Task<IReadOnlyList<Turn>> Turns(Guid id, CancellationToken ct)
        {
            var read = await (
                from e in db.Entries.AsNoTracking()
                join p in db.Payloads.AsNoTracking() on e.Id equals p.EntryId
                where e.SubjectId == DirectoryState.TheOne && (e.Event == Left || e.Event == Back)
                orderby e.Seq descending
                select new { e.At, e.Event, Payload = p }).Take(TurnsRead).ToListAsync(ct);
            return [.. from r in read let content = r.Payload.Read() where IsOf(content.Event, id) select new Turn(r.At, r.Event == Left, content.Name, content.Note ?? "")];
        }

        static bool IsOf(JsonElement said, Guid id) => said.ValueKind == JsonValueKind.Object && said.TryGetProperty("officerId", out var officer) && officer.TryGetGuid(out var read) && read == id;
    }
}
