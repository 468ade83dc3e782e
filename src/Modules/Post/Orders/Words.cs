using NhatLe.Post.PublicPost;
using NhatLe.Post.Settlement;

namespace NhatLe.Post.Orders;

/// <summary>How things of the post are said to people, and in which colour. Keys of their translations.</summary>
public static class Words
{
    public static string Of(OrderKind kind) => kind switch
    {
        OrderKind.PickUp => "Lấy giấy tờ tại nhà", OrderKind.Return => "Trả kết quả tại nhà",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No words for this kind."),
    };

    public static string Hint(OrderKind kind) => kind == OrderKind.Return ? "Có kết quả, bưu tá mang đến nhà." : "Bưu tá đến nhà lấy giấy tờ, mang đến một cửa.";

    public static string Of(OrderState state) => state switch
    {
        OrderState.Waiting => "Chờ có kết quả", OrderState.Ordered => "Đang báo bưu điện", OrderState.Accepted => "Chờ bưu tá đến lấy", OrderState.PickedUp => "Bưu tá đã lấy", OrderState.InTransit => "Đang trên đường",
        OrderState.Delivered => "Đã phát", OrderState.Failed => "Không phát được", OrderState.ComingBack => "Đang chuyển hoàn", OrderState.CameBack => "Đã về một cửa", OrderState.Cancelled => "Đã hủy yêu cầu", OrderState.Refused => "Bưu điện không nhận",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No words for this state."),
    };

    public static string ColourOf(OrderState state) => state switch
    {
        OrderState.Delivered => "success", OrderState.Cancelled => "neutral", OrderState.Failed or OrderState.ComingBack or OrderState.CameBack or OrderState.Refused => "warning", _ => "info",
    };

    /// <summary>Where it is, in one sentence to the applicant.</summary>
    public static string Sentence(PostOrder order) => (order.Kind, order.State) switch
    {
        (_, OrderState.Cancelled) => "Yêu cầu này đã hủy.",
        (_, OrderState.Accepted or OrderState.Ordered) when order.Telling == Telling.Cancel => "Đang báo bưu điện hủy yêu cầu này.",
        (OrderKind.Return, OrderState.Waiting) => "Có kết quả là bưu điện mang đến nhà ông/bà. Ông/bà chưa phải làm gì.",
        (_, OrderState.Ordered) => "Đang báo bưu điện. Có số vận đơn, chúng tôi báo ngay.",
        (OrderKind.PickUp, OrderState.Accepted) => "Bưu tá sẽ đến nhà ông/bà lấy giấy tờ. Ông/bà gói sẵn giấy tờ.",
        (OrderKind.PickUp, OrderState.PickedUp or OrderState.InTransit) => "Giấy tờ của ông/bà đang trên đường đến một cửa.",
        (OrderKind.PickUp, OrderState.Delivered) => "Giấy tờ của ông/bà đã đến một cửa.",
        (OrderKind.Return, OrderState.Accepted) => "Một cửa đang chờ bưu tá đến lấy kết quả.",
        (OrderKind.Return, OrderState.PickedUp or OrderState.InTransit) => "Kết quả đang trên đường đến nhà ông/bà. Ông/bà mang theo giấy tờ tùy thân khi nhận.",
        (OrderKind.Return, OrderState.Delivered) => "Kết quả đã đến tay ông/bà.",
        (OrderKind.Return, OrderState.CameBack) => "Kết quả đã trở về một cửa. Ông/bà gửi lại, hoặc đến nhận tại quầy.",
        (OrderKind.PickUp, _) => "Bưu điện chưa lấy được giấy tờ. Một cửa sẽ liên hệ với ông/bà.",
        _ => "Bưu điện chưa phát được kết quả. Một cửa sẽ liên hệ với ông/bà.",
    };

    /// <summary>The same in a few words, beside the dossier.</summary>
    public static string Short(PostOrder order) => (order.Kind, order.State) switch
    {
        (OrderKind.Return, OrderState.Waiting or OrderState.Ordered) => "Có kết quả, bưu điện mang đến nhà.",
        (OrderKind.Return, OrderState.Accepted) => "Kết quả chờ bưu tá đến lấy.",
        (OrderKind.Return, OrderState.PickedUp or OrderState.InTransit) => "Kết quả đang trên đường, do bưu điện mang.",
        (OrderKind.Return, OrderState.Delivered) => "Bưu điện đã phát kết quả.",
        (OrderKind.Return, _) => "Bưu điện chưa phát được kết quả.",
        (OrderKind.PickUp, OrderState.Ordered or OrderState.Accepted) => "Bưu tá sắp đến nhà lấy giấy tờ.",
        (OrderKind.PickUp, OrderState.PickedUp or OrderState.InTransit) => "Giấy tờ đang trên đường đến một cửa.",
        (OrderKind.PickUp, OrderState.Delivered) => "Bưu điện đã mang giấy tờ đến một cửa.",
        _ => "Bưu điện chưa lấy được giấy tờ.",
    };

    /// <summary>What the desk does about it.</summary>
    public static string ToDo(PostOrder order) => order switch
    {
        { EndedAt: not null } => "Không phải làm gì.",
        { State: OrderState.Waiting } => "Chờ có kết quả. Bưu điện được báo ngay khi đó.",
        { State: OrderState.Ordered } => "Hệ thống đang báo bưu điện.",
        { State: OrderState.Accepted, Kind: OrderKind.Return } => "Giao cho bưu tá và ký bảng kê.",
        { State: OrderState.Accepted } => "Bưu tá đến nhà người dân lấy giấy tờ.",
        { State: OrderState.PickedUp or OrderState.InTransit, Kind: OrderKind.Return } => "Chờ bưu điện phát. Phát xong, hồ sơ tự ghi đã trả kết quả.",
        { State: OrderState.PickedUp or OrderState.InTransit } => "Chờ bưu điện mang giấy tờ đến quầy.",
        { State: OrderState.Refused } => "Gọi người dân, sửa địa chỉ rồi gửi lại.",
        { State: OrderState.Failed, Kind: OrderKind.PickUp } => "Gọi người dân, hẹn ngày khác rồi gửi yêu cầu mới.",
        { State: OrderState.Failed, Reason: PostWire.Lost } => "Bưu điện làm mất. Gọi người dân, làm bản khác rồi gửi lại.",
        { State: OrderState.Failed or OrderState.ComingBack } => "Gọi người dân. Bưu gửi đang về quầy.",
        _ => "Gọi người dân, rồi gửi lại hoặc giữ tại quầy.",
    };

    /// <summary>What the post gave as its reason; what is no word of the wire is shown to nobody.</summary>
    public static string OfReason(string? reason) => reason switch
    {
        PostWire.Refused => "Người nhận từ chối", PostWire.Absent => "Đến ba lần không gặp người nhận", PostWire.Lost => "Bưu điện làm mất", PostWire.WrongAddress => "Địa chỉ không đúng",
        PostWire.Unserved => "Bưu điện không phục vụ địa chỉ này", _ => "Bưu điện không nêu lý do",
    };

    public static string Of(SettlementKind kind) => kind switch
    {
        SettlementKind.MissingHere => "Bưu điện nộp, bên mình không biết", SettlementKind.MissingThere => "Đã thu hộ, bưu điện chưa nộp", SettlementKind.Amount => "Lệch số tiền thu hộ",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No words for this difference."),
    };
}
