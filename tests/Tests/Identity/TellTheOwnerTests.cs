using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.SecondFactors;
using NhatLe.Platform.Data;
using NhatLe.Platform.Outbound;
using NhatLe.Tests.Outbound;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity;

/// <summary>Who has an account is told when its second factor changes, on the bell and by their ways.</summary>
public sealed class TellTheOwnerTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    /// <summary>Of this step, or of the one ahead, which is taken too.</summary>
    static string Code(byte[] secret, int ahead = 0) => Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()) + ahead);

    async Task<List<string>> Bell(Guid account)
    {
        await app.Settled();
        return await app.Db(db => db.Notices.Where(n => n.AccountId == account && n.SubjectId == account).OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => n.Title).ToListAsync());
    }

    [Fact]
    public async Task Added_used_changed_and_removed_each_is_told_once_by_bell_and_SMS()
    {
        app.Gateway.TakesAll();
        var account = ChannelsApp.Mother;
        var browser = await app.As("mai.lien");
        var offer = await browser.Post<OfferSecondFactor.Offer>("/api/identity/second-factor/offer", new { password = App.Password });
        var secret = Authenticator.Read(offer.Secret);
        var recovery = (await browser.Post<AddSecondFactor.Added>("/api/identity/second-factor", new { code = Code(secret) })).RecoveryCodes;
        Assert.Equal(["Đã bật xác thực hai bước"], await Bell(account));
        Assert.Contains("Đã bật xác thực hai bước", await browser.Page("/thong-bao"), StringComparison.Ordinal);

        var other = await browser.Post<OfferSecondFactor.Offer>("/api/identity/second-factor/offer", new { code = recovery[0] });
        var begun = await browser.Http.Open("/tai-khoan/hai-buoc");
        Assert.NotNull(begun.QuerySelector("svg.nl-qr"));
        Assert.Contains("Đang bật", (await browser.Http.Follow(begun, "Giữ điện thoại đang dùng")).Words(), StringComparison.Ordinal);
        await browser.Post<AddSecondFactor.Added>("/api/identity/second-factor", new { code = Code(Authenticator.Read(other.Secret)) });
        Assert.Equal(HttpStatusCode.OK, (await browser.PostJson("/api/identity/second-factor/removal", new { code = Code(Authenticator.Read(other.Secret), 1) })).StatusCode);
        Assert.Equal(["Đã bật xác thực hai bước", "Đã dùng một mã dự phòng", "Đã đổi sang ứng dụng xác thực khác", "Đã tắt xác thực hai bước"], await Bell(account));
        var used = await app.Db(db => db.Notices.SingleAsync(n => n.AccountId == account && n.Title == "Đã dùng một mã dự phòng"));
        Assert.Equal(("[\"9\"]", "/tai-khoan/hai-buoc"), (used.Args, used.Link));

        var sent = await app.Messages(account, all => all.Count == 4 && all.TrueForAll(m => m.State == MessageState.Sent), "four messages sent");
        Assert.All(sent, m => Assert.Equal((Channel.Sms, "+84900000101"), (m.Channel, app.Plain(m.Address))));
        Assert.Contains(app.Gateway.Taken, g => g.Text.StartsWith("Tai khoan dich vu cong cua ong/ba vua tat xac thuc hai buoc.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_official_whose_factor_an_administrator_took_away_sees_it_on_the_bell()
    {
        const string login = "chu-tich.tronghoa";
        var account = StableId.Of("account", login);
        var browser = await app.As(login);
        var secret = Authenticator.Read((await browser.Post<OfferSecondFactor.Offer>("/api/identity/second-factor/offer", new { password = App.Password })).Secret);
        await browser.Post<AddSecondFactor.Added>("/api/identity/second-factor", new { code = Code(secret) });
        var admin = await app.As("quan-tri");
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJson("/api/identity/second-factor-resets", new { login, reason = "Mất điện thoại, đã gặp mặt." })).StatusCode);
        Assert.Equal(["Đã bật xác thực hai bước", "Người quản trị đã gỡ xác thực hai bước"], await Bell(account));
        Assert.Empty(await app.Messages(account)); // officials have no ways beside the bell
    }
}
