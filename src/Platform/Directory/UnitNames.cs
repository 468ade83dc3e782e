using System.Globalization;

namespace NhatLe.Platform.Directory;

/// <summary>How units are called in law, from their kind and name. Official names are Vietnamese.</summary>
public static class UnitNames
{
    static readonly Dictionary<string, string> types = new()
    {
        ["tinh"] = "Tỉnh", ["huyen"] = "Huyện", ["thi_xa"] = "Thị xã", ["thanh_pho"] = "Thành phố", ["xa"] = "Xã", ["phuong"] = "Phường", ["thi_tran"] = "Thị trấn", ["dac_khu"] = "Đặc khu",
    };

    /// <summary>Types whose name follows the word: "Xã Trọng Hóa".</summary>
    public static IReadOnlyDictionary<string, string> Types => types;

    public static string Full(string type, string name) => types.TryGetValue(type, out var word) ? $"{word} {name}" : name;

    public static string AuthorityOf(string kind, string fullName) => kind is UnitKind.Province or UnitKind.District or UnitKind.Commune ? "Ủy ban nhân dân " + Within(fullName) : fullName;

    public static string Desk(string authority) => "Một cửa " + Within(authority);

    public static string DeskInFull(string authority) => "Bộ phận Tiếp nhận và Trả kết quả UBND " + Within(authority);

    /// <summary>"xã Trọng Hóa", as it stands within a sentence.</summary>
    public static string Within(string fullName) => fullName.Length == 0 ? fullName : char.ToLower(fullName[0], CultureInfo.InvariantCulture) + fullName[1..];
}
