using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange.Parcels;
using NhatLe.National.Control;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Exchange.Portal;

/// <summary>On an installation of its own: what waits is hastened once in a while only.</summary>
public sealed class PortalBackTests(PortalApp app) : IClassFixture<PortalApp>
{
    [Fact]
    public async Task When_the_portal_is_back_what_waits_for_hours_yet_goes_at_once()
    {
        await app.Told((await app.GivenFiled()).Code, 1);
        await app.Tell("token", FaultKind.Fail);
        await app.Tell("dossier-numbers", FaultKind.Fail);
        var (soon, late) = ((await app.GivenFiled()).Code, (await app.GivenFiled()).Code);
        for (var i = 0; i < 1200 && (await app.Of(soon)).Sum(p => p.Attempts) < 6; i++)
        {
            await app.Hurry();
            await Task.Delay(50);
        }
        var (tomorrow, before) = (TimeProvider.System.GetUtcNow().AddDays(1), TimeProvider.System.GetUtcNow().AddMinutes(-1));
        await app.Read(db => db.Parcels.Where(p => p.Code == late && p.State == ParcelState.Waiting).ExecuteUpdateAsync(p => p.SetProperty(x => x.NextTryAt, tomorrow)));
        await app.TakeBackFaults();
        await app.Read(db => db.Parcels.Where(p => p.Code == soon && p.State == ParcelState.Waiting).ExecuteUpdateAsync(p => p.SetProperty(x => x.NextTryAt, before)));
        for (var i = 0; i < 1200 && (await app.Of(late)).Exists(p => p.State == ParcelState.Waiting); i++) await Task.Delay(50);
        Assert.All(await app.Of(late), p => Assert.Equal(ParcelState.Sent, p.State));
    }
}
