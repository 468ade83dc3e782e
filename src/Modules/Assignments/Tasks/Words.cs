namespace NhatLe.Assignments.Tasks;

/// <summary>How things are said to people, and in which colour. Keys of their translations.</summary>
public static class Words
{
    public static string Of(AssignmentStatus status) => status switch
    {
        AssignmentStatus.Given => "Mới giao",
        AssignmentStatus.Accepted => "Đang thực hiện",
        AssignmentStatus.Reported => "Chờ xác nhận",
        AssignmentStatus.Confirmed => "Đã hoàn thành",
        AssignmentStatus.SentBack => "Phải làm tiếp",
        AssignmentStatus.Withdrawn => "Đã thu hồi",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No words for this status."),
    };

    public static string ColourOf(AssignmentStatus status) => status switch
    {
        AssignmentStatus.Confirmed => "success",
        AssignmentStatus.SentBack or AssignmentStatus.Reported => "warning",
        AssignmentStatus.Withdrawn => "neutral",
        _ => "accent",
    };

    public static string Of(Urgency urgency) => urgency switch
    {
        Urgency.Normal => "Thường", Urgency.Urgent => "Khẩn", Urgency.Express => "Hỏa tốc",
        _ => throw new ArgumentOutOfRangeException(nameof(urgency), urgency, "No words for this urgency."),
    };

    public static string Of(Rating rating) => rating switch
    {
        Rating.Good => "Hoàn thành tốt", Rating.Done => "Hoàn thành", Rating.Lacking => "Hoàn thành, còn thiếu sót",
        _ => throw new ArgumentOutOfRangeException(nameof(rating), rating, "No words for this rating."),
    };

    /// <summary>What leaders say most, ready to press.</summary>
    public static readonly IReadOnlyList<string> Phrases =
        ["Báo cáo nguyên nhân trễ và thời hạn xong", "Giải quyết ngay, báo cáo kết quả", "Hỗ trợ đơn vị giải quyết dứt điểm"];
}
