using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Population;

/// <summary>
/// Service 037 of the population database as it is on the wire: its names and codes stand here only, so that what is different in the real one is a
/// change of this file.
/// </summary>
public static class PopulationWire
{
    public const string Service = "037", Path = "/tra-cuu";

    const string NobodyOfThatNumber = "KHONG_TIM_THAY";

    sealed record Question(string SoDinhDanh, string MucDich);

    sealed record Name(string? Ho, string? ChuDem, string? Ten);

    sealed record Birth(string? NgayThangNam, string? Nam);

    sealed record Address(string? MaTinhThanh, string? MaQuanHuyen, string? MaPhuongXa, string? ChiTiet, string? QuocGia);

    sealed record Kin(string? QuanHe, string? SoDinhDanh, string? SoCMND, string? HoVaTen, string? QuocTich);

    sealed record Person(
        string? SoDinhDanh, string? SoCMND, Name? HoVaTen, string? GioiTinh, string? DanToc, string? TonGiao, string? TinhTrangHonNhan, string? NhomMau, Birth? NgayThangNamSinh, string? QuocTich, string? SoSoHoKhau,
        Address? NoiDangKyKhaiSinh, Address? QueQuan, Address? ThuongTru, Address? NoiOHienTai, Kin? Cha, Kin? Me, Kin? VoChong, Kin? NguoiDaiDien, Kin? ChuHo);

    sealed record Error(string? MaLoi);

