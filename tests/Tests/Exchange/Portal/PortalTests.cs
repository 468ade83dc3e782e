using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Portal;
using NhatLe.Host;
using NhatLe.National.Control;
using NhatLe.National.Portal;
using NhatLe.Tests.National;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Exchange.Portal;

/// <summary>The application, and the stand-in of the public service portal on another port.</summary>
public sealed class PortalApp : App, IAsyncLifetime
{
    NationalSide? national;

    public Uri National => national!.Address;
    public PortalStore Store => national!.Get<PortalStore>();

    public new async Task InitializeAsync()
    {
        var standIn = PortalSettings.StandIn("");
        national = await NationalSide.Start(new() { Client = standIn.ClientId, Secret = standIn.Secret });
        await base.InitializeAsync();
    }

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await national!.DisposeAsync();
    }

    private protected override Settings Adjust(Settings settings) => settings with { NationalPortal = PortalSettings.StandIn(National + "portal"), Exchange = settings.Exchange with { StandIns = National.GetLeftPart(UriPartial.Authority) } };

    public Task Tell(string at, FaultKind kind, int times = 0, string? wrong = null) => national!.Tell(new("/portal/" + at, kind, 1, times, wrong));

    public Task TakeBackFaults() => national!.TakeBackFaults();

    public Task<List<Parcel>> Of(string code) => this.Read(db => db.Parcels.AsNoTracking().Where(p => p.Code == code).OrderBy(p => p.Seq).ToListAsync());

    /// <summary>Until nothing of the dossier waits.</summary>
    public async Task<List<Parcel>> Told(string code, int count)
    {
        for (var i = 0; i < 1200; i++)
        {
            var parcels = await Of(code);
            if (parcels.Count >= count && parcels.TrueForAll(p => p.State == ParcelState.Sent)) return parcels;
            await this.Hurry();
            await Task.Delay(50);
        }
        Assert.Fail("Still waiting: " + string.Join(", ", (await Of(code)).Select(p => $"{p.Seq} {p.State} {p.LastError}")));
        return [];
    }
}

/// <summary>Every act on a dossier reaches the portal, in order, once, whatever happens between.</summary>
public sealed class PortalTests(PortalApp app) : IClassFixture<PortalApp>
{
    [Fact]
    public async Task A_dossier_is_told_from_its_filing_to_its_end_with_its_files_by_hash()
    {
        var code = await app.GivenReturned();
        var parcels = await app.Told(code, 5);
        var held = app.Store.Find(code)!;
        Assert.Equal(parcels.Select(p => p.Seq), held.Steps.Select(s => s["ThuTu"]!.GetValue<long>()));
        Assert.Equal(10, held.Status);
        Assert.Equal(0, held.Repeated);
        Assert.Equal(app.Store.NumberOf(code), held.Body["SoHoSo"]!.GetValue<string>());
        Assert.All(held.Body["TepTin"]!.AsArray(), f => Assert.True(app.Store.FileOf(f!["HashTepTin"]!.GetValue<string>()) is not null));
        var page = await new HttpClient { BaseAddress = app.National }.GetStringAsync("/portal/ho-so/" + code);
        Assert.Contains("Đã trả kết quả", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_portal_is_down_everybody_works_on_and_then_it_hears_all_in_order()
    {
        var other = (await app.GivenFiled()).Code;
        await app.Told(other, 1);
        await app.Tell("token", FaultKind.Fail);
        await app.Tell("dossier-numbers", FaultKind.Fail);
        var code = await app.GivenReturned();
        await app.Settled();
        Assert.All(await app.Of(code), p => Assert.Equal(ParcelState.Waiting, p.State));
        await app.TakeBackFaults();
        await app.Told(code, 5);
        var steps = app.Store.Find(code)!.Steps.Select(s => s["ThuTu"]!.GetValue<long>()).ToList();
        Assert.Equal(steps.Order(), steps);
    }

    [Fact]
    public async Task What_was_done_there_and_not_acknowledged_is_said_again_and_counted_once()
    {
        await app.Tell("dossier-numbers", FaultKind.Garbage, times: 2);
        var code = (await app.GivenFiled()).Code;
        var parcels = await app.Told(code, 1);
        Assert.True(parcels[0].Attempts >= 2, $"{parcels[0].Attempts}");
        Assert.Single(app.Store.Find(code)!.Steps);
    }

    [Fact]
    public async Task The_daily_comparison_finds_what_the_portal_lost_and_tells_it_again()
    {
        var code = await app.GivenReturned();
        var told = await app.Told(code, 5);
        app.Store.Lose(code);
        Assert.True(await app.Services.GetRequiredService<ComparePortal>().Run(default) >= told.Count);
        await app.Told(code, 5);
        Assert.Equal((10, told.Count), (app.Store.Find(code)!.Status, app.Store.Find(code)!.Steps.Count));
        Assert.Equal(0, await app.Services.GetRequiredService<ComparePortal>().Run(default));
    }

    [Fact]
    public async Task What_the_portal_refuses_for_good_holds_up_its_own_dossier_until_an_operator_decides()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Told(code, 1);
        app.Store.Find(code)!.Step("of somebody else", new() { ["ThuTu"] = 99L }); // what comes now is out of order to it: 409
        await app.Act(Filing.Clerk, code, "acceptance");
        for (var i = 0; i < 1200 && !(await app.Of(code)).Exists(p => p.State == ParcelState.Stuck); i++) await Task.Delay(50);
        var other = (await app.GivenFiled()).Code;
        await app.Told(other, 1); // nobody else waits
        var admin = await app.As("quan-tri");
        var stuck = (await admin.Get<List<ParcelLine>>("/api/exchange/parcels")).First(p => p.Code == code && p.State == ParcelState.Stuck);
        Assert.Contains(code, await admin.Page("/van-hanh/thong-diep-di"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await admin.PostJson($"/api/exchange/parcels/{stuck.Id}", new { leaveOut = true })).StatusCode);
        (await admin.PostJson($"/api/exchange/parcels/{stuck.Id}", new { leaveOut = true, reason = "Cổng đã nhận bằng cách khác" })).EnsureSuccessStatusCode();
        Assert.Equal(ParcelState.LeftOut, (await app.Of(code)).Single(p => p.Id == stuck.Id).State);
        var entry = Assert.Single(await app.Db(db => db.Entries.AsNoTracking().Where(e => e.SubjectId == stuck.Id).ToListAsync()));
        Assert.Equal(NhatLe.Platform.Facts.EventNames.Of(typeof(ParcelLeftOut)), entry.Event);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await admin.PostJson($"/api/exchange/parcels/{stuck.Id}", new { leaveOut = true, reason = "Lần nữa" })).StatusCode);
    }

    [Fact]
    public async Task The_rate_of_synchronisation_is_the_share_of_dossiers_that_have_told_all()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Told(code, 1);
        var line = Assert.Single(await (await app.As("quan-tri")).Get<List<CarrierLine>>("/api/exchange/carriers"), c => c.Name == PortalCarrier.Key);
        Assert.True(line.IsSetUp);
        Assert.InRange(line.InStep, 1, line.Held);
    }
}
