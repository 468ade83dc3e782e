using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.National.Control;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Exchange.Axis;

/// <summary>What others send arrives once, verified, is owed an answer, and its sender hears how far it has come.</summary>
public sealed class ReceiveTests(AxisApp app) : IClassFixture<AxisApp>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => app.TakeBackFaults();

    Task<Duty?> Owed(Guid id, string kind) => app.Db(db => db.Duties.AsNoTracking().SingleOrDefaultAsync(d => d.SubjectId == id && d.Kind == kind && d.EndedAt == null));

    [Fact]
    public async Task A_document_arrives_is_owed_the_same_day_and_goes_through_its_states()
    {
        var id = await app.Say();
        Assert.True(await app.Fetch());
        var packet = await app.Received(id);
        Assert.Equal((PacketState.Arrived, "Bộ Tư pháp", "55/BTP-HTQTCT"), (packet.State, packet.FromName, packet.Code));
        await app.Told(id, "01");
        Assert.Equal(App.Day(2024, 11, 18, 17, 0), (await Owed(packet.Id, NhatLe.Exchange.Duties.TakePacket))!.DueAt);
        var desk = await app.As(AxisApp.Desk);
        Assert.Contains("Rà soát dữ liệu hộ tịch", await desk.Page("/van-ban/truc"), StringComparison.Ordinal);
        Assert.Contains("van-ban.pdf", await desk.Page($"/van-ban/truc/{packet.Id}"), StringComparison.Ordinal);
        var file = await app.Read(db => db.PacketFiles.SingleAsync(f => f.PacketId == packet.Id));
        Assert.StartsWith("%PDF", await desk.Page($"/van-ban/truc/{packet.Id}/tep/{file.Id}"), StringComparison.Ordinal);
        var taken = await desk.PostForm($"/van-ban/truc/{packet.Id}", new() { ["Status"] = "Received" });
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Null(await Owed(packet.Id, NhatLe.Exchange.Duties.TakePacket));
        foreach (var status in new[] { PacketStatus.AwaitingAssignment, PacketStatus.InProcess, PacketStatus.Done }) (await app.Answer(AxisApp.Desk, packet.Id, status)).EnsureSuccessStatusCode();
        await app.Told(id, "01", "03", "04", "05", "06");
        Assert.Equal(HttpStatusCode.Conflict, (await app.Answer(AxisApp.Desk, packet.Id, PacketStatus.InProcess)).StatusCode);
        Assert.All(await app.Journal(packet.Id), l => Assert.True(l.Holds));
    }

    [Fact]
    public async Task It_is_refused_with_a_reason_which_the_sender_reads()
    {
        var id = await app.Say();
        await app.Fetch();
        var packet = await app.Received(id);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Answer(AxisApp.Desk, packet.Id, PacketStatus.Refused)).StatusCode);
        (await app.Answer(AxisApp.Desk, packet.Id, PacketStatus.Refused, "Không thuộc thẩm quyền của xã")).EnsureSuccessStatusCode();
        await app.Told(id, "01", "02");
        Assert.Equal("Không thuộc thẩm quyền của xã", app.Axis.Told.Last(t => t.DocumentId == id).Description);
    }

    [Theory]
    [InlineData("signature", PacketFault.Signature)]
    [InlineData("signer", PacketFault.Signature)]
    [InlineData("xml", PacketFault.NotXml)]
    [InlineData("xxe", PacketFault.NotXml)]
    [InlineData("schema", PacketFault.Schema)]
    [InlineData("bomb", PacketFault.TooLarge)]
    public async Task A_broken_packet_is_refused_with_its_error_kept_as_evidence_and_the_next_one_arrives(string wrong, string code)
    {
        var before = app.Axis.Told.Count;
        var broken = await app.Say(wrong);
        var next = await app.Say();
        Assert.True(await app.Fetch());
        Assert.Equal(PacketState.Arrived, (await app.Received(next)).State);
        var docId = app.Axis.All.Last(d => d.Head.DocumentId == broken).DocId;
        var packet = await app.Read(db => db.Packets.AsNoTracking().SingleAsync(p => p.AxisId == docId));
        Assert.Equal((PacketState.Broken, code, ""), (packet.State, packet.FaultCode, packet.DocumentId));
        Assert.Equal(app.Axis.Find(docId)!.Hash, packet.Hash);
        Assert.False(await app.Read(db => db.PacketFiles.AnyAsync(f => f.PacketId == packet.Id)));
        Assert.Single(await app.Journal(packet.Id), l => l.Entry.Event == "exchange.packet-broken" && l.Holds);
        await app.Until(() => Task.FromResult(app.Axis.Told.Skip(before).Any(t => t.DocId == docId)), "the axis was not told");
        var told = Assert.Single(app.Axis.Told, t => t.DocId == docId);
        Assert.Equal("02", told.StatusCode);
        Assert.StartsWith(code, told.Description, StringComparison.Ordinal);
        var page = await (await app.As(AxisApp.Desk)).Page($"/van-ban/truc/{packet.Id}");
        Assert.Contains(code, page, StringComparison.Ordinal);
        Assert.Contains(AxisWords.OfFault(code), page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await app.Answer(AxisApp.Desk, packet.Id, PacketStatus.Received)).StatusCode);
    }

    [Fact]
    public async Task What_comes_twice_is_taken_once_and_another_under_its_name_is_refused()
    {
        var id = await app.Say("twice");
        Assert.True(await app.Fetch());
        Assert.True(await app.Fetch());
        var packet = await app.Received(id);
        await app.Told(id, "01");
        Assert.DoesNotContain(app.Axis.All, d => d.Head.DocumentId == id && d.Waiting.Count > 0);
        await app.Say(documentId: id); // signed a moment later: other bytes
        Assert.True(await app.Fetch());
        var docId = app.Axis.All.Last(d => d.Head.DocumentId == id).DocId;
        Assert.Equal(app.Axis.Find(docId)!.Hash == packet.Hash ? null : PacketFault.Twice, (await app.Read(db => db.Packets.AsNoTracking().SingleOrDefaultAsync(p => p.AxisId == docId)))?.FaultCode);
        Assert.Equal(PacketState.Arrived, (await app.Received(id)).State);
    }

    [Theory]
    [InlineData("getReceivedEdocList", FaultKind.Fail)]
    [InlineData("getReceivedEdocList", FaultKind.Garbage)]
    [InlineData("getReceivedEdocList", FaultKind.Wrong)]
    [InlineData("getEdoc", FaultKind.Fail)]
    [InlineData("getEdoc", FaultKind.Garbage)]
    [InlineData("getEdoc", FaultKind.Hang)]
    [InlineData("getEdoc", FaultKind.Wrong)]
    public async Task What_does_not_come_now_comes_later_once_and_in_order(string operation, FaultKind kind)
    {
        await app.Tell(operation, kind, times: 1, seconds: 5, wrong: kind == FaultKind.Wrong ? "answer" : null);
        var (first, second) = (await app.Say(), await app.Say());
        Assert.False(await app.Fetch());
        if (operation == "getEdoc") Assert.False(await app.Read(db => db.Packets.AnyAsync(p => p.DocumentId == second))); // not before the first of its sender
        Assert.True(await app.Fetch());
        Assert.True(await app.Fetch());
        var (one, two) = (await app.Received(first), await app.Received(second));
        Assert.True(one.At <= two.At && one.Id.CompareTo(two.Id) < 0);
        await app.Told(first, "01");
        await app.Told(second, "01");
    }

    [Fact]
    public async Task Until_the_axis_has_heard_of_it_it_lists_the_document_and_there_is_one()
    {
        await app.Tell("updateStatus", FaultKind.Hang, times: 2, seconds: 5);
        var id = await app.Say();
        Assert.True(await app.Fetch());
        Assert.True(await app.Fetch());
        await app.Told(id, "01");
        Assert.True(await app.Fetch());
        Assert.Equal(PacketState.Arrived, (await app.Received(id)).State);
        Assert.Single(await app.Journal((await app.Received(id)).Id), l => l.Entry.Event == "exchange.packet-arrived");
    }

    [Fact]
    public async Task A_write_that_fails_leaves_nothing_and_the_next_round_takes_it()
    {
        var id = await app.Say();
        await app.Db(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE exchange_packet_files RENAME TO exchange_packet_files_away"));
        Assert.False(await app.Fetch());
        Assert.False(await app.Read(db => db.Packets.AnyAsync(p => p.DocumentId == id)));
        Assert.Empty(app.ToldOf(id));
        await app.Db(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE exchange_packet_files_away RENAME TO exchange_packet_files"));
        Assert.True(await app.Fetch());
        Assert.Equal(PacketState.Arrived, (await app.Received(id)).State);
        await app.Told(id, "01");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_recall_is_answered_by_an_official(bool agreed)
    {
        var id = await app.Say();
        await app.Fetch();
        var recall = await app.Say(business: 1, about: id, reason: "Gửi nhầm nơi nhận");
        Assert.True(await app.Fetch());
        var (original, request) = (await app.Received(id), await app.Received(recall));
        Assert.Equal((request.Id, original.Id), (original.AskedById, request.AboutId!.Value));
        Assert.NotNull(await Owed(request.Id, NhatLe.Exchange.Duties.AnswerRequest));
        var desk = await app.As(AxisApp.Desk);
        Assert.Contains("Gửi nhầm nơi nhận", await desk.Page($"/van-ban/truc/{original.Id}"), StringComparison.Ordinal);
        Assert.Contains("Đồng ý cho thu hồi", await desk.Page($"/van-ban/truc/{request.Id}"), StringComparison.Ordinal);
        (await app.Answer(AxisApp.Desk, request.Id, agreed ? PacketStatus.Agreed : PacketStatus.Declined, agreed ? "" : "Đã giải quyết xong")).EnsureSuccessStatusCode();
        await app.Told(recall, "01", agreed ? "15" : "16");
        original = await app.Received(id);
        Assert.Equal((agreed ? PacketState.Recalled : PacketState.Arrived, null), (original.State, original.AskedById));
        Assert.Equal(agreed, await Owed(original.Id, NhatLe.Exchange.Duties.TakePacket) is null);
    }

    [Fact]
    public async Task Who_agrees_to_the_recall_of_an_update_owes_no_answer_to_the_update()
    {
        var id = await app.Say();
        await app.Fetch();
        var update = await app.Say(business: 2, about: id, reason: "Sai số liệu");
        await app.Fetch();
        var recall = await app.Say(business: 1, about: update, reason: "Cập nhật nhầm");
        await app.Fetch();
        var asked = await app.Received(update);
        Assert.Equal(asked.Id, (await app.Received(id)).AskedById);
        Assert.NotNull(await Owed(asked.Id, NhatLe.Exchange.Duties.AnswerRequest));
        (await app.Answer(AxisApp.Desk, (await app.Received(recall)).Id, PacketStatus.Agreed)).EnsureSuccessStatusCode();
        Assert.Equal(PacketState.Recalled, (await app.Received(update)).State);
        Assert.Null(await Owed(asked.Id, NhatLe.Exchange.Duties.AnswerRequest));
        Assert.Equal((PacketState.Arrived, null), ((await app.Received(id)).State, (await app.Received(id)).AskedById));
    }

    [Fact]
    public async Task A_replacement_ends_what_it_replaces_once_it_is_taken_in()
    {
        var id = await app.Say();
        await app.Fetch();
        var replacement = await app.Say(business: 3, about: id, reason: "Sai số liệu");
        await app.Fetch();
        (await app.Answer(AxisApp.Desk, (await app.Received(replacement)).Id, PacketStatus.Received)).EnsureSuccessStatusCode();
        Assert.Equal(PacketState.Replaced, (await app.Received(id)).State);
        await app.Told(replacement, "01", "03");
    }

    [Fact]
    public async Task Documents_between_our_own_units_go_over_the_axis_and_their_statuses_come_back()
    {
        var sent = await app.Send(AxisApp.Office, AxisApp.Province, AxisApp.CommuneOrgan);
        await app.OnAxis(sent);
        Assert.True(await app.Fetch());
        var there = await app.Received(sent.DocumentId);
        (await app.Answer(AxisApp.Desk, there.Id, PacketStatus.Received)).EnsureSuccessStatusCode();
        await app.Told(sent.DocumentId, "01", "03");
        Assert.True(await app.Fetch());
        Assert.Equal([PacketStatus.Arrived, PacketStatus.Received], (await app.Statuses(sent.Id)).Select(s => s.Status));
    }

    [Fact]
    public async Task A_document_for_two_of_our_units_is_answered_by_each_for_itself()
    {
        var sent = await app.Send(AxisApp.Office, AxisApp.Province, AxisApp.CommuneOrgan, "H46.22");
        await app.OnAxis(sent);
        Assert.True(await app.Fetch());
        var there = await app.Read(db => db.Packets.AsNoTracking().Where(p => p.Direction == PacketDirection.Received && p.DocumentId == sent.DocumentId).ToListAsync());
        Assert.Equal([AxisApp.CommuneOrgan, "H46.22"], there.Select(p => p.ToId).OrderDescending());
        (await app.Answer(AxisApp.Desk, there.Single(p => p.ToId == AxisApp.CommuneOrgan).Id, PacketStatus.Received)).EnsureSuccessStatusCode();
        await app.Until(() => Task.FromResult(app.ToldOf(sent.DocumentId).Count == 3), "not told");
        Assert.True(await app.Fetch());
        var receivers = await app.Read(db => db.Receivers.AsNoTracking().Where(r => r.PacketId == sent.Id).ToDictionaryAsync(r => r.OrganId, r => r.Status));
        Assert.Equal((PacketStatus.Received, PacketStatus.Arrived), (receivers[AxisApp.CommuneOrgan], receivers["H46.22"]));
    }

    [Fact]
    public async Task A_document_is_found_by_its_subject_and_by_its_identifier()
    {
        var id = await app.Say();
        await app.Fetch();
        var desk = await app.As(AxisApp.Desk);
        Assert.Contains($"/van-ban/truc/{(await app.Received(id)).Id}", await desk.Page("/tim?q=" + id), StringComparison.Ordinal);
        Assert.Contains("Rà soát dữ liệu hộ tịch", await desk.Page("/tim?q=ra+soat+du+lieu"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_modules_send_read_and_answer_by_the_contract()
    {
        await using var scope = app.Services.As(Actor.System);
        var axis = scope.ServiceProvider.GetRequiredService<IDocumentAxis>();
        var (units, file) = (await app.Services.GetRequiredService<DirectoryCache>().Get(default), await app.Upload(AxisApp.Office));
        Assert.Equal(["G15", "G15"], (await axis.Find("bo tu phap", default)).Concat(await axis.Find("g15", default)).Select(a => a.Id));
        var letter = new PacketToSend(Guid.CreateVersion7(app.Time.Now), units.FindUnit(AxisApp.Province)!.Id, ["G15"], "9", "UBND-NC", new(2024, 11, 18), "Báo cáo", "Báo cáo tháng", "Chủ tịch", "Trần Minh Quân") { Files = [file] };
        var sent = await axis.Send(letter, default);
        Assert.Equal(sent, await axis.Send(letter, default));
        await app.OnAxis(sent);
        var id = await app.Say();
        await app.Fetch();
        var held = await axis.Read((await app.Received(id)).Id, default);
        Assert.Equal((id, "G15", "van-ban.pdf"), (held!.DocumentId, held.FromId, Assert.Single(held.Files).Name));
        await axis.Tell(held.Id, PacketStatus.Received, "", default);
        await app.Told(id, "01", "03");
    }

    [Fact]
    public async Task An_officer_of_another_unit_neither_sees_it_nor_acts_on_it()
    {
        var id = await app.Say(to: "H46.22");
        await app.Fetch();
        var packet = await app.Received(id);
        var desk = await app.As(AxisApp.Desk);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Get($"/van-ban/truc/{packet.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Get($"/api/exchange/packets/{packet.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Answer(AxisApp.Desk, packet.Id, PacketStatus.Received)).StatusCode);
        var file = await app.Read(db => db.PacketFiles.SingleAsync(f => f.PacketId == packet.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Get($"/van-ban/truc/{packet.Id}/tep/{file.Id}")).StatusCode);
        Assert.DoesNotContain(packet.Id.ToString(), await desk.Page("/van-ban/truc"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Answer(AxisApp.Office, packet.Id, PacketStatus.Received)).StatusCode); // above it: reads, and does not act
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("chuyen-vien.minhhoa")).Get("/van-ban/truc")).StatusCode);
        (await app.Answer("chu-tich.minhhoa", packet.Id, PacketStatus.Received)).EnsureSuccessStatusCode();
    }
}
