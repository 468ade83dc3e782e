using NhatLe.Contracts.Exchange;

namespace NhatLe.Exchange.Axis;

/// <summary>How things are said to people, and in which colour. Keys of their translations.</summary>
public static class AxisWords
{
    public static string Of(PacketState state) => state switch
    {
        PacketState.Arrived => "Chờ tiếp nhận",
        PacketState.Refused => "Đã từ chối nhận",
        PacketState.Received => "Đã tiếp nhận",
        PacketState.AwaitingAssignment => "Chờ phân công",
        PacketState.InProcess => "Đang xử lý",
        PacketState.Done => "Đã xử lý xong",
        PacketState.Agreed => "Đã đồng ý",
        PacketState.Declined => "Không đồng ý",
        PacketState.Waiting => "Chờ trục nhận",
        PacketState.OnAxis => "Đã lên trục",
        PacketState.Broken => "Gói tin hỏng",
        PacketState.Recalled => "Đã thu hồi",
        PacketState.Replaced => "Đã được thay thế",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No words for this state."),
    };

    public static string ColourOf(PacketState state) => state switch
    {
        PacketState.Done or PacketState.Agreed => "success",
        PacketState.Arrived or PacketState.Waiting => "warning",
        PacketState.Refused or PacketState.Broken or PacketState.Declined => "danger",
        PacketState.Recalled or PacketState.Replaced => "neutral",
        _ => "accent",
    };

    public static string Of(PacketStatus status) => status switch
    {
        PacketStatus.Arrived => "Đã đến",
        PacketStatus.Refused => "Từ chối tiếp nhận",
        PacketStatus.Received => "Đã tiếp nhận",
        PacketStatus.AwaitingAssignment => "Chờ phân công",
        PacketStatus.InProcess => "Đang xử lý",
        PacketStatus.Done => "Đã xử lý xong",
        PacketStatus.Recall => "Lấy lại văn bản",
        PacketStatus.Agreed => "Đồng ý",
        PacketStatus.Declined => "Không đồng ý",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No words for this status."),
    };

    public static string ColourOf(PacketStatus status) => status switch
    {
        PacketStatus.Done or PacketStatus.Agreed => "success",
        PacketStatus.Refused or PacketStatus.Declined => "danger",
        PacketStatus.Recall => "warning",
        _ => "accent",
    };

    public static string Of(PacketBusiness business) => business switch
    {
        PacketBusiness.New => "Văn bản mới",
        PacketBusiness.Recall => "Yêu cầu thu hồi",
        PacketBusiness.Update => "Cập nhật",
        PacketBusiness.Replace => "Thay thế",
        _ => throw new ArgumentOutOfRangeException(nameof(business), business, "No words for this business."),
    };

    public static string Of(PacketPriority priority) => priority switch
    {
        PacketPriority.Normal => "Thường", PacketPriority.Urgent => "Khẩn", PacketPriority.VeryUrgent => "Thượng khẩn", PacketPriority.Flash => "Hỏa tốc", PacketPriority.TimedFlash => "Hỏa tốc hẹn giờ",
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "No words for this priority."),
    };

    /// <summary>What is wrong with a packet, by the code that its sender is told.</summary>
    public static string OfFault(string? code) => code switch
    {
        PacketFault.NotXml => "Gói tin không phải XML, hoặc bị hỏng.",
        PacketFault.Schema => "Gói tin không đúng khuôn dạng QCVN 102:2016.",
        PacketFault.Signature => "Chữ ký số không hợp lệ, hoặc gói tin bị sửa sau khi ký.",
        PacketFault.Attachment => "Tệp đính kèm thiếu, hỏng hoặc không thuộc loại được nhận.",
        PacketFault.TooLarge => "Gói tin hoặc tệp đính kèm lớn quá mức cho phép.",
        PacketFault.Sender => "Nơi gửi ghi trong gói tin không phải nơi đã gửi.",
        PacketFault.Receiver => "Gói tin không gửi cho đơn vị nào ở đây.",
        PacketFault.Twice => "Đã có văn bản khác của nơi gửi này mang cùng mã định danh.",
        _ => "Gói tin có lỗi.",
    };

    /// <summary>The 29 kinds of administrative documents (NĐ 30/2020, Điều 7), the most frequent first.</summary>
    public static readonly IReadOnlyList<string> DocumentTypes =
    [
        "Công văn", "Báo cáo", "Quyết định", "Thông báo", "Kế hoạch", "Tờ trình", "Giấy mời", "Công điện", "Nghị quyết", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Hướng dẫn", "Chương trình", "Phương án", "Đề án", "Dự án", "Biên bản", "Hợp đồng",
        "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Thư công",
    ];
}
