using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Host;

/// <summary>Whatever is changed in the stored journal is found, and personal data can be erased without breaking it.</summary>
public sealed class VerifyTests(App app) : IClassFixture<App>
{
    async Task<JournalCheck.Result> Check()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JournalCheck>().Run(progress: null, default);
    }

    /// <summary>As somebody with the database in their hands would.</summary>
    async Task Execute(string sql)
    {
        await using var connection = await app.Services.GetRequiredService<Database>().Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    bool IsPostgres => app.Services.GetRequiredService<Database>().IsPostgres;
    string Id(Guid id) => IsPostgres ? $"'{id}'" : $"'{id.ToString().ToUpperInvariant()}'";
    static string Hex(byte[] bytes, bool postgres) => postgres ? $"'\\x{Convert.ToHexStringLower(bytes)}'" : $"X'{Convert.ToHexString(bytes)}'";

    static byte[] Flipped(byte[] bytes) => [(byte)(bytes[0] ^ 1), .. bytes[1..]];
    static Guid Flipped(Guid id) => new(Flipped(id.ToByteArray()));

    [Fact]
    public async Task A_change_in_any_column_is_found_and_named()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        var whole = await Check();
        Assert.Null(whole.First);
        Assert.True(whole.Entries > 2);

        var entry = await app.Db(db => Task.FromResult(db.Entries.Single(e => e.Event == "services.dossier-accepted")));
        var payload = await app.Db(db => Task.FromResult(db.Payloads.Single(p => p.EntryId == entry.Id)));
        var at = IsPostgres ? "'2024-11-18 02:00:00.001+00'" : "'2024-11-18T02:00:00.001Z'";
        var was = IsPostgres ? $"'{entry.At:yyyy-MM-dd HH:mm:ss.fff}+00'" : $"'{InstantText.Write(entry.At)}'";
        (string Column, string Changed, string Kept)[] columns =
        [
            ("subject_id", Id(Flipped(entry.SubjectId)), Id(entry.SubjectId)),
            ("subject_kind", "'Dossies'", "'Dossier'"),
            ("seq", "7", "2"),
            ("event", "'services.dossier-bccepted'", $"'{entry.Event}'"),
            ("at", at, was),
            ("actor_kind", ((int)entry.ActorKind ^ 1).ToString(System.Globalization.CultureInfo.InvariantCulture), ((int)entry.ActorKind).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("account_id", Id(Flipped(entry.AccountId!.Value)), Id(entry.AccountId.Value)),
            ("unit_id", Id(Flipped(entry.UnitId!.Value)), Id(entry.UnitId.Value)),
            ("payload_hash", Hex(Flipped(entry.PayloadHash), IsPostgres), Hex(entry.PayloadHash, IsPostgres)),
            ("previous_hash", Hex(Flipped(entry.PreviousHash), IsPostgres), Hex(entry.PreviousHash, IsPostgres)),
            ("hash", Hex(Flipped(entry.Hash), IsPostgres), Hex(entry.Hash, IsPostgres)),
        ];
        foreach (var (column, changed, kept) in columns)
        {
            await Execute($"UPDATE journal_entries SET {column} = {changed} WHERE id = {Id(entry.Id)}");
            var broken = (await Check()).First;
            Assert.True(broken is not null, $"A changed {column} was not found.");
            if (column is not ("subject_id" or "seq" or "event" or "subject_kind" or "at"))
                Assert.Equal(("Dossier", entry.SubjectId, 2L, entry.Event, entry.At), (broken.SubjectKind, broken.SubjectId, broken.Seq, broken.Event, broken.At));
            await Execute($"UPDATE journal_entries SET {column} = {kept} WHERE id = {Id(entry.Id)}");
            Assert.Null((await Check()).First);
        }

        var other = Id(Flipped(entry.Id));
        await Execute($"UPDATE journal_entries SET id = {other} WHERE id = {Id(entry.Id)}");
        Assert.NotNull((await Check()).First);
        await Execute($"UPDATE journal_entries SET id = {Id(entry.Id)} WHERE id = {other}");

        await Execute($"UPDATE journal_payloads SET salt = {Hex(Flipped(payload.Salt), IsPostgres)} WHERE entry_id = {Id(entry.Id)}");
        Assert.NotNull((await Check()).First);
        await Execute($"UPDATE journal_payloads SET salt = {Hex(payload.Salt, IsPostgres)}, payload = replace(payload, 'name', 'nbme') WHERE entry_id = {Id(entry.Id)}");
        Assert.NotNull((await Check()).First);

        await Execute($"DELETE FROM journal_payloads WHERE entry_id = {Id(entry.Id)}"); // erased
        var erased = await Check();
        Assert.Equal((null, whole.Erased + 1, whole.Entries), (erased.First, erased.Erased, erased.Entries));
        await The_verb_says_so();
    }

    async Task The_verb_says_so()
    {
        var environment = new Dictionary<string, string> { ["NHATLE_DATABASE"] = app.Started.Postgres };
        string[] arguments = ["verify", "--demo", "--data", app.Started.DataFolder];
        var sound = await Command.Run(arguments, environment);
        Assert.True(sound.Code == 0, sound.Error);
        Assert.Contains("The journal holds.", sound.Output, StringComparison.Ordinal);

        var first = await app.Db(db => Task.FromResult(db.Entries.Single(e => e.Event == "services.dossier-filed")));
        await Execute($"DELETE FROM journal_entries WHERE id = {Id(first.Id)}"); // the chain begins with its second entry
        var broken = await Command.Run(arguments, environment);
        Assert.Equal(1, broken.Code);
        Assert.Contains($"BROKEN: Dossier {first.SubjectId}, entry 2, services.dossier-accepted", broken.Error, StringComparison.Ordinal);
    }
}
