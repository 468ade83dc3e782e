using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Organization.Reforms;

/// <summary>Finding a reform, and who may: administrators over every unit that it touches.</summary>
public sealed class ReformActs(OrganizationDb db, Actor actor, DirectoryCache directory)
{
    /// <exception cref="Refusal">401, 403, 404.</exception>
    public async Task<Reform> Find(Guid id, CancellationToken ct)
    {
        actor.MustReform();
        return await db.Reforms.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw Refusal.Missing("reform", "Không có phương án này. Xem lại danh sách.");
    }

    /// <summary>For who is going to change it.</summary>
    public async Task<Reform> Own(Guid id, CancellationToken ct)
    {
        var reform = await Find(id, ct);
        await Demand(reform.ThePlan, ct);
        return reform;
    }

    /// <exception cref="Refusal">403: a unit of the plan lies outside the actor's subtree.</exception>
    public async Task Demand(ReformPlan plan, CancellationToken ct)
    {
        actor.MustReform();
        var units = await directory.Get(ct);
        foreach (var code in plan.Changes.SelectMany(c => c.Units.Append(c.Into).Concat(c.Also).Concat(c.New.Select(n => n.Parent))).OfType<string>().Distinct())
            if (units.FindUnit(code) is { } unit && !actor.Can(Permits.Reform, unit.Id))
                throw Refusal.Forbidden("reform.scope", "{0} không nằm trong phạm vi quản trị của anh/chị.", unit.FullName);
    }

    /// <summary>The post it is done under.</summary>
    public Post? Post => actor.PostWith(Permits.Reform);

    public string By => Post is { } post ? $"{actor.Name}, {post.Title}" : actor.Name;
}
