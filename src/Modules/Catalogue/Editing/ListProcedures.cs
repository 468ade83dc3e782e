using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Editing;

/// <summary>The parts of the editors' list: what lacks something, what is in hand and how it stands, everything.</summary>
public enum DeskTab { Needs = 0, Drafts = 1, Waiting = 2, Coming = 3, All = 4 }

/// <summary>What editors and approvers have before them, as a page and as a table for a spreadsheet.</summary>
public static class ListProcedures
{
    public sealed record Query(DeskTab Tab, Need? Reason, string? Text);

    public sealed record Row(
        string Code, string Name, string OfficialName, string Field, ProcedureLevel? Level, IReadOnlyList<Need> Needs, bool IsPublished,
        VersionStatus? InHand, int? Number, string? By, DateOnly? PublishOn);

    /// <param name="Lacking">Of all that lack something, whatever the tab.</param>
    public sealed record Answer(IReadOnlyList<Row> Rows, IReadOnlyDictionary<DeskTab, int> Counts, int Published, IReadOnlyList<(Need Need, int Count)> Lacking);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/danh-muc/danh-sach.csv", async (string? muc, Need? lyDo, string? q, Handler handler, Texts texts, ProcedureWords words, CancellationToken ct) =>
        {
            var answer = await handler.Run(new(TabOf(muc), lyDo, q), ct);
            return Results.File(Csv(answer.Rows, texts, words), "text/csv; charset=utf-8", "danh-muc-thu-tuc.csv");
        });

    public static readonly IReadOnlyList<(DeskTab Tab, string Address, string Words)> Tabs =
    [
        (DeskTab.Needs, "can-hoan-thien", "Cần hoàn thiện"), (DeskTab.Drafts, "ban-nhap", "Bản nháp"), (DeskTab.Waiting, "cho-duyet", "Chờ duyệt"),
        (DeskTab.Coming, "sap-cong-bo", "Sắp công bố"), (DeskTab.All, "tat-ca", "Tất cả"),
    ];

    public static DeskTab TabOf(string? address) => Tabs.FirstOrDefault(t => t.Address == address).Tab;

    public sealed class Handler(CatalogueDb db, Actor actor)
    {
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            Editors.RequireReader(actor);
            var procedures = await db.Procedures.AsNoTracking().ToListAsync(ct);
            var inHand = await db.Versions.AsNoTracking().Where(v => db.Procedures.Any(p => p.WorkingVersionId == v.Id))
                .Select(v => new { v.Id, v.Status, v.Number, v.EditedBy, v.SubmittedBy, v.PublishOn }).ToDictionaryAsync(v => v.Id, ct);
            var rows = procedures.ConvertAll(p =>
            {
                var working = p.WorkingVersionId is { } id ? inHand.GetValueOrDefault(id) : null;
                return new Row(p.Code, p.EverydayName, p.Name, p.Field, p.Level, p.OpenNeeds, p.PublishedVersionId is not null,
                    working?.Status, working?.Number, working?.SubmittedBy ?? working?.EditedBy, working?.PublishOn);
            });
            var counts = Tabs.ToDictionary(t => t.Tab, t => rows.Count(r => IsIn(r, t.Tab)));
            var lacking = rows.SelectMany(r => r.Needs).CountBy(n => n).OrderByDescending(n => n.Value).Select(n => (n.Key, n.Value)).ToList();
            var wanted = Wanted(query.Text);
            var chosen = rows.Where(r => IsIn(r, query.Tab) && (query.Reason is not { } reason || r.Needs.Contains(reason)) && wanted(r))
                .OrderBy(r => query.Tab == DeskTab.Coming ? r.PublishOn : null).ThenBy(r => query.Tab == DeskTab.Needs ? r.Needs.Count : 0)
                .ThenBy(r => query.Tab == DeskTab.Needs ? r.Field : r.Name, CatalogueSnapshot.Alphabet).ThenBy(r => r.Code, StringComparer.Ordinal).ToList();
            return new(chosen, counts, rows.Count(r => r.IsPublished), lacking);
        }

        static bool IsIn(Row row, DeskTab tab) => tab switch
        {
            DeskTab.Needs => row.Needs.Count > 0,
            DeskTab.Drafts => row.InHand == VersionStatus.Draft,
            DeskTab.Waiting => row.InHand == VersionStatus.Submitted,
            DeskTab.Coming => row.InHand == VersionStatus.Approved,
            _ => true,
        };

        /// <summary>All words of the name, with or without marks, the last perhaps still in the typing; or the beginning of a code.</summary>
        static Func<Row, bool> Wanted(string? text)
        {
            var asked = Nfc.Clean(text);
            if (asked.Length == 0) return _ => true;
            var words = Fold.Index(asked).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool Named(string name) => words.Index().All(w => name.Contains(w.Index == words.Length - 1 ? $" {w.Item}" : $" {w.Item} ", StringComparison.Ordinal));
            return r => r.Code.StartsWith(asked, StringComparison.OrdinalIgnoreCase)
                || (words.Length > 0 && Named($" {Fold.Index(r.Name)} {Fold.Index(r.OfficialName)} "));
        }
    }

    /// <summary>With a byte-order mark, or Excel reads Vietnamese as Latin-1.</summary>
    static byte[] Csv(IEnumerable<Row> rows, Texts texts, ProcedureWords words)
    {
        var lines = new StringBuilder();
        void Line(params IReadOnlyList<string?> fields) => lines.AppendJoin(',', fields.Select(Field)).Append("\r\n");
        Line(texts["Mã thủ tục"], texts["Tên thường gọi"], texts["Tên chính thức"], texts["Lĩnh vực"], texts["Cấp giải quyết"], texts["Công bố"], texts["Việc đang làm"],
            texts["Bản"], texts["Người"], texts["Ngày công bố"], texts["Còn thiếu"]);
        foreach (var row in rows)
            Line(row.Code, row.Name, row.OfficialName, row.Field, row.Level is { } level ? words.LevelName(level) : null, row.IsPublished ? texts["Đã công bố"] : texts["Chưa công bố"],
                row.InHand is { } status ? texts[VersionWords.Of(status)] : null, row.Number?.ToString(CultureInfo.InvariantCulture), row.By,
                row.PublishOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), string.Join("; ", row.Needs.Select(n => texts[Needs.Words(n)])));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(lines.ToString())];
    }

    /// <summary>Quoted; what a spreadsheet would take for a formula begins with an apostrophe.</summary>
    static string Field(string? text) =>
        $"\"{(text is ['=' or '+' or '-' or '@' or '\t', ..] ? "'" : "")}{text?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
