using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Log;
using NhatLe.Host;

namespace NhatLe.Tests.Exchange;

/// <summary>Two calls of a member at once, and a service that answers when the test says so.</summary>
public sealed class LimitedApp : ExchangeApp
{
    public const string Slow = "cham";

    public SemaphoreSlim Entered { get; } = new(0);
    public TaskCompletionSource Gate { get; } = new();

    private protected override Settings Adjust(Settings settings)
    {
        var usual = base.Adjust(settings);
        return usual with { Exchange = usual.Exchange with { CallsAtOnce = 2 } };
    }

    protected override void Replace(IServiceCollection services) => services.AddSingleton(new SharedService(Slow, "Dịch vụ chậm", [new("GET", "/cham", "Answers when told", Body: null, typeof(string), async (_, _, _) =>
    {
        Entered.Release();
        await Gate.Task;
        return "xong";
    })]));
}

public sealed class LimitTests(LimitedApp app) : IClassFixture<LimitedApp>
{
    const string Target = "/r1/" + ExchangeApp.Self + "/" + LimitedApp.Slow + "/cham";

    [Fact]
    public async Task More_calls_at_once_than_agreed_are_told_to_come_again_and_nobody_else_waits_for_them()
    {
        await app.Open("chinh-ta", LimitedApp.Slow);
        using var own = app.Certificate("VN/GOV/H46");
        using var partner = app.PartnerWith(own);
        var busy = new[] { partner.SendAsync(app.Signed(own, ExchangeApp.Self, Target)), partner.SendAsync(app.Signed(own, ExchangeApp.Self, Target)) };
        Assert.True(await app.Entered.WaitAsync(TimeSpan.FromMinutes(1)) && await app.Entered.WaitAsync(TimeSpan.FromMinutes(1)));

        using var asked = app.Signed(own, ExchangeApp.Self, Target);
        var third = await partner.SendAsync(asked);
        Assert.Equal((500, "Server.ServerProxy.ServiceFailed.TooManyCalls"), ((int)third.StatusCode, third.Headers.GetValues("X-Road-Error").Single()));
        var messageId = asked.Headers.GetValues("X-Road-Id").Single();
        var row = await app.Read(db => db.Messages.AsNoTracking().SingleAsync(m => m.MessageId == messageId));
        Assert.Equal((Outcome.Fault, "chinh-ta"), (row.Outcome, row.Partner));

        using var ministry = app.Certificate("VN/GOV/BTP");
        using var other = app.PartnerWith(ministry);
        Assert.Equal(200, (int)(await other.SendAsync(app.Signed(ministry, ExchangeApp.Ministry, "/r1/" + ExchangeApp.Self + "/listMethods"))).StatusCode);

        app.Gate.SetResult();
        Assert.All(await Task.WhenAll(busy), a => Assert.Equal(200, (int)a.StatusCode));
        Assert.Equal(200, (int)(await partner.SendAsync(app.Signed(own, ExchangeApp.Self, Target))).StatusCode);
    }
}
