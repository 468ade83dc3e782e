using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.HandOvers;

/// <summary>One hand-over: what goes along, the two signatures, and what became of it.</summary>
public sealed class HandOverModel(
    ReadHandOver.Handler read, ChangeHandOver.Handler change, GiveHandOver.Handler give, TakeHandOver.Handler take, ReturnHandOver.Handler giveBack, CancelHandOver.Handler cancel,
    JournalReader journal, IEnumerable<DutyKind> kinds) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public long? Version { get; set; }
    [BindProperty] public HandedKind Kind { get; set; } = HandedKind.Original;
    [BindProperty] public string? What { get; set; }
    [BindProperty] public string? Count { get; set; }
    [BindProperty] public string? Remark { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public ReadHandOver.Answer Found { get; private set; } = null!;
    public IReadOnlyList<JournalLine> Journal { get; private set; } = [];
    public string Here => $"{HandOversModel.Address}/{Id}";

    /// <summary>The form that was refused: its reason stands beside it, not beside the others.</summary>
    public string? Failed { get; private set; }

    public string? Typed(string form) => Failed == form ? Reason : null;
    public string? Error(string form) => Failed == form && ModelState.TryGetValue(nameof(Reason), out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    public IEnumerable<Choice> Kinds => Enum.GetValues<HandedKind>().Select(k => new Choice(k.ToString(), T[HandOver.WordsOf(k)]));

    public string WordsOf(HandedDuty duty) => kinds.FirstOrDefault(k => k.Kind == duty.Kind)?.Words ?? duty.Kind;

    public static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    public static string? Said(DateTimeOffset? at) => at is { } then ? LegalTime.ToLocal(then).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture) : null;

    protected override async Task Load(CancellationToken ct) => (Found, Journal) = (await read.Run(Id, ct), await journal.Of(Id, ct));

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    Task<IActionResult> Do(string form, Func<Task> act, CancellationToken ct) => Act(async () =>
    {
        Failed = form;
        await act();
        return See($"/to-chuc/ban-giao/{Id}");
    }, ct);

    public Task<IActionResult> OnPostAddAsync(CancellationToken ct) => Do("Add", () => change.Run(new() { Id = Id, Version = Version, Add = new() { Kind = Kind, What = What ?? "", Count = Counted(), Remark = Remark } }, ct), ct);

    public Task<IActionResult> OnPostDropAsync(int number, CancellationToken ct) => Do("Drop", () => change.Run(new() { Id = Id, Version = Version, Drop = number }, ct), ct);

    public Task<IActionResult> OnPostGiveAsync(CancellationToken ct) => Do("Give", () => give.Run(new() { Id = Id, Version = Version, Reason = Reason }, ct), ct);

    public Task<IActionResult> OnPostTakeAsync(CancellationToken ct) => Do("Take", () => take.Run(new() { Id = Id, Version = Version, Reason = Reason, Note = Note }, ct), ct);

    public Task<IActionResult> OnPostReturnAsync(CancellationToken ct) => Do("Return", () => giveBack.Run(new() { Id = Id, Version = Version, Reason = Reason ?? "" }, ct), ct);

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => Do("Cancel", () => cancel.Run(new() { Id = Id, Version = Version, Reason = Reason ?? "" }, ct), ct);

    /// <summary>"1.250.000" is a number as people write it.</summary>
    long Counted() => long.TryParse((Count ?? "").Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1;
}
