using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;
using NhatLe.Services.Population;
using NhatLe.Services.Visits;

namespace NhatLe.Services;

public sealed class ServicesDb(DbContextOptions<ServicesDb> options) : ModuleDb(options)
{
    public DbSet<Dossier> Dossiers => Set<Dossier>();
    public DbSet<Paper> Papers => Set<Paper>();
    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<DraftFile> DraftFiles => Set<DraftFile>();
    public DbSet<LookUp> LookUps => Set<LookUp>();

    protected override void Define(ModelBuilder model)
    {
        model.Entity<Dossier>(d =>
        {
            d.ToTable("services_dossiers").HasKey(x => x.Id);
            d.Ignore(x => x.TimeLimit).Ignore(x => x.Steps).Ignore(x => x.CurrentStep).Ignore(x => x.ClockState);
        });
        model.Entity<Paper>().ToTable("services_papers").HasKey(p => p.Id);
        model.Entity<Visit>(v =>
        {
            v.ToTable("services_visits").HasKey(x => x.Id);
            v.Ignore(x => x.Until);
        });
        model.Entity<Draft>(d =>
        {
            d.ToTable("services_drafts").HasKey(x => x.Id);
            d.Property(x => x.ChangedAt).IsConcurrencyToken(); // two answers saved at once are both kept: see DraftBook
        });
        model.Entity<LookUp>(l =>
        {
            l.ToTable("services_look_ups").HasKey(x => x.Id);
            l.Ignore(x => x.IsForOfficials);
        });
        model.Entity<DraftFile>().ToTable("services_draft_files").HasKey(f => f.Id);
    }
}
