namespace NhatLe.National.People;

/// <summary>The peoples of the province by the codes of the statistical list, and where the small ones live.</summary>
public static class Ethnic
{
    public const string Kinh = "01";

    public static readonly (string Code, string[] Communes) Bru = ("23", ["Dân Hóa", "Trọng Hóa", "Trường Sơn", "Trường Xuân", "Ngân Thủy", "Kim Thủy", "Lâm Thủy", "Thượng Trạch", "Tân Trạch"]);
    public static readonly (string Code, string[] Communes) Chut = ("44", ["Dân Hóa", "Trọng Hóa", "Hóa Sơn", "Thượng Hóa", "Lâm Hóa", "Thanh Hóa", "Thượng Trạch"]);

    public static string CodeOf(string name) => name switch { "Bru–Vân Kiều" => Bru.Code, "Chứt" => Chut.Code, _ => Kinh };
}

/// <summary>Invented names as people of the province bear them: three words and more, two, and among the small peoples also one.</summary>
static class Names
{
    static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Mai", "Trương", "Cao", "Đinh", "Lưu", "Hà", "Từ", "Thái"];
    static readonly string[] WomensMiddle = ["Thị", "Thị", "Thị", "Thu", "Ngọc", "Thị Thanh", "Thị Hồng", "Mỹ", "Khánh", "Thị Kim", "Thùy", "Bảo"];
    static readonly string[] MensMiddle = ["Văn", "Văn", "Văn", "Đức", "Minh", "Quang", "Hữu", "Xuân", "Công", "Tiến", "Đình", "Ngọc", "Thanh", "Quốc"];
    static readonly string[] Women = ["Hương", "Lan", "Hà", "Nhung", "Linh", "Thanh", "Ánh", "Huyền", "Dung", "Hoa", "Hòa", "Thủy", "Thúy", "Loan", "Nga", "Phượng", "Quỳnh", "Trang", "Vân", "Yến", "Oanh", "Lý", "Diễm", "Châu"];
    static readonly string[] Men = ["Hùng", "Anh", "Tuấn", "Sơn", "Huy", "Phước", "Thành", "Trường", "Danh", "Lợi", "Dũng", "Bình", "Hòa", "Toàn", "Khoa", "Việt", "Thắng", "Lực", "Khôi", "Quý", "Nghĩa", "Tài", "Đạt", "Thụy"];
    static readonly string[] BruWomen = ["Ngân", "Thơm", "Lan", "Mút", "Phay", "Bông", "Nheng", "Kăn", "Hiêng", "Xuân"];
    static readonly string[] BruMen = ["Thông", "Xê", "Đan", "Phia", "Bun", "Khiên", "Thiết", "Pừng", "Ai", "Nhông"];
    static readonly string[] ChutWomen = ["Lâm", "Bách", "Nghĩa", "Sen", "Bình", "Phúc"];
    static readonly string[] ChutMen = ["Long", "Dụng", "Đế", "Dềng", "Tư", "Bưn"];

    /// <param name="family">That of the father; null: one of their own.</param>
    public static (string Family, string Middle, string Given) Of(Random dice, string ethnicity, Sex sex, string? family)
    {
        if (ethnicity == Ethnic.Kinh) return (family ?? Pick(Families), Pick(sex == Sex.Female ? WomensMiddle : MensMiddle), Pick(sex == Sex.Female ? Women : Men));
        var given = Pick((ethnicity == Ethnic.Bru.Code, sex) switch { (true, Sex.Female) => BruWomen, (true, _) => BruMen, (_, Sex.Female) => ChutWomen, _ => ChutMen });
        return (dice.Next(10), sex) switch
        {
            (0, _) => ("", "", given), // one word
            (< 4, _) => (family is { Length: > 0 } ? family : Pick(["Hồ", "Cao"]), "", given),
            (_, Sex.Female) => (family is { Length: > 0 } ? family : "Hồ", "Thị", given),
            _ => (family is { Length: > 0 } ? family : "Hồ", "Văn", given),
        };

        string Pick(string[] from) => from[dice.Next(from.Length)];
    }
}
