using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Catalogue.Editing;

/// <summary>
/// Publishes what was approved for today, when the legal day comes, at start for days the server slept through, and every minute,
/// because an approval may be written while the day changes. Each version is one transaction and leaves "approved" only once: where
/// two nodes try, or one is killed in between, it is published once all the same.
/// </summary>
public sealed class PublishOnTheDay(IServiceScopeFactory scopes, LegalTime time, CatalogueIndex index) : IScheduledJob
{
    /// <summary>One round; also called by tests. Returns how many were published by it.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = time.Today;
        List<Guid> due;
        await using (var scope = scopes.CreateAsyncScope())
            due = await scope.ServiceProvider.GetRequiredService<CatalogueDb>().Versions
                .Where(v => v.Status == VersionStatus.Approved && v.PublishOn <= today).OrderBy(v => v.PublishOn).Select(v => v.Id).ToListAsync(ct);
        var published = 0;
        foreach (var id in due)
            if (await Publish(id, today, ct)) published++;
        if (published > 0) index.Expire();
        return published;
    }

    async Task<bool> Publish(Guid id, DateOnly today, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
        var version = await db.Versions.SingleAsync(v => v.Id == id, ct);
        if (version.Status != VersionStatus.Approved) return false;
        var procedure = await db.Procedures.SingleAsync(p => p.Id == version.ProcedureId, ct);
        try
        {
            await db.Publish(procedure, version, today, post: null, ct);
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (Refusal refusal) when (refusal.Status == 409)
        {
            return false; // another node was faster, or it was returned at this moment
        }
    }
}

static class Publishing
{
    /// <summary>In place of what was published, with its entry; the caller saves.</summary>
    public static async Task Publish(this CatalogueDb db, Procedure procedure, ProcedureVersion version, DateOnly today, Post? post, CancellationToken ct)
    {
        var before = await db.Versions.Where(v => v.ProcedureId == procedure.Id && (v.Status == VersionStatus.Published || v.Status == VersionStatus.Draft)).ToListAsync(ct);
        procedure.Publish(version, before, today);
        db.Record(procedure, new ProcedurePublished(procedure.Id, version.Id, procedure.Code, version.Number, procedure.Name), version.Reason, post);
    }
}
