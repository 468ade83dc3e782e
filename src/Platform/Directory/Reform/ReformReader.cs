using NhatLe.Platform.Data;

namespace NhatLe.Platform.Directory.Reform;

/// <summary>What a plan means for the directory as it stands.</summary>
/// <param name="Problems">It cannot be executed while there is one.</param>
/// <param name="Questions">What a person decides; those without a default must be answered.</param>
/// <param name="Order">Null where there are problems.</param>
public sealed record ReformReading(IReadOnlyList<ReformProblem> Problems, IReadOnlyList<ReformQuestion> Questions, ReformOrder? Order)
{
    /// <summary>Questions without default that nobody has answered.</summary>
    public IEnumerable<ReformQuestion> Open(IReadOnlyDictionary<string, string> answers) => Questions.Where(q => q.Default is null && !answers.ContainsKey(q.Key));
}

/// <summary>Checks a plan against the tree, and works out unit by unit and post by post what it does. Reads nothing but the snapshot.</summary>
public sealed class ReformReader
{
    readonly ReformPlan plan;
    readonly Guid reformId;
    readonly DirectorySnapshot directory;
    readonly PositionTemplates templates;
    readonly IReadOnlyDictionary<string, string> answers;

    readonly Dictionary<Guid, UnitAfter> living;
    readonly HashSet<Guid> created = [];
    readonly List<UnitEnding> ended = [];
    readonly List<ReformProblem> problems = [];
    readonly List<ReformQuestion> questions = [];

    ReformReader(ReformPlan plan, Guid reformId, DirectorySnapshot directory, PositionTemplates templates, IReadOnlyDictionary<string, string> answers)
    {
        (this.plan, this.reformId, this.directory, this.templates, this.answers) = (plan, reformId, directory, templates, answers);
        living = directory.Units.Where(u => !u.HasEnded).ToDictionary(u => u.Id, UnitAfter.Of);
    }

    /// <param name="answers">Of questions, by key.</param>
    public static ReformReading Read(ReformPlan plan, Guid reformId, DirectorySnapshot directory, PositionTemplates templates, IReadOnlyDictionary<string, string> answers)
    {
        var reader = new ReformReader(plan, reformId, directory, templates, answers);
        return reader.Read();
    }

    ReformReading Read()
    {
        if (plan.Changes.Count == 0) Wrong("Phương án chưa có thay đổi nào. Thêm ít nhất một thay đổi.");
        foreach (var change in plan.Changes) Make(change);
        if (problems.Count == 0) CheckTree();
        var posts = problems.Count == 0 ? Posts() : [];
        return new(problems, questions, problems.Count > 0 ? null : new()
        {
            ReformId = reformId, Name = plan.Name, Day = plan.Day, Created = [.. living.Values.Where(u => created.Contains(u.Id))],
            Changed = [.. living.Values.Where(u => !created.Contains(u.Id) && u != UnitAfter.Of(directory.Unit(u.Id)))],
            Ended = [.. ended.Select(e => e with { ToName = living[e.ToId].FullName })], Posts = posts,
        });
    }

    void Wrong(string words, params object?[] args) => problems.Add(new(words, args));

    void Make(UnitChange change)
    {
        foreach (var unit in change.New) Create(unit);
        if (change.Kind != ChangeKind.Create && change.Units.Count == 0) Wrong("Có thay đổi chưa nêu đơn vị nào. Ghi mã đơn vị.");
        List<UnitAfter> units = [.. change.Units.Distinct().Select(Living).OfType<UnitAfter>()];
        switch (change.Kind)
        {
            case ChangeKind.Rename or ChangeKind.Relevel:
                foreach (var unit in units) Become(unit.Id, change.Become);
                break;
            case ChangeKind.Move:
                if (Living(change.Into) is not { } parent) return;
                foreach (var unit in units) living[unit.Id] = unit with { ParentId = parent.Id };
                break;
            case ChangeKind.Merge:
                if (Living(change.Into) is not { } target) return;
                foreach (var unit in units.Where(u => u.Id != target.Id))
                {
                    if (unit.Kind != target.Kind) Wrong("{0} và {1} khác loại nên không nhập được. Dùng giải thể, rồi chọn nơi nhận việc.", unit.FullName, target.FullName);
                    End(unit, target, main: true);
                }
                if (change.Become is not null) Become(target.Id, change.Become);
                break;
            case ChangeKind.Abolish:
                foreach (var unit in units)
                    if (Taker(unit, change.Into, Nearby(unit)) is { } taker) End(unit, taker, main: true);
                break;
            case ChangeKind.Split:
                List<UnitAfter> parts = [.. change.New.Select(n => n.Code).Concat(change.Also).Distinct().Select(Living).OfType<UnitAfter>()];
                if (units.Count != 1 || parts.Count < 2) { Wrong("Chia một đơn vị thì phải nêu đúng một đơn vị, và ít nhất hai đơn vị nhận."); return; }
                var main = Taker(units[0], change.Into, parts);
                foreach (var part in parts) End(units[0], part, main: part.Id == (main ?? parts[0]).Id);
                break;
        }
    }

