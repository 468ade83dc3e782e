using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using NhatLe.National.Control;
using NhatLe.National.People;
using NhatLe.National.XRoad;

namespace NhatLe.National.Residents;

/// <summary>
/// The national population database (cơ sở dữ liệu quốc gia về dân cư) on the data exchange, service 037: a person by their number. What it and its
/// fields are called stands here and nowhere else.
/// </summary>
public sealed class PopulationDatabase : IDisposable
{
    public const string Member = "VN/GOV/BCA", Subsystem = "DANCU", Code = "037", Path = "/tra-cuu";

    /// <summary>Of the tests' faults.</summary>
    public const string WholePath = $"/r1/{Member}/{Subsystem}/{Code}{Path}";

    const string Country = "VN", Province = "44";

    readonly CitizenRegister register;
    readonly KeptLines kept;
    readonly ConcurrentQueue<string> answered = [];

    public PopulationDatabase(CitizenRegister register, Kept kept)
    {
        this.register = register;
        this.kept = kept.Open("population", line => answered.Enqueue(line["id"]!.GetValue<string>()));
    }

    /// <summary>Ids of the messages it has answered, in order.</summary>
    public IReadOnlyCollection<string> Answered => answered;

    public void Dispose() => kept.Dispose();

    internal OfferedService Service() => new(Member, Subsystem, Code, Path, Describe, Answer);

    (int, object) Answer(ExchangeCall call)
    {
        var number = call.Body.GetProperty("SoDinhDanh").GetString() ?? "";
        if (number.Length != 12 || !number.All(char.IsAsciiDigit)) return (StatusCodes.Status400BadRequest, Error("SO_DINH_DANH_SAI", "Số định danh gồm 12 chữ số."));
        if (call.Body.GetProperty("MucDich").GetString() is not { Length: > 0 }) return (StatusCodes.Status400BadRequest, Error("THIEU_MUC_DICH", "Chưa nêu mục đích khai thác."));
        kept.Add(new() { ["id"] = call.MessageId });
        answered.Enqueue(call.MessageId);
        if (call.Wrong == "body") return (StatusCodes.Status200OK, "not a record");
        if (!register.ByNumber.TryGetValue(number, out var citizen)) return (StatusCodes.Status404NotFound, Error("KHONG_TIM_THAY", "Không có công dân mang số định danh này."));
        return (StatusCodes.Status200OK, Record(call.Wrong == "person" ? register.All.First(c => c != citizen) : citizen));
    }

    static object Error(string code, string text) => new { MaLoi = code, ThongBao = text };

    public static Dictionary<string, object?> Record(Citizen citizen) => new()
    {
        ["SoDinhDanh"] = citizen.Number,
        ["SoCMND"] = citizen.OldNumber,
        ["HoVaTen"] = new { Ho = citizen.Family, ChuDem = citizen.Middle, Ten = citizen.Given },
        ["GioiTinh"] = ((int)citizen.Sex).ToString(CultureInfo.InvariantCulture),
        ["DanToc"] = citizen.Ethnicity,
        ["TonGiao"] = citizen.Religion,
        ["TinhTrangHonNhan"] = ((int)citizen.Marriage).ToString(CultureInfo.InvariantCulture),
        ["NhomMau"] = citizen.Blood,
        ["NgayThangNamSinh"] = new { NgayThangNam = citizen.Born?.ToString("yyyyMMdd", CultureInfo.InvariantCulture), Nam = citizen.BirthYear.ToString(CultureInfo.InvariantCulture) },
        ["QuocTich"] = Country,
        ["SoSoHoKhau"] = citizen.Household.Number,
        ["NoiDangKyKhaiSinh"] = Address(citizen.BirthPlace),
        ["QueQuan"] = Address(citizen.Origin),
        ["ThuongTru"] = Address(citizen.Household.Home),
        ["NoiOHienTai"] = Address(citizen.Staying ?? citizen.Household.Home),
        ["Cha"] = Relative(citizen.Father),
        ["Me"] = Relative(citizen.Mother),
        ["VoChong"] = Relative(citizen.Spouse),
        ["NguoiDaiDien"] = Relative(citizen.Guardian(CitizenRegister.Year)),
        ["ChuHo"] = new { QuanHe = "0" + (int)citizen.Place, SoDinhDanh = citizen.Household.Head.Number, SoCMND = citizen.Household.Head.OldNumber, HoVaTen = citizen.Household.Head.FullName },
    };

    static object Address(Dwelling dwelling) => new { MaTinhThanh = Province, MaQuanHuyen = dwelling.Commune.District, MaPhuongXa = dwelling.Commune.Code, ChiTiet = dwelling.Detail, QuocGia = Country };

    static object? Relative(Citizen? citizen) => citizen is null ? null : new { HoVaTen = citizen.FullName, QuocTich = Country, SoDinhDanh = citizen.Number, SoCMND = citizen.OldNumber };

    /// <summary>For getOpenAPI.</summary>
    static object Describe()
    {
        var text = new { type = "string" };
        var name = Object(("Ho", text), ("ChuDem", text), ("Ten", text));
        var address = Object(("MaTinhThanh", text), ("MaQuanHuyen", text), ("MaPhuongXa", text), ("ChiTiet", text), ("QuocGia", text));
        var relative = Object(("HoVaTen", text), ("QuocTich", text), ("SoDinhDanh", text), ("SoCMND", text));
        var fields = new List<(string, object)> { ("HoVaTen", name), ("NgayThangNamSinh", Object(("NgayThangNam", text), ("Nam", text))), ("ChuHo", Object(("QuanHe", text), ("SoDinhDanh", text), ("SoCMND", text), ("HoVaTen", text))) };
        fields.AddRange(new[] { "SoDinhDanh", "SoCMND", "GioiTinh", "DanToc", "TonGiao", "TinhTrangHonNhan", "NhomMau", "QuocTich", "SoSoHoKhau" }.Select(f => (f, (object)text)));
        fields.AddRange(new[] { "NoiDangKyKhaiSinh", "QueQuan", "ThuongTru", "NoiOHienTai" }.Select(f => (f, address)));
        fields.AddRange(new[] { "Cha", "Me", "VoChong", "NguoiDaiDien" }.Select(f => (f, relative)));
        return new
        {
            openapi = "3.1.0",
            info = new { title = "Tra cứu thông tin công dân (037)", version = "1" },
            paths = new Dictionary<string, object>
            {
                [Path] = new
                {
                    post = new
                    {
                        requestBody = Content(Object(("SoDinhDanh", text), ("MucDich", text))),
                        responses = new Dictionary<string, object> { ["200"] = Content(Object([.. fields])), ["404"] = Content(Object(("MaLoi", text), ("ThongBao", text))) },
                    },
                },
            },
        };

        static object Object(params (string Name, object Schema)[] properties) => new { type = "object", properties = properties.ToDictionary(p => p.Name, p => p.Schema) };
        static object Content(object schema) => new { content = new Dictionary<string, object> { ["application/json"] = new { schema } } };
    }
}

static class PopulationServices
{
    /// <summary>The database and its door.</summary>
    public static void AddPopulationDatabase(this IServiceCollection services, NationalOptions options)
    {
        services.AddSingleton(new FaultPlace(PopulationDatabase.WholePath, "Cơ sở dữ liệu quốc gia về dân cư", FaultPlace.OfAnswers));
        services.AddSingleton<CitizenRegister>().AddSingleton<PopulationDatabase>();
        services.AddExchangeDoor(options.Exchange, sp => [sp.GetRequiredService<PopulationDatabase>().Service()]);
    }
}
