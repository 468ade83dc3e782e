using NhatLe.Catalogue.Procedures;

namespace NhatLe.Catalogue.Editing;

public static class VersionWords
{
    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Of(VersionStatus status) => status switch
    {
        VersionStatus.Draft => "Bản nháp",
        VersionStatus.Submitted => "Chờ duyệt",
        VersionStatus.Approved => "Sắp công bố",
        VersionStatus.Published => "Đang công bố",
        VersionStatus.Retired => "Đã thay thế",
        VersionStatus.Returned => "Bị trả lại",
        _ => "Đã bỏ",
    };

    public static string Color(VersionStatus status) => status switch
    {
        VersionStatus.Published => "success",
        VersionStatus.Submitted or VersionStatus.Returned => "warning",
        VersionStatus.Approved or VersionStatus.Draft => "accent",
        _ => "neutral",
    };

    /// <summary>Who wrote it: "Danh mục quốc gia", or the editor's name.</summary>
    public static string From(Origin origin) => origin switch
    {
        Origin.Imported => "Danh mục quốc gia",
        Origin.Curated => "Bộ thủ tục biên soạn sẵn",
        _ => "Người biên tập",
    };
}