    /// <summary>Who gets what is open: as answered, else as planned, else somebody must choose.</summary>
    UnitAfter? Taker(UnitAfter unit, string? planned, IEnumerable<UnitAfter> choices)
    {
        var key = "take/" + unit.Code;
        List<UnitAfter> may = [.. choices.Where(u => u.Id != unit.Id)];
        if (planned is not null && Living(planned) is { } first && may.TrueForAll(u => u.Id != first.Id)) may.Insert(0, first);
        questions.Add(new(key, "Việc đang mở của {0} giao cho đơn vị nào?", [.. may.Select(u => new ReformChoice(u.Code, "{0}", u.FullName))], planned, unit.FullName));
        var code = answers.GetValueOrDefault(key) ?? planned;
        if (code is null) return may.FirstOrDefault(); // to go on reading; it is not executed without an answer
        if (may.Find(u => u.Code == code) is { } taker) return taker;
        Wrong("Không giao được việc của {0} cho đơn vị {1}. Chọn lại trong danh sách.", unit.FullName, code);
        return null;
    }

    /// <summary>The unit above and the units that stood below.</summary>
    IEnumerable<UnitAfter> Nearby(UnitAfter unit) =>
        directory.SelfAndBelow(unit.Id).Where(u => u.Kind != UnitKind.OneStopDesk).Select(u => living.GetValueOrDefault(u.Id))
            .Append(unit.ParentId is { } above ? living.GetValueOrDefault(above) : null).OfType<UnitAfter>().OrderBy(u => u.Code, StringComparer.Ordinal);

    UnitAfter? Living(string? code)
    {
        if (living.Values.FirstOrDefault(u => u.Code == code) is { } unit) return unit;
        if (ended.Exists(e => e.FromCode == code)) Wrong("Đơn vị {0} đã thôi hoạt động ở một thay đổi khác của phương án này.", directory.FindUnit(code!)!.FullName);
        else if (directory.FindUnit(code ?? "") is { HasEnded: true } gone) Wrong("{0} đã thôi hoạt động từ trước. Chọn đơn vị kế thừa: {1}.", gone.FullName, directory.Now(gone.Id).FullName);
        else Wrong("Không có đơn vị mã {0}. Xem lại mã trong sơ đồ tổ chức.", code ?? "");
        return null;
    }

    const int MostOfCode = 20;

    /// <summary>Desks come and go with their unit.</summary>
    static readonly HashSet<string> kinds = [UnitKind.Province, UnitKind.District, UnitKind.Commune, UnitKind.Department, UnitKind.ServiceCentre];

