using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Organization.Reforms;

/// <summary>In Vietnamese; the keys of their translations.</summary>
public static class Words
{
    public static string Of(ChangeKind kind) => kind switch
    {
        ChangeKind.Rename => "Đổi tên",
        ChangeKind.Merge => "Nhập",
        ChangeKind.Split => "Chia",
        ChangeKind.Abolish => "Giải thể",
        ChangeKind.Move => "Chuyển sang đơn vị cấp trên khác",
        ChangeKind.Relevel => "Đổi cấp",
        _ => "Lập mới",
    };

    public static string ColourOf(ReformStatus status) => status switch
    {
        ReformStatus.Done => "success", ReformStatus.Running => "accent", ReformStatus.Scheduled => "warning", _ => "neutral",
    };
}
