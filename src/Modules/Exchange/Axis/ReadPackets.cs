using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;

namespace NhatLe.Exchange.Axis;

/// <summary>What one looks for among packets.</summary>
public enum PacketGroup
{
    All = 0,

    /// <summary>Received: not taken in yet. Sent: the axis does not have it yet.</summary>
    Waiting = 1,

    /// <summary>Received: taken in and not done. Sent: some receiver has not finished.</summary>
    Working = 2,

    Ended = 3,

    /// <summary>Received: refused or broken. Sent: a receiver refused it.</summary>
    Trouble = 4,
}

public sealed record PacketLine(
    Guid Id, PacketDirection Direction, PacketState State, string DocumentId, string FromName, string UnitName, PacketBusiness Business, string Code, string TypeName, string Subject, PacketPriority Priority, DateTimeOffset At, bool Asked, int Receivers, int Taken, int Done, int Refused,
    string FirstReceiver);

/// <param name="Stuck">Why the axis does not take what waits for it.</param>
public sealed record PacketView(DocumentPacket Packet, IReadOnlyList<PacketReceiver> Receivers, IReadOnlyList<SaidStatus> Statuses, IReadOnlyList<HeldPacketFile> Files, IReadOnlyList<DocumentPacket> Related, IReadOnlyList<JournalLine> Journal, bool MayAct, string? Stuck);

/// <summary>Documents that went to other agencies and came from them, of the units in scope.</summary>
public static class ReadPackets
{
    public const int PageSize = 30;

