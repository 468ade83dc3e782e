using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;
using NhatLe.Platform.Text;

namespace NhatLe.Services.Drafts;

/// <summary>
/// A draft untouched for 30 days is deleted with its files, as the schema promises; its owner is told 3 days before, and nothing goes
/// that was not announced so long ago, even after a long standstill. What became a dossier goes unannounced: the dossier has it all.
/// System time, as for all of a draft.
/// </summary>
public sealed class ExpireDrafts(IServiceScopeFactory scopes, FileSweep files, TimeProvider time) : IScheduledJob
{
    static readonly TimeSpan kept = TimeSpan.FromDays(30), notice = TimeSpan.FromDays(3);
    const int AtOnce = 200;

    /// <summary>One round; says how many drafts were announced or deleted.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        var (lastChange, lastWarned, oldEnough) = (now - kept, now - notice, now - kept + notice);
        List<Guid> gone, due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var drafts = scope.ServiceProvider.GetRequiredService<ServicesDb>().Drafts;
            gone = await drafts.Where(d => d.ChangedAt < lastChange && (d.FiledAt != null || d.WarnedAt <= lastWarned)).OrderBy(d => d.ChangedAt).Select(d => d.Id).Take(AtOnce).ToListAsync(ct);
            due = await drafts.Where(d => d.ChangedAt < oldEnough && d.FiledAt == null && d.WarnedAt == null).OrderBy(d => d.ChangedAt).Select(d => d.Id).Take(AtOnce).ToListAsync(ct);
        }
        var dealt = 0;
        foreach (var id in gone) if (await Each(id, (scope, draft) => Delete(scope, draft, lastChange, ct), ct)) dealt++;
        foreach (var id in due) if (await Each(id, (scope, draft) => Warn(scope, draft, now, ct), ct)) dealt++;
        return dealt;
    }

    /// <summary>In a transaction of its own; false where its owner was faster.</summary>
    async Task<bool> Each(Guid id, Func<IServiceProvider, Draft, Task<bool>> act, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        if (await scope.ServiceProvider.GetRequiredService<ServicesDb>().Drafts.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } draft) return false;
        try { return await act(scope.ServiceProvider, draft); }
        catch (Refusal refusal) when (refusal.Code == "changed") { return false; }
    }

    async Task<bool> Delete(IServiceProvider scope, Draft draft, DateTimeOffset lastChange, CancellationToken ct)
    {
        if (draft.ChangedAt >= lastChange) return false;
        var db = scope.GetRequiredService<ServicesDb>();
        var papers = await db.DraftFiles.Where(f => f.DraftId == draft.Id).ToListAsync(ct);
        db.DraftFiles.RemoveRange(papers);
        db.Drafts.Remove(draft);
        await db.SaveChangesAsync(ct);
        await files.Release([.. papers.Select(p => p.Hash)], ct); // killed before this, the sweep finds them
        return true;
    }

    /// <summary>The notice has an id that follows from the draft's state: told once, however often this is run again.</summary>
    static async Task<bool> Warn(IServiceProvider scope, Draft draft, DateTimeOffset now, CancellationToken ct)
    {
        var ends = draft.ChangedAt + kept > now + notice ? draft.ChangedAt + kept : now + notice;
        await scope.GetRequiredService<Notices>().Give(draft.AccountId, draft.Id, "Bản đang điền sắp bị xóa: {0}", "Đã lâu ông/bà chưa điền tiếp. Ngày {1} bản này sẽ được xóa. Mở ra và lưu thì giữ lại.",
            $"/dich-vu-cong/nop/{draft.Id}/{draft.Page}", [draft.Title, DateText.Long(LegalTime.DateOf(ends))], ct, id: StableId.Of("draft-ends", $"{draft.Id:N} {InstantText.Write(draft.ChangedAt)}"));
        draft.Warn(now);
        await scope.GetRequiredService<ServicesDb>().SaveChangesAsync(ct);
        return true;
    }
}
