using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>What waits for the actor's signature (chờ ký), the one due first on top, with who proposes it and what they say.</summary>
public static class ReadWaiting
{
    /// <param name="Opinion">What the proposer wrote when passing it on; null when nothing.</param>
    /// <param name="ResultId">The draft of the result.</param>
    /// <param name="IsOwnWork">The actor processed it, so somebody else has to approve it.</param>
    public sealed record Document(string Code, string Title, string Person, string ProposedBy, string? Opinion, Guid? ResultId, DateTimeOffset? DueAt, long Version, bool IsOwnWork);

    public sealed record Answer(IReadOnlyList<Document> Documents, int Count, string? Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/services/signing", async (string? after, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Run(after, ct)));

    public sealed class Handler(ServicesDb db, PlatformDb platform, DutyList duties, Actor actor)
    {
        static readonly string Forwarded = EventNames.Of(typeof(DossierForwarded));

        public async Task<Answer> Run(string? after, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (!actor.CanAnywhere(Permits.Approve)) throw Refusal.Forbidden("signing.permit", "Trang ký dành cho người có quyền phê duyệt kết quả.");
            var count = (await duties.CountByKind(DutySource.Mine, ct)).GetValueOrDefault(Duties.Approve)?.All ?? 0;
            var rows = await duties.Read(DutySource.Mine, DutyGroup.All, Duties.Approve, DutyCursor.Parse(after), ct);
            var page = rows.Take(DutyList.PageSize).ToList();
            var ids = page.ConvertAll(d => d.SubjectId);
            var dossiers = await db.Dossiers.AsNoTracking().Visible(db, actor, Permits.Read).Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
            var results = (await db.Papers.AsNoTracking().Where(p => ids.Contains(p.DossierId) && p.Role == PaperRole.Result).OrderBy(p => p.AddedAt).Select(p => new { p.Id, p.DossierId }).ToListAsync(ct)).ToLookup(p => p.DossierId, p => p.Id);
            var proposals = await Proposals(ids, ct);
            var documents =
                from duty in page
                where dossiers.ContainsKey(duty.SubjectId)
                let d = dossiers[duty.SubjectId]
                let said = proposals.GetValueOrDefault(d.Id)
                select new Document(d.Code, d.Title, d.Person, said?.Name ?? "", said?.Note, results[d.Id].Any() ? results[d.Id].Last() : null, duty.DueAt, d.Version, d.ProcessedBy is not null && d.ProcessedBy == actor.OfficerId);
            return new([.. documents], count, rows.Count > page.Count ? new DutyCursor(page[^1].DueAt, page[^1].Id).ToString() : null);
        }

        /// <summary>Of each dossier, the last time it was passed on.</summary>
        async Task<Dictionary<Guid, EntryContent>> Proposals(List<Guid> ids, CancellationToken ct)
        {
            var entries = await (
                from e in platform.Entries.AsNoTracking()
                where ids.Contains(e.SubjectId) && e.Event == Forwarded
                join p in platform.Payloads.AsNoTracking() on e.Id equals p.EntryId
                orderby e.Seq
                select new { e.SubjectId, p }).ToListAsync(ct);
            return entries.GroupBy(e => e.SubjectId).ToDictionary(g => g.Key, g => g.Last().p.Read());
        }
    }
}

/// <summary>The leader approves several results in one go (duyệt và ký), or sends several back: each is an act of its own.</summary>
public static class SignDossiers
{
    public const int Most = 100;

    /// <param name="Version">The one the person saw; null from a client that does not keep it.</param>
    public sealed record Chosen(string Code, long? Version = null);

    public sealed record Command
    {
        public IReadOnlyList<Chosen>? Documents { get; set; }
    }

    /// <param name="Refusal">Why not, in words; null when it is done.</param>
    public sealed record Outcome(string Code, string? Refusal);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/services/signing", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));
        routes.MapPost("/api/services/signing/sending-back", (SendBackDossiers.Command command, SendBackDossiers.Handler handler, CancellationToken ct) => handler.Run(command, ct));
    }

    public sealed class Handler(Actor actor, StepUp stepUp, OneByOne each)
    {
        public Task<IReadOnlyList<Outcome>> Run(Command command, CancellationToken ct)
        {
            stepUp.Demand(); // once for all of them
            return Every(command.Documents, actor, each, (services, one) => services.GetRequiredService<ApproveDossier.Handler>().Run(new() { Code = one.Code, Version = one.Version }, ct));
        }
    }

    internal static async Task<IReadOnlyList<Outcome>> Every(IReadOnlyList<Chosen>? documents, Actor actor, OneByOne each, Func<IServiceProvider, Chosen, Task> act)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        List<Chosen> chosen = [.. (documents ?? []).OfType<Chosen>().Where(d => !string.IsNullOrEmpty(d.Code)).DistinctBy(d => d.Code).Take(Most + 1)];
        if (chosen.Count == 0) throw Refusal.Invalid(nameof(Command.Documents), "Chưa chọn văn bản nào. Hãy chọn ít nhất một văn bản.");
        if (chosen.Count > Most) throw Refusal.Invalid(nameof(Command.Documents), "Chọn nhiều nhất {0} văn bản một lần.", Most);
        List<Outcome> outcomes = [];
        foreach (var one in chosen) outcomes.Add(new(one.Code, await each.Do(one.Code, services => act(services, one))));
        return outcomes;
    }
}

/// <inheritdoc cref="SignDossiers"/>
public static class SendBackDossiers
{
    public sealed record Command
    {
        public IReadOnlyList<SignDossiers.Chosen>? Documents { get; set; }

        [Required(ErrorMessage = "Hãy chọn hoặc ghi lý do trả lại."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public sealed class Handler(Actor actor, OneByOne each)
    {
        public Task<IReadOnlyList<SignDossiers.Outcome>> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            return SignDossiers.Every(command.Documents, actor, each, (services, one) =>
                services.GetRequiredService<SendBackDossier.Handler>().Run(new() { Code = one.Code, Version = one.Version, Reason = command.Reason }, ct));
        }
    }
}
