using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Editing;

public enum RowChange { Same = 0, Changed = 1, Added = 2, Removed = 3 }

/// <summary>One line of the comparison: what it is about, and what each version says of it; null where a version does not have it.</summary>
public sealed record ComparedRow(string Label, string? Before, string? After)
{
    public RowChange Change => (Before, After) switch
    {
        _ when Before == After => RowChange.Same,
        (null, _) => RowChange.Added,
        (_, null) => RowChange.Removed,
        _ => RowChange.Changed,
    };
}

public sealed record ComparedSection(string Title, IReadOnlyList<ComparedRow> Rows)
{
    public bool Differs => Rows.Any(r => r.Change != RowChange.Same);
}

/// <summary>Two versions of a procedure side by side, in the words of the page. Papers, rules and steps are matched row by row.</summary>
public sealed class Comparison(Texts T, ProcedureWords words, Func<string, string?> unitName, Func<string, string?> eventName)
{
    /// <summary>What differs, by the titles of the sections: Vietnamese, the keys of their translations.</summary>
    public static IReadOnlyList<string> Parts(ProcedureContent before, ProcedureContent after)
    {
        List<string> parts = [];
        if ((before.Name, before.EverydayName, before.EnglishName, before.EnglishEverydayName) != (after.Name, after.EverydayName, after.EnglishName, after.EnglishEverydayName)) parts.Add("Tên gọi");
        if ((before.Field, before.LifeEvent, before.Level, before.FileAt, before.DecidingUnitCode, before.IsUnverified) != (after.Field, after.LifeEvent, after.Level, after.FileAt, after.DecidingUnitCode, after.IsUnverified)
            || !before.Subjects.SequenceEqual(after.Subjects)) parts.Add("Thẩm quyền, đối tượng");
        if (!before.Papers.SequenceEqual(after.Papers) || before.NeedsNoPapers != after.NeedsNoPapers) parts.Add("Giấy tờ");
        if (!before.Channels.SequenceEqual(after.Channels) || (before.FeeNote, before.EnglishFeeNote) != (after.FeeNote, after.EnglishFeeNote)) parts.Add("Cách nộp, thời hạn, phí");
        if (!before.FeeRules.SequenceEqual(after.FeeRules)) parts.Add("Miễn, giảm phí");
        if (!Steps(before.Flow).SequenceEqual(Steps(after.Flow))) parts.Add("Các bước giải quyết");
        if ((before.Note, before.EnglishNote) != (after.Note, after.EnglishNote) || !before.Results.SequenceEqual(after.Results) || !before.LegalBasis.SequenceEqual(after.LegalBasis)) parts.Add("Kết quả, ghi chú, căn cứ");
        return parts;
    }

    static IReadOnlyList<FlowStep> Steps(Flow? flow) => flow?.Steps ?? [];

    /// <param name="before">Null compares with nothing: everything is new.</param>
    public IReadOnlyList<ComparedSection> Of(ProcedureContent? before, ProcedureContent after) =>
    [
        new(T["Tên gọi"],
        [
            Row(T["Tên chính thức"], before?.Name, after.Name), Row(T["Tên thường gọi"], before?.EverydayName, after.EverydayName),
            Row(T["Tên chính thức, tiếng Anh"], before?.EnglishName, after.EnglishName), Row(T["Tên thường gọi, tiếng Anh"], before?.EnglishEverydayName, after.EnglishEverydayName),
        ]),
        new(T["Thẩm quyền, đối tượng"],
        [
            Row(T["Lĩnh vực"], before?.Field, after.Field), Row(T["Sự kiện trong đời"], Event(before?.LifeEvent), Event(after.LifeEvent)),
            Row(T["Cấp giải quyết"], Level(before?.Level), Level(after.Level)), Row(T["Nơi nhận hồ sơ"], Level(before?.FileAt), Level(after.FileAt)),
            Row(T["Sở, ban, ngành giải quyết"], Unit(before?.DecidingUnitCode), Unit(after.DecidingUnitCode)), Row(T["Ai được nộp"], Lines(before?.Subjects), Lines(after.Subjects)),
            Row(T["Số liệu nguồn"], Checked(before), Checked(after)),
        ]),
        new(T["Giấy tờ"], [.. Papers(before?.Papers ?? [], after.Papers), Row(T["Không cần giấy tờ nào"], YesNo(before?.NeedsNoPapers), YesNo(after.NeedsNoPapers))]),
        new(T["Cách nộp, thời hạn, phí"],
        [
            .. Channel.All.Select(c => Row(T[Channel.Words(c)], Terms(before, c), Terms(after, c))),
            Row(T["Định danh khi nộp qua mạng"], Assurance(before), Assurance(after)),
            Row(T["Ghi chú về phí"], before?.FeeNote, after.FeeNote), Row(T["Ghi chú về phí, tiếng Anh"], before?.EnglishFeeNote, after.EnglishFeeNote),
        ]),
        new(T["Miễn, giảm phí"], [.. Rules(before?.FeeRules ?? [], after.FeeRules)]),
        new(T["Các bước giải quyết"], [.. Matched(Steps(before?.Flow), Steps(after.Flow), s => s.Key, s => s.Key).Select(m => Row(T["Bước"], Step(m.Before), Step(m.After)))]),
        new(T["Kết quả, ghi chú, căn cứ"],
        [
            Row(T["Kết quả"], Lines(before?.Results.Select(r => r.Name)), Lines(after.Results.Select(r => r.Name))), Row(T["Ghi chú"], before?.Note, after.Note),
            Row(T["Ghi chú, tiếng Anh"], before?.EnglishNote, after.EnglishNote), Row(T["Căn cứ pháp lý"], Lines(before?.LegalBasis), Lines(after.LegalBasis)),
        ]),
    ];