    public sealed record Query(PacketDirection Direction, PacketGroup Group, Guid? Before);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exchange/packets", (PacketDirection? direction, PacketGroup? group, Guid? before, Handler handler, CancellationToken ct) => handler.List(new(direction ?? PacketDirection.Received, group ?? PacketGroup.All, before), ct));
        routes.MapGet("/api/exchange/packets/{id:guid}", async (Guid id, Handler handler, CancellationToken ct) =>
        {
            var (p, receivers, statuses, files, _, journal, mayAct, stuck) = await handler.Open(id, ct);
            return TypedResults.Ok(new
            {
                p.Id, p.Direction, p.State, p.DocumentId, p.AxisId, From = p.FromName, p.FromId, p.Business, p.About, p.AboutId, p.Reason, p.Code, p.TypeName, p.IssuedOn, p.Subject, p.Priority, p.DueOn, p.SignerPosition, p.SignerName, p.At, p.FaultCode, p.FaultWhy, p.AskedById,
                Receivers = receivers.Select(r => new { r.OrganId, r.Name, r.Status, r.At }), Statuses = statuses.Select(s => new { s.OrganId, s.Status, s.Said, s.Staff, s.At }), Files = files.Select(f => new { f.Id, f.Name, f.MediaType, f.Size }),
                Acts = journal.Select(l => new { l.Entry.At, l.Entry.Event, l.Content?.Name, l.Content?.Note, l.Holds }), MayAct = mayAct, Stuck = stuck,
            });
        });
        routes.MapGet("/api/exchange/agencies", async (string? words, IDocumentAxis axis, Actor actor, CancellationToken ct) =>
        {
            actor.MustBeOfficer();
            return TypedResults.Ok(await axis.Find(words, ct));
        });
        routes.MapGet(PacketModel.Route + "/{id:guid}/tep/{file:guid}", (Guid id, Guid file, HttpContext context, Handler handler, CancellationToken ct) => handler.Download(id, file, context, ct));
        routes.MapGet(PacketModel.Route + "/{id:guid}/goi-tin", (Guid id, HttpContext context, Handler handler, CancellationToken ct) => handler.Download(id, null, context, ct));
    }

    public sealed class Handler(ExchangeDb db, Actor actor, PacketActs acts, JournalReader journal, FileStore files)
    {
        public async Task<IReadOnlyList<PacketLine>> List(Query query, CancellationToken ct)
        {
            MustRead();
            var rows = Of(db.Packets.AsNoTracking().Visible(db, actor, Permits.ReadPackets).Where(p => p.Direction == query.Direction), query.Direction, query.Group);
            if (query.Before is { } before && await db.Packets.AsNoTracking().Where(p => p.Id == before).Select(p => (DateTimeOffset?)p.At).SingleOrDefaultAsync(ct) is { } at)
                rows = rows.Where(p => p.At < at || (p.At == at && p.Id.CompareTo(before) < 0));
            return await rows.OrderByDescending(p => p.At).ThenByDescending(p => p.Id).Take(PageSize).Select(p => new PacketLine(p.Id, p.Direction, p.State, p.DocumentId, p.FromName, p.UnitName, p.Business, p.Number == "" ? p.Notation : p.Number + "/" + p.Notation, p.TypeName, p.Subject,
                p.Priority, p.At, p.AskedById != null, p.ReceiverCount, p.TakenCount, p.DoneCount, p.RefusedCount, db.Receivers.Where(r => r.PacketId == p.Id && r.Place == 0).Select(r => r.Name).FirstOrDefault() ?? "")).ToListAsync(ct);
        }

        /// <summary>How many wait to be taken in, and how many for the axis.</summary>
        public async Task<(int In, int Out)> Waiting(CancellationToken ct)
        {
            MustRead();
            var own = db.Packets.AsNoTracking().Visible(db, actor, Permits.ReadPackets);
            return (await own.CountAsync(p => p.Direction == PacketDirection.Received && p.State == PacketState.Arrived, ct), await own.CountAsync(p => p.Direction == PacketDirection.Sent && p.State == PacketState.Waiting, ct));
        }

        static IQueryable<DocumentPacket> Of(IQueryable<DocumentPacket> rows, PacketDirection direction, PacketGroup group) => (direction, group) switch
        {
            (PacketDirection.Received, PacketGroup.Waiting) => rows.Where(p => p.State == PacketState.Arrived),
            (PacketDirection.Received, PacketGroup.Working) => rows.Where(p => p.State == PacketState.Received || p.State == PacketState.AwaitingAssignment || p.State == PacketState.InProcess),
            (PacketDirection.Received, PacketGroup.Ended) => rows.Where(p => p.State == PacketState.Done || p.State == PacketState.Agreed || p.State == PacketState.Declined || p.State == PacketState.Recalled || p.State == PacketState.Replaced),
            (PacketDirection.Received, PacketGroup.Trouble) => rows.Where(p => p.State == PacketState.Refused || p.State == PacketState.Broken),
            (_, PacketGroup.Waiting) => rows.Where(p => p.State == PacketState.Waiting),
            (_, PacketGroup.Working) => rows.Where(p => p.State == PacketState.OnAxis && p.DoneCount + p.RefusedCount < p.ReceiverCount),
            (_, PacketGroup.Ended) => rows.Where(p => p.State == PacketState.OnAxis && p.DoneCount + p.RefusedCount >= p.ReceiverCount),
            (_, PacketGroup.Trouble) => rows.Where(p => p.RefusedCount > 0),
            _ => rows,
        };

        /// <exception cref="Refusal">401, 404.</exception>
        public async Task<PacketView> Open(Guid id, CancellationToken ct)
        {
            var packet = await acts.Visible(id, ct);
            var related = await db.Packets.AsNoTracking().Visible(db, actor, Permits.ReadPackets).Where(p => p.RootId == packet.RootId && p.Id != id && p.Direction == packet.Direction).OrderBy(p => p.At).ToListAsync(ct);
            return new(packet, await db.Receivers.AsNoTracking().Where(r => r.PacketId == id).OrderBy(r => r.Place).ToListAsync(ct), await db.Statuses.AsNoTracking().Where(s => s.PacketId == id).OrderBy(s => s.SaidAt).ThenBy(s => s.Place).ToListAsync(ct),
                await db.PacketFiles.AsNoTracking().Where(f => f.PacketId == id).OrderBy(f => f.Place).ToListAsync(ct), related, await journal.Of(id, ct), acts.MayAct(packet),
                await db.Parcels.AsNoTracking().Where(p => p.Carrier == AxisCarrier.Key && p.EntryId == packet.SentEntryId && (p.State == ParcelState.Stuck || p.State == ParcelState.LeftOut)).Select(p => p.LastError).FirstOrDefaultAsync(ct));
        }

        /// <summary>One file of the packet, or the packet itself. PDF and pictures are shown, everything else is only saved.</summary>
        public async Task<IResult> Download(Guid id, Guid? file, HttpContext context, CancellationToken ct)
        {
            var packet = await acts.Visible(id, ct);
            var held = file is null ? new HeldPacketFile { Name = (packet.DocumentId.Length > 0 ? packet.DocumentId : packet.Id.ToString()) + ".edxml", MediaType = MediaTypes.Unknown, Hash = packet.Hash }
                : await db.PacketFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == file && f.PacketId == id, ct) ?? throw PacketActs.Unknown();
            return files.Send(context, held.Hash, held.MediaType, held.Name);
        }

        void MustRead()
        {
            actor.MustBeOfficer();
            if (!actor.CanAnywhere(Permits.ReadPackets)) throw Refusal.Forbidden("packet.permit", "Anh/chị chưa được giao xem văn bản qua trục. Hỏi người quản trị của đơn vị.");
        }
    }
}
