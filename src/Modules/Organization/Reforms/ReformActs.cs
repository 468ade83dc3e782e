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

    const int MostChanges = 2000, MostText = 1_000_000;

    /// <summary>What came from outside may leave out what the form has; a plan with holes would break every page it is shown on.</summary>
    /// <exception cref="Refusal">422.</exception>
    public static void MustBeWhole(ReformPlan plan)
    {
        if (plan.Name is null || plan.NameEn is null || plan.Basis is null || plan.Source is null || plan.Changes is null || !plan.Changes.All(IsWhole))
            throw Refusal.Invalid(nameof(PlanReform.Command.Plan), "Phương án gửi lên còn thiếu chỗ. Mỗi thay đổi phải có loại và mã các đơn vị.");
        if (plan.Changes.Count > MostChanges || plan.Write().Length > MostText) throw Refusal.Invalid(nameof(PlanReform.Command.Plan), "Phương án có nhiều nhất 2.000 thay đổi. Hãy chia thành nhiều phương án.");
    }

    static bool IsWhole(UnitChange change) =>
        change is { Units: not null, New: not null, Also: not null } && Enum.IsDefined(change.Kind) && change.Units.Concat(change.Also).All(u => u is not null)
            && change.New.All(n => n is { Code: not null, Parent: not null, Kind: not null, Type: not null, Name: not null, ShortCode: not null });

    /// <summary>The post it is done under.</summary>
    public Post? Post => actor.PostWith(Permits.Reform);

    public string By => Post is { } post ? $"{actor.Name}, {post.Title}" : actor.Name;
}
