using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Drafts;

/// <summary>A page that asks questions of a draft's form: all of one page of it, or all there are. What was typed is kept first and checked then, so nothing is lost by an error.</summary>
public abstract class AnswersPage(DraftBook drafts, FormLibrary forms, DirectoryCache directory, LegalTime time) : FormPage
{
    [FromRoute] public Guid Id { get; set; }

    /// <summary>Answers of the account that the person wants to change: they are fields again.</summary>
    [FromQuery(Name = "sua")] public string[] Opened { get; set; } = [];

    public Draft Draft { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public FormDefinition Form { get; private set; } = null!;
    public Dictionary<string, string> Answers { get; private set; } = [];
    public DirectorySnapshot Units { get; private set; } = null!;
    public ILookup<string, FieldError> Warnings { get; private set; } = null!;
    Dictionary<string, string> fromAccount = [], fromRegister = [];

    public FilledForm Filled => new(Form, Answers);

    /// <summary>What is asked here.</summary>
    public FormPageDefinition Now { get; private set; } = null!;

    /// <summary>Where this page is.</summary>
    protected abstract string Address { get; }

    /// <summary>Where a known answer comes from.</summary>
    protected abstract string Source { get; }

    /// <summary>What the population database said of the person; null: it was not asked.</summary>
    protected virtual Task<CitizenProfile?> Registered(CancellationToken ct) => Task.FromResult<CitizenProfile?>(null);

    protected abstract FormPageDefinition Choose(IReadOnlyList<FormPageDefinition> pages);

    protected DraftBook Drafts => drafts;
    protected LegalTime Time => time;
    protected FormRules Rules => new(Units, time.Today);

    protected override async Task Load(CancellationToken ct)
    {
        await LoadAny(ct);
        Show();
    }

    protected async Task LoadAny(CancellationToken ct)
    {
        Draft = await drafts.Find(Id, ct);
        Procedure = await drafts.Procedure(Draft.ProcedureCode, ct);
        Form = forms.Find(Procedure.FormKey)!;
        Units = await directory.Get(ct);
        Answers = drafts.Answers(Draft);
        fromAccount = await drafts.FromApplicant(Draft, Form, ct);
        fromRegister = DraftBook.Given(Form, await Registered(ct), Units);
    }

    /// <summary>Finds what is asked, and computes what is computed.</summary>
    protected void Show()
    {
        new Sums(time.Today).Fill(Form, Answers);
        Now = Choose(Filled.Pages);
        Warnings = Rules.Warnings(Form, Answers).ToLookup(w => w.Field);
    }

    /// <summary>One more row of a group, with everything typed kept.</summary>
    public Task<IActionResult> OnPostAdd(string group, CancellationToken ct) => Do(async () =>
    {
        var added = Group(group);
        var typed = Input().Read();
        await Keep(answers =>
        {
            DraftBook.Put(answers, typed);
            FilledForm.AddRow(added, Form, answers);
        }, page: null, ct);
        return Again(RowId(added, Filled.Rows(added) - 1));
    }, ct);

    public Task<IActionResult> OnPostRemove(string group, int row, CancellationToken ct) => Do(async () =>
    {
        var removed = Group(group);
        var typed = Input().Read();
        await Keep(answers =>
        {
            DraftBook.Put(answers, typed);
            FilledForm.RemoveRow(removed, row, Form, answers);
        }, page: null, ct);
        return Again(removed.Key);
    }, ct);

    /// <summary>Keeps what was typed and shows the page again, with what is computed from it.</summary>
    public Task<IActionResult> OnPostCompute(CancellationToken ct) => Do(async () =>
    {
        await drafts.Keep(Id, Input().Read(), ct);
        return Again(Now.Fields.FirstOrDefault(f => f.Compute is not null)?.Key ?? Now.Fields[0].Key);
    }, ct);

    /// <summary>An answer of the account becomes a field, with everything typed kept.</summary>
    public Task<IActionResult> OnPostEdit(string field, CancellationToken ct) => Do(async () =>
    {
        await drafts.Keep(Id, Input().Read(), ct);
        Opened = [.. Opened.Append(field).Distinct()];
        return Again(field);
    }, ct);

    /// <summary>Autosave: only the fields that changed, right or wrong.</summary>
    public async Task<IActionResult> OnPostSave(CancellationToken ct)
    {
        await Load(ct);
        await drafts.Keep(Id, Relief.With(Input().Read(), SentForm), ct); // that of the papers' part too, where the page has it
        return new StatusCodeResult(StatusCodes.Status204NoContent);
    }

    protected virtual async Task<IActionResult> Do(Func<Task<IActionResult>> act, CancellationToken ct)
    {
        await Load(ct);
        return await Act(act, ct);
    }

    protected async Task Keep(Action<Dictionary<string, string>> edit, int? page, CancellationToken ct)
    {
        Draft = await drafts.Keep(Id, edit, page, ct);
        Answers = drafts.Answers(Draft);
    }

    /// <summary>Keeps what was sent, without rows in which nothing was typed.</summary>
    /// <returns>A question that is asked only now, by what was just answered; null when all that is asked was there to answer.</returns>
    protected async Task<string?> KeepSent(CancellationToken ct)
    {
        var (page, input) = (Now, Input());
        await Keep(answers =>
        {
            DraftBook.Put(answers, input.Read());
            foreach (var group in page.Fields.Where(f => f.Type == FieldType.Group)) FilledForm.RemoveEmptyRows(group, Form, answers);
        }, page: null, ct);
        return input.Asked is { } asked ? PageInput.AskedOn(Filled, Choose(Filled.Pages)).FirstOrDefault(key => !asked.Contains(key)) : null;
    }

    /// <summary>Where nothing else was typed, what the population database says stands for what the account says.</summary>
    protected Task Take(CitizenProfile registered, CancellationToken ct) => Keep(answers =>
    {
        foreach (var (key, value) in DraftBook.Given(Form, registered, Units))
            if (answers.GetValueOrDefault(key) is null or "" || answers[key] == fromAccount.GetValueOrDefault(key)) answers[key] = value;
    }, page: null, ct);

    FieldDefinition Group(string key) => Now.Fields.FirstOrDefault(f => f.Key == key && f.Type == FieldType.Group) ?? throw Refusal.Missing("group", "Không có phần này trong trang. Hãy tải lại trang.");

    protected PageInput Input() => new(Filled, Now, SentForm.ToDictionary(f => f.Key, f => f.Value.ToString()));

    protected IActionResult Again(string at) => See($"{Address}{OpenedQuery("?")}#{TagBuilder.CreateSanitizedId(at, "_")}");

    /// <summary>What is open stays open over a press of another button.</summary>
    public string OpenedQuery(string sign) => Opened.Length == 0 ? "" : sign + string.Join('&', Opened.Select(key => $"sua={Uri.EscapeDataString(key)}"));

    /// <summary>Where a row stands on the page.</summary>
    public static string RowId(FieldDefinition group, int row) => TagBuilder.CreateSanitizedId(FilledForm.Prefix(group, row), "_");

    public QuestionView View(FieldDefinition field, string key) =>
        new(field, key, Filled.Answer(key), Warnings[key].FirstOrDefault()?.In(T), IsFromAccount(key), IsReused(field, key), $"?handler=Edit&field={Uri.EscapeDataString(key)}{OpenedQuery("&")}", T[IsOf(fromRegister, key) ? "Lấy từ cơ sở dữ liệu quốc gia về dân cư" : Source], Units, IsOf(fromRegister, key) ? "national" : "vault");

    /// <summary>It stands as the account or the population database has it.</summary>
    bool IsFromAccount(string key) => (IsOf(fromAccount, key) || IsOf(fromRegister, key)) && IsRight(key);

    bool IsOf(Dictionary<string, string> known, string key) => known.TryGetValue(key, out var value) && value == Filled.Answer(key);

    bool IsReused(FieldDefinition field, string key) => IsFromAccount(key) && !Opened.Contains(key) && field.Type != FieldType.MultiChoice;

    bool IsRight(string key) => !ModelState.TryGetValue(key, out var state) || state.Errors.Count == 0;
}

/// <summary>One question of a page or of a row, as it is written.</summary>
/// <param name="IsReused">The answer of the account stands as it is, with a way to change it.</param>
/// <param name="Kind">Of the source: vault, national.</param>
public sealed record QuestionView(FieldDefinition Field, string Key, string Value, string? Warning, bool IsFromAccount, bool IsReused, string EditAction, string Source, DirectorySnapshot Units, string Kind = "vault")
{
    public string Label => Texts.IsEnglish ? Field.LabelEn : Field.Label;
    public string? Help => Texts.IsEnglish ? Field.HelpEn ?? Field.Help : Field.Help;
}

/// <summary>The questions of one page of a form, as part of the page that asks them.</summary>
/// <param name="OnEnter">Where the Enter key sends the form; null: as the main button does.</param>
public sealed record FieldsView(AnswersPage Asking, FormPageDefinition Page, string? OnEnter = null);
