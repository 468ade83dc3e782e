using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Tests.Exchange.Axis;

/// <summary>When a commune is merged, the documents it has not done yet are its successor's, who answers them under the names of then.</summary>
public sealed class PacketReformTests(AxisApp app) : IClassFixture<AxisApp>
{
    [Fact]
    public async Task What_is_not_done_goes_on_with_its_duty_and_its_sender_hears_from_whom_it_was_sent_to()
    {
        var (open, done) = (await app.Say(), await app.Say());
        await app.Fetch();
        var packet = await app.Received(open);
        (await app.Answer(AxisApp.Desk, packet.Id, PacketStatus.Received)).EnsureSuccessStatusCode();
        var other = await app.Received(done);
        foreach (var status in new[] { PacketStatus.Received, PacketStatus.Done }) (await app.Answer(AxisApp.Desk, other.Id, status)).EnsureSuccessStatusCode();
        var arriving = await app.Say(); // taken, and not read yet
        await app.Fetch();
        var unread = await app.Received(arriving);

        var units = await app.Services.GetRequiredService<DirectoryCache>().Get();
        var (from, to) = (units.FindUnit(AxisApp.Commune)!, units.FindUnit(AxisApp.Province)!);
        var order = app.Merging(from, to);
        await using (var scope = app.Services.As(Actor.System))
        {
            var participant = scope.ServiceProvider.GetServices<IReformParticipant>().Single(p => p.Name == "exchange-packets");
            var line = Assert.Single(await participant.Rehearse(order, default));
            Assert.Equal((from.Id, to.Id, 2L), (line.FromId, line.ToId, line.Count));
            Assert.Equal(2, await participant.Move(order, 1, default));
            Assert.Equal(0, await participant.Move(order, 2, default));
        }
        var duty = await app.Db(db => db.Duties.AsNoTracking().SingleAsync(d => d.SubjectId == unread.Id && d.EndedAt == null));
        Assert.Equal((to.Id, App.Day(2024, 11, 18, 17, 0)), (duty.UnitId, duty.DueAt!.Value));
        Assert.Equal((to.Id, to.Id, from.Id), ((await app.Packet(packet.Id)).UnitId, (await app.Packet(unread.Id)).UnitId, (await app.Packet(other.Id)).UnitId));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await app.Answer(AxisApp.Desk, packet.Id, PacketStatus.Done)).StatusCode);
        (await app.Answer(AxisApp.Office, packet.Id, PacketStatus.Done)).EnsureSuccessStatusCode();
        await app.Told(open, "01", "03", "06");
        Assert.Equal(AxisApp.CommuneOrgan, app.Axis.Told.Last(t => t.DocumentId == open).From);
        Assert.All(await app.Journal(packet.Id), entry => Assert.True(entry.Holds));
    }
}
