using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Catalogue.Editing;

/// <summary>An editor submits a complete draft (trình duyệt); from then on its content never changes, and the head of the office owes an answer.</summary>
public static class SubmitDraft
{
    /// <summary>House rule: an answer within 3 working days.</summary>
    static readonly TimeLimit AnswerLimit = new(3, TimeLimitUnit.WorkingDays);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/catalogue/procedures/{code}/draft/submission", (string code, WorkingVersions.Act command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(CatalogueDb db, Actor actor, LegalTime time, LegalClock clock, DirectoryCache directory, CatalogueIndex index)
    {
        /// <exception cref="Refusal">422 with one message at each field that still lacks something.</exception>
        public async Task<WorkingVersions.Outcome> Run(WorkingVersions.Act command, CancellationToken ct)
        {
            Editors.Require(actor);
            var (procedure, draft) = await db.InHand(command.Code, command.Seen, ct);
            if (draft.Status == VersionStatus.Draft && Lack.In(draft.Read()) is { Count: > 0 } lacking) throw Refusal.Invalid([.. lacking.Select(l => l.AsError())]);
            var post = actor.PostWith(Permits.Edit);
            draft.Submit(Person.Of(actor), post?.UnitId, procedure.SourceHash, time.Now);
            db.Record(procedure, new ProcedureSubmitted(procedure.Id, draft.Id, procedure.Code, draft.Number, draft.Read().Name), draft.Reason, post);
            db.Discharge(procedure, Duties.Revise, ifAny: true);
            db.Owe(procedure, Duties.Approve, await Approvers(ct), Permits.Approve, clock.DueAt(AnswerLimit, time.Now),
                new DutyCard(draft.Read().CommonName, actor.Name, procedure.Code, $"/danh-muc/{procedure.Code}/so-sanh"));
            await db.SaveChangesAsync(ct);
            index.Expire();
            return WorkingVersions.Outcome.Of(procedure, draft);
        }

        /// <summary>The people's committee of the province: its head of office approves.</summary>
        async Task<Guid> Approvers(CancellationToken ct) => (await directory.Get(ct)).Units.First(u => u.Kind == UnitKind.Province).Id;
    }
}

/// <summary>What a draft lacks, and the field of the editor where it is said.</summary>
public sealed record Lack(Need Need, string Field)
{
    public FieldError AsError() => new(Field, Needs.Words(Need));

    public static IReadOnlyList<Lack> In(ProcedureContent content) => [.. content.Missing().Select(need => new Lack(need, FieldOf(need, content)))];

    /// <summary>Channels stand in the order of <see cref="Channel.All"/>.</summary>
    static string FieldOf(Need need, ProcedureContent content)
    {
        int Channels(Func<ChannelTerms, bool> fault) => Channel.All.Index().FirstOrDefault(c => content.Channels.Where(t => t.Channel == c.Item).Any(fault)).Index;
        return need switch
        {
            Need.TimeLimitUnit => $"Channels[{Channels(t => t.Value is not null && t.Unit is null)}].Unit",
            Need.TimeLimit => $"Channels[{Channels(t => t.TimeLimit is not { IsPossible: true })}].Value",
            Need.SeveralTimeLimits => $"Channels[{Several(content, t => (t.Value, t.Unit))}].Value",
            Need.Fee => $"Channels[{Channels(t => t.FeeVnd is null)}].FeeVnd",
            Need.FeeHasNote => $"Channels[{Channels(t => t.FeeHasNote)}].FeeVnd",
            Need.SeveralFees => $"Channels[{Several(content, t => t.FeeVnd)}].FeeVnd",
            Need.Unit when content.Level == ProcedureLevel.Province => "DecidingUnitCode",
            Need.Unit or Need.SeveralLevels => "Level",
            Need.Channel => "Channels[0].IsOffered",
            Need.Papers => "NeedsNoPapers",
            _ => "IsChecked",
        };
    }

    static int Several<T>(ProcedureContent content, Func<ChannelTerms, T> terms) =>
        Channel.All.Index().FirstOrDefault(c => content.Channels.Where(t => t.Channel == c.Item).Select(terms).Distinct().Count() > 1).Index;
}
