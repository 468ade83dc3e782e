using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NhatLe.National.Control;
using NhatLe.National.Pages;
using NhatLe.National.Texts;
using NhatLe.National.XRoad;

namespace NhatLe.National.Reports;

/// <summary>An indicator as the Government Office knows it, with its own rules.</summary>
/// <param name="Jump">So many percent more or less than the period before need an explanation.</param>
sealed record KnownIndicator(string Code, string Vi, string En, string Unit, decimal Min, decimal Max, int Decimals, decimal Jump);

public sealed record HeldValue(decimal Value, string Explanation);

/// <summary>The version of a period that is held, and what it was numbered.</summary>
public sealed record HeldReport(string Period, long Version, string Reason, string Number, string Content, IReadOnlyDictionary<string, HeldValue> Values);

/// <summary>
/// One of the two systems of the Government Office that take the province's indicators, each by rules of its own. What it and its fields are called stands
/// here and nowhere else. In memory: it begins with the periods of before.
/// </summary>
public sealed class GovernmentSystem
{
    readonly Lock gate = new();
    readonly ImmutableArray<KnownIndicator> indicators;
    readonly SortedDictionary<string, List<HeldReport>> held = new(StringComparer.Ordinal);
    int numbered;

    internal GovernmentSystem(string subsystem, string code, string path, string name, IndicatorFile file)
    {
        (Subsystem, Code, Path, Name) = (subsystem, code, path, name);
        indicators = [.. file.Indicators];
        foreach (var past in file.Past) held[past.Period] = [new(past.Period, 1, "", $"TN-{past.Period}", "", past.Values.ToDictionary(v => v.Key, v => new HeldValue(v.Value, "")))];
    }

    public string Subsystem { get; }
    public string Code { get; }
    public string Path { get; }
    public string Name { get; }

    /// <summary>Of the tests' faults.</summary>
    public string WholePath => $"/r1/{GovernmentReports.Member}/{Subsystem}/{Code}{Path}";

    /// <summary>Versions it has taken since its start, refused, and been told again of what it had.</summary>
    public int Accepted { get; private set; }
    public int Refused { get; private set; }
    public int Repeated { get; private set; }

    /// <summary>Every version it holds, newest period first.</summary>
    public IReadOnlyList<HeldReport> All
    {
        get { lock (gate) return [.. held.Values.Reverse().SelectMany(v => v.AsEnumerable().Reverse())]; }
    }

    internal OfferedService Service() => new(GovernmentReports.Member, Subsystem, Code, Path, () => Describe(Name, Path), Answer);

    (int, object) Answer(ExchangeCall call)
    {
        var period = call.Body.GetProperty("KyBaoCao");
        var (name, version) = (period.GetProperty("Ma").GetString() ?? "", call.Body.GetProperty("PhienBan").GetInt64());
        if (call.Wrong == "body") return (StatusCodes.Status200OK, new { KyBaoCao = "1999-01", PhienBan = version, SoTiepNhan = "TN-0" });
        lock (gate) return Take(call.Body, period, name, version);
    }

    (int, object) Take(JsonElement body, JsonElement period, string name, long version)
    {
        var versions = held.GetValueOrDefault(name, []);
        if (versions.Find(v => v.Version == version) is { Content.Length: > 0 } same && same.Content == body.GetRawText())
        {
            Repeated++;
            return Taken(same);
        }
        var values = body.GetProperty("ChiTieu").EnumerateArray().Select(l => (Code: l.GetProperty("Ma").GetString() ?? "", Value: l.GetProperty("GiaTri").GetDecimal(), Why: l.GetProperty("ThuyetMinh").GetString() ?? "")).ToList();
        if (Wrong(period, name, version, versions, values) is { Count: > 0 } errors)
        {
            Refused++;
            return (StatusCodes.Status422UnprocessableEntity, new { KyBaoCao = name, PhienBan = version, Loi = errors });
        }
        var report = new HeldReport(name, version, body.GetProperty("LyDo").GetString() ?? "", string.Create(CultureInfo.InvariantCulture, $"TN-{name}-{++numbered:0000}"), body.GetRawText(), values.ToDictionary(v => v.Code, v => new HeldValue(v.Value, v.Why)));
        held[name] = [.. versions, report];
        Accepted++;
        return Taken(report);
    }

