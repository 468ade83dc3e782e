using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Papers;

/// <summary>The papers issued on a dossier (giấy tờ đã phát hành), for the applicant and for officials who may read it.</summary>
public static class ListIssued
{
    /// <param name="Pdf">Null where the installation makes no PDFs.</param>
    public sealed record Line(OfficialForm Form, string Name, string Number, DateTimeOffset At, string Print, string? Pdf);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/services/dossiers/{code}/issued-papers", (string code, Handler handler, CancellationToken ct) => handler.Run(code, ct));

    public sealed class Handler(ServicesDb db, Actor actor, OwnDossiers own, JournalReader journal, Platform.Papers.PdfPrinter pdf)
    {
        public async Task<IReadOnlyList<Line>> Run(string code, CancellationToken ct)
        {
            var dossier = await db.PaperOf(actor, own, code, ct);
            return Of(code, await journal.Of(dossier.Id, ct));
        }

        /// <summary>Of a journal that was read already.</summary>
        public IReadOnlyList<Line> Of(string code, IReadOnlyList<JournalLine> lines)
        {
            string? Pdf(string path) => pdf.IsThere ? path + ".pdf" : null;
            var control = $"/ho-so/{code}/phieu-kiem-soat";
            return
            [
                .. IssuedPaper.In(code, lines).Where(p => p.Line.Content is not null).Select(p => new Line(p.Form, p.Name, p.Number, p.At, p.Path, Pdf(p.Path))),
                .. lines.Count == 0 ? Array.Empty<Line>() : [new Line(OfficialForm.ControlSlip, IssuedPaper.ControlSlipName, IssuedPaper.ControlSlipNumber(code), lines[^1].Entry.At, control, Pdf(control))],
            ];
        }
    }
}
