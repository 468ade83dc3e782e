using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Reforms;

/// <summary>One reform: its changes, its rehearsal, what has to be chosen, and the two buttons that execute it.</summary>
public sealed class ShowModel(
    ReadReform.Handler read, ChangeReform.Handler change, AnswerReform.Handler answer, ScheduleReform.Handler schedule, CancelReform.Handler cancel, JournalReader journal, DirectoryCache directory,
    IEnumerable<IReformParticipant> participants) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public ChangeKind Kind { get; set; } = ChangeKind.Merge;
    [BindProperty] public string? Units { get; set; }
    [BindProperty] public string? Into { get; set; }
    [BindProperty] public string? NewName { get; set; }
    [BindProperty] public string? NewType { get; set; }
    [BindProperty] public string? NewCode { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public DateInput Day { get; set; } = new();
    [BindProperty] public long? Version { get; set; }

    DirectorySnapshot units = null!;

    public ReadReform.Answer Found { get; private set; } = null!;
    public Reform Reform => Found.Reform;
    public IReadOnlyList<JournalLine> Journal { get; private set; } = [];
    public bool AddIsOpen { get; private set; }
    public bool CancelIsOpen { get; private set; }
    public string Here => "~" + Place;

    string Place => $"{ListModel.Address}/{Id}";

    public IReadOnlyList<ReformQuestion> Questions => [.. (Found.Reading?.Questions ?? []).OrderBy(q => q.Default is null ? 0 : 1)];
    public IReadOnlyList<ReformLine> Lines => [.. Found.Parts.SelectMany(p => p.Lines).OrderByDescending(l => l.Moves).ThenBy(l => l.Words, StringComparer.Ordinal).ThenByDescending(l => l.Count)];

    /// <summary>Codes of units that end, and of those that go on.</summary>
    public IEnumerable<(string From, string To, string Old, string Code)> Codes =>
        from move in Found.Reading?.Order?.Moves ?? []
        let old = units.FindUnit(move.FromId)?.ShortCode
        where !string.IsNullOrEmpty(old)
        select (move.FromName, move.ToName, old, After(move.ToId)?.ShortCode ?? units.FindUnit(move.ToId)?.ShortCode ?? "");

    /// <summary>Who goes where as what; posts that only get another title are left out.</summary>
    public IReadOnlyList<(string Name, string Title, string From, string? To)> Posts =>
        [.. from post in Found.Reading?.Order?.Posts ?? []
            where post.NewId != post.PositionId
            let old = units.Positions.First(p => p.Id == post.PositionId)
            select (units.FindOfficer(post.OfficerId)?.FullName ?? "", post.NewId is null || post.Title == old.Title ? old.Title : $"{old.Title} → {post.Title}", units.Unit(old.UnitId).FullName, post.NewId is null ? null : NameOf(post.UnitId))];

    public IEnumerable<(string Name, long Count)> MovedInWords => Found.Moved.Where(m => m.Value > 0).Select(m => (participants.FirstOrDefault(p => p.Name == m.Key) is { } who ? T[who.Words] : T["Đơn vị và bộ phận"], m.Value));

    public IEnumerable<Choice> Kinds => Enum.GetValues<ChangeKind>().Select(k => new Choice(k.ToString(), T[Words.Of(k)]));
    public IEnumerable<Choice> Types => UnitNames.Types.Select(t => new Choice(t.Key, t.Value));

    UnitAfter? After(Guid id) => Found.Reading?.Order is { } order ? order.Changed.Concat(order.Created).FirstOrDefault(u => u.Id == id) : null;

    public string NameOf(Guid id) => After(id)?.FullName ?? units.FindUnit(id)?.FullName ?? "";

    public string? ValueOf(ReformQuestion question) => Reform.Given.GetValueOrDefault(question.Key) ?? question.Default;

    /// <summary>"Xã Hóa Thanh → Xã Hóa Tiến, thành Tân Thành"; many units are counted.</summary>
    public string Say(UnitChange change)
    {
        const int most = 6;
        string Name(string code) => units.FindUnit(code) is { } unit ? units.On(unit.Id, Reform.Day.AddDays(-1)).FullName : code;
        var names = string.Join(", ", change.Units.Take(most).Select(Name)) + (change.Units.Count > most ? "… " + T["({0} đơn vị)", change.Units.Count] : "");
        var parts = string.Join(", ", change.New.Select(n => UnitNames.Full(n.Type, n.Name)).Concat(change.Also.Select(Name)));
        return string.Join(" → ", new[] { names, change.Kind == ChangeKind.Split ? parts : change.Into is { } into ? Name(into) : parts, change.Become is { } b ? b.FullName ?? (b.Type is null ? b.Name : UnitNames.Full(b.Type, b.Name ?? "")) : "" }.Where(s => !string.IsNullOrEmpty(s)));
    }

    protected override async Task Load(CancellationToken ct)
    {
        Found = await read.Run(Id, ct);
        units = await directory.Get(ct);
        Journal = await journal.Of(Id, ct);
        if (Day.IsEmpty) Day = DateInput.Of(Reform.Day);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    Task<IActionResult> Do(Func<Task> act, CancellationToken ct) => Act(async () =>
    {
        await act();
        return See(Place);
    }, ct);

    public Task<IActionResult> OnPostAnswerAsync(CancellationToken ct) => Do(() =>
        answer.Run(new() { Id = Id, Answers = SentForm.Where(f => f.Key.StartsWith("answer.", StringComparison.Ordinal) && f.Value.ToString().Length > 0).ToDictionary(f => f.Key["answer.".Length..], f => f.Value.ToString()) }, ct), ct);

    public Task<IActionResult> OnPostDropAsync(int number, CancellationToken ct) => Do(() => change.Run(new() { Id = Id, Version = Version, Drop = number }, ct), ct);

    public Task<IActionResult> OnPostDayAsync(CancellationToken ct) => Do(() =>
        change.Run(new() { Id = Id, Version = Version, Day = Day.ToDate() ?? throw Refusal.Invalid(nameof(Day), "Hãy ghi ngày thi hành.") }, ct), ct);

    public Task<IActionResult> OnPostAddAsync(CancellationToken ct) => Do(() =>
    {
        AddIsOpen = true;
        return AddTyped(ct);
    }, ct);

    async Task AddTyped(CancellationToken ct) => await change.Run(new() { Id = Id, Add = Typed(await directory.Get(ct)) }, ct);

    public Task<IActionResult> OnPostScheduleAsync(bool atOnce, CancellationToken ct) => Do(() => schedule.Run(new() { Id = Id, AtOnce = atOnce, Version = Version }, ct), ct);

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => Do(() =>
    {
        CancelIsOpen = true;
        return cancel.Run(new() { Id = Id, Reason = Reason ?? "" }, ct);
    }, ct);

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    UnitChange Typed(DirectorySnapshot known)
    {
        string[] codes = (Units ?? "").Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (name, type) = (Given(NewName), Given(NewType));
        var parent = Kind == ChangeKind.Split && codes is [var first, ..] && known.FindUnit(first)?.ParentId is { } above ? known.Unit(above).Code : Given(Into) ?? "";
        List<NewUnit> made = [.. (NewCode ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(',', StringSplitOptions.TrimEntries)).Select(p =>
            new NewUnit { Code = p[0], Name = p.ElementAtOrDefault(1) ?? name ?? "", ShortCode = p.ElementAtOrDefault(2) ?? "", Parent = parent, Type = type ?? "xa" })];
        return new()
        {
            Kind = Kind, Units = codes, Into = Kind == ChangeKind.Create ? null : Given(Into), New = made,
            Become = Kind is ChangeKind.Rename or ChangeKind.Relevel or ChangeKind.Merge && (name ?? type) is not null ? new() { Name = name, Type = type } : null,
        };
    }
}
