using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;

namespace NhatLe.Services.Population;

/// <summary>
/// What the population database has of the citizen who fills in a form, for their own form: of nobody else, so the number is that of their account,
/// which an official has seen or the national identity has given.
/// </summary>
public sealed class OwnRecord(ServicesDb db, Actor actor, IAccounts accounts, IPopulation population, ColumnCipher cipher, LegalTime legal, TimeProvider time)
{
    const string Purpose = "Công dân điền tờ khai của chính mình";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/drafts/{id:guid}/population", async (Guid id, OwnRecord own, DraftBook drafts, CancellationToken ct) => new { found = await own.Fetch(await drafts.Find(id, ct), ct) is not null });

    /// <summary>May be asked for: the citizen's own form, filled in for themselves, and not there yet.</summary>
    public async Task<bool> IsOffered(Draft draft, CancellationToken ct) => await NumberOf(draft, ct) is not null && await Row(draft, ct) is null;

    /// <summary>What is kept for this draft; null: nothing.</summary>
    public async Task<CitizenProfile?> Of(Draft draft, CancellationToken ct) => await NumberOf(draft, ct) is not null && (await Row(draft, ct))?.Person(cipher) is { } person ? ProfileOf(person) : null;

    /// <summary>Asks, once a draft.</summary>
    /// <exception cref="Refusal">403 for a form that is not about the citizen themselves, 409 where the number is not sure or nobody has it, 503 while the database is away.</exception>
    public async Task<CitizenProfile?> Fetch(Draft draft, CancellationToken ct)
    {
        if (draft.FiledAt is not null) throw Refusal.Conflict("draft.filed", "Bản này đã nộp thành hồ sơ rồi.");
        if (!IsOwn(draft)) throw Refusal.Forbidden("population.own-only", "Ông/bà chỉ lấy được thông tin của chính mình, cho tờ khai của mình.");
        if (!population.IsSetUp) throw Refusal.Conflict("population.not-set-up", "Cơ sở dữ liệu dân cư đang gián đoạn. Ông/bà cứ tự điền tiếp.");
        if (await NumberOf(draft, ct) is not { } number) throw Refusal.Conflict("population.unsure", "Số định danh của tài khoản chưa được xác nhận nên chưa lấy được thông tin. Ông/bà cứ tự điền.");
        if (await Row(draft, ct) is { } kept) return kept.Person(cipher) is { } known ? ProfileOf(known) : null;
        var id = Guid.CreateVersion7(LegalTime.Cut(time.GetUtcNow()));
        var answer = await population.Find(new(id, number, Purpose, SubjectId: draft.Id, AccountId: actor.AccountId), ct);
        if (answer.Outcome == PopulationOutcome.Away) throw Refusal.Busy(TimeSpan.FromMinutes(1), "Cơ sở dữ liệu dân cư đang gián đoạn. Ông/bà cứ tự điền tiếp.");
        if (answer.Person is not { } person) throw Refusal.Conflict("population.not-found", "Cơ sở dữ liệu dân cư không có số định danh của ông/bà. Ông/bà cứ tự điền.");
        var row = LookUp.Ask(id, draft.Id, cipher.Lookup(number), actor.AccountId, purpose: "", legal.Now, LegalTime.Cut(time.GetUtcNow()));
        row.Keep(answer, cipher, legal.Now);
        db.LookUps.Add(row);
        await db.SaveChangesAsync(ct);
        return ProfileOf(person);
    }

    bool IsOwn(Draft draft) => actor.IsCitizen && draft.AccountId == actor.AccountId && draft.Channel == Channel.Online && draft.RepresentationId is null;

    async Task<string?> NumberOf(Draft draft, CancellationToken ct) =>
        population.IsSetUp && IsOwn(draft) && await accounts.Citizen(actor.AccountId, ct) is { NumberChecked: true } citizen && CitizenNumber.Read(citizen.CitizenNumber).Value is { } number ? number.Value : null;

    Task<LookUp?> Row(Draft draft, CancellationToken ct) => db.LookUps.AsNoTracking().FirstOrDefaultAsync(l => l.DossierId == draft.Id && l.AccountId == actor.AccountId, ct);

    /// <summary>As an account would have it, so that forms are filled in alike.</summary>
    static CitizenProfile ProfileOf(RegisteredPerson p) => new(
        Guid.Empty, p.FullName, p.CitizenNumber, p.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? p.BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "",
        p.Sex switch { Sex.Male => "male", Sex.Female => "female", _ => "" }, Phone: null, Email: null, p.Ethnicity, p.Residence?.CommuneCode ?? "", p.Residence?.Detail ?? "");
}
