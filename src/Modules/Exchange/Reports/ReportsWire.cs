using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using NhatLe.Contracts.Exchange;

namespace NhatLe.Exchange.Reports;

/// <summary>
/// The two services of the Government Office as they are on the wire. The real interfaces are not published: names and codes stand here only, so that
/// what is different there is a change of this file. A report is known by its period and edition; the same said twice is one.
/// </summary>
public static class ReportsWire
{
    public const string ReportingService = "chi-tieu", ReportingPath = "/gui", CentreService = "chi-so-dieu-hanh", CentrePath = "/cap-nhat";

    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = null, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="Loai">1 month, 2 quarter, 3 half-year, 4 nine months, 5 year.</param>
    sealed record Period(string Ma, int Loai, DateOnly TuNgay, DateOnly DenNgay);

    sealed record Line(string Ma, decimal GiaTri, string DonViTinh, string ThuyetMinh);

    sealed record Report(string MaTinh, Period KyBaoCao, long PhienBan, string LyDo, IReadOnlyList<Line> ChiTieu);

    sealed record Error(string? ChiTieu, string? MaLoi, string? NoiDung);

    sealed record Answer(string? KyBaoCao, long? PhienBan, string? SoTiepNhan, IReadOnlyList<Error?>? Loi);

    /// <param name="province">Its member code on the exchange: H46.</param>
    /// <param name="units">Of measure, by indicator.</param>
    public static byte[] Write(string province, GovernmentReport report, ReportEdition edition, IReadOnlyDictionary<string, string> units) => JsonSerializer.SerializeToUtf8Bytes(
        new Report(province, new(report.Period, (int)report.Kind, report.FirstDay, report.LastDay), edition.Number, edition.Reason,
            [.. edition.Values.Where(v => v.Value is not null).Select(v => new Line(v.Indicator, v.Value!.Value, units.GetValueOrDefault(v.Indicator, ""), v.Explanation))]), json);

    /// <summary>Accepted under a number, or refused for errors.</summary>
    public sealed record Outcome(string Reference, IReadOnlyList<ReportError> Errors);

    /// <returns>Null for what is no answer to this period and edition.</returns>
    public static Outcome? Read(int status, ReadOnlySpan<byte> body, string period, long edition)
    {
        Answer? answer;
        try { answer = JsonSerializer.Deserialize<Answer>(body, json); }
        catch (JsonException) { return null; }
        if (answer is null || answer.KyBaoCao != period || answer.PhienBan != edition) return null;
        return status switch
        {
            200 when answer.SoTiepNhan is { Length: > 0 and <= 100 } number => new(number, []),
            422 when answer.Loi is { Count: > 0 and <= 200 } errors => new("", [.. errors.Select(e => new ReportError(Short(e?.ChiTieu, 50), Short(e?.MaLoi, 50), Short(e?.NoiDung, 500)))]),
            _ => null,
        };
    }

    static string Short(string? text, int most) => text is null ? "" : text.Length > most ? text[..most] : text;

    /// <summary>What is wrong, in our words; the receiver's own stand beside them.</summary>
    public static string WordsOf(string code) => code switch
    {
        "KHONG_CO_CHI_TIEU" => "Bên nhận không có chỉ tiêu này.",
        "THIEU" => "Bên nhận cần chỉ tiêu này mà chưa có.",
        "NGOAI_KHOANG" => "Giá trị ngoài khoảng bên nhận chấp nhận. Hãy xem lại số và đơn vị tính.",
        "SAI_DINH_DANG" => "Quá nhiều chữ số sau dấu phẩy. Hãy làm tròn.",
        "BIEN_DONG" => "Thay đổi nhiều so với kỳ trước mà chưa thuyết minh. Hãy ghi lý do.",
        "SAI_KY" => "Kỳ báo cáo không khớp với bên nhận. Hãy báo quản trị hệ thống.",
        "PHIEN_BAN_CU" => "Bên nhận đã có lần gửi bằng hoặc mới hơn. Lưu lại để thành lần gửi mới.",
        _ => "Bên nhận báo lỗi.",
    };
}
