using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Text;

namespace NhatLe.Organization.Structure;

/// <summary>Reads rows against the directory as it stands and works out what each would change, or why it is wrong. Writes nothing.</summary>
sealed class ImportReading(Guid importId, Unit root, DirectorySnapshot directory, Actor actor, PositionTemplates templates, LegalTime time)
{
    sealed class WrongRow(FieldError error) : Exception
    {
        public FieldError Error => error;
    }

    readonly HashSet<Guid> within = [.. directory.SelfAndBelow(root.Id).Where(u => !u.HasEnded).Select(u => u.Id)];
    readonly List<NewUnit> asked = [];
    readonly Dictionary<Guid, int> named = []; // posts that are there, by the row that named them
    readonly Dictionary<(Guid Unit, string Name), Officer> newcomers = [];

    public Unit Root => root;

    /// <summary>With the new units.</summary>
    public DirectorySnapshot Units { get; private set; } = null!;

    public List<ImportStructure.Line> Lines { get; } = [];
    public List<Unit> Created { get; private set; } = [];
    public List<Officer> Officers { get; } = [];
    public List<(Position Position, Officer Officer, Unit Unit)> Given { get; } = [];
    public List<(Position Position, DateOnly Last)> Ended { get; } = [];

    public ImportReading Read(IReadOnlyList<ImportedRow> rows)
    {
        var units = rows.Select(row => Try(() => UnitOf(row))).ToList();
        Units = Created.Count == 0 ? directory : new(directory.Version, [.. directory.Units, .. Created], [.. directory.Officers], [.. directory.Positions], [.. directory.Delegations]);
        foreach (var (row, (unit, wrong)) in rows.Zip(units))
        {
            var line = new ImportStructure.Line(row.Number, unit.Name is { Length: > 0 } name ? name : row.Code, row.Officer, row.Position, unit.IsNew, ImportStructure.PostChange.None, null, NewOfficer: false, wrong);
            if (wrong is null)
            {
                var (changed, error) = Try(() => PostOf(row, Units.FindUnit(row.Code)!, line));
                line = changed ?? line with { Wrong = error };
            }
            Lines.Add(line.Wrong is null ? line : line with { NewUnit = false, Post = ImportStructure.PostChange.None });
        }
        return this;
    }

    static (T? Value, FieldError? Wrong) Try<T>(Func<T> read)
    {
        try { return (read(), null); }
        catch (WrongRow wrong) { return (default, wrong.Error); }
    }

    static WrongRow Wrong(FieldError error) => new(error);

    // Units

    (string Name, bool IsNew) UnitOf(ImportedRow row)
    {
        if (row.Code.Length == 0) throw Wrong(new FieldError("Code", "Dòng này chưa ghi mã đơn vị."));
        if (Created.Find(u => u.Code == row.Code) is { } made) // another post of a unit that is new itself
            return row.Unit.Length == 0 || Same(row.Unit, made.FullName) ? (made.FullName, false) : throw Wrong(new FieldError("Unit", "Mã {0} ở dòng trên là {1}. Mỗi đơn vị một mã.", row.Code, made.FullName));
        if (directory.FindUnit(row.Code) is not { } unit) return (Create(row), true);
        if (unit.HasEnded) throw Wrong(new FieldError("Code", "{0} đã thôi hoạt động. Làm ở đơn vị kế thừa: {1}.", unit.FullName, directory.Now(unit.Id).FullName));
        if (!within.Contains(unit.Id) || !actor.Can(Permits.Administer, unit.Id)) throw Wrong(new FieldError("Code", "{0} không nằm trong phạm vi quản trị của anh/chị.", unit.FullName));
        if (unit.Kind == UnitKind.OneStopDesk) throw Wrong(new FieldError("Code", "Bộ phận một cửa đi theo đơn vị của nó. Ghi mã của đơn vị."));
        var parent = unit.ParentId is { } above ? directory.FindUnit(above) : null;
        if (row.Unit.Length > 0 && !Same(row.Unit, unit.FullName) || row.ShortCode.Length > 0 && row.ShortCode != unit.ShortCode || row.Parent.Length > 0 && row.Parent != parent?.Code && !Same(row.Parent, parent?.FullName ?? ""))
            throw Wrong(new FieldError("Unit", "Tên, mã định danh hoặc cấp trên khác danh mục. Muốn đổi, lập phương án sắp xếp đơn vị."));
        return (unit.FullName, false);
    }

