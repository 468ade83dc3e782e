using System.Collections.Concurrent;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Counter;
using NhatLe.Payments.Payments;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Files;
using NhatLe.Services.Desk;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;

namespace NhatLe.Host.Simulation;

/// <summary>The same handlers as pages and API call, in process and without signing in: how a demonstration comes to its dossiers.</summary>
sealed class HandlerHands(People people, IServiceScopeFactory scopes, LegalTime time) : IHands
{
    readonly ConcurrentDictionary<string, Lazy<Task<bool>>> shifts = new(StringComparer.Ordinal);
    string? result; // the file of all results, saved once

    public Task<DateTimeOffset> Now(CancellationToken ct) => Task.FromResult(time.Now);

    public Task MoveTo(DateTimeOffset to, CancellationToken ct)
    {
        time.MoveTo(to);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<Standing>> Standings(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Standings>().Of(ids, ct);
    }

    public Task<string> File(Life life, DateTimeOffset at, CancellationToken ct) => people.As(life.Channel == Channel.Online ? life.Citizen : life.Clerk, async services =>
    {
        var drafts = services.GetRequiredService<DraftBook>();
        if (life.Channel == Channel.Online) await drafts.Begin(life.Kind.Procedure, ct, life.Id);
        else await services.GetRequiredService<BeginAtDesk.Handler>().Run(new() { Id = life.Id, Channel = life.Channel, ProcedureCode = life.Kind.Procedure, CitizenNumber = life.Person.CitizenNumber }, ct);
        foreach (var key in life.Kind.Keys)
        {
            var (name, _, bytes) = Paperwork.Paper(key, life.Photographed); // one file a kind of paper: the first start does not wait for the disk
            await drafts.AddFile(life.Id, key, name, chosen: null, new MemoryStream(bytes), ct);
        }
        if (!life.Digitised || life.Kind.AsksForCopies) await drafts.SayForms(life.Id, life.Kind.Keys.ToDictionary(k => k, _ => life.Digitised ? PaperForm.Original : PaperForm.Copy), ct);
        var answers = Paperwork.Answers(life, at);
        return life.Channel == Channel.Online
            ? (await services.GetRequiredService<FileDossier.Handler>().Run(new() { Id = life.Id, ProcedureCode = life.Kind.Procedure, Answers = answers }, ct)).Code
            : (await services.GetRequiredService<FileAtDesk.Handler>().Run(new() { Id = life.Id, Answers = answers }, ct)).Code;
    }, ct);

    public Task Do(Life life, Step step, string code, int version, CancellationToken ct) => people.As(life.LoginOf(step.Deed), s => step.Deed switch
    {
        Deed.Accept => s.GetRequiredService<AcceptDossier.Handler>().Run(new() { Code = code, Version = version }, ct),
        Deed.Refuse => s.GetRequiredService<RefuseDossier.Handler>().Run(new() { Code = code, Version = version, Reason = Acts.RefusedFor }, ct),
        Deed.AskSupplement or Deed.AskInProcess => s.GetRequiredService<RequestSupplement.Handler>().Run(new() { Code = code, Version = version, What = Acts.Missing }, ct),
        Deed.Supplement => Supplement(s, life, code, ct),
        Deed.Stop or Deed.StopInProcess => s.GetRequiredService<StopDossier.Handler>().Run(new() { Code = code, Version = version, Reason = Acts.StoppedFor }, ct),
        Deed.Apologise => s.GetRequiredService<MoveAppointment.Handler>().Run(new() { Code = code, Version = version, Reason = Acts.LateFor, DueAt = step.DueAt }, ct),
        Deed.Process => Process(s, code, version, ct),
        Deed.SendBack => s.GetRequiredService<SendBackDossier.Handler>().Run(new() { Code = code, Version = version, Reason = Acts.BackFor }, ct),
        Deed.Approve => s.GetRequiredService<ApproveDossier.Handler>().Run(new() { Code = code, Version = version }, ct),
        Deed.Return => Return(s, life, code, version, ct),
        Deed.Rate => s.GetRequiredService<RateDossier.Handler>().Run(new() { Code = code, Stars = step.Stars }, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Deed, "Filing is not an act on a dossier."),
    }, ct);

    static async Task<ActResult> Supplement(IServiceProvider services, Life life, string code, CancellationToken ct)
    {
        var (name, _, bytes) = Paperwork.Paper("supplement", life.Photographed);
        var file = await services.GetRequiredService<FileStore>().Save(new MemoryStream(bytes), ct);
        return await services.GetRequiredService<SupplementDossier.Handler>().Run(new(code, "Giấy tờ bổ sung", life.Digitised ? PaperForm.Original : PaperForm.Copy, [(file, name)]), ct);
    }

    /// <summary>What is still to be paid is paid first, by a transfer that the bank has told of: the drawer stays empty.</summary>
    async Task<ActResult> Return(IServiceProvider services, Life life, string code, int version, CancellationToken ct)
    {
        if (await services.GetRequiredService<ICharges>().DueAtReturn(life.Id, ct) is { } due)
        {
            await shifts.GetOrAdd(life.Clerk, clerk => new(() => OpenShift(clerk, ct))).Value;
            await services.GetRequiredService<Collect.Handler>().Run(new() { Code = code, Id = StableId.Of("simulated-payment", life.Id.ToString()), Way = PaymentWay.Transfer, AmountVnd = due.RemainingVnd, Slip = Acts.SlipOf(code) }, ct);
        }
        return await services.GetRequiredService<ReturnResult.Handler>().Run(new() { Code = code, Version = version }, ct);
    }

    Task<bool> OpenShift(string clerk, CancellationToken ct) => people.As(clerk, async s =>
    {
        if (await s.GetRequiredService<Shifts>().Open(ct) is null) await s.GetRequiredService<OpenShift.Handler>().Run(new() { Id = Guid.CreateVersion7(time.Now) }, ct);
        return true;
    }, ct);

    /// <summary>The cashiers go home.</summary>
    public async Task CloseShifts(CancellationToken ct)
    {
        foreach (var clerk in shifts.Keys)
            await people.As(clerk, async s =>
            {
                if (await s.GetRequiredService<Shifts>().Open(ct) is { } open) await s.GetRequiredService<CloseShift.Handler>().Run(new() { Id = open.Id, Counts = [.. Shift.Notes.Select(_ => 0)] }, ct);
                return true;
            }, ct);
    }

    async Task<ActResult> Process(IServiceProvider services, string code, int version, CancellationToken ct)
    {
        result ??= (await services.GetRequiredService<FileStore>().Save(new MemoryStream(Paperwork.Pdf("Ket qua")), ct)).Hash;
        return await services.GetRequiredService<ProcessDossier.Handler>().Run(new() { Code = code, Version = version, Result = new(result, "ket-qua.pdf") }, ct);
    }
}
