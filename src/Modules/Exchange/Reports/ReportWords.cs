using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Reports;

static class ReportWords
{
    public const string Title = "Chỉ tiêu gửi Chính phủ";

    public static string Of(GovernmentReportState state) => state switch
    {
        GovernmentReportState.Drafting => "Đang nhập",
        GovernmentReportState.Sent => "Đã gửi, chờ trả lời",
        GovernmentReportState.Refused => "Bị trả lại, cần sửa",
        _ => "Đã được chấp nhận",
    };

    public static string ColorOf(GovernmentReportState state) => state switch
    {
        GovernmentReportState.Drafting => "accent",
        GovernmentReportState.Sent => "info",
        GovernmentReportState.Refused => "danger",
        _ => "success",
    };

    public static string Of(ReceiptState state) => state switch { ReceiptState.Waiting => "Đang chờ", ReceiptState.Accepted => "Đã chấp nhận", _ => "Bị trả lại" };

    /// <summary>"Tháng 11/2024", "Quý IV/2024", "6 tháng đầu năm 2024".</summary>
    public static string Of(ReportPeriod period, Texts t) => period.Kind switch
    {
        ReportPeriodKind.Month => t["Tháng {0}/{1}", period.Number, period.Year],
        ReportPeriodKind.Quarter => t["Quý {0}/{1}", roman[period.Number - 1], period.Year],
        ReportPeriodKind.HalfYear => t["6 tháng đầu năm {0}", period.Year],
        ReportPeriodKind.NineMonths => t["9 tháng đầu năm {0}", period.Year],
        _ => t["Năm {0}", period.Year],
    };

    static readonly string[] roman = ["I", "II", "III", "IV"];

    public static string NameOf(GovernmentIndicator indicator) => Texts.IsEnglish ? indicator.En : indicator.Vi;

    public static string UnitOf(GovernmentIndicator indicator) => Texts.IsEnglish ? indicator.UnitEn : indicator.Unit;
}
