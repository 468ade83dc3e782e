using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Services.Population;

namespace NhatLe.Services.Drafts;

/// <summary>One page of the form.</summary>
public sealed class QuestionsModel(DraftBook drafts, FormLibrary forms, DirectoryCache directory, LegalTime time, TypedBeforeSignIn typedBefore, OwnRecord own) : AnswersPage(drafts, forms, directory, time)
{
    [FromRoute] public int Number { get; set; }

    /// <summary>The questions, the papers, the check.</summary>
    public int Total => Filled.Pages.Count + 2;

    protected override string Address => $"/dich-vu-cong/nop/{Id}/{Number}";
    protected override string Source => "Lấy từ tài khoản của ông/bà";

    protected override FormPageDefinition Choose(IReadOnlyList<FormPageDefinition> pages) =>
        Number >= 1 && Number <= pages.Count ? pages[Number - 1] : throw Refusal.Missing("page", "Không có trang này trong tờ khai.");

    bool offersRecord;

    /// <summary>The citizen may have this page filled in with what the population database has of them.</summary>
    public bool OffersRecord => offersRecord && Now.Fields.SelectMany(f => f.Fields ?? [f]).Any(f => f.Prefill is not null);

    protected override async Task<CitizenProfile?> Registered(CancellationToken ct)
    {
        offersRecord = await own.IsOffered(Draft, ct);
        return await own.Of(Draft, ct);
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await LoadAny(ct);
        if (Draft.FiledAt is not null) return See("/ho-so-cua-toi");
        if (Number == Filled.Pages.Count + 1) return See($"/dich-vu-cong/nop/{Id}/giay-to"); // the furthest page of a draft
        Show();
        if (typedBefore.Take(HttpContext, Id, Number) is { } typed)
        {
            await Keep(answers => DraftBook.Put(answers, new PageInput(Filled, Now, typed).Read()), page: null, ct);
            Show();
        }
        return Page();
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Do(async () =>
    {
        var page = Now;
        if (await KeepSent(ct) is { } added) return Again(added);
        var errors = Rules.Check(Form, [page], Answers);
        if (errors.Count > 0) throw Refusal.Invalid(errors);
        var right = PageInput.Questions(Filled, page).Where(q => Answers.ContainsKey(q.Key)).ToDictionary(q => q.Key, q => Answers[q.Key]);
        await Keep(answers => DraftBook.Put(answers, right), Number + 1, ct);
        return See(Number < Filled.Pages.Count ? $"/dich-vu-cong/nop/{Id}/{Number + 1}" : $"/dich-vu-cong/nop/{Id}/giay-to");
    }, ct);

    /// <summary>Keeps what was typed, and fills in the rest from the population database.</summary>
    public Task<IActionResult> OnPostRegister(CancellationToken ct) => Do(async () =>
    {
        await Drafts.Keep(Id, Input().Read(), ct);
        if (await own.Fetch(Draft, ct) is { } registered) await Take(registered, ct);
        return Again(Now.Fields[0].Key);
    }, ct);

    protected override async Task<IActionResult> Do(Func<Task<IActionResult>> act, CancellationToken ct)
    {
        if (Actor.IsSignedIn) return await base.Do(act, ct);
        typedBefore.Put(HttpContext, Id, Number);
        return See($"/dang-nhap?returnUrl={Uri.EscapeDataString(Address)}");
    }
}
