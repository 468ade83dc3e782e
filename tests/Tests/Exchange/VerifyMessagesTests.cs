using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange.Log;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Host;

namespace NhatLe.Tests.Exchange;

/// <summary>nhatle verify recomputes the message log too, and names the message that is not what it was.</summary>
public sealed class VerifyMessagesTests(ExchangeApp app) : IClassFixture<ExchangeApp>
{
    Task<Command.Answer> Verify() => Command.Run(["verify", "--demo", "--data", app.Started.DataFolder], new Dictionary<string, string> { ["NHATLE_DATABASE"] = app.Started.Postgres });

    [Fact]
    public async Task What_is_changed_taken_out_or_closed_without_an_entry_is_found()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var call = app.To("chinh-ta", "procedures", "/procedures/1.001193") with { Cause = new("H46.01-241118-0001") };
        await app.Call(call);
        await app.Call(app.To("chinh-ta", "procedures", "/procedures/1.004873"));
        await app.Run<CloseMessages>();
        var row = (await app.Rows(call.Id))[0];
        var sound = await Verify();
        Assert.True(sound.Code == 0, sound.Error);
        Assert.Matches(@"[1-9]\d* closed batches with [1-9]\d* messages of the exchange checked\.", sound.Output);

        Assert.Equal(1, await app.Execute($"UPDATE exchange_messages SET issue = {"H46.01-241118-0002"} WHERE id = {row.Id}"));
        await Broken($"message {call.Id} ({row.Id}), {row.Place + 1} of batch");
        var forged = (await app.Read(db => db.Messages.AsNoTracking().Where(m => m.Id == row.Id).Select(LoggedMessage.Outside).SingleAsync())).Leaf();
        Assert.Equal(1, await app.Execute($"UPDATE exchange_messages SET leaf_hash = {forged} WHERE id = {row.Id}"));
        await Broken("of the message log are others than those it was closed over"); // its own leaf was forged with it: the root tells
        Assert.Equal(1, await app.Execute($"UPDATE exchange_messages SET issue = {row.Issue}, leaf_hash = {row.LeafHash} WHERE id = {row.Id}"));
        Assert.Equal(0, (await Verify()).Code);

        Assert.Equal(1, await app.Execute($"UPDATE exchange_messages SET batch_id = NULL WHERE id = {row.Id}"));
        await Broken($"message {row.Place + 1} of batch");
        Assert.Equal(1, await app.Execute($"UPDATE exchange_messages SET batch_id = {row.BatchId} WHERE id = {row.Id}"));
        Assert.Equal(1, await app.Execute($"UPDATE exchange_batches SET count = count + 1 WHERE id = {row.BatchId}"));
        await Broken("is another than its entry in the journal says");
        Assert.Equal(1, await app.Execute($"UPDATE exchange_batches SET count = count - 1 WHERE id = {row.BatchId}"));
        Assert.Equal(0, (await Verify()).Code);
    }

    async Task Broken(string words)
    {
        var answer = await Verify();
        Assert.Equal(1, answer.Code);
        Assert.Contains("BROKEN: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains(words, answer.Error, StringComparison.Ordinal);
    }
}
