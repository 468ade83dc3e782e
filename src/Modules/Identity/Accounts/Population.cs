using System.Globalization;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Accounts;

/// <summary>
/// The invented people of the demonstration beside those the sign-in page offers: some 200 citizens, always the same, and a login
/// for every officer of data/officers.csv. Names are of Kinh, Bru–Vân Kiều and Chứt people; some know only the year of their birth
/// and some have no telephone, as in life.
/// </summary>
public sealed class Population(ReferenceData data, DemonstrationAccounts offered)
{
    public const int Citizens = 200;

    static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Mai", "Trương", "Cao", "Đinh"];
    static readonly string[] Women = ["Thị Hương", "Thị Lan", "Thu Hà", "Thị Nhung", "Mỹ Linh", "Thị Thanh", "Ngọc Ánh", "Thị Huyền", "Thùy Dung", "Thị Bé", "Khánh Vy", "Thị Sen"];
    static readonly string[] Men = ["Văn Hùng", "Đức Anh", "Minh Tuấn", "Văn Sơn", "Quang Huy", "Hữu Phước", "Văn Thành", "Xuân Trường", "Công Danh", "Văn Lợi", "Tiến Dũng", "Thái Bình"];
    static readonly string[] BruWomen = ["Thị Ngân", "Thị Thơm", "Y Lan", "Thị Mút", "Thị Phay", "Thị Bông"];
    static readonly string[] BruMen = ["Văn Dũng", "Thông", "Văn Xê", "Văn Đan", "Phia", "Văn Bun"];
    static readonly string[] ChutWomen = ["Thị Lâm", "Thị Bách", "Thị Nghĩa"];
    static readonly string[] ChutMen = ["Xuân Long", "Dụng", "Ngọc Đế"];

    /// <summary>Communes in the mountains where Bru–Vân Kiều and Chứt people live.</summary>
    static readonly HashSet<string> Mountains = ["Dân Hóa", "Trọng Hóa", "Hóa Sơn", "Thượng Hóa", "Lâm Hóa", "Thanh Hóa", "Trường Sơn", "Trường Xuân", "Ngân Thủy", "Kim Thủy", "Lâm Thủy", "Thượng Trạch", "Tân Trạch"];

    public sealed record Commune(string Code, string Name, string FullName, string DistrictCode, string District, bool IsTown);

    List<Commune>? communes;

    /// <summary>In the order of their codes.</summary>
    public IReadOnlyList<Commune> Communes => communes ??= ReadCommunes();

    /// <summary>The same people every time: each follows from their number alone.</summary>
    public IEnumerable<(string Login, DemonstrationAccounts.Person Person)> People()
    {
        var towns = Communes.Where(c => c.IsTown).ToList();
        for (var n = 0; n < Citizens; n++)
        {
            // half of them in towns, the others all over the province
            var home = n % 2 == 0 ? towns[n / 2 % towns.Count] : Communes[n * 37 % Communes.Count];
            yield return (string.Create(CultureInfo.InvariantCulture, $"dan.{n + 1:000}"), Person(n, home));
        }
    }

    static DemonstrationAccounts.Person Person(int n, Commune home)
    {
        var dice = new Random(4400 + n);
        var woman = dice.Next(2) == 0;
        var ethnicity = !Mountains.Contains(home.Name) ? "Kinh" : dice.Next(4) == 0 ? "Chứt" : "Bru–Vân Kiều";
        var (family, given) = ethnicity switch
        {
            "Chứt" => (dice.Next(2) == 0 ? "Cao" : "Hồ", woman ? ChutWomen : ChutMen),
            "Bru–Vân Kiều" => ("Hồ", woman ? BruWomen : BruMen),
            _ => (Families[dice.Next(Families.Length)], woman ? Women : Men),
        };
        var year = dice.Next(1942, 2005);
        var yearOnly = year < 1975 && dice.Next(3) == 0;
        var born = new DateOnly(year, 1, 1).AddDays(dice.Next(365));
        var century = (year >= 2000 ? 2 : 0) + (woman ? 1 : 0);
        return new(
            $"{family} {given[dice.Next(given.Length)]}", woman ? "female" : "male",
            born.ToString(yearOnly ? "yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"044{century}{year % 100:00}{500_000 + (n * 7):000000}"),
            dice.Next(8) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"0901{100_000 + n:000000}"), Email: null, ethnicity, home.Code,
            $"{(home.IsTown ? "Tổ dân phố" : ethnicity == "Kinh" ? "Thôn" : "Bản")} {1 + dice.Next(9)}, {Lower(home.FullName)}, {Lower(home.District)}, tỉnh Quảng Bình");
    }

    /// <summary>Officer → login, for all of them: the one the sign-in page offers, or the first part of their e-mail address.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> OfficerLogins(CancellationToken ct)
    {
        var logins = (await offered.Read(ct)).Accounts.Where(a => a.OfficerId is not null).ToDictionary(a => a.OfficerId!.Value, a => a.Login);
        foreach (var row in data.Rows("officers.csv")) logins.TryAdd(Guid.Parse(row["id"]), row["email"].Split('@')[0]);
        return logins;
    }

    /// <summary>Unit and post → login: who sits where.</summary>
    public async Task<IReadOnlyDictionary<(string Unit, string Post), string>> Posts(CancellationToken ct)
    {
        var logins = await OfficerLogins(ct);
        Dictionary<(string, string), string> posts = [];
        foreach (var row in data.Rows("officers.csv")) posts.TryAdd((row["scope_unit_code"], row["position_key"]), logins[Guid.Parse(row["id"])]);
        return posts;
    }

    public async Task<IEnumerable<DemonstrationAccounts.Invented>> Accounts(CancellationToken ct) =>
    [
        .. People().Select(p => new DemonstrationAccounts.Invented(p.Login, p.Person.FullName, p.Person.FullName, OfficerId: null, p.Person)),
        .. (await OfficerLogins(ct)).Select(o => new DemonstrationAccounts.Invented(o.Value, "", "", o.Key, Citizen: null)),
    ];

    List<Commune> ReadCommunes()
    {
        var units = data.Rows("units.csv").ToList();
        var names = units.ToDictionary(u => u["code"], u => u["full_name"]);
        return [.. units.Where(u => u["kind"] == UnitKind.Commune).OrderBy(u => u["code"], StringComparer.Ordinal)
            .Select(u => new Commune(u["code"], u["name"], u["full_name"], u["parent_code"], names[u["parent_code"]], u["type"] is "phuong" or "thi_tran"))];
    }

    static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
