using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Population;

/// <summary>
/// The national population database is asked about a person of a running dossier, by who holds its step or its desk (tra cứu dân cư). The purpose is
/// asked once a dossier; the answer is kept for the dossier. Is the database away, the question waits and is asked by itself: <see cref="DoWaitingLookUps"/>.
/// </summary>
public static class LookUpPerson
{
    public enum Reason { Accept = 1, Examine = 2, Correct = 3, Other = 9 }

    public static readonly IReadOnlyList<(Reason Reason, string Words)> Reasons =
        [(Reason.Accept, "Kiểm tra thông tin khi tiếp nhận"), (Reason.Examine, "Thẩm tra, giải quyết hồ sơ"), (Reason.Correct, "Làm rõ thông tin khai chưa khớp"), (Reason.Other, "Mục đích khác")];

    public sealed record Command
    {
        public string Code { get; set; } = "";

        /// <summary>Whom: a field of the form with a citizen number, or "applicant". Nobody else can be asked about.</summary>
        [Required] public string Person { get; set; } = "";

        /// <summary>Only for the first question of a dossier.</summary>
        [EnumDataType(typeof(Reason), ErrorMessage = "Hãy chọn mục đích trong danh sách.")]
        public Reason? Purpose { get; set; }

        [StringLength(200, ErrorMessage = "Mục đích dài quá 200 chữ. Hãy rút gọn.")]
        public string? OtherPurpose { get; set; }
    }

    /// <param name="MayAsk">False: what is known is not shown either.</param>
    /// <param name="Purpose">Of this dossier; empty: not asked yet.</param>
    public sealed record View(bool MayAsk, string Purpose, IReadOnlyList<PersonView> People)
    {
        public static readonly View None = new(false, "", []);
    }

