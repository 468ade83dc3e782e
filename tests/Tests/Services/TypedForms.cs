namespace NhatLe.Tests.Services;

/// <summary>
/// A valid filing of each form, as it is typed page by page; the journeys in the browser type the same. A date is three fields; at "+"
/// the button of these words is pressed, or "Tiếp tục" where the question named is yet to come up.
/// </summary>
public static class TypedForms
{
    const string Commune = "18907";

    public static readonly Dictionary<string, (string Field, object? Value)[][]> All = new()
    {
        ["1.001193"] =
        [
            [("child_name", "Hồ Gia Bảo"), .. Date("child_born_on", "2024-11-10"), ("child_sex", "male"), ("child_birth_place", "Trạm y tế xã Trọng Hóa"), ("child_ethnicity", "Bru–Vân Kiều")],
            [("mother_name", "Hồ Thị Mai Liên"), .. Date("mother_born_on", "1996-03-08"), ("mother_number", "044196004217")],
            [],
            [("unit", Commune), ("phone", "0900000101")],
        ],
        ["1.000656"] =
        [
            [("dead_name", "Hồ Văn Già"), .. Date("dead_born_on", "1940"), ("dead_sex", "male"), ("dead_ethnicity", "Bru–Vân Kiều"), ("dead_home.Unit", Commune), ("dead_home.Detail", "Bản Ka Oóc")],
            [.. Date("died_on", "2024-11-15"), ("died_where", "hospital"), ("cause", "Tuổi già"), ("+", "died_facility"), ("died_facility", "Trạm y tế xã Trọng Hóa")],
            [("notice_kind", "death_notice"), ("notice_issuer", "Trạm y tế xã Trọng Hóa"), .. Date("notice_on", "2024-11-16")],
            [("relation", "child"), ("copies", "2")],
            [("unit", Commune)],
        ],
        ["1.004873"] =
        [
            [("purpose", "marriage")],
            [("partner_name", "Hồ Văn Bạn"), .. Date("partner_born_on", "1995-01-02"), ("partner_nationality", "Việt Nam"), ("marriage_where", "Xã Trọng Hóa")],
            [],
            [("periods[0].place.Detail", "Bản Ka Oóc"), .. Date("periods[0].from_on", "2014"), .. Date("periods[0].until_on", "2020-03-01"), ("+", "Thêm nơi cư trú"),
                ("periods[1].place.Unit", Commune), ("periods[1].place.Detail", "Bản Lòm"), .. Date("periods[1].from_on", "2020-03-02")],
            [("status", "divorced"), ("+", "divorce_court"), ("divorce_court", "Tòa án huyện Minh Hóa, số 5/2019"), .. Date("divorced_on", "2019-06-01")],
            [("unit", Commune)],
        ],
        ["2.000815"] =
        [
            [("documents[0].name", "Bằng tốt nghiệp"), ("documents[0].pages", "3"), ("documents[0].copies", "1"), ("+", "Thêm giấy"), ("documents[1].name", "Sổ hộ khẩu cũ"), ("documents[1].pages", "12"), ("documents[1].copies", "1"), ("+", "Thêm giấy"),
                ("documents[2].name", "Giấy ra viện"), ("documents[2].pages", "1"), ("documents[2].copies", "3")],
            [("purposes", new[] { "study", "other" }), ("+", "purpose_other"), ("purpose_other", "Xin trợ cấp")],
            [("by_other", "self")],
            [("unit", Commune)],
        ],
        ["2.000635"] =
        [
            [("kind", "birth"), ("register_where", "Xã Trọng Hóa")],
            [("for_whom", "other"), ("subject_name", "Hồ Thị Con")],
            [("relation", "parent")],
            [("copies", "2")],
            [("unit", Commune)],
        ],
        ["1.001612"] =
        [
            [("business_name", "Tạp hóa Mai Liên")],
            [("business_place.Unit", Commune), ("business_place.Detail", "Bản Ka Oóc")],
            [("lines[0].name", "Bán lẻ thực phẩm"), ("sale_ways", new[] { "shop" })],
            [("capital", "50.000.000"), ("workers", "2"), .. Date("starts_on", "2025-01-02")],
            [("owner_tax", "0100109106")],
            [("founder", "family")],
            [("members[0].name", "Hồ Thị Mai Liên"), .. Date("members[0].born_on", "1996-03-08"), ("members[0].sex", "female"), ("members[0].number", "044196004217"), ("members[0].is_owner", "yes"), ("members[0].share", "30.000.000"),
                ("members[1].name", "Hồ Văn Khiêm"), .. Date("members[1].born_on", "1994-01-02"), ("members[1].sex", "male"), ("members[1].number", "044094001234"), ("members[1].is_owner", "no"), ("members[1].share", "20.000.000"),
                ("+", "members[1].relation"), ("members[1].relation", "Chồng")],
            [],
        ],
    };

    /// <summary>The three fields of a date; a year alone leaves day and month empty.</summary>
    public static (string Field, object? Value)[] Date(string field, string iso)
    {
        var parts = iso.Split('-');
        return [($"{field}.Day", parts.ElementAtOrDefault(2) ?? ""), ($"{field}.Month", parts.ElementAtOrDefault(1) ?? ""), ($"{field}.Year", parts[0])];
    }
}
