using System.Globalization;
using System.Text;
using NhatLe.Platform.Clock;
using SkiaSharp;

namespace NhatLe.Host.Simulation;

/// <summary>What a citizen types and photographs: valid answers to the six forms, and papers of some kilobytes.</summary>
static class Paperwork
{
    static readonly Lazy<byte[]> Sheet = new(Draw);

    public static Dictionary<string, string> Answers(Life life, DateTimeOffset at)
    {
        var (person, dice, today) = (life.Person, new Random(life.Index), LegalTime.DateOf(at));
        string Ago(int least, int most) => Iso(today.AddDays(-dice.Next(least, most)));
        var place = life.Commune.Code + "|Thôn " + (1 + dice.Next(9)).ToString(CultureInfo.InvariantCulture);
        var year = person.BirthDate[..4];
        Dictionary<string, string> answers = life.Kind.Procedure switch
        {
            "2.000815" => new()
            {
                ["documents"] = "1", ["documents[0].name"] = Any(dice, "Bằng tốt nghiệp", "Giấy khai sinh", "Sổ hộ khẩu cũ", "Giấy ra viện", "Học bạ"),
                ["documents[0].pages"] = Any(dice, "1", "2", "4"), ["documents[0].copies"] = Any(dice, "1", "2", "3", "5"), ["purposes"] = "study", ["by_other"] = "self",
            },
            "2.000635" => new()
            {
                ["kind"] = "birth", ["register_where"] = life.Commune.FullName, ["for_whom"] = "self", ["subject_name"] = person.FullName,
                ["subject_born_on"] = year, ["copies"] = Any(dice, "1", "2", "3"),
            },
            "1.001193" => Birth(life, dice, Ago(1, 20)),
            "1.004873" => new()
            {
                ["purpose"] = "loan", ["person_name"] = person.FullName, ["person_born_on"] = person.BirthDate, ["person_sex"] = person.Gender, ["person_ethnicity"] = person.Ethnicity,
                ["person_number"] = person.CitizenNumber, ["periods"] = "1", ["periods[0].place"] = place, ["periods[0].from_on"] = "2012", ["status"] = "never",
            },
            "1.000656" => new()
            {
                ["dead_name"] = Any(dice, "Hồ Văn Già", "Nguyễn Thị Mười", "Trần Đình Lộc", "Phan Thị Sáu"), ["dead_born_on"] = Any(dice, "1938", "1941", "1947"), ["dead_sex"] = Any(dice, "male", "female"),
                ["dead_ethnicity"] = person.Ethnicity, ["dead_home"] = place, ["died_on"] = Iso(today.AddDays(-3)), ["died_where"] = "home", ["cause"] = "Tuổi già", ["notice_kind"] = "death_notice",
                ["notice_issuer"] = "Trạm y tế " + life.Commune.Name, ["notice_on"] = Iso(today.AddDays(-2)), ["applicant_name"] = person.FullName, ["applicant_number"] = person.CitizenNumber,
                ["relation"] = "relative", ["relation_other"] = "Cháu", ["copies"] = "1",
            },
            _ => Business(life, dice, place, Iso(today.AddDays(30))),
        };
        if (life.Kind.Procedure != "1.001612") answers["unit"] = life.Commune.Code;
        if (person.Phone is { } phone) answers["phone"] = phone;
        return answers;
    }

    static Dictionary<string, string> Birth(Life life, Random dice, string bornOn)
    {
        var (person, mother) = (life.Person, life.Person.Gender == "female" && string.CompareOrdinal(life.Person.BirthDate, "1980") > 0);
        var family = person.FullName.Split(' ')[0];
        Dictionary<string, string> answers = new()
        {
            ["child_name"] = $"{family} {Any(dice, "Gia Bảo", "Minh Khôi", "An Nhiên", "Bảo Ngọc", "Nhật Minh", "Khánh An")}", ["child_born_on"] = bornOn, ["child_sex"] = Any(dice, "male", "female"),
            ["child_birth_place"] = Any(dice, "Bệnh viện đa khoa huyện", "Trạm y tế xã", "Bệnh viện hữu nghị Đồng Hới"), ["child_ethnicity"] = person.Ethnicity,
            ["mother_name"] = mother ? person.FullName : family + " Thị Hoài", ["mother_born_on"] = mother ? person.BirthDate : "1995",
            ["mother_number"] = mother ? person.CitizenNumber : string.Create(CultureInfo.InvariantCulture, $"044195{700_000 + life.Index % 99_999:000000}"),
        };
        return answers;
    }

