using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Partners;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;

namespace NhatLe.Tests.Exchange;

/// <summary>Calls there and back, what the log keeps of them, and what it proves later.</summary>
public sealed class CallTests(ExchangeApp app) : IClassFixture<ExchangeApp>
{
    [Fact]
    public async Task A_call_is_answered_and_both_sides_have_it_in_their_log()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var call = app.To("chinh-ta", "procedures", "/procedures/1.001193") with { Cause = new("H46.01-241118-0001") };
        var answer = await app.Call(call);
        Assert.Equal((200, "1.001193"), (answer.Status, JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetString()));
        var rows = await app.Rows(call.Id);
        Assert.Equal([Direction.WeCalled, Direction.WeWereCalled], rows.Select(r => r.Direction));
        Assert.All(rows, r => Assert.Equal((Outcome.Answered, 200, "chinh-ta", "H46.01-241118-0001", ExchangeApp.Self + "/procedures"), (r.Outcome, r.Status, r.Partner, r.Issue, r.Service)));
        Assert.Equal(rows[0].RequestHash, rows[1].RequestHash); // both reckon the same hash from what they have
        Assert.Equal(rows[0].AnswerHash, rows[1].AnswerHash);
        Assert.Equal(64, rows[0].AnswerHash!.Length);
    }

    [Fact]
    public async Task What_the_service_does_not_do_is_its_answer_and_no_fault_of_the_exchange()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var call = app.To("chinh-ta", "procedures", "/procedures/9.999999");
        var answer = await app.Call(call);
        Assert.Equal(404, answer.Status);
        Assert.Contains("Không có thủ tục mã 9.999999", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
        Assert.All(await app.Rows(call.Id), r => Assert.Equal(Outcome.Refused, r.Outcome));
    }

    [Fact]
    public async Task A_service_answers_only_partners_that_have_leave_from_the_moment_it_is_given_until_it_is_taken_back()
    {
        await Assert.ThrowsAnyAsync<RefusedByPartner>(() => app.Call(app.To("chinh-ta", "dossiers", "/dossiers/H46.01-241118-0009")));
        await app.Open("chinh-ta", "dossiers");
        Assert.Equal(404, (await app.Call(app.To("chinh-ta", "dossiers", "/dossiers/H46.01-241118-0009"))).Status);
        await app.Open("chinh-ta", "dossiers", open: false);
        var call = app.To("chinh-ta", "dossiers", "/dossiers/H46.01-241118-0009");
        Assert.Contains("Server.ServerProxy.AccessDenied", (await Assert.ThrowsAnyAsync<RefusedByPartner>(() => app.Call(call))).Message, StringComparison.Ordinal);
        Assert.All(await app.Rows(call.Id), r => Assert.Equal(Outcome.Fault, r.Outcome));
        var access = NhatLe.Exchange.Shared.PartnerAccess.IdOf(ExchangeApp.Self, "dossiers");
        var journal = await app.Journal(access);
        Assert.Equal(["exchange.service-opened", "exchange.service-closed"], journal.Select(l => l.Entry.Event));
        Assert.All(journal, l => Assert.True(l.Holds));
    }

    [Fact]
    public async Task The_metadata_services_tell_what_there_is_what_is_allowed_and_how_it_is_called()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var all = await Json("listMethods");
        Assert.Equal(["dossiers", "procedures"], all.GetProperty("service").EnumerateArray().Select(s => s.GetProperty("service_code").GetString()!).Order(StringComparer.Ordinal));
        var endpoint = all.GetProperty("service").EnumerateArray().Single(s => s.GetProperty("service_code").GetString() == "procedures").GetProperty("endpoint_list")[0];
        Assert.Equal(("GET", "/procedures/*"), (endpoint.GetProperty("method").GetString(), endpoint.GetProperty("path").GetString()));
        Assert.Contains("procedures", (await Json("allowedMethods")).GetProperty("service").EnumerateArray().Select(s => s.GetProperty("service_code").GetString()));
        var described = await Json("getOpenAPI", "?serviceCode=procedures");
        Assert.Equal("3.1.0", described.GetProperty("openapi").GetString());
        Assert.True(described.GetProperty("paths").GetProperty("/procedures/{code}").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties").TryGetProperty("feeVnd", out _));
        await Assert.ThrowsAnyAsync<RefusedByPartner>(() => Json("getOpenAPI", "?serviceCode=none"));

        async Task<JsonElement> Json(string service, string path = "") => JsonDocument.Parse((await app.Call(app.To("chinh-ta", service, path))).Body).RootElement;
    }

    [Fact]
    public async Task A_partner_that_is_not_there_stops_nobody_and_the_log_says_that_nothing_is_known()
    {
        var call = app.To("vang-mat", "tra-cuu");
        await Assert.ThrowsAsync<PartnerIsAway>(() => app.Call(call));
        var row = Assert.Single(await app.Rows(call.Id));
        Assert.Equal((Outcome.Away, null), (row.Outcome, row.AnswerHash));
        Assert.NotEmpty(row.Error!);
    }

    [Fact]
    public async Task The_board_says_who_is_there_and_who_is_not()
    {
        await app.Run<LookAtPartners>();
        await app.Run<LookAtPartners>();
        var health = await app.Read(db => db.Health.AsNoTracking().ToDictionaryAsync(h => h.Partner, h => h.State));
        Assert.Equal((PartnerState.Up, PartnerState.Down), (health["chinh-ta"], health["vang-mat"]));
        Assert.False(health.ContainsKey("ho-tich"));
        var page = await (await app.As(ExchangeApp.Operator)).Page("/van-hanh/doi-tac");
        Assert.Contains("Hoạt động tốt", page, StringComparison.Ordinal);
        Assert.Contains("Gián đoạn", page, StringComparison.Ordinal);
        Assert.Contains("Chỉ gọi tới ta", page, StringComparison.Ordinal);
        var tried = await (await (await app.As(ExchangeApp.Operator)).PostForm("/van-hanh/doi-tac", new() { ["key"] = "chinh-ta" })).Content.ReadAsStringAsync();
        Assert.Contains("Chính hệ thống này đã trả lời", tried, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_checked_once_more_to_the_seal_and_any_change_shows()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var call = app.To("chinh-ta", "procedures", "/procedures/1.001193");
        await app.Call(call);
        await app.Run<CloseMessages>();
        var rows = await app.Rows(call.Id);
        var admin = await app.As(ExchangeApp.Operator);
        Assert.Equal([true, true, true, null], (await admin.Get<MessageView>($"/api/exchange/messages/{rows[0].Id}")).Checks.Select(c => c.Holds)); // the seal is minutes away
        await app.Services.GetRequiredService<Sealer>().Run(onlyIfDue: false, default);
        foreach (var row in rows)
        {
            var view = await admin.Get<MessageView>($"/api/exchange/messages/{row.Id}");
            Assert.Equal([true, true, true, true], view.Checks.Select(c => c.Holds));
            Assert.True(view.IsMasked);
            Assert.Null(view.Request); // the operator sees that it was, and not what it said
        }
        Assert.Contains("Nội dung được che", await admin.Page($"/van-hanh/trao-doi/{rows[0].Id}"), StringComparison.Ordinal);

        await app.Read(db => db.Messages.Where(m => m.Id == rows[0].Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.Issue, "H46.99-241118-0001")));
        Assert.Equal([true, true, true, false], (await admin.Get<MessageView>($"/api/exchange/messages/{rows[0].Id}")).Checks.Select(c => c.Holds));
        await app.Read(db => db.Messages.Where(m => m.Id == rows[0].Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.AnswerBody, rows[1].RequestHead)));
        Assert.Equal([true, false, false, false], (await admin.Get<MessageView>($"/api/exchange/messages/{rows[0].Id}")).Checks.Select(c => c.Holds));
        Assert.Contains("Không khớp", await admin.Page($"/van-hanh/trao-doi/{rows[0].Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_read_what_was_said_reads_it_and_that_is_noted()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var call = app.To("chinh-ta", "procedures", "/procedures/1.001193");
        await app.Call(call);
        var row = (await app.Rows(call.Id))[0];
        var page = await (await app.As("chanh-van-phong")).Page($"/van-hanh/trao-doi/{row.Id}");
        Assert.Contains("x-road-client:VN/GOV/H46/NHATLE", page, StringComparison.Ordinal);
        Assert.Contains("đăng ký khai sinh", page, StringComparison.Ordinal);
        await app.Services.GetRequiredService<AccessLog>().Flush(default);
        Assert.Equal("exchange.read-messages", (await app.Db(db => db.Accesses.SingleAsync(a => a.SubjectId == row.Id))).Purpose);
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_row_was_closed_as_lost_does_not_break_the_root()
    {
        var call = app.To("vang-mat", "tra-cuu");
        var log = app.Services.GetRequiredService<MessageLog>();
        var asked = new SignedMessage(NhatLe.Exchange.XRoad.XRoadMessage.Request("GET", "/r1/VN/GOV/BCA/DANCU/tra-cuu", [], default), null);
        var id = await log.Begin("vang-mat", NhatLe.Exchange.XRoad.ServiceId.OfPath("/r1/VN/GOV/BCA/DANCU/tra-cuu", out _)!, "GET", call.Id.ToString(), Cause.None, asked, default);
        var longAgo = TimeProvider.System.GetUtcNow() - CloseMessages.Lost - TimeSpan.FromMinutes(1);
        await app.Read(db => db.Messages.Where(m => m.Id == id).ExecuteUpdateAsync(m => m.SetProperty(x => x.At, longAgo)));
        await app.Run<CloseMessages>();
        await log.End(id, new(Outcome.Answered, 200, null, TimeSpan.FromMinutes(31), asked, null));
        var row = Assert.Single(await app.Rows(call.Id));
        Assert.Equal((Outcome.Open, false), (row.Outcome, row.BatchId is null));
    }

    [Fact]
    public async Task Contents_are_emptied_after_their_time_and_the_proof_stays()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var call = app.To("chinh-ta", "procedures", "/procedures/1.001193");
        await app.Call(call);
        var old = TimeProvider.System.GetUtcNow().AddDays(-91);
        await app.Read(db => db.Messages.Where(m => m.MessageId == call.Id.ToString()).ExecuteUpdateAsync(m => m.SetProperty(x => x.At, old)));
        await app.Run<EmptyMessages>();
        Assert.All(await app.Rows(call.Id), r => Assert.Equal((false, null, null, 64), (r.Kept, r.RequestHead, r.AnswerBody, r.RequestHash.Length)));
        var view = await (await app.As(ExchangeApp.Operator)).Get<MessageView>($"/api/exchange/messages/{(await app.Rows(call.Id))[0].Id}");
        Assert.All(view.Checks.Take(2), c => Assert.Null(c.Holds));
    }

    [Fact]
    public async Task What_is_said_lies_encrypted()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var call = app.To("chinh-ta", "procedures", "/procedures/1.001193");
        await app.Call(call);
        Assert.All(await app.Rows(call.Id), r => Assert.DoesNotContain("1.001193", Encoding.UTF8.GetString([.. r.RequestHead!, .. r.AnswerBody!]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_is_searched_by_partner_outcome_day_and_code_page_by_page()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        var code = "H46.07-241118-0700";
        for (var i = 0; i < 30; i++) await app.Call(app.To("chinh-ta", "procedures", "/procedures/1.001193") with { Cause = new(code) });
        var admin = await app.As(ExchangeApp.Operator);
        var first = await admin.Get<List<LoggedLine>>($"/api/exchange/messages?search={code}&outcome=Answered&partner=chinh-ta");
        Assert.Equal(ReadMessages.PageSize, first.Count);
        var rest = await admin.Get<List<LoggedLine>>($"/api/exchange/messages?search={code}&before={first[^1].Id}");
        Assert.Equal(60, first.Concat(rest).Select(m => m.Id).Distinct().Count());
        Assert.Empty(await admin.Get<List<LoggedLine>>($"/api/exchange/messages?search={code}&day=2020-01-01"));
        Assert.Contains(code, await admin.Page($"/van-hanh/trao-doi?tim={code}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/van-hanh/doi-tac")]
    [InlineData("/van-hanh/trao-doi")]
    [InlineData("/van-hanh/dich-vu-chia-se")]
    [InlineData("/api/exchange/partners")]
    [InlineData("/api/exchange/messages")]
    [InlineData("/api/exchange/access")]
    public async Task Only_the_operators_of_the_exchange_come_in(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("chu-tich.tinh")).Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("mai.lien")).Get(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await app.As(ExchangeApp.Operator)).Get(path)).StatusCode);
    }
}

static class Opened
{
    static readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Where it is not open yet.</summary>
    public static async Task OpenOnce(this ExchangeApp app, string partner, string service)
    {
        await gate.WaitAsync();
        try
        {
            var id = app.Partner(partner).Id;
            if (!await app.Read(db => db.Access.AnyAsync(a => a.Partner == id && a.Service == service && a.IsOpen))) await app.Open(partner, service);
        }
        finally { gate.Release(); }
    }
}