    static (int, object) Taken(HeldReport report) => (StatusCodes.Status200OK, new { KyBaoCao = report.Period, PhienBan = report.Version, SoTiepNhan = report.Number });

    sealed record Error(string ChiTieu, string MaLoi, string NoiDung);

    List<Error> Wrong(JsonElement period, string name, long version, List<HeldReport> versions, List<(string Code, decimal Value, string Why)> values)
    {
        List<Error> wrong = [];
        if (!IsPeriod(period, name)) wrong.Add(new("", "SAI_KY", "Kỳ báo cáo hoặc ngày chốt số liệu không đúng quy định."));
        if (versions.Count > 0 && version <= versions[^1].Version) wrong.Add(new("", "PHIEN_BAN_CU", $"Đang giữ phiên bản {versions[^1].Version}."));
        var before = held.Values.Select(v => v[^1]).LastOrDefault(v => string.CompareOrdinal(v.Period, name) < 0 && v.Period.Length == name.Length);
        foreach (var known in indicators.Where(k => values.TrueForAll(v => v.Code != k.Code))) wrong.Add(new(known.Code, "THIEU", "Chưa có số liệu."));
        foreach (var (code, value, why) in values)
            if (WrongValue(code, value, why, before) is { } error) wrong.Add(error);
        return wrong;
    }

    Error? WrongValue(string code, decimal value, string why, HeldReport? before)
    {
        if (indicators.FirstOrDefault(k => k.Code == code) is not { } known) return new(code, "KHONG_CO_CHI_TIEU", "Danh mục không có mã này.");
        if (value < known.Min || value > known.Max) return new(code, "NGOAI_KHOANG", $"Phải từ {Number(known.Min)} đến {Number(known.Max)} {known.Unit}.");
        if (decimal.Round(value, known.Decimals) != value) return new(code, "SAI_DINH_DANG", $"Nhiều nhất {known.Decimals} chữ số sau dấu phẩy.");
        if (why.Length == 0 && before?.Values.GetValueOrDefault(code) is { Value: not 0 } last && Math.Abs((value - last.Value) * 100 / last.Value) is var change && change > known.Jump)
            return new(code, "BIEN_DONG", $"Thay đổi {Number(decimal.Round(change, 1))}% so với kỳ trước, quá {Number(known.Jump)}%.");
        return null;
    }

