using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

public sealed class JournalTests(FactsApp app) : IClassFixture<FactsApp>
{
    async Task<Guid> GivenThreeEntries()
    {
        var matter = await app.GivenMatter("ba mục", app.Time.Now.AddDays(1));
        await app.Move(matter.Id);
        await app.Move(matter.Id);
        return matter.Id;
    }

    [Fact]
    public async Task Every_entry_goes_on_from_the_hash_of_the_one_before()
    {
        var id = await GivenThreeEntries();
        var lines = await app.Journal(id);
        Assert.Equal([1, 2, 3], lines.Select(l => l.Entry.Seq));
        byte[] before = [];
        foreach (var line in lines)
        {
            Assert.Equal(before, line.Entry.PreviousHash);
            Assert.Equal(line.Entry.ComputeHash(), line.Entry.Hash);
            Assert.True(line.Holds);
            before = line.Entry.Hash;
        }
        Assert.Equal(before, await app.Act(Clerk, db => db.Matters.Where(m => m.Id == id).Select(m => m.Head).SingleAsync()));
    }

    [Fact]
    public async Task An_entry_names_who_did_what_under_which_post()
    {
        var id = await GivenThreeEntries();
        var (opened, moved) = ((await app.Journal(id))[0], (await app.Journal(id))[1]);
        Assert.Equal(("Cao Thu Giang", "Công chức tiếp nhận và trả kết quả"), (opened.Content!.Name, opened.Content.Title));
        Assert.Equal("Mở việc thử", opened.Words);
        Assert.Equal("ba mục", opened.Content.Event.GetProperty("title").GetString());
        Assert.Equal(("Trần Tiến Đông", "Chuyển việc thử"), (moved.Content!.Name, moved.Words));
        Assert.Equal((ActorKind.Officer, Justice, TrongHoa), (moved.Entry.ActorKind, moved.Entry.AccountId!.Value, moved.Entry.UnitId!.Value));
    }

    /// <summary>All columns EF may write, found from the model: a column added later is tried too.</summary>
    public static TheoryData<string, string> Columns()
    {
        var data = new TheoryData<string, string>();
        foreach (var (type, names) in new (Type, string[])[] { (typeof(Entry), []), (typeof(EntryPayload), []) })
            foreach (var property in type.GetProperties().Where(p => p.Name is not ("Id" or "EntryId") && !names.Contains(p.Name)))
                data.Add(type.Name, property.Name);
        return data;
    }

    [Theory, MemberData(nameof(Columns))]
    public async Task A_changed_byte_is_found_in(string table, string column)
    {
        var id = await GivenThreeEntries();
        var second = (await app.Journal(id))[1].Entry.Id;
        await Tamper(async db =>
        {
            object row = table == nameof(Entry) ? await db.Entries.SingleAsync(e => e.Id == second) : await db.Payloads.SingleAsync(p => p.EntryId == second);
            var property = db.Entry(row).Property(column);
            property.CurrentValue = Flipped(property.CurrentValue, property.Metadata);
        });
        Assert.Contains(await app.Journal(id), line => !line.Holds);
    }

    [Fact]
    public async Task A_changed_id_is_found()
    {
        var id = await GivenThreeEntries();
        var (second, other) = ((await app.Journal(id))[1].Entry.Id, Guid.CreateVersion7(app.Time.Now));
        await app.Services.GetRequiredService<Database>().Write(batch =>
        {
            batch.Add($"UPDATE journal_entries SET id = {other} WHERE id = {second}");
            return batch.Run(default);
        });
        Assert.False((await app.Journal(id))[1].Holds);
    }

    [Fact]
    public async Task A_removed_entry_is_found()
    {
        var id = await GivenThreeEntries();
        await app.Db(db => db.Entries.Where(e => e.SubjectId == id && e.Seq == 2).ExecuteDeleteAsync());
        Assert.False((await app.Journal(id))[1].Holds);
    }

    [Fact]
    public async Task What_was_tampered_with_is_not_shown_as_said()
    {
        var id = await GivenThreeEntries();
        var first = (await app.Journal(id))[0].Entry.Id;
        await Tamper(async db => db.Entry(await db.Payloads.SingleAsync(p => p.EntryId == first)).Property(p => p.Payload).CurrentValue = "{ not json");
        var line = (await app.Journal(id))[0];
        Assert.False(line.Holds);
        Assert.Null(line.Content);
    }

    [Fact]
    public async Task An_erased_payload_leaves_the_chain_whole()
    {
        var id = await GivenThreeEntries();
        var second = (await app.Journal(id))[1].Entry.Id;
        Assert.Equal(1, await app.Db(db => db.Payloads.Where(p => p.EntryId == second).ExecuteDeleteAsync()));
        var lines = await app.Journal(id);
        Assert.Equal([true, true, true], lines.Select(l => l.Holds));
        Assert.Null(lines[1].Content);
    }

    Task<int> Tamper(Func<PlatformDb, Task> change) => app.Db(async db =>
    {
        await change(db);
        return await db.SaveChangesAsync();
    });

    static object Flipped(object? value, IProperty property) => value switch
    {
        byte[] { Length: > 0 } bytes => (byte[])[(byte)(bytes[0] ^ 1), .. bytes[1..]],
        byte[] => new byte[] { 1 },
        string text => text.Length > 3 ? text[..2] + (char)(text[2] ^ 1) + text[3..] : text + "x",
        long number => number + 10,
        DateTimeOffset at => at.AddMilliseconds(1),
        ActorKind kind => kind == ActorKind.Officer ? ActorKind.Citizen : ActorKind.Officer,
        Guid id => Other(id),
        null when property.ClrType == typeof(Guid?) => Other(Guid.Empty),
        _ => throw new NotSupportedException($"Say how to change a {property.ClrType} ({property.Name})."),
    };

    static Guid Other(Guid id)
    {
        var bytes = id.ToByteArray();
        bytes[15] ^= 1;
        return new Guid(bytes);
    }

    [Fact]
    public async Task A_payload_whose_first_letters_were_moved_into_the_salt_does_not_hold()
    {
        var id = await GivenThreeEntries();
        var entry = (await app.Journal(id))[0].Entry;
        var payload = await app.Db(db => db.Payloads.AsNoTracking().SingleAsync(p => p.EntryId == entry.Id));
        Assert.True(JournalReader.Holds(entry, payload, [], 1));
        var moved = new EntryPayload { EntryId = entry.Id, Salt = [.. payload.Salt, .. System.Text.Encoding.UTF8.GetBytes(payload.Payload[..1])], Payload = payload.Payload[1..] };
        Assert.False(JournalReader.Holds(entry, moved, [], 1));
    }
}
