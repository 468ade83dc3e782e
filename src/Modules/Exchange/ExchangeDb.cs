using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Partners;
using NhatLe.Exchange.Reports;
using NhatLe.Exchange.Shared;
using NhatLe.Platform.Data;

namespace NhatLe.Exchange;

public sealed class ExchangeDb(DbContextOptions<ExchangeDb> options) : ModuleDb(options)
{
    public DbSet<LoggedMessage> Messages => Set<LoggedMessage>();
    public DbSet<MessageBatch> Batches => Set<MessageBatch>();
    public DbSet<SeenCertificate> Certificates => Set<SeenCertificate>();
    public DbSet<PartnerAccess> Access => Set<PartnerAccess>();
    public DbSet<Parcel> Parcels => Set<Parcel>();
    public DbSet<LeftOutParcel> LeftOut => Set<LeftOutParcel>();
    public DbSet<DocumentPacket> Packets => Set<DocumentPacket>();
    public DbSet<PacketReceiver> Receivers => Set<PacketReceiver>();
    public DbSet<SaidStatus> Statuses => Set<SaidStatus>();
    public DbSet<HeldPacketFile> PacketFiles => Set<HeldPacketFile>();
    public DbSet<KnownAgency> Agencies => Set<KnownAgency>();
    public DbSet<GovernmentReport> Reports => Set<GovernmentReport>();
    public DbSet<ReportEdition> ReportEditions => Set<ReportEdition>();
    public DbSet<ReportReceipt> ReportReceipts => Set<ReportReceipt>();
    public DbSet<ToldRecord> Told => Set<ToldRecord>();
    public DbSet<CarrierState> Carriers => Set<CarrierState>();
    public DbSet<ExpiringCertificate> Expiring => Set<ExpiringCertificate>();
    public DbSet<PartnerHealth> Health => Set<PartnerHealth>();

    protected override void Define(ModelBuilder model)
    {
        model.Entity<LoggedMessage>().ToTable("exchange_messages").HasKey(m => m.Id);
        model.Entity<MessageBatch>().ToTable("exchange_batches").HasKey(b => b.Id);
        model.Entity<SeenCertificate>().ToTable("exchange_certificates").HasKey(c => c.KeyId);
        model.Entity<PartnerAccess>().ToTable("exchange_access").HasKey(a => a.Id);
        model.Entity<Parcel>().ToTable("exchange_parcels").HasKey(p => p.Id);
        model.Entity<LeftOutParcel>().ToTable("exchange_left_out").HasKey(p => p.Id);
        model.Entity<DocumentPacket>(p =>
        {
            p.ToTable("exchange_packets").HasKey(x => x.Id);
            p.Ignore(x => x.Code).Ignore(x => x.IsRequest);
        });
        model.Entity<PacketReceiver>().ToTable("exchange_packet_receivers").HasKey(r => new { r.PacketId, r.OrganId });
        model.Entity<SaidStatus>().ToTable("exchange_packet_statuses").HasKey(s => new { s.PacketId, s.MessageId });
        model.Entity<HeldPacketFile>().ToTable("exchange_packet_files").HasKey(f => f.Id);
        model.Entity<KnownAgency>().ToTable("exchange_axis_agencies").HasKey(a => a.Id);
        model.Entity<GovernmentReport>(report =>
        {
            report.ToTable("exchange_reports").HasKey(r => r.Id);
            report.Ignore(r => r.Of);
        });
        model.Entity<ReportEdition>(edition =>
        {
            edition.ToTable("exchange_report_editions").HasKey(e => new { e.ReportId, e.Number });
            edition.Ignore(e => e.Values);
        });
        model.Entity<ReportReceipt>(receipt =>
        {
            receipt.ToTable("exchange_report_receipts").HasKey(r => new { r.ReportId, r.Number, r.Receiver });
            receipt.Ignore(r => r.Said);
        });
        model.Entity<ToldRecord>().ToTable("exchange_told").HasKey(t => new { t.Carrier, t.SubjectId });
        model.Entity<ToldRecord>().Property(t => t.LaidSeq).IsConcurrencyToken(); // two that lay down at once: one of them looks again
        model.Entity<CarrierState>().ToTable("exchange_carriers").HasKey(c => c.Carrier);
        model.Entity<ExpiringCertificate>().ToTable("exchange_expiring").HasKey(e => e.Id);
        model.Entity<PartnerHealth>().ToTable("exchange_partner_health").HasKey(h => h.Partner);
    }
}
