using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NhatLe.Platform.Clock;

namespace NhatLe.Platform.Papers;

/// <param name="Width">In letters.</param>
public sealed record WorkbookColumn(string Heading, double Width);

/// <summary>
/// Writes a table as xlsx, row by row, so that a year of a busy desk costs no memory of ours: title lines, a head that stays in sight, and
/// cells of text, numbers, and dates that are dates (Vietnam time).
/// </summary>
public static class Workbook
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    const uint Plain = 0, Heading = 1, Instant = 2, Title = 3;

    /// <summary>A temporary file that is gone when the stream is closed.</summary>
    /// <param name="rows">Each with a value a column: string, long, DateTimeOffset or null.</param>
    public static async Task<Stream> Write(string sheet, IReadOnlyList<string> titles, IReadOnlyList<WorkbookColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken ct)
    {
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        try
        {
            using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
            {
                var book = document.AddWorkbookPart();
                Write(book.AddNewPart<WorkbookStylesPart>(), Styles());
                var part = book.AddNewPart<WorksheetPart>();
                await WriteRows(part, titles, columns, rows, ct);
                Write(book, new DocumentFormat.OpenXml.Spreadsheet.Workbook(new Sheets(new Sheet { Name = sheet, SheetId = 1, Id = book.GetIdOfPart(part) })));
            }
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    static void Write(OpenXmlPart part, OpenXmlElement root)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartDocument(standalone: true);
        writer.WriteElement(root);
    }

    static async Task WriteRows(WorksheetPart part, IReadOnlyList<string> titles, IReadOnlyList<WorkbookColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken ct)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartDocument(standalone: true);
        writer.WriteStartElement(new Worksheet());
        var frozen = titles.Count + 1;
        writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = frozen, TopLeftCell = $"A{frozen + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0, TabSelected = true }));
        writer.WriteElement(new Columns(columns.Select((c, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = c.Width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        var number = 0u;
        foreach (var title in titles) WriteRow(writer, ++number, [title], Title);
        WriteRow(writer, ++number, [.. columns.Select(c => c.Heading)], Heading);
        await foreach (var row in rows.WithCancellation(ct)) WriteRow(writer, ++number, row, Plain);
        writer.WriteEndElement();
        writer.WriteElement(new PageSetup { Orientation = OrientationValues.Landscape, PaperSize = 9, FitToWidth = 1, FitToHeight = 0 });
        writer.WriteEndElement();
    }

    static void WriteRow(OpenXmlWriter writer, uint number, object?[] values, uint style)
    {
        writer.WriteStartElement(new Row { RowIndex = number });
        foreach (var value in values) writer.WriteElement(CellOf(value, style));
        writer.WriteEndElement();
    }

    static Cell CellOf(object? value, uint style) => value switch
    {
        null => new Cell { StyleIndex = style },
        DateTimeOffset at => new Cell { StyleIndex = Instant, CellValue = new(LegalTime.ToLocal(at).DateTime.ToOADate().ToString(CultureInfo.InvariantCulture)) },
        long or int => new Cell { StyleIndex = style, CellValue = new(Convert.ToString(value, CultureInfo.InvariantCulture)!) },
        _ => new Cell(new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(Readable(value.ToString()!)) { Space = SpaceProcessingModeValues.Preserve })) { StyleIndex = style, DataType = CellValues.InlineString },
    };

    /// <summary>XML has no place for control characters.</summary>
    static string Readable(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));

    static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "dd/mm/yyyy hh:mm" }) { Count = 1 },
        new Fonts(
            new Font(new FontSize { Val = 11 }, new FontName { Val = "Times New Roman" }),
            new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Times New Roman" })) { Count = 2 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(
            new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
            new Border(new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin }, new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder())) { Count = 2 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { BorderId = 1, ApplyBorder = true, ApplyAlignment = true },
            new CellFormat(new Alignment { WrapText = true, Horizontal = HorizontalAlignmentValues.Center, Vertical = VerticalAlignmentValues.Center }) { FontId = 1, BorderId = 1, ApplyFont = true, ApplyBorder = true, ApplyAlignment = true },
            new CellFormat(new Alignment { Vertical = VerticalAlignmentValues.Top }) { NumberFormatId = 164, BorderId = 1, ApplyNumberFormat = true, ApplyBorder = true, ApplyAlignment = true },
            new CellFormat { FontId = 1, ApplyFont = true }) { Count = 4 });
}
