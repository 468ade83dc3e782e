using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NhatLe.Host;
using NhatLe.Platform.Data;
using NhatLe.Platform.Outbound;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Outbound;

/// <summary>E-mail: to an address only once its owner has sent back the code, by a real conversation.</summary>
public sealed class MailTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    static readonly Guid Khiem = StableId.Of("account", "van.khiem");

    async Task<App.Client> Confirmed(string login, string address)
    {
        var citizen = await app.As(login);
        await Forgotten(login);
        var letters = app.Postbox.Letters.Count(l => l.To == address);
        Assert.Equal(HttpStatusCode.SeeOther, (await citizen.PostForm("/tai-khoan?handler=Mail", new() { ["address"] = address })).StatusCode);
        var code = ChannelsApp.CodeIn(await app.LetterTo(address, letters + 1));
        Assert.Equal(HttpStatusCode.SeeOther, (await citizen.PostForm("/tai-khoan?handler=Confirm", new() { ["code"] = code })).StatusCode);
        return citizen;
    }

    /// <summary>As if nobody had asked for a code today.</summary>
    async Task Forgotten(string login)
    {
        var id = StableId.Of("account", login);
        await app.Accounts(db => db.MailChecks.Where(m => m.AccountId == id).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task An_address_is_used_after_its_code_came_back_and_then_tells_what_the_bell_says()
    {
        const string address = "ho.lien@example.vn";
        app.Postbox.Says.Clear();
        var mother = await app.As(Filing.Mother);
        await Forgotten(Filing.Mother);
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm("/tai-khoan?handler=Mail", new() { ["address"] = address })).StatusCode);
        var letter = await app.LetterTo(address);
        Assert.Equal(("khong-tra-loi@example.vn", "Mã xác nhận địa chỉ thư"), (letter.From, letter.Header("Subject")));
        var code = ChannelsApp.CodeIn(letter);

        var wrong = await mother.PostForm("/tai-khoan?handler=Confirm", new() { ["code"] = code == "000000" ? "000001" : "000000" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("Mã chưa đúng", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null((await app.Accounts(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == ChannelsApp.Mother))).MailAddress);

        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm("/tai-khoan?handler=Confirm", new() { ["code"] = code[..3] + " " + code[3..] })).StatusCode);
        var account = await app.Accounts(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == ChannelsApp.Mother));
        Assert.Equal((address, true), (app.Plain(account.MailAddress!), account.MailWanted));
        Assert.DoesNotContain("ho.lien", Encoding.UTF8.GetString(account.MailAddress!), StringComparison.Ordinal);
        Assert.All(await app.Journal(account.Id), line => Assert.True(line.Holds));

        var dossier = await app.Dossier((await app.GivenFiled()).Code);
        var told = await app.LetterTo(address, 2);
        var row = (await app.Messages(dossier.Id)).Single(m => m.Channel == Channel.Mail);
        Assert.Equal("Đã nộp: " + dossier.Title, told.Header("Subject"));
        Assert.Equal($"<{row.Id}@example.vn>", told.Header("Message-ID"));
        Assert.Contains("Xã Trọng Hóa trả lời trước ", told.Body, StringComparison.Ordinal);
        Assert.Contains($"https://dichvucong.example.vn/ho-so/{dossier.Code}", told.Body, StringComparison.Ordinal);

        Assert.True((await mother.PostJson("/api/identity/ways", new { sms = true, mail = true, language = "en" })).IsSuccessStatusCode);
        var second = await app.Dossier((await app.GivenFiled()).Code);
        var english = await app.LetterTo(address, 3);
        Assert.Contains($"https://dichvucong.example.vn/en/ho-so/{second.Code}", english.Body, StringComparison.Ordinal);
        Assert.Contains("call 1022", english.Body, StringComparison.Ordinal);
        bool IsOfSecond(string text) => text.Contains(SmsText.ShortCode(second.Code), StringComparison.Ordinal);
        await FactsApp.Until(() => Task.FromResult(app.Gateway.Taken.Any(g => IsOfSecond(g.Text))), "a message by phone about the second dossier");
        Assert.Contains("dossier", app.Gateway.Taken.Last(g => IsOfSecond(g.Text)).Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm("/tai-khoan?handler=Forget", [])).StatusCode);
        await mother.PostJson("/api/identity/ways", new { sms = true, mail = true, language = "vi" });
        var third = await app.Dossier((await app.GivenFiled()).Code);
        await app.Settled();
        Assert.DoesNotContain(await app.Messages(third.Id), m => m.Channel == Channel.Mail);
    }

    [Theory]
    [InlineData("RCPT", "550 no such mailbox", MessageState.Dead)]
    [InlineData("RCPT", "450 busy", MessageState.Waiting)]
    [InlineData("MAIL", "530 sign in first", MessageState.Waiting)]
    [InlineData(".", "554 looks like spam", MessageState.Dead)]
    [InlineData("EHLO", "", MessageState.Waiting)]
    public async Task What_the_server_says_decides_what_becomes_of_a_letter(string verb, string said, MessageState becomes)
    {
        app.Postbox.Says.Clear();
        await Confirmed("van.khiem", "khiem@example.vn");
        app.Postbox.Says[verb] = said;
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await Tell(id);
        var message = (await app.Messages(id, all => all.Count > 0 && all[^1].Attempts > 0, "an attempt")).Single(m => m.Channel == Channel.Mail);
        Assert.Equal(becomes, message.State);
        Assert.NotEmpty(message.LastError!);
        app.Postbox.Says.Clear();
        if (becomes == MessageState.Dead) return;
        await app.Hurry(id);
        await app.Messages(id, all => all[^1].State == MessageState.Sent, "sent after all");
    }

    [Fact]
    public async Task A_letter_whose_answer_was_lost_comes_again_under_the_same_id()
    {
        app.Postbox.Says.Clear();
        await Confirmed("van.khiem", "khiem.lan2@example.vn");
        app.Postbox.Says["."] = "";
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await Tell(id);
        await app.Messages(id, all => all.Count > 0 && all[^1].Attempts > 0, "an attempt");
        app.Postbox.Says.Clear();
        await app.Hurry(id);
        var row = (await app.Messages(id, all => all[^1].State == MessageState.Sent, "sent"))[^1];
        var same = app.Postbox.Letters.Where(l => l.Header("Message-ID") == $"<{row.Id}@example.vn>").ToList();
        Assert.True(same.Count > 1);
        Assert.Single(same.Select(l => l.Body).Distinct());
    }

    /// <summary>A notice about something of Khiêm's.</summary>
    async Task Tell(Guid subject)
    {
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(app.Services);
        var notices = (NhatLe.Platform.Live.Notices)scope.ServiceProvider.GetService(typeof(NhatLe.Platform.Live.Notices))!;
        await notices.Give(Khiem, subject, "Đã nộp: {0}", "{1} hẹn trả kết quả {2}.", "", ["Việc thử", "Xã thử", "mai"], default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("khong phai thu")]
    [InlineData("a@b")]
    [InlineData("a@b.vn\r\nBcc: c@d.vn")]
    [InlineData("\"x\" <a@b.vn>")]
    public async Task What_is_no_address_is_refused_beside_its_field(string address)
    {
        var citizen = await app.As(Filing.Mother);
        await Forgotten(Filing.Mother);
        var answer = await citizen.PostForm("/tai-khoan?handler=Mail", new() { ["address"] = address });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await answer.Page()).QuerySelector("[name=address][aria-invalid=true]"));
    }

    [Fact]
    public async Task Codes_are_few_soon_old_and_cannot_be_guessed()
    {
        app.Postbox.Says.Clear();
        var citizen = await app.As(Filing.Mother);
        await Forgotten(Filing.Mother);
        const string address = "khac@example.vn";
        Assert.Equal(HttpStatusCode.SeeOther, (await citizen.PostForm("/tai-khoan?handler=Mail", new() { ["address"] = address })).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await citizen.PostForm("/tai-khoan?handler=Mail", new() { ["address"] = address })).StatusCode);
        var code = ChannelsApp.CodeIn(await app.LetterTo(address));
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await citizen.PostForm("/tai-khoan?handler=Confirm", new() { ["code"] = code == "111111" ? "222222" : "111111" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await citizen.PostForm("/tai-khoan?handler=Confirm", new() { ["code"] = code })).StatusCode); // the right one, too late

        await Forgotten(Filing.Mother);
        await citizen.PostForm("/tai-khoan?handler=Mail", new() { ["address"] = address });
        code = ChannelsApp.CodeIn(await app.LetterTo(address, 2));
        var old = TimeProvider.System.GetUtcNow().AddMinutes(-31);
        await app.Accounts(db => db.MailChecks.ExecuteUpdateAsync(s => s.SetProperty(m => m.SentAt, old)));
        Assert.Contains("hết hạn", await (await citizen.PostForm("/tai-khoan?handler=Confirm", new() { ["code"] = code })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_citizens_for_themselves()
    {
        await (await app.Anybody().PostJson("/api/identity/ways", new { sms = true })).Refused(HttpStatusCode.Unauthorized);
        var clerk = await app.As(Filing.Clerk);
        await (await clerk.PostJson("/api/identity/mail-address", new { address = "a@b.vn" })).Refused(HttpStatusCode.Forbidden);
        await (await clerk.Get("/api/workspace/messages")).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Get("/van-hanh/tin-gui-di")).StatusCode);
    }
}