    void Create(NewUnit unit)
    {
        if (unit.Code.Length == 0 || directory.FindUnit(unit.Code) is not null || living.Values.Any(u => u.Code == unit.Code)) { Wrong("Mã {0} của đơn vị mới đã có. Chọn mã khác.", unit.Code); return; }
        if (!unit.Code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') || unit.Code.Length > MostOfCode) { Wrong("Mã {0} không dùng được. Mã gồm chữ không dấu, số và gạch nối, không quá 20 ký tự.", unit.Code); return; }
        if (string.IsNullOrWhiteSpace(unit.FullName ?? unit.Name)) { Wrong("Đơn vị mới mã {0} chưa có tên. Ghi tên đơn vị.", unit.Code); return; }
        if (!kinds.Contains(unit.Kind)) { Wrong("Không có cấp đơn vị “{0}”. Chọn tỉnh, huyện, xã, cơ quan chuyên môn hoặc trung tâm.", unit.Kind); return; }
        if (Living(unit.Parent) is not { } parent) return;
        var full = unit.FullName ?? UnitNames.Full(unit.Type, unit.Name);
        var made = new UnitAfter(StableId.Of("unit", unit.Code), unit.Code, parent.Id, unit.Kind, unit.Type, unit.Name, full, unit.Authority ?? UnitNames.AuthorityOf(unit.Kind, full), unit.ShortCode);
        Add(made);
        if (unit.Kind is UnitKind.Commune or UnitKind.District) Add(DeskOf(made));

        void Add(UnitAfter after)
        {
            living[after.Id] = after;
            created.Add(after.Id);
        }
    }

    static UnitAfter DeskOf(UnitAfter unit) =>
        Named(new(StableId.Of("unit", unit.Code + "-MC"), unit.Code + "-MC", unit.Id, UnitKind.OneStopDesk, "bo_phan", "", "", "", ""), unit);

    /// <summary>A desk is called after its authority.</summary>
    static UnitAfter Named(UnitAfter desk, UnitAfter of) => desk with { Name = UnitNames.Desk(of.FullName), FullName = UnitNames.DeskInFull(of.FullName), Authority = of.Authority };

    void Become(Guid id, Naming? naming)
    {
        var unit = living[id];
        if (naming is null || naming is { Name: not null } && string.IsNullOrWhiteSpace(naming.Name)) { Wrong("Chưa ghi tên hay loại mới của {0}.", unit.FullName); return; }
        if (naming.Kind is { } level && !kinds.Contains(level)) { Wrong("Không có cấp đơn vị “{0}”. Chọn tỉnh, huyện, xã, cơ quan chuyên môn hoặc trung tâm.", level); return; }
        var (type, name) = (naming.Type ?? unit.Type, naming.Name ?? unit.Name);
        var full = naming.FullName ?? (naming.Name is null && naming.Type is null ? unit.FullName : UnitNames.Full(type, name));
        var kind = naming.Kind ?? unit.Kind;
        unit = living[id] = unit with
        {
            Type = type, Name = name, FullName = full, Kind = kind, ShortCode = naming.ShortCode ?? unit.ShortCode,
            Authority = naming.Authority ?? (full == unit.FullName ? unit.Authority : UnitNames.AuthorityOf(kind, full)),
        };
        foreach (var desk in directory.Children(id).Where(c => c.Kind == UnitKind.OneStopDesk)) living[desk.Id] = Named(living[desk.Id], unit);
    }

    void End(UnitAfter unit, UnitAfter into, bool main)
    {
        if (unit.Id == into.Id) { Wrong("{0} không nhập vào chính mình được.", unit.FullName); return; }
        if (created.Contains(unit.Id)) { Wrong("{0} vừa lập trong phương án này nên chưa thôi hoạt động được.", unit.FullName); return; }
        Ending(unit, into);
        var desk = living.Values.FirstOrDefault(u => u.ParentId == into.Id && u.Kind == UnitKind.OneStopDesk) ?? into;
        foreach (var old in directory.Children(unit.Id).Where(c => c.Kind == UnitKind.OneStopDesk)) Ending(UnitAfter.Of(old), desk);

        void Ending(UnitAfter from, UnitAfter to)
        {
            ended.Add(new(from.Id, from.Code, directory.Unit(from.Id).FullName, to.Id, to.Code, to.FullName, main));
            living.Remove(from.Id);
        }
    }

    void CheckTree()
    {
        foreach (var ending in ended.Where(e => !living.ContainsKey(e.ToId))) Wrong("{0} nhập vào {1}, mà đơn vị này cũng thôi hoạt động. Chọn đơn vị còn lại sau cùng.", ending.FromName, ending.ToName);
        foreach (var group in living.Values.Where(u => u.ParentId is { } parent && !living.ContainsKey(parent)).GroupBy(u => u.ParentId!.Value))
            Wrong("Còn {0} đơn vị nằm dưới {1}. Chuyển chúng sang đơn vị khác trước.", group.Count(), directory.FindUnit(group.Key)?.FullName ?? "");
        foreach (var unit in living.Values)
        {
            HashSet<Guid> above = [];
            for (var at = unit; at is not null; at = at.ParentId is { } parent ? living.GetValueOrDefault(parent) : null)
                if (!above.Add(at.Id)) { Wrong("{0} nằm dưới chính nó. Xem lại các thay đổi chuyển đơn vị.", unit.FullName); return; }
        }
        foreach (var same in living.Values.Where(u => u.ShortCode.Length > 0).GroupBy(u => u.ShortCode).Where(g => g.Count() > 1))
            Wrong("Mã định danh {0} có hai đơn vị cùng dùng: {1}.", same.Key, string.Join(", ", same.Select(u => u.FullName)));
        foreach (var same in living.Values.GroupBy(u => (u.ParentId, u.FullName)).Where(g => g.Count() > 1))
            Wrong("Có hai đơn vị cùng tên {0} dưới một đơn vị. Đổi tên một đơn vị.", same.Key.FullName);
    }

    List<PostMove> Posts()
    {
        List<PostMove> moves = [];
        var into = ended.Where(e => e.Main).ToDictionary(e => e.FromId, e => e.ToId);
        var heads = directory.Positions.Where(p => p.IsValidOn(plan.Day) && templates.Find(p.PositionKey) is { IsHead: true } && living.ContainsKey(p.UnitId)).Select(p => (p.UnitId, p.PositionKey)).ToHashSet();
        foreach (var post in directory.Positions.Where(p => p.ValidTo is null || p.ValidTo >= plan.Day).OrderBy(p => directory.Unit(p.UnitId).Code, StringComparer.Ordinal).ThenBy(p => p.Id))
        {
            if (into.TryGetValue(post.UnitId, out var unitId)) moves.Add(Move(post, directory.Unit(post.UnitId), living[unitId], into, heads));
            else if (templates.Find(post.PositionKey) is { } template && living.TryGetValue(post.UnitId, out var unit) && unit.Type != directory.Unit(post.UnitId).Type && post.Title == template.TitleIn(directory.Unit(post.UnitId).Type))
                moves.Add(new(post.Id, post.OfficerId, post.Id, post.UnitId, post.SeatUnitId, post.PositionKey, template.TitleIn(unit.Type), post.Permits, post.Subtree)); // the same post, called after the new kind of unit
        }
        return moves;
    }

    const string Keep = "keep", Deputy = "deputy", Out = "end";

    PostMove Move(Position post, Unit from, UnitAfter to, Dictionary<Guid, Guid> into, HashSet<(Guid, string)> heads)
    {
        var template = templates.Find(post.PositionKey);
        var deputy = template is { IsHead: true } ? templates.DeputyOf(post.PositionKey) : null;
        var answer = Keep;
        if (from.Kind != to.Kind && post.Subtree)
            answer = Ask(post, from, to, Out, [new(Out, "Thôi giữ chức vụ này"), new(Keep, "Giữ quyền, nay ở {0}", to.FullName)]);
        else if (template is { IsHead: true })
            answer = Ask(post, from, to, heads.Contains((to.Id, post.PositionKey)) ? deputy is null ? Out : Deputy : Keep,
                [.. new ReformChoice[] { new(Keep, "Làm {0}", template.TitleIn(to.Type)) }, .. deputy is null ? [] : (ReformChoice[])[new(Deputy, "Làm {0}", deputy.TitleIn(to.Type))], new(Out, "Thôi giữ chức vụ này")]);
        if (template is { IsHead: true } && answer == Keep) heads.Add((to.Id, post.PositionKey));
        var instead = answer == Deputy ? deputy : null;
        return new(post.Id, post.OfficerId, answer == Out ? null : StableId.Of("position", $"{reformId}/{post.Id}"), to.Id, into.GetValueOrDefault(post.SeatUnitId, to.Id),
            instead?.Key ?? post.PositionKey, instead?.TitleIn(to.Type) ?? (template is not null && post.Title == template.TitleIn(from.Type) && from.Kind == to.Kind ? template.TitleIn(to.Type) : post.Title),
            instead is null ? post.Permits : string.Join(' ', instead.Permits), instead?.Subtree ?? post.Subtree);
    }

    string Ask(Position post, Unit from, UnitAfter to, string usual, IReadOnlyList<ReformChoice> choices)
    {
        var key = "post/" + post.Id.ToString("N");
        questions.Add(new(key, "{0}, {1} ở {2}: về {3} làm gì?", choices, usual, directory.FindOfficer(post.OfficerId)?.FullName ?? "", post.Title, from.FullName, to.FullName));
        if (answers.GetValueOrDefault(key) is not { } said) return usual;
        if (choices.Any(c => c.Value == said)) return said;
        Wrong("Không có lựa chọn {0} cho chức vụ này. Chọn lại trong danh sách.", said);
        return usual;
    }
}
