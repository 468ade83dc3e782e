using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Counter;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Payments.Receipts;
using NhatLe.Payments.Reconciliation;
using NhatLe.Payments.Refunds;
using NhatLe.Platform.Data;

namespace NhatLe.Payments;

public sealed class PaymentsDb(DbContextOptions<PaymentsDb> options) : ModuleDb(options)
{
    public DbSet<Charge> Charges => Set<Charge>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Payment> Payments => Set<Payment>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<Shift> Shifts => Set<Shift>();
    public DbSet<Refund> Refunds => Set<Refund>();
    public DbSet<ReconciledDay> Days => Set<ReconciledDay>();
    public DbSet<Difference> Differences => Set<Difference>();

    /// <summary>
    /// Gives the receipt the next number of its desk and year as the last thing of the transaction: the counter is locked no longer than that,
    /// and a transaction that fails takes no number with it.
    /// </summary>
    public void Number(Receipt receipt)
    {
        var (id, desk, year) = (receipt.Id, receipt.DeskUnitId, receipt.Year);
        Last(batch =>
        {
            batch.Add($"INSERT INTO payments_series (desk_unit_id, year, last) VALUES ({desk}, {year}, {1}) ON CONFLICT (desk_unit_id, year) DO UPDATE SET last = payments_series.last + 1");
            batch.Add($"UPDATE payments_receipts SET number = (SELECT last FROM payments_series WHERE desk_unit_id = {desk} AND year = {year}) WHERE id = {id}");
        });
    }

    /// <summary>A day that was compared; once more replaces what was found before.</summary>
    public void Keep(ReconciledDay day) => Last(batch => batch.Add($"""
        INSERT INTO payments_days (day, read_at, hash, ours, ours_vnd, theirs, theirs_vnd) VALUES ({day.Day}, {day.ReadAt}, {day.Hash}, {day.Ours}, {day.OursVnd}, {day.Theirs}, {day.TheirsVnd})
        ON CONFLICT (day) DO UPDATE SET read_at = {day.ReadAt}, hash = {day.Hash}, ours = {day.Ours}, ours_vnd = {day.OursVnd}, theirs = {day.Theirs}, theirs_vnd = {day.TheirsVnd}
        """));

    protected override void Define(ModelBuilder model)
    {
        model.Entity<Charge>(c =>
        {
            c.ToTable("payments_charges").HasKey(x => x.Id);
            c.Ignore(x => x.RemainingVnd).Ignore(x => x.SubjectList);
        });
        model.Entity<Order>().ToTable("payments_orders").HasKey(o => o.Id);
        model.Entity<Payment>(p =>
        {
            p.ToTable("payments_payments").HasKey(x => x.Id);
            p.Ignore(x => x.RefundableVnd);
        });
        model.Entity<Receipt>(r =>
        {
            r.ToTable("payments_receipts").HasKey(x => x.Id);
            r.Ignore(x => x.Code);
        });
        model.Entity<Shift>(s =>
        {
            s.ToTable("payments_shifts").HasKey(x => x.Id);
            s.Ignore(x => x.DifferenceVnd).Ignore(x => x.Counted);
        });
        model.Entity<Refund>(r =>
        {
            r.ToTable("payments_refunds").HasKey(x => x.Id);
            r.Ignore(x => x.IsOpen);
        });
        model.Entity<ReconciledDay>().ToTable("payments_days").HasKey(d => d.Day);
        model.Entity<Difference>().ToTable("payments_differences").HasKey(d => d.Id);
    }
}
