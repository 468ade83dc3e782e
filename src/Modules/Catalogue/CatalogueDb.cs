using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Editing;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Catalogue;

public sealed class CatalogueDb(DbContextOptions<CatalogueDb> options) : ModuleDb(options)
{
    public DbSet<CatalogueState> State => Set<CatalogueState>();
    public DbSet<Procedure> Procedures => Set<Procedure>();
    public DbSet<ProcedureVersion> Versions => Set<ProcedureVersion>();
    public DbSet<TypedFields> Typed => Set<TypedFields>();

    /// <summary>The entry of a new version: published, or a draft that waits for an editor.</summary>
    public void RecordVersion(Procedure procedure, ProcedureVersion version, string? note) =>
        Record(procedure, version.Status == VersionStatus.Published
            ? new ProcedurePublished(procedure.Id, version.Id, procedure.Code, version.Number, procedure.Name)
            : new ProcedureDrafted(procedure.Id, version.Id, procedure.Code, version.Number, procedure.Name, [.. procedure.OpenNeeds.Select(n => n.ToString())]), note);

    protected override void Define(ModelBuilder model)
    {
        model.Entity<CatalogueState>().ToTable("catalogue_state").HasKey(s => s.Id);
        model.Entity<Procedure>().ToTable("catalogue_procedures").HasKey(p => p.Id);
        model.Entity<ProcedureVersion>().ToTable("catalogue_versions").HasKey(v => v.Id);
        model.Entity<TypedFields>().ToTable("catalogue_typed").HasKey(t => new { t.AccountId, t.VersionId });
        model.Entity<ProcedureVersion>().Property(v => v.Revision).IsConcurrencyToken();
    }
}
