using System.Globalization;

namespace NhatLe.Load.Measure;

/// <summary>Results as lines: aligned to be read here, or as rows of a Markdown table.</summary>
sealed class Report(bool isMarkdown)
{
    static readonly (string Name, int Width)[] Columns =
    [
        ("scenario", -22), ("offered/s", 9), ("achieved/s", 10), ("p50 ms", 8), ("p95 ms", 8), ("p99 ms", 8), ("p99.9 ms", 8), ("max ms", 8),
        ("errors", 6), ("not begun", 9), ("kB", 7), ("server ms", 9), ("database ms", 11), ("generator ms", 12), ("memory MB", 9),
    ];

    bool hasHead;

    /// <summary>Milliseconds of server, database and generator are CPU time for one operation; kB is what one received.</summary>
    public void Print(Result r)
    {
        Head();
        double Each(TimeSpan cost) => cost.TotalMilliseconds / Math.Max(1, r.Right + r.Wrong);
        string Percentile(double share) => Number(r.Durations.Percentile(share).TotalMilliseconds);
        Line([
            r.Scenario, r.Offered is { } offered ? Number(offered) : "max", Number(r.Achieved), Percentile(0.5), Percentile(0.95), Percentile(0.99), Percentile(0.999), Percentile(1),
            Number(r.Wrong), Number(r.NeverBegun), r.Bytes == 0 ? "" : Number(r.Bytes / 1000.0 / Math.Max(1, r.Right + r.Wrong)),
            Cost(Each(r.Costs.Server)), Cost(Each(r.Costs.Postgres)), Cost(Each(r.Costs.Generator)), r.Peak is { } peak ? Number(peak) : "",
        ]);
        foreach (var wrong in r.Told) Console.Error.WriteLine($"  {r.Scenario}: {wrong}");
    }

    void Head()
    {
        if (hasHead) return;
        hasHead = true;
        Line([.. Columns.Select(c => c.Name)]);
        if (isMarkdown) Console.WriteLine("|" + string.Concat(Columns.Select(c => c.Width < 0 ? "---|" : "--:|")));
    }

    void Line(string[] cells) =>
        Console.WriteLine(isMarkdown ? $"| {string.Join(" | ", cells)} |" : string.Join(' ', cells.Zip(Columns, (cell, c) => c.Width < 0 ? cell.PadRight(-c.Width) : cell.PadLeft(c.Width))));

    /// <summary>Three digits that count.</summary>
    static string Number(double n) => n.ToString(n >= 100 || n == Math.Floor(n) ? "#,0" : n >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    static string Cost(double milliseconds) => milliseconds == 0 ? "" : milliseconds.ToString("0.000", CultureInfo.InvariantCulture);
}