    /// <param name="State">Null: not asked yet.</param>
    public sealed record PersonView(string Key, string Name, LookUpState? State, DateTimeOffset? At, IReadOnlyList<ComparedField> Fields, IReadOnlyList<Finding> Warnings)
    {
        public int Differences => Fields.Count(f => f.Match == Match.Differs);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/services/dossiers/{code}/population", async (string code, Handler handler, DossierActs acts, CancellationToken ct) => await handler.Read(await acts.Visible(code, ct), ct));
        routes.MapPost("/api/services/dossiers/{code}/population", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));
    }

    public sealed class Handler(ServicesDb db, DossierActs acts, DossierPeople people, IPopulation population, Actor actor, ColumnCipher cipher, DirectoryCache directory, AccessLog accesses, LegalTime legal, TimeProvider time)
    {
        /// <summary>Whoever asks has an answer by then, or is gone.</summary>
        static readonly TimeSpan underWay = TimeSpan.FromSeconds(30);

        /// <exception cref="Refusal">401, 403, 404, 409, 422.</exception>
        public async Task<PersonView> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Visible(command.Code, ct);
            if (PermitOf(dossier) is not { } permit) throw DossierActs.NotYours();
            if (!population.IsSetUp) throw Refusal.Conflict("population.not-set-up", "Tỉnh chưa kết nối cơ sở dữ liệu dân cư. Hãy đối chiếu bằng giấy tờ.");
            if (dossier.HasEnded) throw Refusal.Conflict("population.ended", "Hồ sơ đã kết thúc nên không tra cứu dân cư nữa.");
            var person = (await people.Of(dossier, ct)).FirstOrDefault(p => p.Key == command.Person)
                ?? throw Refusal.Missing("population.person", "Hồ sơ này không có người ấy. Chỉ tra cứu được người có số định danh trong hồ sơ.");
            var known = await db.LookUps.Where(l => l.DossierId == dossier.Id).OrderBy(l => l.AskedAt).ToListAsync(ct);
            var key = cipher.Lookup(person.Number);
            var row = known.Find(l => l.NumberKey == key);
            if (row is null or { IsForOfficials: false }) row = await Ask(dossier, row, key, known.Find(l => l.IsForOfficials)?.Purpose ?? PurposeOf(command), permit, ct);
            if (row.Attempts == 0) await Answer(dossier, row, person, ct);
            return Show(dossier, person, row, permit, await directory.Get(ct));
        }

        /// <summary>The question, with its entry, is kept before it goes out: what becomes of us, it is asked.</summary>
        async Task<LookUp> Ask(Dossier dossier, LookUp? own, string key, string purpose, string permit, CancellationToken ct)
        {
            var now = LegalTime.Cut(time.GetUtcNow());
            if (own is not null) own.TakeOver(actor.AccountId, purpose, legal.Now);
            else db.LookUps.Add(own = LookUp.Ask(Guid.CreateVersion7(now), dossier.Id, key, actor.AccountId, purpose, legal.Now, now + underWay));
            db.Record(dossier, new PopulationAsked(dossier.Id, dossier.Code), purpose, actor.PostFor(permit, dossier.UnitId));
            await db.SaveChangesAsync(ct);
            return own;
        }

        async Task Answer(Dossier dossier, LookUp row, DossierPerson person, CancellationToken ct)
        {
            var answer = await population.Find(new(row.Id, person.Number, row.Purpose, dossier.Code, dossier.Id, actor.AccountId), ct);
            if (!row.Keep(answer, cipher, legal.Now)) row.Wait(LegalTime.Cut(time.GetUtcNow()));
            await db.SaveChangesAsync(CancellationToken.None); // who asked may have gone; the answer is there all the same
        }

        static string PurposeOf(Command command) => command.Purpose switch
        {
            null => throw Refusal.Invalid(nameof(Command.Purpose), "Hãy chọn mục đích tra cứu. Hệ thống chỉ hỏi một lần cho mỗi hồ sơ."),
            Reason.Other => Nfc.Clean(command.OtherPurpose) is { Length: > 0 } said ? said : throw Refusal.Invalid(nameof(Command.OtherPurpose), "Hãy ghi mục đích tra cứu."),
            { } reason => Reasons.First(r => r.Reason == reason).Words,
        };

        /// <summary>The permit under which the actor may ask: of the step that is to be done, or of the desk; null: they may not.</summary>
        string? PermitOf(Dossier dossier) => dossier.CurrentStep is { } step && actor.HoldsPost(step.Permit, dossier.UnitId) ? step.Permit : actor.HoldsPost(Permits.Accept, dossier.UnitId) ? Permits.Accept : null;

        /// <summary>What is known of the people of a dossier, for who may ask; that it was shown is noted.</summary>
        public async Task<View> Read(Dossier dossier, CancellationToken ct)
        {
            if (!population.IsSetUp || dossier.HasEnded || PermitOf(dossier) is not { } permit) return View.None;
            var rows = await db.LookUps.AsNoTracking().Where(l => l.DossierId == dossier.Id).OrderBy(l => l.AskedAt).ToListAsync(ct);
            var (official, snapshot) = (rows.Where(l => l.IsForOfficials).ToDictionary(l => l.NumberKey, StringComparer.Ordinal), await directory.Get(ct));
            var shown = (await people.Of(dossier, ct)).Select(p => Show(dossier, p, official.GetValueOrDefault(cipher.Lookup(p.Number)), permit, snapshot));
            return new(true, rows.Find(l => l.IsForOfficials)?.Purpose ?? "", [.. shown]);
        }

        PersonView Show(Dossier dossier, DossierPerson person, LookUp? row, string permit, DirectorySnapshot snapshot)
        {
            if (row?.Person(cipher) is not { } registered) return new(person.Key, person.Name, row?.State, row?.AnsweredAt, [], []);
            accesses.Note(actor, new(AccessKind.Population, permit, dossier.UnitId, row.NumberKey == dossier.ApplicantNumberKey ? new(dossier.ApplicantAccountId, row.NumberKey) : new(null, row.NumberKey), nameof(Dossier), dossier.Id, dossier.Code));
            return new(person.Key, person.Name, row.State, row.AnsweredAt, new Comparison(snapshot, Texts.IsEnglish).Of(person, registered), Comparison.Warnings(registered));
        }
    }
}
