using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Outbound;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Outbound;

/// <summary>What the bell says goes out by SMS: once, in order, and not lost while the gateway is slow, down or forgetful.</summary>
public sealed class SmsTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    async Task<(Guid Id, string Code)> Filed()
    {
        var code = (await app.GivenFiled()).Code;
        return ((await app.Dossier(code)).Id, code);
    }

    IEnumerable<Gateway.Got> TakenAbout(string code) => app.Gateway.Taken.Where(g => g.Text.Contains(SmsText.ShortCode(code), StringComparison.Ordinal));

    [Fact]
    public async Task Every_step_is_told_once_in_order_without_personal_data()
    {
        app.Gateway.TakesAll();
        var code = await app.GivenReturned();
        var dossier = await app.Dossier(code);
        var id = dossier.Id;
        var sent = await app.Messages(id, all => all.Count == 4 && all.TrueForAll(m => m.State == MessageState.Sent), "four messages sent");
        var taken = TakenAbout(code).ToList();
        Assert.Equal(sent.Select(m => m.Id.ToString()), taken.Select(g => g.Key));
        Assert.Equal($"UBND xa Trong Hoa: da nhan ho so {SmsText.ShortCode(code)}, tra loi truoc {SmsText.When(dossier.AnswerDueAt!.Value)}. Ong/ba chua can den. Hoi: 1022", taken[0].Text);
        Assert.All(taken, g =>
        {
            Assert.Equal(("+84900000101", "QUANGBINH", "Bearer gateway-secret"), (g.To, g.Sender, g.Authorization));
            Assert.InRange(g.Text.Length, 20, SmsText.Longest);
            Assert.DoesNotContain("Lien", g.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Bao", g.Text, StringComparison.Ordinal); // the child
            Assert.DoesNotContain("http", g.Text, StringComparison.OrdinalIgnoreCase);
        });
        Assert.All(sent, m => Assert.Equal(("+84900000101", 1), (app.Plain(m.Address), m.Attempts)));
        Assert.Equal(4, await app.Db(db => db.Notices.CountAsync(n => n.SubjectId == id)));
    }

    [Fact]
    public async Task While_the_gateway_is_down_nothing_is_lost_and_the_later_ones_wait_behind()
    {
        app.Gateway.Says(503, "maintenance");
        var (id, code) = await Filed();
        var waiting = await app.Messages(id, all => all.Count == 1 && all[0].Attempts > 0, "a first attempt");
        Assert.Equal(MessageState.Waiting, waiting[0].State);
        Assert.Contains("503: maintenance", waiting[0].LastError!, StringComparison.Ordinal);
        Assert.True(waiting[0].NextTryAt > TimeProvider.System.GetUtcNow());
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Messages(id, all => all.Count == 2, "the second in the box");
        Assert.Equal(0, (await app.Messages(id))[1].Attempts); // not sent before the first

        app.Gateway.TakesAll();
        await app.Hurry(id);
        var sent = await app.Messages(id, all => all.TrueForAll(m => m.State == MessageState.Sent), "both sent");
        Assert.Equal(sent.Select(m => m.Id.ToString()), TakenAbout(code).Select(g => g.Key));
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_in_time_is_asked_again_under_the_same_key()
    {
        app.Gateway.Answer = async (_, context) => await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var (id, code) = await Filed();
        var waiting = await app.Messages(id, all => all.Count == 1 && all[0].Attempts > 0, "a first attempt");
        Assert.Contains("did not answer within 1 s", waiting[0].LastError!, StringComparison.Ordinal);
        app.Gateway.TakesAll();
        await app.Hurry(id);
        await app.Messages(id, all => all[0].State == MessageState.Sent, "sent");
        Assert.Equal(waiting[0].Id.ToString(), Assert.Single(app.Gateway.Asked.Where(g => g.Text.Contains(SmsText.ShortCode(code), StringComparison.Ordinal)).Select(g => g.Key).Distinct()));
    }

    [Fact]
    public async Task An_answer_that_was_lost_makes_one_message_not_two()
    {
        app.Gateway.Answer = (got, context) =>
        {
            app.Gateway.Take(got);
            context.Abort();
            return Task.CompletedTask;
        };
        var (id, code) = await Filed();
        await app.Messages(id, all => all.Count == 1 && all[0].Attempts > 0, "a first attempt");
        app.Gateway.TakesAll();
        await app.Hurry(id);
        await app.Messages(id, all => all[0].State == MessageState.Sent, "sent");
        Assert.Single(TakenAbout(code));
        Assert.True(app.Gateway.Asked.Count(g => g.Text.Contains(SmsText.ShortCode(code), StringComparison.Ordinal)) > 1);
    }

    [Fact]
    public async Task What_is_refused_for_good_is_dead_at_once_and_holds_nobody_back()
    {
        app.Gateway.Says(422, "no such number");
        var (id, code) = await Filed();
        var dead = await app.Messages(id, all => all.Count == 1 && all[0].State == MessageState.Dead, "dead");
        Assert.Equal(1, dead[0].Attempts);
        Assert.Contains("422: no such number", dead[0].LastError!, StringComparison.Ordinal);

        app.Gateway.TakesAll();
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Messages(id, all => all.Count == 2 && all[1].State == MessageState.Sent, "the later one sent");

        var admin = await app.As(FactsApp.AdministratorLogin);
        Assert.Contains("không gửi được", await admin.Page("/van-hanh/thu-chet"), StringComparison.Ordinal);
        var page = await admin.Http.Open("/van-hanh/tin-gui-di?muc=da-dung");
        Assert.Contains("••••0101", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("900000101", page.Words(), StringComparison.Ordinal);
        Assert.Contains("no such number", page.Words(), StringComparison.Ordinal);
        var answer = await admin.PostForm("/van-hanh/tin-gui-di", new() { ["id"] = dead[0].Id.ToString(), ["muc"] = "da-dung" });
        Assert.Equal("/van-hanh/tin-gui-di?muc=da-dung", answer.Headers.Location?.ToString());
        await app.Messages(id, all => all[0].State == MessageState.Sent, "sent again");
        await (await admin.PostJson($"/api/workspace/messages/{dead[0].Id}/retry", new { })).Refused(System.Net.HttpStatusCode.NotFound); // it has gone
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    public async Task What_is_ours_to_mend_or_passes_waits(int status)
    {
        app.Gateway.Says(status);
        var (id, _) = await Filed();
        var waiting = await app.Messages(id, all => all.Count == 1 && all[0].Attempts > 0, "a first attempt");
        Assert.Equal(MessageState.Waiting, waiting[0].State);
        app.Gateway.TakesAll();
        await app.Hurry(id);
        await app.Messages(id, all => all[0].State == MessageState.Sent, "sent");
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_given_up()
    {
        app.Gateway.Says(500);
        var (id, _) = await Filed();
        await app.Messages(id, all => all.Count == 1 && all[0].Attempts > 0, "a first attempt");
        await app.Db(db => db.Messages.Where(m => m.SubjectId == id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Attempts, MessageSender.MostAttempts - 1)));
        await app.Hurry(id);
        var dead = await app.Messages(id, all => all[0].State == MessageState.Dead, "given up");
        Assert.Equal(MessageSender.MostAttempts, dead[0].Attempts);
        app.Gateway.TakesAll();
    }

    [Fact]
    public async Task Who_wants_no_messages_gets_none_and_is_told_by_the_bell_all_the_same()
    {
        app.Gateway.TakesAll();
        var mother = await app.As(Filing.Mother);
        Assert.True((await mother.PostJson("/api/identity/ways", new { sms = false, mail = false, language = "vi" })).IsSuccessStatusCode);
        try
        {
            var (id, _) = await Filed();
            await app.Settled();
            Assert.Empty(await app.Messages(id));
            Assert.Equal(1, await app.Db(db => db.Notices.CountAsync(n => n.SubjectId == id)));
            Assert.Equal("identity.ways-chosen", (await app.Journal(ChannelsApp.Mother))[^1].Entry.Event);
        }
        finally
        {
            await mother.PostJson("/api/identity/ways", new { sms = true, mail = false, language = "vi" });
        }
    }
}

/// <summary>Nobody's phone rings at night, by the legal clock. Each class has its own clock.</summary>
public sealed class QuietHoursTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    [Fact]
    public async Task What_is_written_at_night_goes_out_in_the_morning()
    {
        app.Time.MoveTo(App.Day(2024, 11, 18, 21, 30));
        var code = (await app.GivenFiled()).Code;
        await app.Settled();
        var id = (await app.Dossier(code)).Id;
        var waiting = Assert.Single(await app.Messages(id));
        Assert.Equal((App.Day(2024, 11, 19, 7, 0), MessageState.Waiting, 0), (waiting.NotBefore, waiting.State, waiting.Attempts));
        Assert.Contains("Đợi đến sáng", (await (await app.As(FactsApp.AdministratorLogin)).Http.Open("/van-hanh/tin-gui-di?muc=cho")).Words(), StringComparison.Ordinal);
        app.Time.MoveTo(App.Day(2024, 11, 19, 7, 0));
        await app.Messages(id, all => all[0].State == MessageState.Sent, "sent in the morning");
        Assert.Single(app.Gateway.Asked);
    }
}
