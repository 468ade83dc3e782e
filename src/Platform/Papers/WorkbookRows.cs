using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace NhatLe.Platform.Papers;

/// <param name="Number">As the spreadsheet program shows it, from 1.</param>
public sealed record WorkbookRow(int Number, IReadOnlyList<string> Cells)
{
    public string this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : "";
}

/// <summary>Reads the first sheet of an xlsx as text, row by row. What somebody uploads is not trusted: its size is bounded and broken files are told apart from ours.</summary>
public static class WorkbookRows
{
    const long MostCharacters = 20_000_000;
    const int MostColumns = 60;

    /// <param name="file">Seekable.</param>
    /// <param name="most">More rows than this are not read.</param>
    /// <returns>Rows that hold something.</returns>
    /// <exception cref="InvalidDataException">It is no spreadsheet, or is too large.</exception>
    public static IReadOnlyList<WorkbookRow> Read(Stream file, int most)
    {
        try
        {
            using var document = SpreadsheetDocument.Open(file, isEditable: false, new OpenSettings { MaxCharactersInPart = MostCharacters });
            var book = document.WorkbookPart ?? throw new InvalidDataException("The file has no workbook.");
            if (book.Workbook.Descendants<Sheet>().FirstOrDefault()?.Id?.Value is not { } first || book.GetPartById(first) is not WorksheetPart part) throw new InvalidDataException("The workbook has no sheet.");
            var shared = book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(i => i.InnerText).ToArray() ?? [];
            List<WorkbookRow> rows = [];
            using var reader = OpenXmlReader.Create(part);
            for (var number = 0; reader.Read();)
            {
                if (reader.ElementType != typeof(Row) || !reader.IsStartElement || reader.LoadCurrentElement() is not Row row) continue;
                number = row.RowIndex?.Value is { } said ? (int)said : number + 1;
                var cells = CellsOf(row, shared);
                if (cells.TrueForAll(string.IsNullOrWhiteSpace)) continue;
                if (rows.Count == most) throw new InvalidDataException($"The sheet has more than {most} rows.");
                rows.Add(new(number, cells));
            }
            return rows;
        }
        catch (Exception e) when (e is OpenXmlPackageException or XmlException or FormatException or ArgumentException or InvalidOperationException or IOException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    static List<string> CellsOf(Row row, string[] shared)
    {
        List<string> cells = [];
        foreach (var cell in row.Elements<Cell>())
        {
            var column = ColumnOf(cell.CellReference?.Value) ?? cells.Count;
            if (column >= MostColumns) break;
            while (cells.Count < column) cells.Add("");
            if (cells.Count == column) cells.Add(TextOf(cell, shared));
        }
        return cells;
    }

    static string TextOf(Cell cell, string[] shared)
    {
        var text = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value == CellValues.InlineString) return cell.InlineString?.InnerText ?? "";
        if (cell.DataType?.Value == CellValues.SharedString) return int.TryParse(text, out var index) && index >= 0 && index < shared.Length ? shared[index] : "";
        return text;
    }

    /// <summary>0 of "A7", 27 of "AB7".</summary>
    static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in (reference ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(4)) column = column * 26 + (letter - 'A' + 1);
        return column == 0 ? null : column - 1;
    }
}
