using Microsoft.EntityFrameworkCore;
using NhatLe.Assignments.Tasks;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Assignments;

public sealed class AssignmentsDb(DbContextOptions<AssignmentsDb> options) : ModuleDb(options)
{
    public DbSet<Assignment> Assignments => Set<Assignment>();
    public DbSet<JointUnit> JointUnits => Set<JointUnit>();

    protected override void Define(ModelBuilder model)
    {
        model.Entity<Assignment>(a =>
        {
            a.ToTable("assignments_assignments").HasKey(x => x.Id);
            a.Ignore(x => x.ClockState).Ignore(x => x.Title).Ignore(x => x.Giver).Ignore(x => x.IsOpen).Ignore(x => x.IsToDo).Ignore(x => x.IsUnanswered);
        });
        model.Entity<JointUnit>().ToTable("assignments_joint_units").HasKey(j => new { j.AssignmentId, j.UnitId });
    }
}
