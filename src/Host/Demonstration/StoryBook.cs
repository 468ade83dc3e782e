using Microsoft.EntityFrameworkCore;
using NhatLe.Assignments;
using NhatLe.Host.Simulation;
using NhatLe.Identity;
using NhatLe.Organization;
using NhatLe.Organization.Reforms;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Flow;
using NhatLe.Services;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;
using NhatLe.Services.Papers;

namespace NhatLe.Host.Demonstration;

/// <summary>How far the newest telling of the story is.</summary>
/// <param name="Code">The dossier of it; null before it is filed.</param>
/// <param name="SlipCode">What the QR code of its slip says; null before it is accepted.</param>
/// <param name="TaskGiven">The chairman of the province has given a task.</param>
/// <param name="Reformed">How the merger of communes ended; null before it.</param>
public sealed record Telling(string? Code, bool Accepted, bool Processed, bool Signed, bool Returned, string? SlipCode, bool TaskGiven, ReformOutcome? Reformed = null)
{
    public bool IsFiled => Code is not null;
}

/// <summary>
/// The story of the demonstration: a child is born in Trọng Hóa. It reads how far the story is from the dossier itself, and can do a
/// chapter for the visitor, by the same handlers the people of the story use.
/// </summary>
public sealed class StoryBook(ServicesDb db, IdentityDb identity, AssignmentsDb assignments, OrganizationDb organization, JournalReader journal, VerificationCodes codes, People people, LegalTime time)
{
    public const string Mother = "mai.lien", Clerk = "mot-cua.tronghoa", Justice = "tu-phap.tronghoa", Chair = "chu-tich.tronghoa", Chairman = "chu-tich.tinh", Administrator = "quan-tri", ReformFile = "2024-12-01";
    public const string Procedure = "1.001193", Commune = "18907";

    static readonly string[] Children = ["Hồ Gia Bảo", "Hồ Thị An Nhiên", "Hồ Minh Khôi", "Hồ Bảo Ngọc", "Hồ Nhật Minh", "Hồ Thị Khánh An"];

    public async Task<Telling> Read(CancellationToken ct)
    {
        var dossier = await Newest(ct);
        var step = dossier?.CurrentStep?.Kind;
        var chairman = await identity.Accounts.Where(a => a.Login == Chairman).Select(a => a.Id).SingleAsync(ct);
        return new(
            dossier?.Code, dossier?.AcceptedAt is not null, dossier is not null && (step is StepKind.Approve || dossier.FinishedAt is not null), dossier?.FinishedAt is not null,
            dossier?.Status == DossierStatus.Returned, await SlipOf(dossier, ct), await assignments.Assignments.AnyAsync(a => a.GivenByAccount == chairman, ct), await Reformed(ct));
    }

    /// <summary>How the reform of the story ended; null while it has not been executed.</summary>
    async Task<ReformOutcome?> Reformed(CancellationToken ct) =>
        (await organization.Reforms.AsNoTracking().Where(r => r.Key == ReformFile && r.Status == ReformStatus.Done).OrderByDescending(r => r.EndedAt).FirstOrDefaultAsync(ct))?.Outcome;

    async Task<string?> SlipOf(Dossier? dossier, CancellationToken ct) =>
        dossier?.AcceptedAt is not null && IssuedPaper.In(dossier.Code, await journal.Of(dossier.Id, ct)).FirstOrDefault(p => p.Form == OfficialForm.AppointmentSlip) is { } slip
            ? codes.Of(dossier, slip.Form, slip.Seq) : null;

    async Task<Dossier?> Newest(CancellationToken ct)
    {
        var mother = await identity.Accounts.Where(a => a.Login == Mother).Select(a => a.Id).SingleAsync(ct);
        return await db.Dossiers.AsNoTracking().Where(d => d.ApplicantAccountId == mother && d.ProcedureCode == Procedure && d.Channel == Channel.Online)
            .OrderByDescending(d => d.FiledAt).ThenByDescending(d => d.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>The form filled in and the papers photographed; only "Nộp hồ sơ" is left to press.</summary>
    /// <returns>The draft.</returns>
    public Task<Guid> FillIn(CancellationToken ct) => people.As(Mother, async services =>
    {
        var drafts = services.GetRequiredService<DraftBook>();
        var draft = await drafts.Begin(Procedure, ct);
        var before = await db.Dossiers.CountAsync(d => d.ProcedureCode == Procedure && d.Channel == Channel.Online, ct);
        var answers = new Dictionary<string, string>
        {
            ["child_name"] = Children[before % Children.Length], ["child_born_on"] = time.Today.AddDays(-8).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["child_sex"] = before % Children.Length is 1 or 3 or 5 ? "female" : "male", ["child_birth_place"] = "Trạm y tế xã Trọng Hóa",
        };
        await drafts.Keep(draft.Id, answers, ct);
        foreach (var key in new[] { "birth-certificate-hospital", "identity" })
        {
            var (name, _, bytes) = Paperwork.Paper($"{draft.Id:N} {key}", photographed: true);
            await drafts.AddFile(draft.Id, key, name, chosen: null, new MemoryStream(bytes), ct);
        }
        await drafts.Keep(draft.Id, _ => { }, page: 6, ct);
        return draft.Id;
    }, ct);

    public Task Accept(string code, CancellationToken ct) => people.As(Clerk, s => s.GetRequiredService<AcceptDossier.Handler>().Run(new() { Code = code }, ct), ct);

    public Task Process(string code, CancellationToken ct) => people.As(Justice, async services =>
    {
        var result = await services.GetRequiredService<FileStore>().Save(new MemoryStream(Paperwork.Pdf("Giay khai sinh " + code)), ct);
        return await services.GetRequiredService<ProcessDossier.Handler>().Run(new() { Code = code, Note = "Giấy tờ đủ, đúng với sổ hộ tịch. Đề nghị ký.", Result = new(result.Hash, "giay-khai-sinh.pdf") }, ct);
    }, ct);

    public Task Sign(string code, CancellationToken ct) => people.As(Chair, s => s.GetRequiredService<ApproveDossier.Handler>().Run(new() { Code = code }, ct), ct);

    public Task Return(string code, CancellationToken ct) => people.As(Clerk, s => s.GetRequiredService<ReturnResult.Handler>().Run(new() { Code = code }, ct), ct);

    /// <summary>The administrator rehearses the mergers of December 2024 and has them executed at once; the job does it within a few seconds.</summary>
    public Task Reform(CancellationToken ct) => people.As(Administrator, async services =>
    {
        var open = await organization.Reforms.AsNoTracking().Where(r => r.Key == ReformFile).FirstOrDefaultAsync(NhatLe.Organization.Reforms.Reform.IsOpen, ct);
        var id = open?.Id ?? (await services.GetRequiredService<PlanReform.Handler>().Run(new() { Id = Guid.CreateVersion7(time.Now), File = ReformFile }, ct)).Id;
        if (open is null or { Status: ReformStatus.Draft }) await services.GetRequiredService<ScheduleReform.Handler>().Run(new() { Id = id, AtOnce = true }, ct);
        for (var tries = 0; tries < 100 && await Reformed(ct) is null; tries++) await Task.Delay(100, ct);
        return id;
    }, ct);
}
