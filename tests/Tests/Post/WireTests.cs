using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.National.Control;
using NhatLe.Platform.Clock;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;
using NhatLe.Post.Settlement;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Payments;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Post;

/// <summary>Everything that may go wrong between us and the post.</summary>
public sealed class WireTests(PostApp app) : IClassFixture<PostApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.TakeBackFaults();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_call_back_is_believed_for_its_signature_and_its_time_only()
    {
        var order = await app.GivenTaken();
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Say(order, 2, "picked-up", secret: "bi-mat-cua-ke-gian!")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Say(order, 2, "picked-up", at: PaymentsApp.Now.AddMinutes(-6))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Say(order, 2, "picked-up", at: PaymentsApp.Now.AddMinutes(6))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Say(order, 2, "picked-up", spoil: b => [.. b, (byte)' '])).StatusCode); // one byte more than was signed
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Say(order, 0, "picked-up")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Say(order, 2, "delivered", collected: -1)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Say(order, 2, "eaten-by-the-dog")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Say(order, 2, "picked-up", reference: "BCCUANGUOIKHAC")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await app.Say(order, 2, "picked-up", number: "RB999999999VN")).StatusCode);
        Assert.Equal(OrderState.Accepted, (await app.Order(order.Id)).State);
        Assert.Equal(HttpStatusCode.OK, (await app.Say(order, 2, "picked-up")).StatusCode);
        Assert.Equal(OrderState.PickedUp, (await app.Order(order.Id)).State);
    }

    [Fact]
    public async Task What_is_told_again_late_or_out_of_order_changes_nothing()
    {
        var order = await app.GivenTaken(withFee: true);
        async Task<bool> IsNew(long sequence, string status, long? collected = null) => (await (await app.Say(order, sequence, status, collected: collected)).Content.ReadFromJsonAsync<HearPost.Acknowledged>())!.IsNew;
        Assert.True(await IsNew(4, "delivered", PaymentsApp.Fee)); // the last comes first
        Assert.False(await IsNew(3, "in-transit"));
        Assert.False(await IsNew(2, "picked-up"));
        var again = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => IsNew(4, "delivered", PaymentsApp.Fee)));
        Assert.DoesNotContain(true, again);
        Assert.Equal(HttpStatusCode.Conflict, (await app.Say(order, 5, "failed")).StatusCode); // it cannot be
        await app.Settled();
        order = await app.Order(order.Id);
        Assert.Equal((OrderState.Delivered, 4L), (order.State, order.Heard));
        Assert.Single(await app.EventsOf(order.Id), "post.post-delivered");
        Assert.Single(await app.PaymentsOf(order.DossierCode));
        Assert.Empty(await app.OpenDuties(order.Id));
    }

    [Fact]
    public async Task Told_all_at_once_it_is_heard_once()
    {
        var order = await app.GivenTaken();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.Say(order, 2, "picked-up")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        var told = await Task.WhenAll(answers.Select(a => a.Content.ReadFromJsonAsync<HearPost.Acknowledged>()));
        Assert.Equal(1, told.Count(t => t!.IsNew));
        Assert.Single(await app.EventsOf(order.Id), "post.post-picked-up");
    }

    [Fact]
    public async Task The_post_may_tell_twice_and_it_is_taken_once()
    {
        var order = await app.GivenHandedOver();
        await app.Fault("/notify", FaultKind.Twice);
        await app.Move(order, "delivered");
        await app.Until(order.Id, OrderState.Delivered);
        Assert.Single(await app.EventsOf(order.Id), "post.post-delivered");
    }

    [Fact]
    public async Task While_the_post_is_away_orders_wait_survive_a_power_cut_and_all_go_when_it_is_back()
    {
        await app.Fault("/orders", FaultKind.Fail);
        List<Guid> asked = [];
        for (var i = 0; i < 3; i++) asked.Add(await app.Ask((await app.GivenFiled()).Code, PostApp.Asking("PickUp")));
        await PaymentsApp.Until(async () => (await app.Order(asked[2])).Tries > 0, "the post was tried");
        var first = await app.Order(asked[0]);
        Assert.Equal((OrderState.Ordered, Telling.Order), (first.State, first.Telling));
        Assert.Contains("503", first.LastError ?? (await app.Order(asked[2])).LastError ?? "", StringComparison.Ordinal);
        Assert.Contains("Đang báo bưu điện.", (await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{first.DossierCode}/buu-chinh")).Words(), StringComparison.Ordinal);

        await app.Restart(gently: false);
        app.TellUsOfPost();
        Assert.All(await Task.WhenAll(asked.Select(app.Order)), o => Assert.Equal(OrderState.Ordered, o.State));
        await app.TakeBackFaults();
        await app.Soon();
        foreach (var id in asked) await app.Until(id, OrderState.Accepted);
        foreach (var id in asked) Assert.Equal(0, app.There(await app.Order(id)).Repeated); // what failed was never there
    }

    [Fact]
    public async Task A_post_that_does_what_is_asked_and_never_says_so_has_one_order_all_the_same()
    {
        await app.Fault("/orders", FaultKind.Hang, times: 1, seconds: 8);
        var id = await app.Ask((await app.GivenFiled()).Code, PostApp.Asking("PickUp"));
        var order = await app.Until(id, OrderState.Accepted);
        Assert.Equal((order.TrackingNumber, true), (app.There(order).Number, app.There(order).Repeated > 0));
        Assert.Single(app.Office.All, c => c.Reference == order.Reference);
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("reference")]
    public async Task An_answer_that_is_not_signed_or_is_for_another_order_is_not_believed(string wrong)
    {
        await app.Fault("/orders", FaultKind.Wrong, wrong);
        var id = await app.Ask((await app.GivenFiled()).Code, PostApp.Asking("PickUp"));
        await PaymentsApp.Until(async () => (await app.Order(id)).LastError is not null, "the answer is not believed");
        Assert.Equal((OrderState.Ordered, null), ((await app.Order(id)).State, (await app.Order(id)).TrackingNumber));
        await app.TakeBackFaults();
        await app.Soon();
        await app.Until(id, OrderState.Accepted);
    }

    [Fact]
    public async Task What_the_post_refuses_for_good_is_owed_by_the_desk_which_sends_it_anew()
    {
        await app.Fault("/orders", FaultKind.Wrong, "refused");
        var code = (await app.GivenFiled()).Code;
        var order = await app.Until(await app.Ask(code, PostApp.Asking("PickUp")), OrderState.Refused);
        Assert.Single(await app.OpenDuties(order.Id), d => d.Kind == "post.failed");
        Assert.Contains("Chưa lấy được giấy tờ: {0}", await app.NoticesOf(order));
        Assert.Equal(PostWire.Unserved, order.Reason); // what the post wrote is kept nowhere
        Assert.Contains("Bưu điện không phục vụ địa chỉ này", (await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}/buu-chinh")).Words(), StringComparison.Ordinal);
        await app.TakeBackFaults();
        var anew = await app.Until(await app.Ask(code, PostApp.Asking("PickUp", detail: "Thôn bên cạnh")), OrderState.Accepted);
        Assert.Equal(2, anew.Number);
        Assert.Empty(await app.OpenDuties(order.Id));
    }

    [Fact]
    public async Task A_call_back_that_never_came_is_found_by_asking()
    {
        var order = await app.GivenHandedOver(withFee: true);
        await app.Move(order, "delivered", tell: false);
        await app.Run<AskHowItStands>();
        Assert.Equal(OrderState.PickedUp, (await app.Order(order.Id)).State); // it is not asked for yet
        await app.Soon();
        await app.Run<AskHowItStands>();
        await app.Until(order.Id, OrderState.Delivered);
        Assert.Equal(DossierStatus.Returned, (await app.DossierOf(order)).Status);
        Assert.Single(await app.PaymentsOf(order.DossierCode));
    }

    [Fact]
    public async Task A_letter_about_which_the_post_is_silent_for_weeks_is_given_up_and_delivered_all_the_same_if_it_is_found()
    {
        var order = await app.GivenHandedOver();
        await app.Move(order, status: "in-transit");
        order = await app.Until(order.Id, OrderState.InTransit);
        async Task SilentFor(int days)
        {
            var since = app.Time.Now.AddDays(-days);
            await app.Services.GetRequiredService<NhatLe.Platform.Data.Database>().Write(batch =>
            {
                batch.Add($"UPDATE post_orders SET in_transit_at = {since} WHERE id = {order.Id}");
                return batch.Run(default);
            });
            await app.Soon();
            await app.Run<AskHowItStands>();
        }
        await SilentFor(14); // some ten working days
        Assert.Equal(OrderState.InTransit, (await app.Order(order.Id)).State);
        await SilentFor(40);
        var lost = await app.Until(order.Id, OrderState.Failed);
        Assert.Equal((PostWire.Lost, true), (lost.Reason, lost.MayBeSentAnew));
        Assert.Single(await app.OpenDuties(order.Id), d => d.Kind == "post.failed");
        Assert.Contains("Chưa phát được kết quả: {0}", await app.NoticesOf(order));
        await app.Soon();
        await app.Run<AskHowItStands>();
        Assert.Single(await app.EventsOf(order.Id), "post.post-failed");
        await app.Move(order, status: "delivered");
        await app.Until(order.Id, OrderState.Delivered);
        Assert.Equal(DossierStatus.Returned, (await app.DossierOf(order)).Status);
        Assert.Empty(await app.OpenDuties(order.Id));
    }

    [Fact]
    public async Task What_was_delivered_without_the_money_that_was_to_be_collected_is_a_difference()
    {
        var order = await app.GivenHandedOver(withFee: true);
        Assert.Equal(HttpStatusCode.OK, (await app.Say(order, 9, "delivered")).StatusCode);
        order = await app.Until(order.Id, OrderState.Delivered);
        await app.Services.GetRequiredService<ReadSettlements>().Compare(LegalTime.DateOf(order.DeliveredAt!.Value), default);
        var differs = await Difference(order.Reference, SettlementKind.Amount);
        Assert.Equal((PaymentsApp.Fee, 0L, order.UnitId), (differs.OursVnd, differs.TheirsVnd, differs.UnitId));
        Assert.Single(await app.OpenDuties(differs.Id), d => d.Kind == "post.reconcile");
    }

    [Fact]
    public async Task The_list_of_a_day_finds_a_delivery_nobody_told_of_and_settles_what_agrees()
    {
        var yesterday = LegalTime.DateOf(PaymentsApp.Now.AddDays(-1));
        var (told, untold) = (await app.GivenHandedOver(withFee: true), await app.GivenHandedOver(withFee: true));
        await app.Move(told, "delivered", at: PaymentsApp.Now.AddDays(-1));
        await app.Move(untold, "delivered", tell: false, at: PaymentsApp.Now.AddDays(-1));
        await app.Until(told.Id, OrderState.Delivered);
        Assert.Equal(0, await app.Services.GetRequiredService<ReadSettlements>().Compare(yesterday, default));
        await app.Settled();
        foreach (var order in new[] { await app.Order(told.Id), await app.Order(untold.Id) })
        {
            Assert.Equal((OrderState.Delivered, PaymentsApp.Fee, yesterday), (order.State, order.SettledVnd, order.SettledOn));
            Assert.Single(await app.EventsOf(order.Id), "post.post-settled");
        }
        Assert.Single(await app.PaymentsOf(untold.DossierCode));
        await app.Services.GetRequiredService<ReadSettlements>().Compare(yesterday, default);
        Assert.Single(await app.EventsOf(told.Id), "post.post-settled"); // compared again
    }

    [Fact]
    public async Task Money_that_differs_is_a_duty_until_somebody_says_how_it_was_cleared_or_it_comes_right_by_itself()
    {
        var day = LegalTime.DateOf(PaymentsApp.Now.AddDays(-3));
        var order = await app.GivenHandedOver(withFee: true);
        await app.Move(order, "delivered", at: PaymentsApp.Now.AddDays(-3));
        order = await app.Until(order.Id, OrderState.Delivered);
        var settlements = app.Services.GetRequiredService<ReadSettlements>();

        await app.Fault($"/settlements/{day:yyyy-MM-dd}", FaultKind.Wrong, "amount");
        Assert.Equal(1, await settlements.Compare(day, default));
        Assert.Equal(0, await settlements.Compare(day, default)); // found once
        var differs = await Difference(order.Reference, SettlementKind.Amount);
        Assert.Equal((PaymentsApp.Fee, PaymentsApp.Fee - 1000, order.UnitId), (differs.OursVnd, differs.TheirsVnd, differs.UnitId));
        Assert.Single(await app.OpenDuties(differs.Id), d => d.Kind == "post.reconcile");
        var chair = await app.As(Filing.Chair);
        Assert.Contains("Lệch số tiền thu hộ", (await chair.Http.Open("/buu-chinh/doi-soat")).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("chu-tich.minhhoa")).PostJson($"/api/post/differences/{differs.Id}/mending", new { reason = "Không phải của tôi" })).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await chair.PostForm("/buu-chinh/doi-soat?handler=Mend", new() { ["DifferenceId"] = differs.Id.ToString(), ["Reason"] = "Bưu điện nộp bù ngày hôm sau" })).StatusCode);
        Assert.Empty(await app.OpenDuties(differs.Id));
        Assert.Equal(["post.settlement-differs", "post.settlement-mended"], await app.EventsOf(differs.Id));

        await app.Fault($"/settlements/{day:yyyy-MM-dd}", FaultKind.Wrong, "missing");
        Assert.Equal(1, await settlements.Compare(day, default));
        var missing = await Difference(order.Reference, SettlementKind.MissingThere);
        await app.TakeBackFaults();
        Assert.Equal(0, await settlements.Compare(day, default));
        Assert.NotNull((await Difference(order.Reference, SettlementKind.MissingThere)).MendedAt);
        Assert.Empty(await app.OpenDuties(missing.Id));

        await app.Fault($"/settlements/{day:yyyy-MM-dd}", FaultKind.Wrong, "stranger");
        Assert.Equal(1, await settlements.Compare(day, default));
        Assert.Equal(5000, (await Difference("BCKHONGCUAAI", SettlementKind.MissingHere)).TheirsVnd);
        await app.Fault($"/settlements/{day.AddDays(-1):yyyy-MM-dd}", FaultKind.Wrong, "stranger");
        Assert.Equal(1, await settlements.Compare(day.AddDays(-1), default)); // the same in the list of another day
        Assert.Equal(0, await settlements.Compare(day, default));
    }

    [Fact]
    public async Task Its_own_page_follows_a_letter_by_its_number_in_both_languages_without_saying_where_anybody_lives()
    {
        var order = await app.GivenHandedOver();
        await app.Move(order, "absent");
        using var http = new HttpClient { BaseAddress = app.National };
        var page = await http.GetStringAsync("/post?number=" + order.TrackingNumber);
        Assert.Contains("Ba lần không gặp ai", page, StringComparison.Ordinal);
        Assert.Contains("Không phải hệ thống thật", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ka Định", page, StringComparison.Ordinal);
        Assert.Contains("Nobody home three times", await http.GetStringAsync($"/post?number={order.TrackingNumber}&lang=en"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/post?number=RB1")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/post/orders/" + order.Reference)).StatusCode);
    }

    Task<SettlementDifference> Difference(string reference, SettlementKind kind) => app.Post(db => db.Differences.AsNoTracking().SingleAsync(d => d.Reference == reference && d.Kind == kind));
}