    string Create(ImportedRow row)
    {
        if (!row.Code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') || row.Code.Length > 20) throw Wrong(new FieldError("Code", "Mã đơn vị gồm chữ không dấu, số và gạch nối, không quá 20 ký tự."));
        if (row.Unit.Length is 0 or > 200) throw Wrong(new FieldError("Unit", "Không có đơn vị mã {0}. Muốn lập mới, ghi tên đầy đủ và đơn vị cấp trên.", row.Code));
        List<(Guid Id, string Code, string Name)> above = [.. directory.Units.Where(u => within.Contains(u.Id)).Concat(Created).Where(u => u.Code == row.Parent || Same(u.FullName, row.Parent)).Select(u => (u.Id, u.Code, u.FullName))];
        if (above.Count != 1) throw Wrong(new FieldError("Parent", "Không rõ đơn vị cấp trên “{0}”. Ghi mã của một đơn vị trong phạm vi.", row.Parent));
        if (!MayCreateUnder(above[0].Id)) throw Wrong(new FieldError("Code", "Không có đơn vị mã {0}. Người quản trị toàn tỉnh mới lập đơn vị mới.", row.Code));
        var (kind, type, name) = KindOf(row.Unit);
        var unit = new NewUnit { Code = row.Code, Parent = above[0].Code, Kind = kind, Type = type, Name = name, FullName = row.Unit, ShortCode = row.ShortCode };
        asked.Add(unit);
        var plan = new ReformPlan { Key = importId.ToString("N"), Name = row.Unit, Day = time.Today, Changes = [.. asked.Select(a => new UnitChange { Kind = ChangeKind.Create, New = [a] })] };
        var reading = ReformReader.Read(plan, importId, directory, templates, new Dictionary<string, string>()); // the rules for the tree are those of reforms
        if (reading.Order is not { } order)
        {
            asked.Remove(unit);
            throw Wrong(new FieldError("Code", reading.Problems[0].Words, [.. reading.Problems[0].Args]));
        }
        Created = [.. order.Created.Select(a => new Unit { Id = a.Id, Code = a.Code, ParentId = a.ParentId, Kind = a.Kind, Type = a.Type, Name = a.Name, FullName = a.FullName, Authority = a.Authority, ShortCode = a.ShortCode, ValidFrom = time.Today })];
        return row.Unit;
    }

    bool MayCreateUnder(Guid id) => Created.Find(u => u.Id == id) is { } made ? MayCreateUnder(made.ParentId!.Value) : actor.Can(Permits.Reform, id);

    static (string Kind, string Type, string Name) KindOf(string fullName)
    {
        foreach (var (type, word) in UnitNames.Types)
            if (fullName.StartsWith(word + " ", StringComparison.OrdinalIgnoreCase))
                return type == "tinh" ? throw Wrong(new FieldError("Unit", "Không lập thêm tỉnh bằng bảng tính."))
                    : (type is "huyen" or "thi_xa" or "thanh_pho" ? UnitKind.District : UnitKind.Commune, type, fullName[(word.Length + 1)..]);
        var words = Fold.Key(fullName);
        return (UnitKind.Department, words.StartsWith("van phong ", StringComparison.Ordinal) ? "van_phong" : words.StartsWith("ban ", StringComparison.Ordinal) ? "ban" : words.StartsWith("thanh tra ", StringComparison.Ordinal) ? "thanh_tra" : "so", fullName);
    }

    // Posts

    ImportStructure.Line PostOf(ImportedRow row, Unit unit, ImportStructure.Line line)
    {
        if (row.Officer.Length + row.Position.Length == 0) return line;
        if (row.Officer.Length == 0 || row.Position.Length == 0) throw Wrong(new FieldError("Officer", "Ghi cả họ tên và chức vụ, hoặc để trống cả hai."));
        if (!ImportedRows.TryDay(row.From, out var from) || !ImportedRows.TryDay(row.Until, out var until)) throw Wrong(new FieldError("From", "Ngày này không có. Ví dụ: 28/09/2024."));
        Guid? officerId = Guid.TryParse(row.OfficerId, out var id) ? id : null;
        if (officerId is null && row.OfficerId.Length > 0 && !row.SaysNew) throw Wrong(new FieldError("OfficerId", "Mã cán bộ này không đúng. Lấy mã trong bảng tính tải về, hoặc để trống."));
        var postId = StableId.Of("position", $"{importId}/{row.Number}");
        List<Position> there = [.. Units.Positions.Where(p => p.UnitId == unit.Id && (p.ValidTo is null || p.ValidTo >= time.Today) && Same(p.Title, row.Position)
            && Units.FindOfficer(p.OfficerId) is { Active: true } o && Same(o.FullName, row.Officer) && (row.SaysNew ? p.Id == postId : officerId is null || o.Id == officerId))];
        if (there.Count > 1) throw Wrong(new FieldError("OfficerId", "Có {0} người cùng tên giữ chức vụ này. Ghi mã cán bộ.", there.Count));
        return there.Count == 1 ? Held(row, there[0], line, from, until) : Give(row, unit, line, postId, officerId, from ?? time.Today, until);
    }

    ImportStructure.Line Held(ImportedRow row, Position post, ImportStructure.Line line, DateOnly? from, DateOnly? until)
    {
        if (!named.TryAdd(post.Id, row.Number)) throw Wrong(new FieldError("Officer", "Trùng với dòng {0}. Bỏ một dòng.", named[post.Id]));
        if (from is { } first && first != post.ValidFrom) throw Wrong(new FieldError("From", "Chức vụ này giữ từ {0:dd/MM/yyyy}; ngày bắt đầu không sửa bằng bảng tính.", post.ValidFrom));
        if (row.Permits.Length > 0 && !SameSet(row.Permits, ExportStructure.WordsOf(post, templates, english: false)) && !SameSet(row.Permits, ExportStructure.WordsOf(post, templates, english: true)))
            throw Wrong(new FieldError("Permits", "Quyền không đổi bằng bảng tính. Đổi ở trang của đơn vị."));
        if (until is not { } last || last == post.ValidTo) return line;
        if (post.OfficerId == actor.OfficerId && post.Permits.Split(' ').Contains(Permits.Administer)) throw Wrong(new FieldError("Until", "Anh/chị không tự thôi quyền quản trị của mình. Nhờ người quản trị cấp trên."));
        if (last < time.Today) throw Wrong(new FieldError("Until", "Ngày cuối phải từ hôm nay trở đi."));
        Ended.Add((post, last));
        return line with { Post = ImportStructure.PostChange.End, Day = last };
    }

    ImportStructure.Line Give(ImportedRow row, Unit unit, ImportStructure.Line line, Guid postId, Guid? officerId, DateOnly from, DateOnly? until)
    {
        var offered = GivePost.PostsOf(unit, templates, Units).ToList();
        var template = offered.Find(t => Same(t.TitleIn(unit.Type), row.Position))
            ?? throw Wrong(new FieldError("Position", "Đơn vị này không có chức vụ “{0}”. Các chức vụ: {1}.", row.Position, string.Join("; ", offered.Select(t => t.TitleIn(unit.Type)))));
        if (template.Permits.Contains(Permits.Administer) && !actor.PostsAbove(Units, unit.Id)) throw Wrong(new FieldError("Position", "Người quản trị cấp trên mới giao quyền quản trị."));
        if (from < time.Today.AddYears(-1) || from > time.Today.AddYears(1)) throw Wrong(new FieldError("From", "Ngày bắt đầu phải trong vòng một năm."));
        if (until is { } last && (last < from || last < time.Today)) throw Wrong(new FieldError("Until", "Ngày cuối phải từ ngày bắt đầu, và từ hôm nay trở đi."));
        var (officer, isNew) = officerId is { } id ? (Known(id, row), false) : Newcomer(row, unit);
        if (Given.Exists(g => g.Officer.Id == officer.Id && g.Unit.Id == unit.Id && g.Position.PositionKey == template.Key)) throw Wrong(new FieldError("Officer", "Chức vụ này của {0} đã có ở dòng trên. Bỏ một dòng.", officer.FullName));
        if (Units.Positions.Any(p => p.OfficerId == officer.Id && p.UnitId == unit.Id && p.PositionKey == template.Key && (p.ValidTo is null || p.ValidTo >= from))) throw Wrong(new FieldError("Officer", "{0} đang giữ chức vụ này ở đơn vị.", officer.FullName));
        var seat = template.Scope == "parent" ? Units.Children(unit.Id).First(c => c.Kind == template.UnitKind) : unit;
        Given.Add((new() { Id = postId, OfficerId = officer.Id, UnitId = unit.Id, SeatUnitId = seat.Id, PositionKey = template.Key, Title = template.TitleIn(unit.Type), Permits = string.Join(' ', template.Permits), Subtree = template.Subtree, ValidFrom = from, ValidTo = until }, officer, unit));
        return line with { Post = ImportStructure.PostChange.Give, Day = from, NewOfficer = isNew };
    }

    Officer Known(Guid id, ImportedRow row)
    {
        if (Units.FindOfficer(id) is not { Active: true } officer) throw Wrong(new FieldError("OfficerId", "Mã cán bộ này không đúng. Lấy mã trong bảng tính tải về, hoặc để trống."));
        return Same(officer.FullName, row.Officer) ? officer : throw Wrong(new FieldError("OfficerId", "Mã cán bộ này là của người khác tên. Kiểm tra lại họ tên và mã."));
    }

    (Officer Officer, bool IsNew) Newcomer(ImportedRow row, Unit unit)
    {
        if (newcomers.TryGetValue((unit.Id, row.Officer), out var before) && !row.SaysNew) return (before, true);
        if (!row.SaysNew && Units.Positions.FirstOrDefault(p => (p.ValidTo is null || p.ValidTo >= time.Today) && within.Contains(p.UnitId) && Units.FindOfficer(p.OfficerId) is { Active: true } o && Same(o.FullName, row.Officer)) is { } namesake)
            throw Wrong(new FieldError("OfficerId", "{1} đã có {0}. Ghi mã cán bộ của người đó, hoặc ghi “mới” nếu là người khác.", row.Officer, Units.Unit(namesake.UnitId).FullName));
        if (!OfficerName.Fits(row.Officer)) throw Wrong(new FieldError("Officer", "Họ tên chỉ gồm chữ, không quá 100 chữ."));
        var officer = new Officer { Id = StableId.Of("officer", $"{importId}/{row.Number}"), FullName = row.Officer, SortKey = SortKey.Of(row.Officer), Active = true };
        Officers.Add(officer);
        newcomers[(unit.Id, row.Officer)] = officer;
        return (officer, true);
    }

    static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    static bool SameSet(string a, string b) => Parts(a).SetEquals(Parts(b));

    static HashSet<string> Parts(string words) => [.. words.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
