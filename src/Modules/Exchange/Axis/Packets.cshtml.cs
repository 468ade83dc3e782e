using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Axis;

/// <summary>Documents that came over the axis and that went there. Every filter is an address.</summary>
public sealed class PacketsModel(ReadPackets.Handler packets, AxisSettings settings, FetchPackets fetch) : FormPage
{
    public const string Address = "~" + PacketModel.Route;

    public static readonly IReadOnlyList<(PacketDirection Direction, string Address, string Words)> Directions = [(PacketDirection.Received, "", "Văn bản đến"), (PacketDirection.Sent, "di", "Văn bản đi")];

    static readonly IReadOnlyList<(PacketGroup Group, string Address, string In, string Out)> groups =
    [
        (PacketGroup.All, "", "Tất cả", "Tất cả"), (PacketGroup.Waiting, "cho", "Chờ tiếp nhận", "Chờ trục nhận"), (PacketGroup.Working, "dang", "Đang xử lý", "Nơi nhận đang xử lý"), (PacketGroup.Ended, "xong", "Đã xong", "Đã xong"),
        (PacketGroup.Trouble, "loi", "Từ chối, hỏng", "Bị từ chối"),
    ];

    [FromQuery(Name = "muc")] public string? DirectionAddress { get; set; }
    [FromQuery(Name = "tinh-trang")] public string? GroupAddress { get; set; }
    [FromQuery(Name = "truoc")] public Guid? Before { get; set; }

    public PacketDirection Direction => Directions.FirstOrDefault(d => d.Address == (DirectionAddress ?? "")) is { Words: not null } found ? found.Direction : PacketDirection.Received;
    public PacketGroup Group => groups.FirstOrDefault(g => g.Address == (GroupAddress ?? "")).Group;
    public IEnumerable<(PacketGroup Group, string Words)> Groups => groups.Select(g => (g.Group, Direction == PacketDirection.Sent ? g.Out : g.In));

    public IReadOnlyList<PacketLine> Shown { get; private set; } = [];
    public (int In, int Out) Waiting { get; private set; }
    public bool IsSetUp => settings.IsSetUp;
    public bool MaySend => Actor.CanAnywhere(Permits.Packets);

    /// <summary>The address of the next page; null: there is none.</summary>
    public string? Older => Shown.Count < ReadPackets.PageSize ? null : With(before: Shown[^1].Id);

    protected override async Task Load(CancellationToken ct) => (Shown, Waiting) = (await packets.List(new(Direction, Group, Before), ct), await packets.Waiting(ct));

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    /// <summary>The axis is asked now; what does not come is noted with the job, and comes with a later round.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        await Load(ct);
        try { await fetch.Run(ct); }
        catch (Exception e) when (e is Platform.Outbound.PartnerIsAway or Platform.Outbound.PartnerRests or Platform.Outbound.RefusedByPartner) { throw Platform.Refusal.Busy(Platform.Outbound.Partner.Rest, "Trục liên thông đang gián đoạn. Văn bản chờ ở đó và sẽ tự về."); }
        return See(PacketModel.Route);
    }, ct);

    /// <summary>This list with something else chosen. A filter begins at the top again.</summary>
    public string With(PacketDirection? direction = null, PacketGroup? group = null, Guid? before = null)
    {
        var query = QueryString.Empty;
        if (Directions.First(d => d.Direction == (direction ?? Direction)).Address is { Length: > 0 } list) query = query.Add("muc", list);
        if (direction is null && groups.First(g => g.Group == (group ?? Group)).Address is { Length: > 0 } state) query = query.Add("tinh-trang", state);
        if (before is { } id) query = query.Add("truoc", id.ToString());
        return Address + query.ToUriComponent();
    }
}