/// <summary>A mail server that offers no STARTTLS where it must.</summary>
public sealed class NoTlsApp : ChannelsApp
{
    private protected override Settings Adjust(Settings settings) => base.Adjust(settings) is var given ? given with { Mail = given.Mail with { StartTls = true }, Sms = new() } : settings;
}

public sealed class NoTlsTests(NoTlsApp app) : IClassFixture<NoTlsApp>
{
    [Fact]
    public async Task Without_encryption_no_letter_leaves_and_it_waits()
    {
        var citizen = await app.As(Filing.Mother);
        Assert.Equal(HttpStatusCode.SeeOther, (await citizen.PostForm("/tai-khoan?handler=Mail", new() { ["address"] = "an@example.vn" })).StatusCode);
        var message = (await app.Messages(ChannelsApp.Mother, all => all.Count == 1 && all[0].Attempts > 0, "an attempt"))[0];
        Assert.Equal(MessageState.Waiting, message.State);
        Assert.Empty(app.Postbox.Letters);
        Assert.DoesNotContain(app.Postbox.Heard, h => h.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_channel_that_is_not_set_up_gathers_nothing_and_the_page_says_so()
    {
        await app.GivenFiled();
        await app.Settled();
        Assert.Equal(0, await app.Db(db => db.Messages.CountAsync(m => m.Channel == Channel.Sms)));
        Assert.Contains("Chưa nối cổng tin nhắn", (await (await app.As(FactsApp.AdministratorLogin)).Http.Open("/van-hanh/tin-gui-di")).Words(), StringComparison.Ordinal);
    }
}
