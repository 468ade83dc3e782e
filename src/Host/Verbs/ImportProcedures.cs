using System.CommandLine;
using System.Globalization;
using System.Text;
using NhatLe.Catalogue.Procedures;
using Spectre.Console;
using Import = NhatLe.Catalogue.Import.ImportProcedures;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle import procedures FILE</c>: loads the national catalogue, also while a server runs on the same database.</summary>
static class ImportProcedures
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "One procedure a line (JSON)." };
        var report = new Option<FileInfo?>("--report") { Description = "Writes the procedures that need an editor to a CSV file." };
        var procedures = new Command("procedures", "Loads procedures; what is not complete waits for an editor.") { file, report };
        procedures.WithCommon();
        procedures.SetAction((parsed, ct) => Run(CommonOptions.Settings(parsed), parsed.GetValue(file)!, parsed.GetValue(report), ct));
        return new Command("import", "Loads reference data from a file.") { procedures };
    }

    static async Task<int> Run(Settings settings, FileInfo file, FileInfo? reportFile, CancellationToken ct)
    {
        if (!CommonOptions.AreSound(settings)) return 1;
        if (!file.Exists)
        {
            Console.Error.WriteLine($"nhatle: {file.FullName} does not exist.");
            return 1;
        }
        await using var app = NhatLeApp.Build(settings);
        await using var scope = app.Services.CreateAsyncScope();
        if (!await CommonOptions.IsReady(scope.ServiceProvider, ct)) return 1;
        var began = TimeProvider.System.GetTimestamp();
        var report = await Import(scope.ServiceProvider.GetRequiredService<Import.Handler>(), file, ct);
        Print(report, TimeProvider.System.GetElapsedTime(began));
        if (reportFile is not null) await WriteCsv(report, reportFile, ct);
        return report.Refused.Count == 0 ? 0 : 2;
    }

    static Task<Import.Report> Import(Import.Handler handler, FileInfo file, CancellationToken ct) =>
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()).StartAsync(async progress =>
        {
            var task = progress.AddTask(file.Name, maxValue: Math.Max(1, File.ReadLines(file.FullName).Count()));
            using var lines = file.OpenText();
            return await handler.Run(new(lines, file.Name), new Told(task), ct);
        });

    /// <summary>Told at once, unlike Progress of T, which queues.</summary>
    sealed class Told(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }

    static void Print(Import.Report report, TimeSpan took)
    {
        var lines = new Table().Border(TableBorder.Rounded).AddColumn("Lines").AddColumn(new TableColumn(report.Lines.ToString(CultureInfo.InvariantCulture)).RightAligned());
        void Row(string name, int count) => lines.AddRow(name, count.ToString(CultureInfo.InvariantCulture));
        Row("added", report.Added);
        Row("changed", report.Changed);
        Row("unchanged", report.Unchanged);
        Row("kept by hand", report.KeptByHand);
        Row("refused", report.Refused.Count);
        lines.AddEmptyRow();
        Row("published", report.Published);
        Row("need an editor", report.Unfinished.Count);
        foreach (var reason in report.Unfinished.SelectMany(u => u.Needs).CountBy(n => n).OrderByDescending(r => r.Value)) Row("  " + Needs.Brief(reason.Key), reason.Value);
        AnsiConsole.Write(lines);
        foreach (var refused in report.Refused) Console.WriteLine($"  line {refused.Line}: {refused.Reason}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s; the longest transaction {report.LongestTurn.TotalMilliseconds:0} ms."));
    }

    static async Task WriteCsv(Import.Report report, FileInfo file, CancellationToken ct)
    {
        var csv = new StringBuilder("code,name,needs\n");
        foreach (var (code, name, needs) in report.Unfinished)
            csv.Append(CultureInfo.InvariantCulture, $"{code},\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",\"{string.Join("; ", needs.Select(Needs.Brief))}\"\n");
        await File.WriteAllTextAsync(file.FullName, csv.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), ct); // Excel reads UTF-8 by its mark
        Console.WriteLine($"{report.Unfinished.Count} procedures that need an editor: {file.FullName}");
    }
}
