using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Catalogue.Procedures;

namespace NhatLe.Catalogue.Editing;

/// <summary>The list of the editors and approvers: tabs with counts, reasons, search.</summary>
public sealed class DeskModel(ListProcedures.Handler handler) : PageModel
{
    public const int PageSize = 50;

    [FromQuery(Name = "muc")] public string? Section { get; set; }
    [FromQuery(Name = "ly-do")] public Need? Reason { get; set; }
    [FromQuery(Name = "q")] public string? Text { get; set; }
    [FromQuery(Name = "trang")] public int PageNumber { get; set; } = 1;

    public DeskTab Tab => ListProcedures.TabOf(Section);
    public ListProcedures.Answer Found { get; private set; } = null!;
    public IReadOnlyList<ListProcedures.Row> Rows { get; private set; } = [];
    public int Pages => Math.Max(1, (Found.Rows.Count + PageSize - 1) / PageSize);

    public async Task OnGet(CancellationToken ct)
    {
        Found = await handler.Run(new(Tab, Tab == DeskTab.Needs ? Reason : null, Text), ct);
        PageNumber = Math.Clamp(PageNumber, 1, Pages);
        Rows = [.. Found.Rows.Skip((PageNumber - 1) * PageSize).Take(PageSize)];
    }

    public string Link(string page, int number) =>
        $"~/danh-muc{page}?muc={ListProcedures.Tabs.First(t => t.Tab == Tab).Address}{(Tab == DeskTab.Needs && Reason is { } reason ? $"&{(page.Length > 0 ? "lyDo" : "ly-do")}={reason}" : "")}"
        + $"{(string.IsNullOrWhiteSpace(Text) ? "" : "&q=" + Uri.EscapeDataString(Text))}{(number > 1 ? $"&trang={number}" : "")}";
}
