using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;

namespace NhatLe.Identity.Representations;

/// <summary>
/// Who acts for somebody is told 30 and 7 days before it ends, once each, and a child who comes of age that it acts for itself from then on. A
/// notice has an id that follows from the representation, its day and the notice: told once, however often this is run.
/// </summary>
public sealed class TellBeforeEnd(IServiceScopeFactory scopes, LegalTime time) : IScheduledJob
{
    /// <summary>Days before the first day on which it no longer holds; the last that has come is told.</summary>
    static readonly int[] ahead = [30, 7];

    const int AtOnce = 200;

    sealed record Ending(Guid Id, DateOnly EndsOn, Guid AccountId);

    sealed record Due(Guid Id, DateOnly EndsOn, int Days);

    /// <returns>How many notices were given.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var (today, told) = (time.Today, 0);
        foreach (var some in (await Soon(today, ct)).Chunk(AtOnce))
            foreach (var due in await NotTold(some, today, ct)) told += await Tell(due, today, ct);
        return told;
    }

    async Task<List<Ending>> Soon(DateOnly today, CancellationToken ct)
    {
        var until = today.AddDays(ahead[0]);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Representations.AsNoTracking().Where(r => r.EndsOn > today && r.EndsOn <= until && r.State == RepresentationState.Approved)
            .OrderBy(r => r.EndsOn).ThenBy(r => r.Id).Select(r => new Ending(r.Id, r.EndsOn, r.AccountId)).ToListAsync(ct);
    }

    async Task<List<Due>> NotTold(Ending[] some, DateOnly today, CancellationToken ct)
    {
        var due = Array.ConvertAll(some, r => (Due: new Due(r.Id, r.EndsOn, ahead.Last(d => r.EndsOn.DayNumber - today.DayNumber <= d)), r.AccountId));
        var ids = due.Select(d => NoticeOf(d.Due, d.AccountId)).ToList();
        await using var scope = scopes.CreateAsyncScope();
        var given = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Notices.Where(n => ids.Contains(n.Id)).Select(n => n.Id).ToHashSetAsync(ct);
        return [.. due.Where((_, i) => !given.Contains(ids[i])).Select(d => d.Due)];
    }

    static Guid NoticeOf(Due due, Guid account) => StableId.Of("representation-ends", string.Create(CultureInfo.InvariantCulture, $"{due.Id:N} {due.EndsOn:yyyy-MM-dd} {due.Days} {account:N}"));

    async Task<int> Tell(Due due, DateOnly today, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var (db, notices) = (scope.ServiceProvider.GetRequiredService<IdentityDb>(), scope.ServiceProvider.GetRequiredService<Notices>());
        if (await db.Representations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == due.Id, ct) is not { } r || !r.HoldsOn(today)) return 0; // ended in this moment
        string[] args = [r.Name, r.EndsOn.AddDays(-1).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), r.EndsOn.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), r.AccountName];
        var isChild = r.Kind == RepresentedKind.Child;
        var children = isChild ? await scope.ServiceProvider.GetRequiredService<OtherSide>().Of(r, ct) : [];
        foreach (var child in children.Where(c => c != r.AccountId)) // whoever acts is told last: their notice says that this was done
            await notices.Give(child, r.Id, "Sắp đến tuổi tự làm hồ sơ", "Từ ngày {2}, {0} đủ tuổi thành niên và tự làm hồ sơ bằng tài khoản này. {3} không còn đại diện.", "/ho-so-cua-toi", args, ct, id: NoticeOf(due, child));
        await notices.Give(r.AccountId, r.Id, "Sắp hết quyền đại diện cho {0}",
            isChild ? "Quyền đại diện có hiệu lực đến hết ngày {1}. Từ hôm sau, {0} đủ tuổi thành niên và tự làm hồ sơ bằng tài khoản của mình."
                : "Quyền đại diện có hiệu lực đến hết ngày {1}. Nếu được bổ nhiệm tiếp, hãy gửi yêu cầu mới sau ngày ấy.",
            $"{MyRepresentationsModel.Address}/{r.Id}", args, ct, id: NoticeOf(due, r.AccountId));
        return 1 + children.Count(c => c != r.AccountId);
    }
}
