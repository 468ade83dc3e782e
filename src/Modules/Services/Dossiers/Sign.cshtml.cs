using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Flow;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// Signing on a phone (ký): what waits, the reddest first; some are chosen, one question is asked, and what was changed since the
/// person saw it is taken out and said. Also where the inbox sends approvals chosen there.
/// </summary>
public sealed class SignModel(ServicesDb db, ReadWaiting.Handler waiting, SignDossiers.Handler sign, SendBackDossiers.Handler sendBack, LegalTime time) : FormPage
{
    public enum Step { List, Sign, SendBack, Done }

    public static readonly IReadOnlyList<string> Phrases =
        ["Thiếu căn cứ pháp lý", "Thông tin chưa khớp giấy tờ đã nộp", "Sai thể thức văn bản", "Cần lấy thêm ý kiến đơn vị liên quan"];

    public sealed record Line(string Code, string Title, string Person, long Version);

    [FromQuery(Name = "sau")] public string? After { get; set; }

    /// <summary>"code version" of each line that was shown and chosen.</summary>
    [BindProperty(Name = "dong")] public List<string> Shown { get; set; } = [];

    /// <summary>Codes chosen in the inbox, which knows no versions.</summary>
    [BindProperty(Name = "ma")] public List<string> Codes { get; set; } = [];

    [BindProperty] public List<string> Phrase { get; set; } = [];
    [BindProperty] public string? Reason { get; set; }

    public Step At { get; private set; }
    public ReadWaiting.Answer Waiting { get; private set; } = null!;
    public IReadOnlyList<Line> Ready { get; private set; } = [];

    /// <summary>Changed since they were seen.</summary>
    public IReadOnlyList<Line> Changed { get; private set; } = [];

    /// <summary>Codes of what does not wait for the actor any more.</summary>
    public IReadOnlyList<string> Gone { get; private set; } = [];

    public IReadOnlyList<(Line Line, string? Refusal)> Outcomes { get; private set; } = [];
    public bool WasSigned { get; private set; }
    public int Done => Outcomes.Count(o => o.Refusal is null);
    public DateTimeOffset Now => time.Now;
    public IEnumerable<Choice> PhraseChoices => Phrases.Select(p => new Choice(p, T[p]));

    public async Task OnGetAsync(CancellationToken ct) => Waiting = await waiting.Run(After, ct);

    /// <summary>Chosen, and to be signed: asks first.</summary>
    public Task<IActionResult> OnPost(CancellationToken ct) => Ask(Step.Sign, ct);

    /// <summary>Chosen, and to be sent back: asks why.</summary>
    public Task<IActionResult> OnPostReturn(CancellationToken ct) => Ask(Step.SendBack, ct);

    Task<IActionResult> Ask(Step step, CancellationToken ct) => Act(async () =>
    {
        await Understand(ct);
        At = step;
        return Page();
    }, ct);

    public Task<IActionResult> OnPostSign(CancellationToken ct) => Act(async () =>
    {
        await Understand(ct);
        Tell(Ready.Count == 0 ? [] : await sign.Run(new() { Documents = Documents() }, ct));
        WasSigned = true;
        return Page();
    }, ct);

    public Task<IActionResult> OnPostSendBack(CancellationToken ct)
    {
        At = Step.SendBack;
        return Act(async () =>
        {
            await Understand(ct);
            var reason = string.Join(". ", Phrase.Where(Phrases.Contains).Append(Reason?.Trim()).Where(r => !string.IsNullOrEmpty(r)));
            Tell(Ready.Count == 0 ? [] : await sendBack.Run(new() { Documents = Documents(), Reason = reason }, ct));
            return Page();
        }, ct);
    }

    List<SignDossiers.Chosen> Documents() => [.. Ready.Select(l => new SignDossiers.Chosen(l.Code, l.Version))];

    /// <summary>What was taken out stands in the list of outcomes too, with its reason.</summary>
    void Tell(IReadOnlyList<SignDossiers.Outcome> outcomes)
    {
        var lines = Ready.ToDictionary(l => l.Code);
        Outcomes =
        [
            .. outcomes.Select(o => (lines[o.Code], o.Refusal)),
            .. Changed.Select(l => (l, (string?)T["Vừa được sửa sau khi anh/chị xem. Mở hồ sơ để xem lại."])),
            .. Gone.Select(code => (new Line(code, code, "", 0), (string?)T["Không còn chờ anh/chị ký. Mở hồ sơ để xem."])),
        ];
        At = Step.Done;
    }

    /// <summary>A refused form: the question is asked again, or the list is shown.</summary>
    protected override async Task Load(CancellationToken ct)
    {
        if (At != Step.SendBack || Ready.Count == 0) (At, Waiting) = (Step.List, await waiting.Run(After, ct));
    }

    async Task Understand(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        var seen = OneByOne.Versions(Shown);
        List<string> asked = [.. seen.Keys.Concat(Codes.Select(Nfc.Clean)).Distinct().Take(SignDossiers.Most)];
        if (asked.Count == 0) throw Refusal.Invalid("", "Chưa chọn văn bản nào. Hãy chọn ít nhất một văn bản.");
        var found = await db.Dossiers.AsNoTracking().Visible(db, Actor, Permits.Read).Where(d => asked.Contains(d.Code)).OrderBy(d => d.DueAt).ThenBy(d => d.FiledAt).ToListAsync(ct);
        var mine = found.Where(d => d.CurrentStep is { Kind: StepKind.Approve } step && Actor.HoldsPost(step.Permit, d.UnitId)).Select(d => new Line(d.Code, d.Title, d.Person, d.Version)).ToLookup(l => seen.GetValueOrDefault(l.Code, l.Version) == l.Version);
        (Ready, Changed) = ([.. mine[true]], [.. mine[false]]);
        Gone = [.. asked.Except(Ready.Concat(Changed).Select(l => l.Code))];
    }
}
