using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Assignments.Tasks;

/// <summary>One task: what is to be done, the act of this step, the clock with its reason, and all that was done.</summary>
public sealed class ShowModel(
    ReadAssignment.Handler read, AssignmentsDb db, AcceptAssignment.Handler accept, ContributeToAssignment.Handler contribute, ReportAssignment.Handler report, ConfirmAssignment.Handler confirm,
    SendBackAssignment.Handler sendBack, WithdrawAssignment.Handler withdraw, AskExtension.Handler ask, AnswerExtension.Handler answer, LegalClock clock, LegalTime time) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public long? Version { get; set; }
    [BindProperty] public string? Part { get; set; }
    [BindProperty] public string? Report { get; set; }
    [BindProperty] public Rating Rating { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? WhyWithdrawn { get; set; }
    [BindProperty] public string? WhyLonger { get; set; }
    [BindProperty] public string? WhyNot { get; set; }
    [BindProperty] public DateInput Until { get; set; } = new();
    [BindProperty] public DateInput DueOn { get; set; } = new();

    public ReadAssignment.Answer Found { get; private set; } = null!;
    public Assignment Assignment => Found.Assignment;
    public TimeSpan? Remaining { get; private set; }
    public DateTimeOffset Now => time.Now;

    /// <summary>The act that was refused: its form stands open.</summary>
    public string? Tried { get; private set; }

    /// <summary>What was typed when a colleague was faster: it must not be lost.</summary>
    public string? Kept { get; private set; }

    public IEnumerable<Choice> Ratings => Enum.GetValues<Rating>().Select(r => new Choice(r.ToString(), T[Words.Of(r)]));

    protected override async Task Load(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        Found = await read.Run(Code, ct);
        if (Assignment.IsToDo) Remaining = clock.Remaining(Assignment.ClockState, time.Now);
        Version ??= Assignment.Version;
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAccept(CancellationToken ct) => Do("accept", () => accept.Run(new() { Code = Code, Version = Version }, ct), ct);

    public Task<IActionResult> OnPostContribute(CancellationToken ct) => Do("contribute", () => contribute.Run(new() { Code = Code, Version = Version, Part = Part }, ct), ct);

    public Task<IActionResult> OnPostReport(CancellationToken ct) => Do("report", () => report.Run(new() { Code = Code, Version = Version, Report = Report }, ct), ct);

    public Task<IActionResult> OnPostConfirm(CancellationToken ct) => Do("confirm", () => confirm.Run(new() { Code = Code, Version = Version, Rating = Rating, Note = Note }, ct), ct);

    public Task<IActionResult> OnPostSendBack(CancellationToken ct) => Do("send-back", () => sendBack.Run(new() { Code = Code, Version = Version, Reason = Reason, DueOn = DueOn.Demand(nameof(DueOn)) }, ct), ct);

    public Task<IActionResult> OnPostWithdraw(CancellationToken ct) => Do("withdraw", () => withdraw.Run(new() { Code = Code, Version = Version, Reason = WhyWithdrawn }, ct), ct, nameof(WhyWithdrawn));

    public Task<IActionResult> OnPostAsk(CancellationToken ct) => Do("ask", () => ask.Run(new() { Code = Code, Version = Version, Until = Until.Demand(nameof(Until)), Reason = WhyLonger }, ct), ct, nameof(WhyLonger));

    public Task<IActionResult> OnPostGrant(CancellationToken ct) => Do("grant", () => answer.Run(new() { Code = Code, Version = Version, Granted = true }, ct), ct);

    public Task<IActionResult> OnPostDecline(CancellationToken ct) => Do("decline", () => answer.Run(new() { Code = Code, Version = Version, Reason = WhyNot }, ct), ct, nameof(WhyNot));

    /// <summary>After a lost race the next try is made knowing the newest version.</summary>
    /// <param name="reason">The field the reason stands in: several forms of the page have one.</param>
    Task<IActionResult> Do(string name, Func<Task<ActResult>> act, CancellationToken ct, string reason = nameof(Reason)) => Act(async () =>
    {
        Tried = name;
        try
        {
            await act();
            return See($"/nhiem-vu/{Code}");
        }
        catch (Refusal refusal) when (refusal.Fields.Count > 0)
        {
            throw Refusal.Invalid([.. refusal.Fields.Select(f => f.Field == nameof(Reason) ? f with { Field = reason } : f)]);
        }
        catch (Refusal refusal) when (refusal.Status == StatusCodes.Status409Conflict)
        {
            Kept = string.Join(' ', new[] { Part, Report, Note, Reason, WhyWithdrawn, WhyLonger, WhyNot }.Where(t => !string.IsNullOrWhiteSpace(t)));
            Version = null;
            ModelState.Remove(nameof(Version));
            throw;
        }
    }, ct);
}
