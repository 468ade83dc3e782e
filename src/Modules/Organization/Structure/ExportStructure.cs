using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Text;

namespace NhatLe.Organization.Structure;

/// <summary>Units and posts of a unit and everything below it, as a spreadsheet: a row a post, and one for a unit without.</summary>
public static class ExportStructure
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/to-chuc/{code}.xlsx", async (string code, HttpContext context, Handler handler, CancellationToken ct) =>
        {
            context.Response.Headers.CacheControl = "private, no-store";
            return Results.Stream(await handler.Run(code, ct), Workbook.MediaType, $"to-chuc-{code}.xlsx");
        });

    /// <summary>The permits of a post, as the column says them.</summary>
    public static string WordsOf(Position post, PositionTemplates templates, bool english) =>
        string.Join("; ", post.Permits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(permit => templates.Permits.FirstOrDefault(p => p.Name == permit) is { } words ? english ? words.En : words.Vi : permit));

    public sealed class Handler(DirectoryCache directory, Actor actor, PositionTemplates templates, StepUp stepUp, LegalTime time, Texts t)
    {
        /// <exception cref="Refusal">401, 403, 404.</exception>
        public async Task<Stream> Run(string code, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var units = await directory.Get(ct);
            var root = units.FindUnit(code) ?? throw Refusal.Missing("unit", "Không có đơn vị mã {0}. Xem lại mã trong sơ đồ tổ chức.", code);
            stepUp.Demand();
            WorkbookColumn[] columns =
            [
                new(t["Mã đơn vị"], 12), new(t["Đơn vị"], 36), new(t["Thuộc"], 30), new(t["Mã định danh"], 14), new(t["Họ tên"], 24), new(t["Chức vụ"], 34), new(t["Quyền"], 60), new(t["Từ ngày"], 12), new(t["Đến hết ngày"], 12), new(t["Mã cán bộ"], 38),
            ]; // ImportStructure reads these columns by their headings
            return await Workbook.Write("To chuc", [t["Đơn vị và chức vụ: {0}, ngày {1:dd/MM/yyyy}", root.FullName, time.Today]], columns, Rows(units, root), ct);
        }

        async IAsyncEnumerable<object?[]> Rows(DirectorySnapshot units, Unit root)
        {
            await Task.CompletedTask;
            var posts = units.Positions.Where(p => p.ValidTo is null || p.ValidTo >= time.Today).ToLookup(p => p.UnitId);
            foreach (var unit in units.SelfAndBelow(root.Id).Where(u => !u.HasEnded && u.Kind != UnitKind.OneStopDesk).OrderBy(u => u.Code, StringComparer.Ordinal))
            {
                object?[] head = [unit.Code, unit.FullName, unit.ParentId is { } above ? units.Unit(above).FullName : "", unit.ShortCode];
                var any = false;
                foreach (var (post, officer) in posts[unit.Id].Select(p => (p, units.FindOfficer(p.OfficerId))).Where(p => p.Item2 is { Active: true }).OrderBy(p => p.Item2!.SortKey).ThenBy(p => p.p.Id))
                {
                    any = true;
                    yield return [.. head, officer!.FullName, post.Title, WordsOf(post, templates, Texts.IsEnglish), Day(post.ValidFrom), Day(post.ValidTo), officer.Id.ToString()];
                }
                if (!any) yield return [.. head, null, null, null, null, null, null];
            }
        }

        static string? Day(DateOnly? day) => day?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
    }
}
