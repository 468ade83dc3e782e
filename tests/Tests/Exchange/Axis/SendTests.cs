using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Parcels;
using NhatLe.National.Control;
using NhatLe.Platform.Outbound;

namespace NhatLe.Tests.Exchange.Axis;

/// <summary>What we send reaches the axis once and in order, and what receivers say of it comes back.</summary>
public sealed class SendTests(AxisApp app) : IClassFixture<AxisApp>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        app.Axis.Silent = false;
        app.Axis.Refusing.Clear();
        await app.TakeBackFaults();
    }

    [Fact]
    public async Task A_document_goes_to_the_axis_signed_and_its_statuses_come_back_in_order()
    {
        var sent = await app.Send(to: ["G15", "H50"]);
        await app.OnAxis(sent);
        var there = Assert.Single(app.Axis.Received, d => d.Head.DocumentId == sent.DocumentId); // the axis has verified the signature by its own code
        Assert.Equal(("H46", "120/UBND-NC", 1), (there.Head.From, there.Head.Code, there.Times));
        Assert.True(await app.Fetch());
        Assert.True(await app.Fetch()); // nothing is heard twice
        foreach (var organ in new[] { "G15", "H50" })
            Assert.Equal([PacketStatus.Arrived, PacketStatus.Received, PacketStatus.AwaitingAssignment, PacketStatus.InProcess, PacketStatus.Done], (await app.Statuses(sent.Id)).Where(s => s.OrganId == organ).Select(s => s.Status));
        var packet = await app.Packet(sent.Id);
        Assert.Equal((2, 2, 2, 0), (packet.ReceiverCount, packet.TakenCount, packet.DoneCount, packet.RefusedCount));
        var journal = await app.Journal(sent.Id);
        Assert.All(journal, l => Assert.True(l.Holds));
        Assert.Equal((1, 1, 10), (journal.Count(l => l.Entry.Event == "exchange.packet-sent"), journal.Count(l => l.Entry.Event == "exchange.packet-reached-axis"), journal.Count(l => l.Entry.Event == "exchange.packet-status-came")));
        var page = await (await app.As(AxisApp.Office)).Page($"/van-ban/truc/{sent.Id}");
        Assert.Contains("Bộ Tư pháp", page, StringComparison.Ordinal);
        Assert.Contains("120-UBND.pdf", page, StringComparison.Ordinal);
        Assert.Contains("Về việc đăng ký khai sinh", await (await app.As(AxisApp.Office)).Page("/van-ban/truc?muc=di"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_sending_again_is_the_same_document()
    {
        var (office, letter) = (await app.As(AxisApp.Office), await app.Letter());
        var first = await office.Post<SentPacket>("/api/exchange/packets", letter);
        Assert.Equal(first, await office.Post<SentPacket>("/api/exchange/packets", letter));
        await app.OnAxis(first);
        Assert.Equal(1, await app.Read(db => db.Packets.CountAsync(p => p.DocumentId == first.DocumentId)));
    }

    [Fact]
    public async Task The_same_sending_at_once_is_one_document_and_every_answer_names_it()
    {
        var (office, letter) = (await app.As(AxisApp.Office), await app.Letter());
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => office.Post<SentPacket>("/api/exchange/packets", letter)));
        var kept = (await app.Packet(answers[0].Id)).DocumentId;
        Assert.All(answers, a => Assert.Equal(kept, a.DocumentId));
    }

    [Fact]
    public async Task A_receiver_that_refuses_is_seen_with_its_reason()
    {
        app.Axis.Refusing.Add("G09");
        var sent = await app.Send(to: ["G09", "G14"]);
        await app.OnAxis(sent);
        await app.Fetch();
        Assert.Equal(1, (await app.Packet(sent.Id)).RefusedCount);
        Assert.Contains("Văn bản gửi nhầm nơi nhận.", await (await app.As(AxisApp.Office)).Page($"/van-ban/truc/{sent.Id}"), StringComparison.Ordinal);
        Assert.Contains(sent.Id.ToString(), await (await app.As(AxisApp.Office)).Page("/van-ban/truc?muc=di&tinh-trang=loi"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_status_does_not_stand_over_a_newer_one()
    {
        app.Axis.Silent = true;
        var sent = await app.Send();
        await app.OnAxis(sent);
        app.Axis.Say(sent.DocumentId, "G15", "06");
        app.Axis.Say(sent.DocumentId, "G15", "01");
        app.Axis.Say(sent.DocumentId, "G14", "02", "It was never sent to us"); // from nobody it went to
        app.Axis.Say(sent.DocumentId, "G15", "99");
        Assert.True(await app.Fetch());
        Assert.Equal(PacketStatus.Done, (await app.Read(db => db.Receivers.SingleAsync(r => r.PacketId == sent.Id))).Status);
        Assert.Equal([PacketStatus.Done, PacketStatus.Arrived], (await app.Statuses(sent.Id)).Select(s => s.Status));
    }

    [Fact]
    public async Task An_impossible_time_or_a_broken_letter_in_a_status_holds_up_nobody()
    {
        app.Axis.Silent = true;
        var sent = await app.Send();
        await app.OnAxis(sent);
        app.Axis.Say(sent.DocumentId, "G15", "03", new string('a', 999) + "😀 và sau đó", "0001/01/01 00:00:00");
        app.Axis.Say(sent.DocumentId, "G15", "06");
        Assert.True(await app.Fetch());
        Assert.Equal([PacketStatus.Received, PacketStatus.Done], (await app.Statuses(sent.Id)).Select(s => s.Status));
        Assert.Equal(new string('a', 999), (await app.Statuses(sent.Id))[0].Said);
    }

    [Fact]
    public async Task A_receiver_whose_clock_is_ahead_goes_on_being_heard()
    {
        app.Axis.Silent = true;
        var sent = await app.Send();
        await app.OnAxis(sent);
        app.Axis.Say(sent.DocumentId, "G15", "03", timestamp: "2999/12/31 23:59:59");
        Assert.True(await app.Fetch());
        app.Axis.Say(sent.DocumentId, "G15", "06");
        Assert.True(await app.Fetch());
        Assert.Equal(PacketStatus.Done, (await app.Read(db => db.Receivers.SingleAsync(r => r.PacketId == sent.Id))).Status);
    }

    [Fact]
    public async Task Recall_update_and_replacement_follow_their_document_and_never_overtake_it()
    {
        await app.Tell("sendEdoc", FaultKind.Fail);
        var sent = await app.Send();
        var update = await app.Follow(sent, PacketBusiness.Update, "Sửa ngày họp");
        var replacement = await app.Follow(sent, PacketBusiness.Replace, "Thay toàn bộ");
        var recall = await app.Follow(sent, PacketBusiness.Recall, "Gửi nhầm");
        await app.TakeBackFaults();
        await app.OnAxis(recall);
        var there = app.Axis.Received.Where(d => d.Head.DocumentId == sent.DocumentId || d.Head.About == sent.DocumentId).ToList();
        Assert.Equal([sent.DocumentId, update.DocumentId, replacement.DocumentId, recall.DocumentId], there.Select(d => d.Head.DocumentId));
        Assert.Equal([0, 2, 3, 1], there.Select(d => d.Head.Business));
        await app.Fetch();
        Assert.Equal([PacketStatus.Arrived, PacketStatus.Agreed], (await app.Statuses(recall.Id)).Select(s => s.Status));
        var letter = await app.Letter();
        (letter["aboutId"], letter["business"], letter["reason"]) = (sent.Id, PacketBusiness.Update, "Muộn");
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(AxisApp.Office)).PostJson("/api/exchange/packets", letter)).StatusCode);
        Assert.Equal(3, (await app.Journal(sent.Id)).Count(l => l.Entry.Event == "exchange.packet-followed"));
    }

    [Theory]
    [InlineData(FaultKind.Fail, "sendEdoc")]
    [InlineData(FaultKind.Garbage, "sendEdoc")]
    [InlineData(FaultKind.Hang, "sendEdoc")]
    [InlineData(FaultKind.Wrong, "sendEdoc")]
    [InlineData(FaultKind.Slow, "sendEdoc")]
    [InlineData(FaultKind.Fail, "token")]
    public async Task What_the_axis_does_not_acknowledge_is_said_again_and_is_there_once(FaultKind kind, string operation)
    {
        await app.Tell(operation, kind, times: 2, seconds: kind == FaultKind.Slow ? 0.2 : 5, wrong: kind == FaultKind.Wrong ? "answer" : null);
        var sent = await app.Send();
        await app.OnAxis(sent);
        Assert.Single(app.Axis.Received, d => d.Head.DocumentId == sent.DocumentId);
        Assert.Single(await app.Journal(sent.Id), l => l.Entry.Event == "exchange.packet-reached-axis");
    }

    [Fact]
    public async Task A_node_that_ends_between_act_and_axis_loses_nothing_and_doubles_nothing()
    {
        await app.Tell("sendEdoc", FaultKind.Hang, seconds: 5);
        var sent = await app.Send();
        await app.Until(() => Task.FromResult(app.Axis.Received.Any(d => d.Head.DocumentId == sent.DocumentId)), "the axis was not asked");
        await app.Restart(gently: false);
        await app.TakeBackFaults();
        await app.OnAxis(sent);
        Assert.Single(app.Axis.Received, d => d.Head.DocumentId == sent.DocumentId);
        Assert.True(await app.Fetch());
        Assert.Equal(5, (await app.Statuses(sent.Id)).Count);
    }

    [Fact]
    public async Task A_status_is_heard_once_though_the_axis_does_not_hear_that_it_was()
    {
        var sent = await app.Send();
        await app.OnAxis(sent);
        await app.Tell("updateStatus", FaultKind.Hang, times: 1, seconds: 5);
        await app.Fetch();
        await app.Tell("getReceivedEdocList", FaultKind.Garbage, times: 1);
        Assert.False(await app.Fetch());
        Assert.True(await app.Fetch());
        Assert.Equal(5, (await app.Statuses(sent.Id)).Count);
    }

    [Fact]
    public async Task What_the_axis_refuses_for_good_is_shown_and_holds_up_nobody_else()
    {
        var sent = await app.Send(to: ["H27"]);
        await app.OnAxis(sent);
        await app.Read(db => db.Agencies.Where(a => a.Id == "G22").ExecuteUpdateAsync(a => a.SetProperty(x => x.Name, "x"))); // our list is old
        var now = TimeProvider.System.GetUtcNow();
        await app.Read(async db => { db.Agencies.Add(new() { Id = "H99", Name = "Không còn trên trục", SeenAt = now }); return await db.SaveChangesAsync(); });
        var stuck = await app.Send(to: ["H99"]);
        await app.Until(() => app.Read(db => db.Parcels.AnyAsync(p => p.Code == stuck.DocumentId && p.State == ParcelState.Stuck)), "not stuck");
        await app.OnAxis(await app.Send());
        Assert.Contains("H99 is not registered", await (await app.As(AxisApp.Office)).Page($"/van-ban/truc/{stuck.Id}"), StringComparison.Ordinal);
        await app.Run<KeepAgencies>();
        Assert.False(await app.Read(db => db.Agencies.AnyAsync(a => a.Id == "H99" || a.Name == "x")));
    }

    [Fact]
    public async Task That_a_unit_is_not_registered_does_not_keep_the_list_from_being_kept()
    {
        app.Axis.Register(AxisApp.CommuneOrgan, "Tên cũ");
        var now = TimeProvider.System.GetUtcNow();
        await app.Read(async db => { db.Agencies.Add(new() { Id = "H98", Name = "Không còn trên trục", SeenAt = now }); return await db.SaveChangesAsync(); });
        await app.Tell("registerAgency", FaultKind.Fail);
        Assert.Contains(AxisApp.CommuneOrgan, (await Assert.ThrowsAsync<PartnerIsAway>(app.Run<KeepAgencies>)).Message, StringComparison.Ordinal);
        Assert.False(await app.Read(db => db.Agencies.AnyAsync(a => a.Id == "H98")));
        await app.TakeBackFaults();
        await app.Run<KeepAgencies>();
        Assert.NotEqual("Tên cũ", app.Axis.NameOf(AxisApp.CommuneOrgan));
    }

    [Fact]
    public async Task The_daily_comparison_sends_again_what_the_axis_lost()
    {
        var sent = await app.Send();
        await app.OnAxis(sent);
        app.Axis.Lose(sent.DocumentId);
        await app.Run<CompareAxis>();
        await app.Until(() => Task.FromResult(app.Axis.Received.Any(d => d.Head.DocumentId == sent.DocumentId)), "not sent again");
        Assert.Equal(0, await app.Services.GetRequiredService<CompareAxis>().Run(default));
    }

    [Fact]
    public async Task The_form_asks_to_whom_first_and_keeps_what_was_attached_when_it_is_refused()
    {
        var office = await app.As(AxisApp.Office);
        Assert.Contains("Bộ Tư pháp", await office.Page("/van-ban/truc/gui"), StringComparison.Ordinal);
        Assert.Contains("Xã Trọng Hóa", await office.Page("/van-ban/truc/gui?tim=trong+hoa"), StringComparison.Ordinal);
        var form = await office.Page("/van-ban/truc/gui?den=G15");
        Assert.Contains("name=\"Input.Subject\"", form, StringComparison.Ordinal);
        var id = Guid.CreateVersion7(app.Time.Now);
        MultipartFormDataContent Body(string subject, bool file, string hash = "") => new()
        {
            { new StringContent(id.ToString()), "Input.Id" }, { new StringContent("New"), "Input.Business" }, { new StringContent("G15"), "Input.To" }, { new StringContent(AxisApp.Province), "Input.Unit" }, { new StringContent("Công văn"), "Input.Type" }, { new StringContent("7"), "Input.Number" },
            { new StringContent("UBND"), "Input.Notation" }, { new StringContent("18"), "IssuedOn.Day" }, { new StringContent("11"), "IssuedOn.Month" }, { new StringContent("2024"), "IssuedOn.Year" }, { new StringContent(subject), "Input.Subject" }, { new StringContent("Chủ tịch"), "Input.SignerPosition" },
            { new StringContent("Trần Minh Quân"), "Input.SignerName" }, { new StringContent("Normal"), "Input.Priority" },
            { file ? new ByteArrayContent("%PDF-1.4 tệp"u8.ToArray()) : new StringContent(hash), file ? "Uploads" : "Input.Files[0].Hash", file ? "tep-gui.pdf" : "" },
        };
        var refused = await office.Http.PostAsync("/van-ban/truc/gui", Body("", file: true));
        var again = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Hãy ghi trích yếu.", again, StringComparison.Ordinal);
        Assert.Contains("tep-gui.pdf", again, StringComparison.Ordinal);
        var done = await office.Http.PostAsync("/van-ban/truc/gui", Body("Về việc họp", file: true));
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal($"/van-ban/truc/{id}", done.Headers.Location!.OriginalString);
        var recall = await office.Page($"/van-ban/truc/gui?ve={id}&viec=thu-hoi");
        Assert.Contains("Gửi yêu cầu thu hồi", recall, StringComparison.Ordinal);
        Assert.Contains("name=\"Input.To\" value=\"G15\"", recall, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_handles_documents_of_the_unit_sends_for_it()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("chuyen-vien.minhhoa")).PostJson("/api/exchange/packets", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("mai.lien")).PostJson("/api/exchange/packets", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await app.As(AxisApp.Desk)).PostJson("/api/exchange/packets", await app.Letter(AxisApp.Desk, AxisApp.Province))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await app.As(AxisApp.Office)).PostJson("/api/exchange/packets", await app.Letter(AxisApp.Office, AxisApp.Commune))).StatusCode); // above it, and not in it
        var sent = await app.Send();
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(AxisApp.Desk)).Get($"/van-ban/truc/{sent.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(AxisApp.Desk)).Get($"/van-ban/truc/{sent.Id}/goi-tin")).StatusCode);
        Assert.DoesNotContain(sent.Id.ToString(), await (await app.As(AxisApp.Desk)).Page("/van-ban/truc?muc=di"), StringComparison.Ordinal);
    }
}
