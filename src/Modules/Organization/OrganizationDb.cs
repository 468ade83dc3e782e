using Microsoft.EntityFrameworkCore;
using NhatLe.Organization.HandOvers;
using NhatLe.Organization.Reforms;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization;

public sealed class OrganizationDb(DbContextOptions<OrganizationDb> options) : ModuleDb(options)
{
    public DbSet<Reform> Reforms => Set<Reform>();
    public DbSet<HandOver> HandOvers => Set<HandOver>();

    protected override void Define(ModelBuilder model)
    {
        model.Entity<Reform>(r =>
        {
            r.ToTable("organization_reforms").HasKey(x => x.Id);
            r.Ignore(x => x.ThePlan).Ignore(x => x.Given).Ignore(x => x.Order).Ignore(x => x.Outcome).Ignore(x => x.Counted);
        });
        model.Entity<HandOver>(h =>
        {
            h.ToTable("organization_hand_overs").HasKey(x => x.Id);
            h.Ignore(x => x.Items).Ignore(x => x.Handed).Ignore(x => x.IsOpen);
        });
    }
}
