using System.Net;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.StandIns;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Exchange.Portal;

/// <summary>In a demonstration operators try what happens when a national system fails.</summary>
public sealed class StandInTroubleTests(PortalApp app) : IClassFixture<PortalApp>
{
    const string Portal = "/portal/*";

    [Fact]
    public async Task An_operator_puts_the_portal_out_of_order_and_back_and_meanwhile_messages_wait()
    {
        var operators = await app.As("quan-tri");
        Assert.Contains("/van-hanh/thu-su-co", await operators.Page("/van-hanh/doi-tac"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await operators.PostForm("/van-hanh/thu-su-co", new() { ["at"] = Portal, ["kind"] = "Fail" })).StatusCode);
        Assert.Equal(Trouble.Fail, await Now(operators));
        Assert.Contains("Out of order", await operators.Page("/en/van-hanh/thu-su-co"), StringComparison.Ordinal);

        var code = (await app.GivenFiled()).Code;
        for (var i = 0; i < 1200 && !(await app.Of(code)).Exists(p => p.Attempts > 0); i++) await Task.Delay(50);
        Assert.Equal(ParcelState.Waiting, (await app.Of(code)).Single().State);

        (await operators.PostJson("/api/exchange/stand-ins", new { at = Portal, kind = "None" })).EnsureSuccessStatusCode();
        Assert.Equal(Trouble.None, await Now(operators));
        await app.Told(code, 1);
    }

    [Fact]
    public async Task What_is_not_there_is_not_troubled_and_nobody_else_may()
    {
        var operators = await app.As("quan-tri");
        Assert.Equal(HttpStatusCode.NotFound, (await operators.PostJson("/api/exchange/stand-ins", new { at = "/elsewhere/*", kind = "Fail" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await operators.PostJson("/api/exchange/stand-ins", new { at = Portal, kind = "Twice" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("mot-cua.tronghoa")).PostJson("/api/exchange/stand-ins", new { at = Portal, kind = "Fail" })).StatusCode);
    }

    static async Task<Trouble> Now(App.Client operators) => (await operators.Get<List<TroubledPlace>>("/api/exchange/stand-ins")).Single(p => p.At == Portal).Now;
}
