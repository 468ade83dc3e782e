using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Portal;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Exchange.Portal;

/// <summary>What is older than the connection is told afterwards, and what was told long ago is forgotten without being told anew.</summary>
public sealed class EarlierTests(PortalApp app) : IClassFixture<PortalApp>
{
    [Fact]
    public async Task Dossiers_of_before_the_connection_are_told_from_their_beginning_and_once()
    {
        var (returned, filed) = (await app.GivenReturned(), (await app.GivenFiled("Hồ Thị An")).Code);
        await app.Told(returned, 5);
        await app.Told(filed, 1);
        await Forget();
        await Tell();
        var parcels = await app.Told(returned, 5);
        await app.Told(filed, 1);
        Assert.Equal(parcels.Select(p => p.Seq), app.Store.Find(returned)!.Steps.Select(s => s["ThuTu"]!.GetValue<long>()));
        Assert.Equal((10, 0), (app.Store.Find(returned)!.Status, app.Store.Find(returned)!.Repeated));
        Assert.Equal(1, app.Store.Find(filed)!.Status);

        var before = await app.Read(db => db.Parcels.CountAsync());
        await app.Read(db => db.Carriers.ExecuteUpdateAsync(c => c.SetProperty(x => x.EarlierDoneAt, (DateTimeOffset?)null).SetProperty(x => x.EarlierAt, (DateTimeOffset?)null).SetProperty(x => x.EarlierId, (Guid?)null))); // as if it were begun anew
        await Tell();
        Assert.Equal(before, await app.Read(db => db.Parcels.CountAsync()));
        var line = await Line();
        Assert.NotNull(line.Earlier!.DoneAt);
        Assert.Equal((line.Held, 100m), (line.InStep, line.Rate));
        Assert.Contains("Hồ sơ trước khi nối", await (await app.As("quan-tri")).Page("/van-hanh/thong-diep-di"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_of_today_on_a_dossier_that_was_never_told_takes_its_beginning_along()
    {
        var code = (await app.GivenFiled("Hồ Văn Ba")).Code;
        await app.Told(code, 1);
        await Forget(done: true);
        await app.Act(Filing.Clerk, code, "acceptance");
        var parcels = await app.Told(code, 2);
        Assert.Equal([1L, 2L], parcels.Select(p => p.Seq));
        Assert.Equal([1L, 2L], app.Store.Find(code)!.Steps.Select(s => s["ThuTu"]!.GetValue<long>()));
    }

    [Fact]
    public async Task What_the_portal_refused_for_want_of_the_beginning_follows_it()
    {
        var code = (await app.GivenFiled("Hồ Văn Tư")).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        var second = (await app.Told(code, 2))[1];
        await Forget();
        await app.Read(async db => // as an earlier release left it
        {
            db.Parcels.Add(new() { Id = second.Id, Carrier = second.Carrier, SubjectId = second.SubjectId, Code = code, Seq = 2, EntryId = second.EntryId, Event = second.Event, At = second.At, State = ParcelState.Stuck, Attempts = 1, NextTryAt = second.NextTryAt, LastError = "409" });
            db.Told.Add(new() { Carrier = second.Carrier, SubjectId = second.SubjectId });
            return await db.SaveChangesAsync();
        });
        await Tell();
        Assert.Equal([1L, 2L], (await app.Told(code, 2)).Select(p => p.Seq));
        Assert.Equal(2, app.Store.Find(code)!.Steps.Count);
    }

    [Fact]
    public async Task What_was_told_long_ago_is_swept_and_stays_told()
    {
        var (old, young) = ((await app.GivenFiled("Hồ Văn Năm")).Code, (await app.GivenFiled("Hồ Văn Sáu")).Code);
        await app.Act(Filing.Clerk, young, "acceptance");
        await app.Told(old, 1);
        await app.Told(young, 2);
        var longAgo = TimeProvider.System.GetUtcNow().AddDays(-401);
        await app.Read(db => db.Parcels.Where(p => p.Code == old || (p.Code == young && p.Seq == 1)).ExecuteUpdateAsync(p => p.SetProperty(x => x.SentAt, longAgo)));
        var held = (await Line()).Held;
        await app.Services.GetRequiredService<SweepParcels>().Run(default);
        Assert.Empty(await app.Of(old));
        Assert.Equal(2, (await app.Of(young)).Count); // all of a record or none
        Assert.Equal(held, (await Line()).Held);

        await app.Act(Filing.Clerk, old, "acceptance");
        Assert.Equal([2L], (await app.Told(old, 1)).Select(p => p.Seq));
        Assert.Equal(0, app.Store.Find(old)!.Repeated);
        Assert.Equal(held, (await Line()).Held);
    }

    async Task<CarrierLine> Line() => Assert.Single(await (await app.As("quan-tri")).Get<List<CarrierLine>>("/api/exchange/carriers"), c => c.Name == PortalCarrier.Key);

    Task<int> Tell() => app.Services.GetRequiredService<TellEarlier>().Run(default);

    /// <summary>As it was before the connection: nothing was laid down here, nothing is held there.</summary>
    async Task Forget(bool done = false)
    {
        await app.Settled();
        await app.Read(db => db.Parcels.ExecuteDeleteAsync());
        await app.Read(db => db.Told.ExecuteDeleteAsync());
        var now = TimeProvider.System.GetUtcNow();
        await app.Read(db => done ? db.Carriers.ExecuteUpdateAsync(c => c.SetProperty(x => x.Held, 0).SetProperty(x => x.EarlierDoneAt, now)) : db.Carriers.ExecuteDeleteAsync());
        foreach (var code in app.Store.Book().Keys) app.Store.Lose(code);
    }
}
