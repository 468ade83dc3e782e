using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Partners;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Exchange;

/// <summary>The exchange with certificates that end in twenty days.</summary>
public sealed class ExpiringApp : ExchangeApp
{
    protected override TimeProvider IssuedAt => new Earlier(3 * 365 - 20);

    sealed class Earlier(int days) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(-days);
    }
}

public sealed class ExpiringTests(ExpiringApp app) : IClassFixture<ExpiringApp>
{
    [Fact]
    public async Task Who_operates_the_exchange_is_told_of_certificates_that_run_out_until_others_are_in_their_place()
    {
        using (var ministry = app.Certificate("VN/GOV/BTP"))
        using (var partner = app.PartnerWith(ministry))
            (await partner.SendAsync(app.Signed(ministry, ExchangeApp.Ministry, "/r1/" + ExchangeApp.Self + "/listMethods"))).EnsureSuccessStatusCode();
        await app.Run<WatchCertificates>();
        await app.Run<WatchCertificates>();
        var told = await Told();
        Assert.Equal([CertificateOf.Ours, CertificateOf.Authority, CertificateOf.Partner], told.Select(t => t.Whose));
        Assert.All(told, t => Assert.Equal((30, null), (t.Days, t.EndedAt)));
        Assert.Equal("VN/GOV/BTP", told[2].Owner);
        Assert.Equal(3, (await Duties()).Count(d => d.EndedAt is null));
        var admin = await app.As(ExchangeApp.Operator);
        var board = await admin.Page("/van-hanh/doi-tac");
        Assert.Contains("Chứng thư của ta sắp hết hạn: VN/GOV/H46", board, StringComparison.Ordinal);
        Assert.Contains("Nhắc đối tác thay.", board, StringComparison.Ordinal);
        Assert.Equal(3, (await admin.Get<List<ExpiringLine>>("/api/exchange/expiring-certificates")).Count);

        await app.Read(db => db.Expiring.ExecuteUpdateAsync(e => e.SetProperty(x => x.Days, 40))); // told before by a longer notice: within 30 days they are told again
        await app.Run<WatchCertificates>();
        Assert.All(await Told(), t => Assert.Equal(30, t.Days));
        Assert.Equal(3, (await Duties()).Count); // and owe no more for it
        Assert.All(await app.Journal(told[0].Id), l => Assert.True(l.Holds));

        app.RenewCertificates();
        await app.Restart();
        using (var ministry = app.Certificate("VN/GOV/BTP"))
        using (var partner = app.PartnerWith(ministry))
            (await partner.SendAsync(app.Signed(ministry, ExchangeApp.Ministry, "/r1/" + ExchangeApp.Self + "/listMethods"))).EnsureSuccessStatusCode();
        await app.Run<WatchCertificates>();
        Assert.All(await Told(), t => Assert.NotNull(t.EndedAt));
        Assert.All(await Duties(), d => Assert.NotNull(d.EndedAt));
        Assert.DoesNotContain("hết hạn", await (await app.As(ExchangeApp.Operator)).Page("/van-hanh/doi-tac"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VN/GOV/H46", "VN/COM/H46")]
    [InlineData("VN/GOV+H/46", "VN/GOV/H+46")]
    public void Members_that_end_alike_have_files_of_their_own(string one, string other) =>
        Assert.NotEqual(CertificateFolder.FileOf("x", one), CertificateFolder.FileOf("x", other));

    Task<List<ExpiringCertificate>> Told() => app.Read(db => db.Expiring.AsNoTracking().OrderBy(e => e.Whose).ToListAsync());

    Task<List<Duty>> Duties() => app.Db(db => db.Duties.AsNoTracking().Where(d => d.Kind == "exchange.certificate").ToListAsync());
}
