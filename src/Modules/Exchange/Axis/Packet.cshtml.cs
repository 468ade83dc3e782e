using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Axis;

/// <summary>One packet: what it is, its files, where it has been, what was said of it, and the act of this step.</summary>
public sealed class PacketModel(ReadPackets.Handler packets, AnswerPacket.Handler answer, ExchangeDb db) : FormPage
{
    public const string Route = "/van-ban/truc";

    public static string AddressOf(Guid id) => $"~{Route}/{id}";

    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public PacketStatus Status { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public PacketView View { get; private set; } = null!;
    public DocumentPacket Packet => View.Packet;
    public bool IsSent => Packet.Direction == PacketDirection.Sent;

    /// <summary>What may be said next of a document that was taken in.</summary>
    public IEnumerable<PacketStatus> Next => Packet.State is >= PacketState.Received and < PacketState.Done ? new[] { PacketStatus.AwaitingAssignment, PacketStatus.InProcess, PacketStatus.Done }.Where(s => (int)s > (int)Packet.State) : [];

    public bool MayFollow => IsSent && View.MayAct && Packet is { Business: not PacketBusiness.Recall, Followed: not PacketBusiness.Recall };

    public static string WordsOf(PacketStatus status) => status switch
    {
        PacketStatus.Received => "Tiếp nhận văn bản",
        PacketStatus.AwaitingAssignment => "Báo chờ phân công",
        PacketStatus.InProcess => "Báo đang xử lý",
        _ => "Báo đã xử lý xong",
    };

    public string NameOf(string organ) => View.Receivers.FirstOrDefault(r => r.OrganId == organ)?.Name ?? organ;

    protected override async Task Load(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        View = await packets.Open(Id, ct);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        await answer.Run(new() { Id = Id, Status = Status, Reason = Reason ?? "" }, ct);
        return See(AddressOf(Id)[1..]);
    }, ct);
}
