using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Services;
using NhatLe.Services.Dossiers;
using Npgsql;

namespace NhatLe.Host.Seeding;

/// <summary>
/// Fills an empty demonstration with as many dossiers as a province has in years, in bulk, for measurements: rows as the handlers would
/// have written them, with chains, duties, search index and seals, so that <c>nhatle verify</c> holds.
/// </summary>
public sealed class BulkSeed(
    Database database, ServicesDb services, IdentityDb identity, PlatformDb platform, DirectoryCache directory, IAccounts accounts, Population population, ICatalogue catalogue,
    OfficeCalendar calendar, LegalClock clock, LegalTime legal, ColumnCipher cipher, DossierWords words, FileStore files, Sealer sealer)
{
    const int AtOnce = 1000, Sampled = 500, ManyDuties = 500;

    /// <param name="Login">Of an officer with some 500 open duties, or as many as anybody has below that.</param>
    public sealed record Samples(IReadOnlyList<(string Code, string Name, string Phone, string Unit)> Dossiers, string Login);

    readonly ConcurrentBag<(string, string, string, string)> sampled = [];
    readonly ConcurrentDictionary<(Guid Unit, string Permit), int> owed = [];

    /// <param name="told">How many dossiers are written.</param>
    /// <param name="openShare">The share of them, the newest, that are still under way.</param>
    /// <returns>What can be asked for now.</returns>
    /// <exception cref="InvalidDataException">There are dossiers already.</exception>
    public async Task<Samples> Run(int dossiers, Action<int> told, CancellationToken ct, double openShare = SeededProvince.Open)
    {
        if (await services.Dossiers.AnyAsync(ct)) throw new InvalidDataException("this database holds dossiers already. Seed an empty demonstration.");
        var snapshot = await directory.Get(ct);
        var officers = await accounts.OfOfficers([.. snapshot.Officers.Select(o => o.Id)], ct);
        var procedures = (await catalogue.WithForms(ct)).Where(p => p.Level is ProcedureLevel.Commune or ProcedureLevel.District).OrderBy(p => p.Code, StringComparer.Ordinal).ToList();
        var province = new SeededProvince(snapshot, officers, procedures, calendar, legal.Today, dossiers, openShare);
        var paper = await files.Save(new MemoryStream(Simulation.Paperwork.Pdf("Giay to")), ct);
        var hash = await identity.Accounts.OrderBy(a => a.Login).Select(a => a.PasswordHash).FirstAsync(ct); // all of a demonstration have one password
        var made = new SeededDossiers(province, snapshot, clock, cipher, words, paper, hash);

        IEnumerable<Action<SeededRows>> Work()
        {
            foreach (var some in Enumerable.Range(0, province.People).Chunk(AtOnce)) yield return rows => Array.ForEach(some, n => made.Open(province.PersonOf(n), rows));
            foreach (var some in Enumerable.Range(0, dossiers).Chunk(AtOnce))
            {
                var coded = some.Select(n => province.Of(n) is var draw ? (Draw: draw, Code: made.CodeOf(draw)) : default).ToList();
                yield return rows => coded.ForEach(c => made.Live(c.Draw, c.Code, rows));
                foreach (var (draw, code) in coded.Where((_, n) => (some[0] + n) % Math.Max(1, dossiers / Sampled) == 0)) sampled.Add((code, draw.Person.Name, draw.Person.Phone, draw.Unit.Code));
            }
        }
        var done = 0;
        await Parallel.ForEachAsync(Work(), new ParallelOptions { MaxDegreeOfParallelism = database.IsPostgres ? Math.Max(2, Environment.ProcessorCount) : 1, CancellationToken = ct }, async (make, stop) =>
        {
            var rows = new SeededRows();
            make(rows);
            await Write(rows, stop);
            foreach (var duty in rows.Duties.Where(d => d.EndedAt is null)) owed.AddOrUpdate((duty.UnitId, duty.Permit), 1, (_, n) => n + 1);
            told(Interlocked.Add(ref done, rows.Dossiers.Count));
        });
        await Run(database.IsPostgres ? "VACUUM ANALYZE" : "ANALYZE", ct); // the planner learns what is there, as autovacuum would tell it in its time
        await sealer.Run(onlyIfDue: false, ct);
        var busy = owed.Where(o => o.Value <= ManyDuties).Append(owed.MinBy(o => o.Value)).MaxBy(o => o.Value).Key;
        return new([.. sampled], (await population.OfficerLogins(ct))[province.Holder(snapshot.Unit(busy.Unit), busy.Permit).OfficerId!.Value]);
    }

    async Task Write(SeededRows rows, CancellationToken ct)
    {
        using var turn = await database.Writers.Enter(ct);
        await using var connection = await database.Open(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (connection is NpgsqlConnection)
        {
            await using var hurry = connection.CreateCommand();
            hurry.CommandText = "SET LOCAL synchronous_commit = off";
            await hurry.ExecuteNonQueryAsync(ct);
        }
        Task Fill<T>(BulkTable<T> table, IReadOnlyCollection<T> with) => table.Write(database, connection, transaction, with, ct);
        await Fill(accountTable, rows.Accounts);
        await Fill(dossierTable, rows.Dossiers);
        await Fill(paperTable, rows.Papers);
        await Fill(entryTable, rows.Entries);
        await Fill(payloadTable, rows.Payloads);
        await Fill(dutyTable, rows.Duties);
        await Fill(wordTable, rows.Words);
        await transaction.CommitAsync(ct);
    }

    readonly BulkTable<Account> accountTable = BulkTable<Account>.Of(identity);
    readonly BulkTable<Dossier> dossierTable = BulkTable<Dossier>.Of(services);
    readonly BulkTable<Paper> paperTable = BulkTable<Paper>.Of(services);
    readonly BulkTable<Entry> entryTable = BulkTable<Entry>.Of(platform);
    readonly BulkTable<EntryPayload> payloadTable = BulkTable<EntryPayload>.Of(platform);
    readonly BulkTable<Duty> dutyTable = BulkTable<Duty>.Of(platform);
    readonly BulkTable<SeededWords> wordTable = new("search_documents",
    [
        ("subject_id", w => w.SubjectId), ("kind", _ => nameof(Dossier)), ("unit_id", w => w.UnitId), ("at", w => w.Card.At), ("title", w => w.Card.Title), ("person", w => w.Card.Person),
        ("code", w => w.Card.Code), ("link", w => w.Card.Link), ("names", w => w.Names), ("words", w => w.Words),
    ]);

    async Task Run(string sql, CancellationToken ct)
    {
        await using var connection = await database.Open(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }
}