    static Dictionary<string, string> Business(Life life, Random dice, string place, string startsOn)
    {
        var person = life.Person;
        var born = person.BirthDate.Length == 4 ? person.BirthDate + "-06-15" : person.BirthDate;
        return new()
        {
            ["business_name"] = $"{Any(dice, "Tạp hóa", "Quán cơm", "Sửa xe", "May mặc")} {person.FullName.Split(' ')[^1]}", ["business_place"] = place, ["lines"] = "1",
            ["lines[0].name"] = Any(dice, "Bán lẻ thực phẩm", "Dịch vụ ăn uống", "Sửa chữa xe máy"), ["sale_ways"] = "shop", ["capital"] = "50000000", ["workers"] = "2", ["starts_on"] = startsOn,
            ["owner_name"] = person.FullName, ["owner_born_on"] = born, ["owner_sex"] = person.Gender, ["owner_number"] = person.CitizenNumber, ["owner_home"] = place,
            ["founder"] = "family", ["members"] = "2",
            ["members[0].name"] = person.FullName, ["members[0].born_on"] = born, ["members[0].sex"] = person.Gender, ["members[0].number"] = person.CitizenNumber,
            ["members[0].is_owner"] = "yes", ["members[0].share"] = "30000000",
            ["members[1].name"] = "Nguyễn Thị Bình", ["members[1].born_on"] = "1990-02-03", ["members[1].sex"] = "female",
            ["members[1].number"] = string.Create(CultureInfo.InvariantCulture, $"044190{800_000 + life.Index % 99_999:000000}"), ["members[1].is_owner"] = "no", ["members[1].relation"] = "Người thân", ["members[1].share"] = "20000000",
        };
    }

    /// <summary>A photograph or a PDF; <paramref name="of"/> makes its bytes its own.</summary>
    public static (string Name, string Type, byte[] Bytes) Paper(string of, bool photographed) =>
        photographed ? ("giay.jpg", "image/jpeg", Photograph(of)) : ("giay.pdf", "application/pdf", Pdf(of));

    /// <summary>A small PDF of one page with a line of text.</summary>
    public static byte[] Pdf(string line)
    {
        var text = new StringBuilder("%PDF-1.4\n");
        List<int> at = [];
        var words = $"BT /F1 16 Tf 72 760 Td ({line.Replace('(', ' ').Replace(')', ' ')}) Tj ET";
        foreach (var body in new[]
                 {
                     "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                     "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
                     string.Create(CultureInfo.InvariantCulture, $"<< /Length {words.Length} >>\nstream\n{words}\nendstream"), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                 })
        {
            at.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{at.Count} 0 obj\n{body}\nendobj\n");
        }
        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {at.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in at) text.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {at.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>The sheet with a comment in it that makes it another file.</summary>
    static byte[] Photograph(string of)
    {
        var comment = Encoding.ASCII.GetBytes(of);
        return [.. Sheet.Value[..2], 0xFF, 0xFE, 0, (byte)(comment.Length + 2), .. comment, .. Sheet.Value[2..]];
    }

    static byte[] Draw()
    {
        using var bitmap = new SKBitmap(600, 850);
        using (var canvas = new SKCanvas(bitmap))
        using (var ink = new SKPaint { Color = SKColors.DarkSlateGray })
        {
            canvas.Clear(SKColors.White);
            for (var line = 0; line < 30; line++) canvas.DrawRect(60, 80 + (line * 24), 200 + (line * 53 % 280), 6, ink);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 60);
        return data.ToArray();
    }

    static string Any(Random dice, params string[] among) => among[dice.Next(among.Length)];
    static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
