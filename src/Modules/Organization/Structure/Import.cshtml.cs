using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Structure;

/// <summary>Units and posts from a spreadsheet, in two steps: what it would change, and the confirmation. In between the rows travel with the form; nothing is kept here.</summary>
[RequestSizeLimit(8 * 1024 * 1024)]
public sealed class ImportModel(ImportStructure.Handler import, DirectoryCache directory, TextCatalog texts, LegalTime time) : FormPage
{
    const int MostBytes = 4 * 1024 * 1024;

    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public IFormFile? Sheet { get; set; }

    /// <summary>The rows that were read from the file.</summary>
    [BindProperty] public string? Rows { get; set; }

    /// <summary>The mark of the check.</summary>
    [BindProperty] public string? Seen { get; set; }

    public Unit Unit { get; private set; } = null!;
    public ImportStructure.Checked? Checked { get; private set; }
    public string Here => "~/to-chuc/" + Uri.EscapeDataString(Code) + "/nhap-bang-tinh";

    protected override async Task Load(CancellationToken ct)
    {
        Unit = (await directory.Get(ct)).Administered(Actor, Code);
        if (Id == Guid.Empty) Id = Guid.CreateVersion7(time.Now);
        if (Read() is { Count: > 0 } rows) Check(await import.Look(new() { Id = Id, Unit = Code, Rows = rows }, ct));
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    /// <summary>Reads the file and shows what it would change.</summary>
    public Task<IActionResult> OnPostCheckAsync(CancellationToken ct) => Act(async () =>
    {
        Rows = null;
        (await directory.Get(ct)).Administered(Actor, Code);
        if (Sheet is not { Length: > 0 }) throw Refusal.Invalid(nameof(Sheet), "Hãy chọn tệp bảng tính.");
        if (Sheet.Length > MostBytes) throw Refusal.Invalid(nameof(Sheet), "Tệp lớn hơn 4 MB. Chia thành nhiều bảng rồi nhập từng bảng.");
        await using var content = new MemoryStream();
        await Sheet.CopyToAsync(content, ct);
        content.Position = 0;
        Rows = JsonSerializer.Serialize(ImportedRows.Read(content, texts), json);
        await Load(ct);
        return Page();
    }, ct);

    public Task<IActionResult> OnPostConfirmAsync(CancellationToken ct) => Act(async () =>
    {
        await import.Run(new() { Id = Id, Unit = Code, Rows = Read(), Seen = Seen }, ct);
        return See("/to-chuc/" + Uri.EscapeDataString(Code));
    }, ct);

    /// <summary>The hidden field says what the page shows, also after a refusal.</summary>
    void Check(ImportStructure.Checked found)
    {
        Checked = found;
        Seen = found.Mark;
    }

    IReadOnlyList<ImportedRow> Read()
    {
        if (string.IsNullOrEmpty(Rows)) return [];
        try { return JsonSerializer.Deserialize<List<ImportedRow>>(Rows, json) ?? []; }
        catch (JsonException)
        {
            Rows = null;
            throw Refusal.Invalid(nameof(Sheet), "Bảng gửi lên không đọc được. Chọn lại tệp.");
        }
    }
}