    static readonly FrozenDictionary<string, string> Ethnicities = new Dictionary<string, string>
    {
        ["01"] = "Kinh", ["02"] = "Tày", ["03"] = "Thái", ["04"] = "Hoa", ["05"] = "Khmer", ["06"] = "Mường", ["07"] = "Nùng", ["08"] = "Mông", ["09"] = "Dao", ["10"] = "Gia Rai", ["11"] = "Ngái", ["12"] = "Ê Đê", ["13"] = "Ba Na",
        ["14"] = "Xơ Đăng", ["15"] = "Sán Chay", ["16"] = "Cơ Ho", ["17"] = "Chăm", ["18"] = "Sán Dìu", ["19"] = "Hrê", ["20"] = "Mnông", ["21"] = "Ra Glai", ["22"] = "Xtiêng", ["23"] = "Bru–Vân Kiều", ["24"] = "Thổ", ["25"] = "Giáy",
        ["26"] = "Cơ Tu", ["27"] = "Gié Triêng", ["28"] = "Mạ", ["29"] = "Khơ Mú", ["30"] = "Co", ["31"] = "Tà Ôi", ["32"] = "Chơ Ro", ["33"] = "Kháng", ["34"] = "Xinh Mun", ["35"] = "Hà Nhì", ["36"] = "Chu Ru", ["37"] = "Lào",
        ["38"] = "La Chí", ["39"] = "La Ha", ["40"] = "Phù Lá", ["41"] = "La Hủ", ["42"] = "Lự", ["43"] = "Lô Lô", ["44"] = "Chứt", ["45"] = "Mảng", ["46"] = "Pà Thẻn", ["47"] = "Cơ Lao", ["48"] = "Cống", ["49"] = "Bố Y",
        ["50"] = "Si La", ["51"] = "Pu Péo", ["52"] = "Brâu", ["53"] = "Ơ Đu", ["54"] = "Rơ Măm",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, string> Religions = new Dictionary<string, string> { ["00"] = "Không", ["01"] = "Phật giáo", ["02"] = "Công giáo", ["03"] = "Tin Lành", ["04"] = "Cao Đài", ["05"] = "Phật giáo Hòa Hảo" }.ToFrozenDictionary(StringComparer.Ordinal);
    static readonly FrozenDictionary<string, string> BloodTypes = new Dictionary<string, string> { ["01"] = "A", ["02"] = "B", ["03"] = "AB", ["04"] = "O" }.ToFrozenDictionary(StringComparer.Ordinal);
    static readonly FrozenDictionary<string, string> Relationships = new Dictionary<string, string> { ["01"] = "Chủ hộ", ["02"] = "Vợ hoặc chồng", ["03"] = "Con", ["04"] = "Con dâu hoặc con rể", ["05"] = "Cháu" }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Countries as the province writes them; another one by its code.</summary>
    static readonly FrozenDictionary<string, string> Countries = new Dictionary<string, string> { ["VN"] = "Việt Nam", ["LA"] = "Lào" }.ToFrozenDictionary(StringComparer.Ordinal);

    public static byte[] Ask(PopulationQuestion question) => JsonSerializer.SerializeToUtf8Bytes(new Question(question.CitizenNumber, question.Purpose));

    /// <summary>Null where the body is none of the service's.</summary>
    /// <param name="asked">Whom was asked about: another person's record is no answer.</param>
    public static PopulationAnswer? Read(int status, ReadOnlySpan<byte> body, string asked)
    {
        try
        {
            if (status == 404) return JsonSerializer.Deserialize<Error>(body)?.MaLoi == NobodyOfThatNumber ? new(PopulationOutcome.NotFound) : null;
            return status == 200 && JsonSerializer.Deserialize<Person>(body) is { } person && person.SoDinhDanh == asked && NameOf(person) ? new(PopulationOutcome.Found, Read(person)) : null;
        }
        catch (JsonException) { return null; }
    }

    /// <summary>A record without a name is none.</summary>
    static bool NameOf(Person person) => Clean(person.HoVaTen?.Ten).Length > 0;

    static RegisteredPerson Read(Person p)
    {
        var born = DateOnly.TryParseExact(p.NgayThangNamSinh?.NgayThangNam, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        var year = int.TryParse(p.NgayThangNamSinh?.Nam, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said is > 1800 and < 2200 ? said : born?.Year;
        return new(
            p.SoDinhDanh!, Clean(p.SoCMND), Clean(p.HoVaTen?.Ho), Clean(p.HoVaTen?.ChuDem), Clean(p.HoVaTen?.Ten), p.GioiTinh switch { "1" => Sex.Male, "2" => Sex.Female, _ => null }, Word(Ethnicities, p.DanToc), Word(Religions, p.TonGiao),
            p.TinhTrangHonNhan switch { "1" => MaritalStatus.Single, "2" => MaritalStatus.Married, "3" => MaritalStatus.Divorced, "4" => MaritalStatus.Widowed, _ => MaritalStatus.Unknown }, Word(BloodTypes, p.NhomMau), born, year,
            Word(Countries, p.QuocTich), Clean(p.SoSoHoKhau), Read(p.NoiDangKyKhaiSinh), Read(p.QueQuan), Read(p.ThuongTru), Read(p.NoiOHienTai), Read(p.Cha), Read(p.Me), Read(p.VoChong), Read(p.NguoiDaiDien), Read(p.ChuHo), Word(Relationships, p.ChuHo?.QuanHe));
    }

    static RegisteredAddress? Read(Address? a) => a is null ? null : new(Clean(a.MaTinhThanh), Clean(a.MaQuanHuyen), Clean(a.MaPhuongXa), Clean(a.ChiTiet), Word(Countries, a.QuocGia));

    static Relative? Read(Kin? kin) => kin is null || Clean(kin.HoVaTen).Length == 0 ? null : new(Clean(kin.HoVaTen), Clean(kin.SoDinhDanh), Clean(kin.SoCMND), Word(Countries, kin.QuocTich));

    static string Clean(string? text) => Nfc.Clean(text);

    /// <summary>The word of a code; the empty code "00" of the others means that nothing is known, and a code that is not known here stands for itself.</summary>
    static string Word(FrozenDictionary<string, string> words, string? code) => Clean(code) is { Length: > 0 } known ? words.GetValueOrDefault(known, known == "00" ? "" : known) : "";
}
