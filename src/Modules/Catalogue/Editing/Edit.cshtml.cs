using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Catalogue.Editing;

/// <summary>The editor of one draft, in sections. What was typed is never lost: a refused save shows it again, a row more or less keeps it.</summary>
[RequestFormLimits(ValueCountLimit = 8000)] // 150 papers of ten fields each, and the rest
public sealed class EditModel(
    CatalogueDb db, SaveDraft.Handler save, SubmitDraft.Handler submit, BeginDraft.Handler begin, DiscardDraft.Handler discard, TypedAside typed,
    DirectoryCache directory, Flows flows, CuratedFile curated, CatalogueIndex index, ProcedureWords words) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public DraftInput Input { get; set; } = new();

    public Procedure Procedure { get; private set; } = null!;

    /// <summary>What is in hand; null when nothing is.</summary>
    public ProcedureVersion? Version { get; private set; }

    /// <summary>Why the version before was returned, where this draft follows it.</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>As saved.</summary>
    public ProcedureContent Saved { get; private set; } = null!;

    /// <summary>What the source or the published version said of each channel when the draft began.</summary>
    public ProcedureContent Basis { get; private set; } = null!;

    public IReadOnlyList<Lack> Lacking { get; private set; } = [];
    public bool IsDraft => Version?.Status == VersionStatus.Draft;

    /// <summary>Somebody else has saved since: the revision that would be written over, knowingly.</summary>
    public int? Overwrites { get; private set; }

    /// <summary>The row that was just added or moved.</summary>
    public string? Focus { get; private set; }

    /// <summary>When what stands in the fields was typed, where it is not saved yet.</summary>
    public DateTimeOffset? TypedAt { get; private set; }

    /// <summary>Somebody has saved the draft after it was typed.</summary>
    public bool IsOvertaken { get; private set; }

    public IReadOnlyList<Choice> Departments { get; private set; } = [];
    public IReadOnlyList<Choice> Levels { get; private set; } = [];
    public IReadOnlyList<Choice> LifeEvents { get; private set; } = [];
    public IReadOnlyList<Choice> LimitUnits { get; private set; } = [];
    public IReadOnlyList<Choice> Assurances { get; private set; } = [];
    public IReadOnlyList<Choice> PaperForms { get; private set; } = [];
    public IReadOnlyList<Choice> Subjects { get; private set; } = [];
    public IReadOnlyList<Choice> Templates { get; private set; } = [];
    public IReadOnlyList<string> Fields { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        if (Version is null) return;
        Input = DraftInput.Of(Code, Version, Saved) with { Template = "" };
        if (!IsDraft || await typed.Find(Version, ct) is not { } aside) return;
        var kept = new DraftInput();
        await TryUpdateModelAsync(kept, "Input", new FormValueProvider(BindingSource.Form, aside.Read(), System.Globalization.CultureInfo.CurrentCulture));
        kept.Seen = aside.Revision; // saving over a colleague's save is asked about first
        (Input, TypedAt, IsOvertaken) = (kept, aside.TypedAt, aside.Revision != Version.Revision);
        ModelState.Where(e => e.Value!.Errors.Count > 0).ToList().ForEach(e => e.Value!.Errors.Clear()); // right or wrong: it is said when it is saved
    }

    /// <summary>The page as it stands, right or wrong, while it is being typed.</summary>
    public async Task<IActionResult> OnPostKeep(CancellationToken ct)
    {
        await Load(ct);
        if (!IsDraft) return new StatusCodeResult(StatusCodes.Status409Conflict);
        await typed.Keep(Version!, Input.Seen, SentForm, ct);
        return new StatusCodeResult(StatusCodes.Status204NoContent);
    }

    public async Task<IActionResult> OnPostForget(CancellationToken ct)
    {
        Editors.Require(Actor);
        await ForgetTyped(ct);
        return See($"/danh-muc/{Code}/sua");
    }

    /// <param name="over">The revision of a colleague's that is knowingly written over.</param>
    public Task<IActionResult> OnPost(int? over, CancellationToken ct) => Do(async () =>
    {
        Input.Seen = over ?? Input.Seen;
        await save.Run(Input, ct);
        await ForgetTyped(ct);
        return See($"/danh-muc/{Code}/sua?luu=1");
    }, ct);

    public Task<IActionResult> OnPostSubmit(CancellationToken ct) => Do(async () =>
    {
        var saved = await save.Run(Input, ct);
        Input.Seen = saved.Seen;
        await ForgetTyped(ct);
        await submit.Run(new() { Code = Code, Seen = saved.Seen }, ct);
        return See($"/danh-muc/{Code}");
    }, ct);

    async Task ForgetTyped(CancellationToken ct)
    {
        if ((await db.Procedure(Code, ct)).WorkingVersionId is { } draft) await typed.Forget(draft, ct);
    }

    public Task<IActionResult> OnPostBegin(CancellationToken ct)
    {
        ModelState.Clear();
        return Act(async () =>
        {
            await begin.Run(new(Code), ct);
            return See($"/danh-muc/{Code}/sua");
        }, ct);
    }

    public Task<IActionResult> OnPostDiscard(CancellationToken ct)
    {
        ModelState.Clear();
        return Act(async () =>
        {
            await discard.Run(new() { Code = Code, Seen = Input.Seen }, ct);
            return See($"/danh-muc/{Code}");
        }, ct);
    }

    /// <summary>A row more, less, up or down: "papers.up.2". Nothing is saved, and everything typed stays.</summary>
    public async Task<IActionResult> OnPostRow(string? row, CancellationToken ct)
    {
        await Load(ct);
        if (!AllConverted()) return Shown(StatusCodes.Status422UnprocessableEntity);
        ModelState.Clear(); // so that the fields show the rows as they are now, not as they were sent
        if ((row ?? "").Split('.') is [var list, var act, .. var rest] && int.TryParse(rest.FirstOrDefault() ?? "0", out var at))
            Focus = list == "papers" ? Turn(Input.Papers, act, at, "Papers", ".Name") : Turn(Input.FeeRules, act, at, "FeeRules", ".Subject");
        return Shown(StatusCodes.Status200OK);
    }

    static string? Turn<TRow>(List<TRow> rows, string act, int at, string list, string field) where TRow : new()
    {
        var to = act switch { "up" => at - 1, "down" => at + 1, _ => at };
        if (act == "add") rows.Insert(to = rows.Count, new());
        else if (at < 0 || at >= rows.Count || to < 0 || to >= rows.Count) return null;
        else if (act == "remove") { rows.RemoveAt(at); to = Math.Min(at, rows.Count - 1); }
        else (rows[at], rows[to]) = (rows[to], rows[at]);
        return to < 0 ? null : FieldIdOf($"Input.{list}[{to}]{field}");
    }

    async Task<IActionResult> Do(Func<Task<IActionResult>> act, CancellationToken ct)
    {
        Input.Code = Code;
        Editors.Require(Actor);
        if (!AllConverted())
        {
            await Load(ct);
            return Shown(StatusCodes.Status422UnprocessableEntity);
        }
        foreach (var box in Input.Channels.Select((_, i) => $"Channels[{i}].IsOffered").Concat(["NeedsNoPapers", "IsChecked"]))
            ModelState.MarkFieldValid("Input." + box); // an unticked box is not sent, and may yet be what is lacking
        var answer = await Act(act, ct);
        if (answer is PageResult { StatusCode: StatusCodes.Status409Conflict } && IsDraft && Version!.Revision != Input.Seen) Overwrites = Version.Revision;
        return answer;
    }

    static PageResult Shown(int status) => new() { StatusCode = status };

    /// <summary>Numbers, dates and choices are converted by the page; every other rule is the handler's.</summary>
    bool AllConverted()
    {
        var wrong = ModelState.Where(e => e.Value!.Errors.Count > 0 && MessageFor(e.Key) is not null).ToList();
        ModelState.Where(e => !wrong.Contains(e)).ToList().ForEach(e => e.Value!.Errors.Clear());
        foreach (var (key, entry) in wrong)
        {
            entry!.Errors.Clear();
            entry.Errors.Add(MessageFor(key)!);
        }
        return wrong.Count == 0;
    }

    string? MessageFor(string key) => key[(key.LastIndexOf('.') + 1)..] switch
    {
        "Value" or "FeeVnd" or "Originals" or "Copies" or "Seen" => T["Chỉ gõ chữ số, không có dấu chấm."],
        "ValidFrom" or "ValidUntil" => T["Ngày này không có. Ví dụ: 28/09/2024."],
        "Unit" or "Level" or "FileAt" or "Form" or "Subject" => T["Hãy chọn trong danh sách."],
        _ => null,
    };

    protected override async Task Load(CancellationToken ct)
    {
        Editors.Require(Actor);
        db.ChangeTracker.Clear(); // after a refused save: what is stored, not what was tried
        Procedure = await db.Procedure(Code, ct);
        Version = await db.Versions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == Procedure.WorkingVersionId, ct);
        var latest = await db.Versions.AsNoTracking().SingleAsync(v => v.Id == Procedure.LatestVersionId, ct);
        Basis = latest.Read();
        Saved = Version?.Read() ?? Basis;
        Lacking = Lack.In(Saved);
        Input.Template ??= "";
        if (Version?.BasedOn is { } number)
            ReturnReason = await db.Versions.Where(v => v.ProcedureId == Procedure.Id && v.Number == number).Select(v => v.ReturnReason).SingleOrDefaultAsync(ct);
        Departments = [.. (await directory.Get(ct)).Units.Where(u => u.Kind == UnitKind.Department).OrderBy(u => u.FullName, CatalogueSnapshot.Alphabet).Select(u => new Choice(u.Code, u.FullName))];
        Levels = [.. Enum.GetValues<ProcedureLevel>().Select(l => new Choice(l.ToString(), words.LevelName(l)))];
        LifeEvents = [.. curated.LifeEvents.Select(e => new Choice(e.Key, e.NameIn(Texts.IsEnglish)))];
        Assurances = [new(nameof(AssuranceLevel.None), T["Không đòi hỏi"]), new(nameof(AssuranceLevel.National1), T["Định danh quốc gia mức {0}", 1]), new(nameof(AssuranceLevel.National2), T["Định danh quốc gia mức {0}", 2])];
        LimitUnits = [new(nameof(TimeLimitUnit.WorkingDays), T["ngày làm việc"]), new(nameof(TimeLimitUnit.OfficeHours), T["giờ làm việc"]), new(nameof(TimeLimitUnit.CalendarDays), T["ngày"]), new(nameof(TimeLimitUnit.CalendarMonths), T["tháng"])];
        PaperForms = [.. Enum.GetValues<PaperForm>().Select(f => new Choice(f.ToString(), words.PaperForm(f)))];
        Subjects = [.. Enum.GetValues<FeeSubject>().Select(s => new Choice(s.ToString(), words.Subject(s)))];
        Templates = [.. flows.Templates.Select(t => new Choice(t.Key, T[t.Name], string.Join(" → ", t.Flow.Steps.Select(s => T[s.Name])))).Prepend(new Choice("", T["Giữ các bước hiện nay"], Saved.Flow is { } flow ? string.Join(" → ", flow.Steps.Select(s => T[s.Name])) : T["Chưa có bước nào"]))];
        Fields = (await index.Get(ct)).Fields;
    }

    /// <summary>What the version the draft began from says of a channel: "3, không rõ đơn vị, phí 50.000 đ tùy trường hợp".</summary>
    public string Source(string channel) => string.Join("; ", Basis.Channels.Where(c => c.Channel == channel).Select(Say).Distinct());

    string Say(ChannelTerms terms)
    {
        var fee = words.HowMuch(terms) is { } known ? (terms.FeeHasNote ? T["{0} tùy trường hợp", known] : known) : T["không rõ phí"];
        return $"{words.StatedLimit(terms)}, {fee}";
    }

    public static string FieldIdOf(string name) => Microsoft.AspNetCore.Mvc.Rendering.TagBuilder.CreateSanitizedId(name, "_");
}
