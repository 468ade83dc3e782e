using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Facts;

/// <summary>What tests of the seals ask of an application.</summary>
static class Proof
{
    public static Task<IReadOnlyList<Seal>> Seal(this App app) => app.Services.GetRequiredService<Sealer>().Run(onlyIfDue: false, default);

    /// <summary>Another process on the same database.</summary>
    public static Sealer AnotherSealer(this App app) => ActivatorUtilities.CreateInstance<Sealer>(app.Services);

    public static Task FlushReadings(this App app) => app.Services.GetRequiredService<AccessLog>().Flush(default);

    public static Database Database(this App app) => app.Services.GetRequiredService<Database>();

    public static Task<List<Access>> Readings(this App app, Guid? about) => app.Db(db => db.Accesses.AsNoTracking().Where(a => a.AboutAccountId == about).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync());

    /// <summary>What `nhatle verify` finds first; null when all holds.</summary>
    public static async Task<string?> Verify(this App app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        try
        {
            if ((await scope.ServiceProvider.GetRequiredService<JournalCheck>().Run(progress: null, default)).First is { } entry) return $"{entry.SubjectKind} {entry.SubjectId}, entry {entry.Seq}";
            return (await scope.ServiceProvider.GetRequiredService<SealCheck>().Run(default)).Broken;
        }
        catch (FormatException e)
        {
            return "unreadable: " + e.Message; // the verb says so, too
        }
    }

    /// <summary>An official reads something of a citizen.</summary>
    public static void Reads(this App app, Actor official, Guid about, string code) =>
        app.Services.GetRequiredService<AccessLog>().Note(official, new(AccessKind.Record, FactsApp.Process, FactsApp.TrongHoa, new(about, ""), "Matter", about, code));

    /// <summary>As somebody with the database in their hands would.</summary>
    public static async Task<int> Execute(this App app, Sql sql)
    {
        var touched = 0;
        await app.Database().Write(batch =>
        {
            batch.Add(sql, rows => touched = rows);
            return batch.Run(default);
        });
        return touched;
    }
}
