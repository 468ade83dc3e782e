using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Partners;
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
    public DbSet<DocumentPacket> Packets => Set<DocumentPacket>();
    public DbSet<PacketReceiver> Receivers => Set<PacketReceiver>();
    public DbSet<SaidStatus> Statuses => Set<SaidStatus>();
    public DbSet<HeldPacketFile> PacketFiles => Set<HeldPacketFile>();
    public DbSet<KnownAgency> Agencies => Set<KnownAgency>();
    public DbSet<PartnerHealth> Health => Set<PartnerHealth>();

    protected override void Define(ModelBuilder model)
    {
        model.Entity<LoggedMessage>().ToTable("exchange_messages").HasKey(m => m.Id);
        model.Entity<MessageBatch>().ToTable("exchange_batches").HasKey(b => b.Id);
        model.Entity<SeenCertificate>().ToTable("exchange_certificates").HasKey(c => c.KeyId);
        model.Entity<PartnerAccess>().ToTable("exchange_access").HasKey(a => a.Id);
        model.Entity<Parcel>().ToTable("exchange_parcels").HasKey(p => p.Id);
        model.Entity<DocumentPacket>(p =>
        {
            p.ToTable("exchange_packets").HasKey(x => x.Id);
            p.Ignore(x => x.Code).Ignore(x => x.IsRequest);
        });
        model.Entity<PacketReceiver>().ToTable("exchange_packet_receivers").HasKey(r => new { r.PacketId, r.OrganId });
        model.Entity<SaidStatus>().ToTable("exchange_packet_statuses").HasKey(s => new { s.PacketId, s.MessageId });
        model.Entity<HeldPacketFile>().ToTable("exchange_packet_files").HasKey(f => f.Id);
        model.Entity<KnownAgency>().ToTable("exchange_axis_agencies").HasKey(a => a.Id);
        model.Entity<PartnerHealth>().ToTable("exchange_partner_health").HasKey(h => h.Partner);
    }
}
