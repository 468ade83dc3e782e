using System.Globalization;
using System.Text.Json.Serialization;
using NhatLe.Platform;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Text;

namespace NhatLe.Organization.Structure;

/// <summary>A row of the spreadsheet, as typed; the columns are those of <see cref="ExportStructure"/>.</summary>
/// <param name="Number">As the spreadsheet program shows it.</param>
/// <param name="Parent">Code or full name of the unit above.</param>
/// <param name="OfficerId">Of somebody who is there; "mới" or "new": another person of the same name.</param>
public sealed record ImportedRow(int Number, string Code, string Unit, string Parent, string ShortCode, string Officer, string Position, string Permits, string From, string Until, string OfficerId)
{
    /// <summary>As typed text is stored; nothing is null, whoever sent it.</summary>
    public ImportedRow Cleaned() =>
        new(Number, Nfc.Clean(Code), Nfc.Clean(Unit), Nfc.Clean(Parent), Nfc.Clean(ShortCode), Nfc.Clean(Officer), Nfc.Clean(Position), Nfc.Clean(Permits), Nfc.Clean(From), Nfc.Clean(Until), Nfc.Clean(OfficerId));

    [JsonIgnore]
    public bool SaysNew => Fold.Key(OfficerId) is "moi" or "new";
}

/// <summary>Finds the columns by their headings, in either language and any order, and cleans what stands in them.</summary>
static class ImportedRows
{
    public const int Most = 2000;
    const int LongestCell = 2000;

    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <exception cref="Refusal">422: it is no spreadsheet of this form.</exception>
    public static IReadOnlyList<ImportedRow> Read(Stream file, TextCatalog texts)
    {
        IReadOnlyList<WorkbookRow> rows;
        try { rows = WorkbookRows.Read(file, Most + 20); }
        catch (InvalidDataException) { throw Refusal.Invalid("Sheet", "Tệp này không đọc được. Lưu thành bảng tính .xlsx, không quá 2.000 dòng, rồi chọn lại."); }

        var at = -1;
        Func<string, int> column = _ => -1;
        for (var i = 0; i < rows.Count && at < 0; i++)
        {
            var headings = rows[i].Cells.Select(Fold.Key).ToList();
            column = words => headings.FindIndex(h => h == Fold.Key(words) || h == Fold.Key(texts.Find(English, words)));
            if (column("Mã đơn vị") >= 0) at = i;
        }
        if (at < 0) throw Refusal.Invalid("Sheet", "Bảng không có cột “Mã đơn vị”. Tải bảng tính của đơn vị về, điền vào đó rồi nhập.");
        int[] columns = [.. new[] { "Mã đơn vị", "Đơn vị", "Thuộc", "Mã định danh", "Họ tên", "Chức vụ", "Quyền", "Từ ngày", "Đến hết ngày", "Mã cán bộ" }.Select(column)];
        List<ImportedRow> read = [];
        foreach (var row in rows.Skip(at + 1))
        {
            var cells = columns.Select(c => Nfc.Clean(row[c])).ToArray();
            if (cells.All(c => c.Length == 0)) continue;
            if (cells.Any(c => c.Length > LongestCell)) throw Refusal.Invalid("Sheet", "Dòng {0} có ô quá dài. Rút gọn rồi nhập lại.", row.Number);
            read.Add(new(row.Number, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8], cells[9]));
        }
        if (read.Count == 0) throw Refusal.Invalid("Sheet", "Bảng chưa có dòng nào. Điền ít nhất một dòng rồi nhập lại.");
        return read.Count <= Most ? read : throw Refusal.Invalid("Sheet", "Bảng có hơn 2.000 dòng. Chia thành nhiều bảng rồi nhập từng bảng.");
    }

    /// <summary>"18/11/2024", or the number a spreadsheet keeps for a date.</summary>
    public static bool TryDay(string text, out DateOnly? day)
    {
        day = null;
        if (text.Length == 0) return true;
        if (DateOnly.TryParseExact(text, (string[])["d/M/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var written)) day = written;
        else if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial is > 20_000 and < 80_000) day = DateOnly.FromDateTime(DateTime.FromOADate(serial));
        return day is not null;
    }
}
