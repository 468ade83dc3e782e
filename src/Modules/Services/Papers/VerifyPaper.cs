using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Tracking;

namespace NhatLe.Services.Papers;

/// <summary>
/// Is this paper real? For a stranger with the paper in hand: what it is, who issued it and when, whether its journal entry and seal hold,
/// and whether something newer stands in its place. Names are masked, reasons are not told. Limited like tracking.
/// </summary>
public static class VerifyPaper
{
    /// <param name="Name">What the paper is called; the key of its translation.</param>
    /// <param name="Unit">Who issued it.</param>
    /// <param name="Position">The post of who signed; null on a print of the whole journal or of a register.</param>
    /// <param name="Person">The applicant, masked.</param>
    /// <param name="Holds">The journal entry it prints is unchanged, up to the seal.</param>
    /// <param name="Seal">The seal it lies in; null while it waits for the next.</param>
    /// <param name="Newer">A later paper that changed what this one says, or null.</param>
    /// <param name="Status">Where the dossier stands now, by its national number; null for a register.</param>
    /// <param name="ActsSince">Acts on the dossier since.</param>
    public sealed record View(
        OfficialForm Form, string Name, string Number, string Unit, DateTimeOffset IssuedAt, string? Position, string? Code, string? Person,
        bool Holds, long? Seal, NewerPaper? Newer, DossierStatus? Status, DateTimeOffset? EndedAt, long ActsSince, RegisterPrint? Register = null);

    public sealed record NewerPaper(string Name, string Number, DateTimeOffset At);

    public sealed record RegisterPrint(DateOnly From, DateOnly To, int Count);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/services/verification/{code}", (string code, HttpContext context, Handler handler, TrackingLimits limits, CancellationToken ct) =>
        {
            limits.Spend(context);
            return handler.Run(code, ct);
        });

    public sealed class Handler(ServicesDb db, VerificationCodes codes, EntryProof proof, DirectoryCache directory)
    {
        /// <exception cref="Refusal">404: nobody issued such a paper here.</exception>
        public async Task<View> Run(string code, CancellationToken ct)
        {
            code = code.Trim();
            return VerificationCodes.ReadRegister(code) is { } register ? await Register(register, ct)
                : VerificationCodes.ReadPaper(code) is { } paper ? await Paper(paper, ct)
                : throw Unknown();
        }

        async Task<View> Paper(VerificationCodes.OfPaper code, CancellationToken ct)
        {
            var dossier = await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Code == code.Code, ct);
            if (dossier is null || !codes.Fits(dossier, code)) throw Unknown();
            var standing = await proof.Of(dossier.Id, code.Seq, ct);
            var issued = IssuedPaper.In(dossier.Code, standing.Journal);
            var paper = issued.FirstOrDefault(p => p.Seq == code.Seq && p.Form == code.Form);
            var control = code.Form == OfficialForm.ControlSlip;
            var newer = control || standing.Line is null ? null : issued.LastOrDefault(p => p.Seq > code.Seq);
            var content = standing.Line?.Content;
            var unit = (await directory.Get(ct)).On(dossier.UnitId, LegalTime.DateOf(standing.Line?.Entry.At ?? dossier.FiledAt));
            return new(
                code.Form, paper?.Name ?? IssuedPaper.NameOf(code.Form), control ? IssuedPaper.ControlSlipNumber(dossier.Code) : paper?.Number ?? dossier.Code,
                control ? unit.Authority : content?.Unit ?? unit.Authority, standing.Line?.Entry.At ?? dossier.FiledAt, control ? null : content?.Title, dossier.Code, Masked(dossier.ApplicantName),
                standing.Holds && (control || paper is not null), standing.Seal, newer is null ? null : new(newer.Name, newer.Number, newer.At),
                dossier.Status, dossier.ReturnedAt ?? (dossier.HasEnded ? standing.Journal[^1].Entry.At : null), Math.Max(0, dossier.Version - code.Seq));
        }

        async Task<View> Register(VerificationCodes.OfRegister code, CancellationToken ct)
        {
            var desk = (await directory.Get(ct)).FindUnit(code.Desk);
            if (desk is null || !codes.Fits(desk.Id, code)) throw Unknown();
            return new(OfficialForm.Register, IssuedPaper.RegisterName, "", desk.FullName, code.At, null, null, null, Holds: true, Seal: null, Newer: null, Status: null, EndedAt: null, ActsSince: 0,
                new(code.From, code.To, code.Count));
        }

        static Refusal Unknown() => Refusal.Missing("paper", "Không có giấy này. Giấy có thể là giả, hoặc mã nhập chưa đúng. Gọi 1022 để hỏi.");
    }

    static readonly string[] beginnings = ["Ngh", "Ng", "Nh", "Th", "Tr", "Ph", "Kh", "Ch", "Gh", "Gi", "Qu"];

    /// <summary>"Nguyễn Văn A" is "Ng*** V** A": enough for who knows the name, too little for who does not.</summary>
    public static string Masked(string name) => string.Join(' ', Nfc.Clean(name).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
    {
        var kept = beginnings.FirstOrDefault(b => word.StartsWith(b, StringComparison.OrdinalIgnoreCase) && word.Length > b.Length)?.Length ?? 1;
        return word[..kept] + new string('*', Math.Min(3, word.Length - kept));
    }));
}
