using NhatLe.Contracts.Exchange;

namespace NhatLe.Exchange.Reports;

/// <summary>A system of the Government that takes the indicators (bên nhận).</summary>
/// <param name="Key">Of the partner in the settings, and of the carrier.</param>
/// <param name="Title">As people call it; the key of its translation.</param>
/// <param name="Id">Its subsystem, for the stand-in's settings.</param>
public sealed record ReportReceiver(string Key, string Title, string Id, string Service, string Path);

/// <summary>The receivers, and which of them are among the partners of this installation.</summary>
public sealed class ReportReceivers(ExchangeSettings settings)
{
    public static readonly IReadOnlyList<ReportReceiver> All =
    [
        new("bao-cao-chinh-phu", "Hệ thống thông tin báo cáo Chính phủ", "VN/GOV/VPCP/BAOCAO", ReportsWire.ReportingService, ReportsWire.ReportingPath),
        new("dieu-hanh-chinh-phu", "Trung tâm thông tin, chỉ đạo điều hành của Chính phủ", "VN/GOV/VPCP/DIEUHANH", ReportsWire.CentreService, ReportsWire.CentrePath),
    ];

    public IReadOnlyList<ReportReceiver> SetUp { get; } = [.. All.Where(r => settings.IsSetUp && settings.Find(r.Key) is { IsCalled: true })];

    public bool IsSetUp => SetUp.Count > 0;

    public static string TitleOf(string key) => All.FirstOrDefault(r => r.Key == key)?.Title ?? key;
}
