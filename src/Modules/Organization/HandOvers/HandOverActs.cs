using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.HandOvers;

/// <summary>What the acts on a hand-over have in common: finding it, who may, what is open.</summary>
public sealed class HandOverActs(OrganizationDb db, PlatformDb platform, Actor actor, DirectoryCache directory, IEnumerable<IInHand> keepers)
{
    /// <summary>For the two, and the leaders and administrators of the unit. To everybody else it is as unknown as what is not there.</summary>
    /// <param name="seen">The version the person saw; an older one means somebody else was faster.</param>
    /// <exception cref="Refusal">401, 403, 404, or 409 saying who was faster.</exception>
    public async Task<HandOver> Find(Guid id, long? seen, CancellationToken ct)
    {
        actor.MustBeOfficer();
        var handOver = await db.HandOvers.SingleOrDefaultAsync(h => h.Id == id, ct);
        if (handOver is null || !(IsGiver(handOver) || IsTaker(handOver) || Administers(handOver) || actor.Can(Permits.Lead, handOver.UnitId)))
            throw Refusal.Missing("hand-over", "Không thấy bàn giao này trong phạm vi của anh/chị.");
        return seen is { } version && version != handOver.Version ? throw await db.Changed(handOver, ct) : handOver;
    }

    public bool IsGiver(HandOver handOver) => handOver.FromId == actor.OfficerId;
    public bool IsTaker(HandOver handOver) => handOver.ToId == actor.OfficerId;
    public bool Administers(HandOver handOver) => actor.Can(Permits.Administer, handOver.UnitId);

    /// <summary>Who hands over, and who administers the unit.</summary>
    public bool MayChange(HandOver handOver) => IsGiver(handOver) || Administers(handOver);

    /// <summary>Who administers the unit signs for a party whose account is closed, and never for the one they hand over to or take over from.</summary>
    public async Task<bool> MaySignFor(Guid party, HandOver handOver, CancellationToken ct) =>
        Administers(handOver) && !IsGiver(handOver) && !IsTaker(handOver) && (await directory.Get(ct)).FindOfficer(party) is not { Active: true };

    /// <summary>The post it is done under: one in the unit, their own; of administrators the one that lets them.</summary>
    public Post? PostOf(HandOver handOver) =>
        actor.Posts.FirstOrDefault(p => p.IsIn(handOver.UnitId) && p.OnBehalfOf is null && (IsGiver(handOver) || IsTaker(handOver))) ?? actor.PostFor(Permits.Administer, handOver.UnitId) ?? actor.MainPost;

    /// <summary>Writes what was done to a hand-over, and says how it stands now.</summary>
    public async Task<PrepareHandOver.Answer> Save(HandOver handOver, object fact, string? note, CancellationToken ct)
    {
        db.Record(handOver, fact, note, PostOf(handOver));
        await db.SaveChangesAsync(ct);
        return PrepareHandOver.Answer.Of(handOver);
    }

    /// <summary>Who signs in the place of a party, and why.</summary>
    public string InPlace(string reason) => $"{actor.Name}: {reason}";

    /// <summary>The units whose work the unit of the hand-over does today: itself, or who goes on after a reform, and what that one took over.</summary>
    public async Task<IReadOnlyList<Guid>> UnitsOf(Guid unitId, CancellationToken ct)
    {
        var units = await directory.Get(ct);
        var now = units.Now(unitId).Id;
        return [now, .. units.Former(now)];
    }

    /// <summary>Open, and laid on who hands over.</summary>
    public async Task<IReadOnlyList<Duty>> Open(HandOver handOver, CancellationToken ct)
    {
        var of = await UnitsOf(handOver.UnitId, ct);
        return await platform.Duties.AsNoTracking().Where(d => of.Contains(d.UnitId) && d.OfficerId == handOver.FromId && d.EndedAt == null).OrderBy(d => d.OpenedAt).ThenBy(d => d.Id).ToListAsync(ct);
    }

    /// <summary>What who hands over still holds, by the books of other modules.</summary>
    public async Task<IReadOnlyList<InHand>> InHand(HandOver handOver, CancellationToken ct) => await keepers.AllOf(handOver.FromId, await UnitsOf(handOver.UnitId, ct), ct);

    /// <exception cref="Refusal">409 while something is open: it is counted first.</exception>
    public async Task MustHoldNothing(HandOver handOver, CancellationToken ct)
    {
        if (await InHand(handOver, ct) is [var held, ..]) throw Refusal.Conflict("hand-over.in-hand", "Bên giao còn {0} mở, theo sổ phải có {1:N0} đồng. Hãy đếm tiền và chốt trước khi ký.", new FieldError("", held.What), held.AmountVnd);
    }

    public static IReadOnlyList<HandedDuty> Said(IEnumerable<Duty> duties) => [.. duties.Select(d => new HandedDuty(d.Kind, d.Code, d.Title, d.DueAt, d.Link))];

    /// <summary>Open, and of the whole unit: it stays there.</summary>
    public async Task<int> Shared(HandOver handOver, CancellationToken ct)
    {
        var of = await UnitsOf(handOver.UnitId, ct);
        return await platform.Duties.AsNoTracking().CountAsync(d => of.Contains(d.UnitId) && d.OfficerId == null && d.EndedAt == null, ct);
    }

    /// <summary>Living units an officer has or had a post in: also who has just left hands over.</summary>
    public static IEnumerable<Unit> UnitsOf(DirectorySnapshot units, Guid officer, DateOnly today) =>
        units.Positions.Where(p => p.OfficerId == officer && p.ValidFrom <= today).Select(p => units.Now(p.UnitId)).Where(u => !u.HasEnded).DistinctBy(u => u.Id).OrderBy(u => u.Code, StringComparer.Ordinal);

    /// <summary>Who may take over in a unit: those with a post there, and those whose post begins.</summary>
    public static IEnumerable<Officer> Takers(DirectorySnapshot units, Guid unitId, Guid giver, DateOnly today) =>
        units.Positions.Where(p => p.UnitId == unitId && p.OfficerId != giver && (p.ValidTo is null || p.ValidTo >= today)).Select(p => units.FindOfficer(p.OfficerId)).OfType<Officer>().Where(o => o.Active).DistinctBy(o => o.Id).OrderBy(o => o.SortKey);

    /// <summary>What an officer is in the unit, or was last.</summary>
    public static string TitleOf(DirectorySnapshot units, Guid unitId, Guid officer, DateOnly today)
    {
        if (units.TitlesIn(unitId, officer, today) is { Length: > 0 } titles) return titles;
        return units.Positions.Where(p => p.OfficerId == officer && units.Now(p.UnitId).Id == unitId).OrderByDescending(p => p.ValidFrom).Select(p => p.Title).FirstOrDefault() ?? "";
    }
}
