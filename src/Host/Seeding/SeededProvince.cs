using System.Globalization;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;

namespace NhatLe.Host.Seeding;

/// <summary>
/// Who could have filed what where: units by how busy they are, officers by permit, procedures with forms. Everything about a dossier
/// follows from its number, so that two halves can be made side by side and a second run of the same size is the same province.
/// </summary>
sealed class SeededProvince(DirectorySnapshot directory, IReadOnlyDictionary<Guid, Guid> accounts, IReadOnlyList<PublishedProcedure> procedures, OfficeCalendar calendar, DateOnly today, int all, double openShare = SeededProvince.Open)
{
    /// <summary>5 % of the units hold half of the dossiers; a tenth is open; three years of filings.</summary>
    const double BusyUnits = 0.05, ShareOfBusyUnits = 0.5;
    public const double Open = 0.10;
    const int Years = 3;

    /// <summary>People file so often in that time.</summary>
    const int DossiersOfOne = 8;

    static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Mai", "Trương", "Cao", "Đinh", "Hồ", "Lý", "Hà", "Đoàn"];
    static readonly string[] Middles = ["Văn", "Thị", "Đức", "Minh", "Quang", "Hữu", "Xuân", "Công", "Tiến", "Thái", "Ngọc", "Thu", "Mỹ", "Khánh", "Thùy", "Bảo", "Gia", "Anh", "Hoài", "Thanh", "Trọng", "Đình", "Bá", "Như"];
    static readonly string[] Givens =
    [
        "Hương", "Lan", "Hà", "Nhung", "Linh", "Thanh", "Ánh", "Huyền", "Dung", "Vy", "Sen", "Hùng", "Tuấn", "Sơn", "Huy", "Phước", "Thành", "Trường", "Danh", "Lợi", "Dũng", "Bình", "Khiêm", "An", "Bảo", "Châu", "Diệp", "Giang",
        "Hạnh", "Hiếu", "Hòa", "Khoa", "Kiên", "Lâm", "Long", "Mai", "Nam", "Nga", "Nghĩa", "Ngân", "Nhân", "Oanh", "Phong", "Phương", "Quân", "Quyên", "Tâm", "Thảo", "Thịnh", "Thủy", "Trang", "Trí", "Tú", "Tùng", "Uyên", "Việt", "Vinh", "Yến",
    ];

    readonly IReadOnlyList<Unit> communes = [.. directory.Units.Where(u => u.Kind == UnitKind.Commune).OrderBy(u => u.Type is "phuong" or "thi_tran" ? 0 : 1).ThenBy(u => u.Code, StringComparer.Ordinal)];
    readonly Dictionary<(Guid, string), Actor> holders = [];

    public int People => Math.Max(1, all / DossiersOfOne);

    /// <summary>Before anything was filed.</summary>
    public DateTimeOffset Begin => LegalTime.At(today.AddDays(-(Years * 366) - 60), new TimeOnly(8, 0));

    public sealed record Person(string Login, string Name, string CitizenNumber, string Phone, Unit Home)
    {
        public Guid AccountId { get; } = StableId.Of("account", Login);
    }

    public Person PersonOf(int n)
    {
        var dice = new Random(unchecked((n * 104_729) + 3));
        return new(string.Create(CultureInfo.InvariantCulture, $"seed.{n}"), NameOf(dice), NumberOf(dice, n), string.Create(CultureInfo.InvariantCulture, $"09{n % 100_000_000:00000000}"), communes[dice.Next(communes.Count)]);
    }

    /// <summary>What is drawn for one dossier. Times are those of its acts, in office hours, each after the one before.</summary>
    /// <param name="Filed">Within its day.</param>
    /// <param name="Acts">How many acts of officials are done: 0 to 4 of accept, process, approve, return.</param>
    public sealed record Draw(Guid Id, PublishedProcedure Procedure, Unit Unit, Person Person, DateTimeOffset Filed, IReadOnlyList<DateTimeOffset> At, int Acts, Channel Channel, bool Digitised, int? Stars);

    public Draw Of(int index)
    {
        var dice = new Random(unchecked((index * 7919) + 17));
        var procedure = procedures[dice.Next(procedures.Count)];
        var busy = Math.Max(1, (int)(communes.Count * BusyUnits));
        var commune = dice.NextDouble() < ShareOfBusyUnits ? communes[dice.Next(busy)] : communes[busy + dice.Next(communes.Count - busy)];
        var unit = procedure.Level == ProcedureLevel.District ? directory.Unit(commune.ParentId!.Value) : commune;
        var open = index >= all - (int)(all * openShare); // the newest: filed within the last weeks
        var day = calendar.WorkingDayFrom(open ? today.AddDays(-1 - dice.Next(28)) : today.AddDays(-30 - (int)((long)(all - index) * 365 * Years / all)));
        if (day >= today) day = calendar.AddWorkingDays(today, -1);
        var filed = LegalTime.Cut(LegalTime.At(day, new TimeOnly(7, 30)).AddMilliseconds(dice.Next(8 * 3_600_000)));
        List<DateTimeOffset> at = [];
        for (var last = filed; at.Count < 4;) at.Add(last = LegalTime.Cut(calendar.AddOfficeTime(last, TimeSpan.FromMinutes(20 + dice.Next(at.Count == 1 && dice.Next(25) == 0 ? 4000 : 300)))));
        var acts = open ? dice.Next(4) : 4;
        acts = Math.Min(acts, at.TakeWhile(t => LegalTime.DateOf(t) < today).Count());
        return new(Guid.CreateVersion7(filed), procedure, unit, PersonOf(dice.Next(People)), filed, at, acts,
            dice.NextDouble() < 0.7753 ? Channel.Online : Channel.Counter, dice.NextDouble() < 0.8887, acts == 4 && dice.NextDouble() < 0.55 ? (dice.NextDouble() < 0.937 ? 4 + dice.Next(2) : 1 + dice.Next(3)) : null);
    }

    /// <summary>Who does a step in a unit.</summary>
    public Actor Holder(Unit unit, string permit)
    {
        lock (holders)
        {
            if (holders.TryGetValue((unit.Id, permit), out var known)) return known;
            var officer = directory.Holders(unit.Id, permit, today).First();
            return holders[(unit.Id, permit)] = directory.ActorFor(accounts[officer.Id], officer.Id, LegalTime.At(today, new TimeOnly(8, 0)), today);
        }
    }

    /// <summary>Common names are common: families and middles are drawn with falling weight.</summary>
    static string NameOf(Random dice) => $"{Families[Falling(dice, Families.Length)]} {Middles[Falling(dice, Middles.Length)]} {Givens[dice.Next(Givens.Length)]}";

    static int Falling(Random dice, int count) => (int)(count * dice.NextDouble() * dice.NextDouble());

    /// <summary>Nobody has that of another: the last six digits are the person's own within a million.</summary>
    static string NumberOf(Random dice, int n)
    {
        var (year, woman) = (dice.Next(1940, 2008), dice.Next(2));
        return string.Create(CultureInfo.InvariantCulture, $"044{(year >= 2000 ? 2 : 0) + woman}{year % 100:00}{n % 1_000_000:000000}");
    }
}