    static ComparedRow Row(string label, string? before, string? after) => new(label, before, after);

    string? Level(ProcedureLevel? level) => level is { } known ? words.LevelName(known) : null;

    string? Unit(string? code) => code is null ? null : unitName(code) ?? code;

    string? Event(string? key) => key is null ? null : eventName(key) ?? key;

    static string? Lines(IEnumerable<string>? lines) => lines is null ? null : string.Join('\n', lines) is { Length: > 0 } text ? text : null;

    string? YesNo(bool? yes) => yes == true ? T["có"] : null;

    string? Checked(ProcedureContent? content) => content is null ? null : content.IsUnverified ? T["chưa đối chiếu"] : T["đã đối chiếu"];

    string? Terms(ProcedureContent? content, string channel) =>
        Lines(content?.Channels.Where(c => c.Channel == channel).Select(c => $"{words.StatedLimit(c)}, {words.HowMuch(c) ?? T["không rõ phí"]}"));

    string? Assurance(ProcedureContent? content) => content is { OnlineAssurance: var level and > AssuranceLevel.None } ? T["Định danh quốc gia mức {0}", (int)level] : null;

    string? Step(FlowStep? step) => step is null ? null : T[step.Name];

    IEnumerable<ComparedRow> Papers(IReadOnlyList<Paper> before, IReadOnlyList<Paper> after) =>
        Matched(before, after, p => p.Name, p => p.Key).Select(m => Row(T["Giấy {0}", m.Place], m.Before is null ? null : Say(m.Before), m.After is null ? null : Say(m.After)));

    string Say(Paper paper) => string.Join('\n', new[]
    {
        paper.Name, paper.EnglishName,
        string.Join(", ", new[] { words.PaperForm(paper.Form), paper.Originals is { } originals ? T["{0} bản chính", originals] : null, paper.Copies is { } copies ? T["{0} bản sao", copies] : null, paper.Required ? T["bắt buộc"] : T["tùy trường hợp"], paper.IsForm ? T["tờ khai điện tử"] : null, paper.IsReusable ? T["dùng lại được"] : null }.OfType<string>()),
        paper.Condition, paper.EnglishCondition,
    }.OfType<string>());

    IEnumerable<ComparedRow> Rules(IReadOnlyList<FeeRule> before, IReadOnlyList<FeeRule> after) =>
        Matched(before, after, r => r.ToString(), r => r.Subject.ToString()).Select(m => Row(words.Subject((m.After ?? m.Before)!.Subject), m.Before is null ? null : words.Rule(m.Before), m.After is null ? null : words.Rule(m.After)));

    /// <summary>First those that are alike by <paramref name="strong"/>, then by <paramref name="weak"/>; in the order of the newer version, the removed where they stood.</summary>
    static List<(int Place, TItem? Before, TItem? After)> Matched<TItem>(IReadOnlyList<TItem> before, IReadOnlyList<TItem> after, Func<TItem, string> strong, Func<TItem, string> weak) where TItem : class
    {
        var left = before.ToList();
        var pairs = after.Select(a => (After: a, Before: Take(left, b => strong(b) == strong(a)))).ToList();
        for (var i = 0; i < pairs.Count; i++)
            if (pairs[i].Before is null) pairs[i] = (pairs[i].After, Take(left, b => weak(b) == weak(pairs[i].After)));
        var rows = pairs.Select((p, i) => (Place: i + 1, p.Before, (TItem?)p.After)).ToList();
        foreach (var gone in left)
        {
            var at = before.Index().First(b => ReferenceEquals(b.Item, gone)).Index;
            var neighbour = at == 0 ? null : before[at - 1];
            rows.Insert(neighbour is null ? 0 : rows.FindIndex(r => ReferenceEquals(r.Before, neighbour)) + 1, (at + 1, gone, null));
        }
        return rows;
    }

    static TItem? Take<TItem>(List<TItem> from, Func<TItem, bool> isIt) where TItem : class
    {
        var found = from.Find(i => isIt(i));
        if (found is not null) from.Remove(found);
        return found;
    }
}
