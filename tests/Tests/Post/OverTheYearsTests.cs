using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Directory;
using NhatLe.Post.Orders;
using NhatLe.Tests.Organization;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Post;

/// <summary>Units end, and addresses are forgotten.</summary>
public sealed class OverTheYearsTests(PostApp app) : IClassFixture<PostApp>
{
    [Fact]
    public async Task What_is_under_way_goes_to_the_commune_that_goes_on_and_a_year_after_the_end_the_address_is_erased()
    {
        const string ends = "18916"; // Hóa Thanh, merged into Tân Thành on 1 December
        var code = (await app.GivenFiled(unit: ends)).Code;
        var ended = await app.Until(await app.Ask(code, PostApp.Asking("PickUp")), OrderState.Accepted);
        await app.Move(ended, "delivered");
        await app.Until(ended.Id, OrderState.Delivered);
        var open = await app.Order(await app.Ask(code));
        Assert.Equal((Reforming.Unit(ends), OrderState.Waiting), (open.UnitId, open.State));

        app.Time.MoveTo(App.Day(2024, 12, 1, 8));
        var reform = await app.PlannedFrom("2024-12-01");
        await app.Schedule(reform.Id, atOnce: true);
        Assert.Equal(0, (await app.Done(reform.Id)).Outcome!.Lost);
        var units = await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        Assert.Equal(units.Now(Reforming.Unit(ends)).Id, (await app.Order(open.Id)).UnitId);
        Assert.Contains("post.post-order-moved", await app.EventsOf(open.Id));
        Assert.Equal(Reforming.Unit(ends), (await app.Order(ended.Id)).UnitId); // under the name of then

        app.Time.MoveTo(App.Day(2025, 11, 10, 8));
        await app.Services.GetRequiredService<ForgetAddresses>().Run(default);
        Assert.False((await app.Order(ended.Id)).IsForgotten);
        app.Time.MoveTo(App.Day(2025, 12, 10, 8));
        Assert.Equal(1, await app.Services.GetRequiredService<ForgetAddresses>().Run(default));
        var forgotten = await app.Order(ended.Id);
        Assert.Equal((true, ended.TrackingNumber), (forgotten.IsForgotten, forgotten.TrackingNumber));
        Assert.False((await app.Order(open.Id)).IsForgotten); // it has not ended
        Assert.Equal(0, await app.Services.GetRequiredService<ForgetAddresses>().Run(default));
        var mother = await app.As(Filing.Mother);
        Assert.Contains("Đã xóa theo thời hạn lưu", (await mother.Http.Open($"/ho-so/{code}/buu-chinh")).Words(), StringComparison.Ordinal);
    }
}
