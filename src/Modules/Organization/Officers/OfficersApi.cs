using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Organization.Structure;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Organization.Officers;

/// <summary>What other modules may do with officers.</summary>
sealed class OfficersApi(PlatformDb db, Actor actor, DirectoryCache directory, DeactivateOfficer.Handler deactivate, ReactivateOfficer.Handler reactivate) : IOfficers
{
    public async Task Add(Guid officerId, string fullName, string email, CancellationToken ct)
    {
        MustAdministerTheProvince();
        if (await db.Officers.AnyAsync(o => o.Id == officerId, ct)) return;
        var officer = new Officer { Id = officerId, FullName = Named(fullName), SortKey = SortKey.Of(Named(fullName)), Email = email, Active = true };
        db.Officers.Add(officer);
        await db.RecordChange(new OfficerAdded(officer.Id, officer.FullName), note: null, actor.PostWith(Permits.Reform), ct);
        await Save(ct);
    }

    public async Task Change(Guid officerId, string fullName, string email, CancellationToken ct)
    {
        MustAdministerTheProvince();
        var officer = await db.Officers.SingleOrDefaultAsync(o => o.Id == officerId, ct) ?? throw Refusal.Missing("officer", "Không thấy cán bộ này trong phạm vi quản trị của anh/chị.");
        var (before, name) = (officer.FullName, Named(fullName));
        if ((before, officer.Email) == (name, email)) return;
        (officer.FullName, officer.SortKey, officer.Email) = (name, SortKey.Of(name), email);
        await db.RecordChange(new OfficerChanged(officerId, before, name), note: null, actor.PostWith(Permits.Reform), ct);
        await Save(ct);
    }

    public Task Deactivate(Guid officerId, string reason, CancellationToken ct) => deactivate.Run(new() { Id = officerId, Reason = reason }, ct);

    public Task Reactivate(Guid officerId, string reason, CancellationToken ct) => reactivate.Run(new() { Id = officerId, Reason = reason }, ct);

    void MustAdministerTheProvince()
    {
        if (actor.Kind != ActorKind.System) actor.MustAdminister(Permits.Reform);
    }

    static string Named(string fullName)
    {
        var name = OfficerName.Clean(fullName);
        return OfficerName.Fits(name) ? name : throw Refusal.Invalid("FullName", "Họ tên chỉ gồm chữ, không quá 100 chữ.");
    }

    async Task Save(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await directory.Confirm(ct);
    }
}