    /// <summary>Months only, from the 15th of the one before to the 14th.</summary>
    static bool IsPeriod(JsonElement period, string name) =>
        DateOnly.TryParseExact(name + "-14", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
        && period.GetProperty("Loai").GetInt32() == 1 && period.GetProperty("DenNgay").GetString() == Day(last) && period.GetProperty("TuNgay").GetString() == Day(last.AddMonths(-1).AddDays(1));

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Number(decimal value) => value.ToString("#,##0.##", new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." });

    internal string NameOf(string code, bool english) => indicators.FirstOrDefault(k => k.Code == code) is { } known ? english ? known.En : known.Vi : code;

    /// <summary>For getOpenAPI.</summary>
    static object Describe(string title, string path)
    {
        var (text, number) = (new { type = "string" }, new { type = "number" });
        var sent = Object(("MaTinh", text), ("KyBaoCao", Object(("Ma", text), ("Loai", number), ("TuNgay", text), ("DenNgay", text))), ("PhienBan", number), ("LyDo", text),
            ("ChiTieu", new { type = "array", items = Object(("Ma", text), ("GiaTri", number), ("DonViTinh", text), ("ThuyetMinh", text)) }));
        var errors = new { type = "array", items = Object(("ChiTieu", text), ("MaLoi", text), ("NoiDung", text)) };
        return new
        {
            openapi = "3.1.0",
            info = new { title, version = "1" },
            paths = new Dictionary<string, object>
            {
                [path] = new
                {
                    post = new
                    {
                        requestBody = Content(sent),
                        responses = new Dictionary<string, object> { ["200"] = Content(Object(("KyBaoCao", text), ("PhienBan", number), ("SoTiepNhan", text))), ["422"] = Content(Object(("KyBaoCao", text), ("PhienBan", number), ("Loi", errors))) },
                    },
                },
            },
        };

        static object Object(params (string Name, object Schema)[] properties) => new { type = "object", properties = properties.ToDictionary(p => p.Name, p => p.Schema) };
        static object Content(object schema) => new { content = new Dictionary<string, object> { ["application/json"] = new { schema } } };
    }
}

sealed record IndicatorFile(IReadOnlyList<KnownIndicator> Indicators, IReadOnlyList<IndicatorFile.PastReport> Past)
{
    internal sealed record PastReport(string Period, IReadOnlyDictionary<string, decimal> Values);

    public static IndicatorFile Read()
    {
        using var file = typeof(IndicatorFile).Assembly.GetManifestResourceStream("NhatLe.National.Reports.indicators.json")!;
        return JsonSerializer.Deserialize<IndicatorFile>(file, JsonSerializerOptions.Web)!;
    }
}

/// <summary>
/// The stand-in of the Government Office (Văn phòng Chính phủ) on the data exchange: the reporting system (Hệ thống thông tin báo cáo Chính phủ), and the
/// information and command centre (Trung tâm thông tin, chỉ đạo điều hành). The real ones' interfaces are not published.
/// </summary>
public sealed class GovernmentReports
{
    public const string Member = "VN/GOV/VPCP", Prefix = "/reports";

    public GovernmentReports()
    {
        var file = IndicatorFile.Read();
        Reporting = new("BAOCAO", "chi-tieu", "/gui", "Hệ thống thông tin báo cáo Chính phủ", file);
        Centre = new("DIEUHANH", "chi-so-dieu-hanh", "/cap-nhat", "Trung tâm thông tin, chỉ đạo điều hành", file);
    }

    public GovernmentSystem Reporting { get; }
    public GovernmentSystem Centre { get; }

    public static void Map(WebApplication app) => app.MapGet(Prefix, Show);

    static IResult Show(HttpContext context, GovernmentReports reports)
    {
        var words = Words.Of(context);
        return Page.Show(words, words["Chỉ tiêu tỉnh đã gửi"], string.Concat(new[] { reports.Reporting, reports.Centre }.Select(s => Shown(s, words))), system: "Văn phòng Chính phủ (đóng thế)");
    }

    static string Shown(GovernmentSystem system, Words words) => $"""
        <h2>{Page.Text(words[system.Name])}</h2>
        <p>{Page.Text(words["Từ lúc khởi động: nhận {0}, trả lại {1}, nghe lại {2}.", system.Accepted, system.Refused, system.Repeated])}</p>
        {string.Concat(system.All.Select(r => Shown(system, r, words)))}
        """;

    static string Shown(GovernmentSystem system, HeldReport report, Words words) => $"""
        <h3>{Page.Text(words["Kỳ {0}, phiên bản {1}", report.Period, report.Version])}</h3>
        <p>{Page.Text(report.Number)}{Page.Text(report.Reason.Length > 0 ? ": " + report.Reason : "")}</p>
        <ul>{string.Concat(report.Values.Select(v => $"<li>{Page.Text(system.NameOf(v.Key, words.IsEnglish))}: <strong>{Page.Text(GovernmentSystem.Number(v.Value.Value))}</strong>{Page.Text(v.Value.Explanation.Length > 0 ? " (" + v.Value.Explanation + ")" : "")}</li>"))}</ul>
        """;
}

static class GovernmentReportServices
{
    /// <summary>Both systems, behind one door.</summary>
    public static void AddGovernmentReports(this IServiceCollection services, NationalOptions options)
    {
        services.AddSingleton<GovernmentReports>().AddSingleton(new FaultPlace($"/r1/{GovernmentReports.Member}/*", "Văn phòng Chính phủ nhận báo cáo", FaultPlace.OfAnswers));
        services.AddExchangeDoor(options.Government, sp => sp.GetRequiredService<GovernmentReports>() is var reports ? [reports.Reporting.Service(), reports.Centre.Service()] : []);
    }
}
