using System.Net;
using NhatLe.National.Control;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Post.Desk;
using NhatLe.Post.Orders;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Payments;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Post;

/// <summary>Results that are brought home, papers that are fetched there, and what happens where that fails.</summary>
public sealed class ReturnTests(PostApp app) : IClassFixture<PostApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.TakeBackFaults();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_result_asked_for_early_goes_when_it_is_there_counts_as_returned_when_delivered_and_its_fee_is_paid_at_the_door()
    {
        var code = await app.GivenCharged();
        var mother = await app.As(Filing.Mother);
        Assert.Contains($"/ho-so/{code}/buu-chinh", await mother.Page($"/ho-so/{code}"), StringComparison.Ordinal);
        var page = await mother.Http.Open($"/ho-so/{code}/buu-chinh");
        Assert.Contains("Trả phí 10.000 đồng cho bưu tá khi nhận kết quả", page.Words(), StringComparison.Ordinal);
        Assert.Equal("Hồ Thị Mai Liên", page.QuerySelector("input[name='Input.Name']")!.GetAttribute("value")); // from her account
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Http.Press(page.Form("input[name='Input.Detail']"), "Gửi yêu cầu cho bưu điện", ("Input.Kind", "Return"), ("Input.PayAtDoor", "true"))).StatusCode);
        var id = await app.Post(db => Task.FromResult(db.Orders.Single(o => o.DossierCode == code).Id));
        Assert.Equal(OrderState.Waiting, (await app.Order(id)).State);
        Assert.Contains("Có kết quả là bưu điện mang đến nhà ông/bà.", (await mother.Http.Open($"/ho-so/{code}/buu-chinh")).Words(), StringComparison.Ordinal);
        Assert.Contains("Có kết quả, bưu điện mang đến nhà.", await mother.Page($"/ho-so/{code}"), StringComparison.Ordinal);
        Assert.Null(app.Office.Find(PaymentsApp.ClientId, (await app.Order(id)).Reference)); // nothing to fetch yet

        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        var order = await app.Until(id, OrderState.Accepted);
        Assert.Equal((PaymentsApp.Fee, 30_500L, app.There(order).Number), (order.CodVnd, order.PriceVnd, order.TrackingNumber));
        Assert.Equal(PaymentsApp.Fee, app.There(order).Cod);

        var clerk = await app.As(Filing.Clerk);
        var desk = await clerk.Http.Open("/quay/buu-chinh");
        Assert.Contains(order.TrackingNumber!, desk.Words(), StringComparison.Ordinal);
        Assert.Contains("Kết quả đi bằng bưu điện", await clerk.Page($"/giai-quyet/{code}"), StringComparison.Ordinal);
        var handed = await clerk.Http.Press(desk.Form("input[name=ListId]"), "Giao và in bảng kê", ("Orders", order.Id.ToString()), ("Postman", "Lê Văn Bưu"));
        Assert.Equal(HttpStatusCode.SeeOther, handed.StatusCode);
        var paper = await clerk.Page(handed.Headers.Location!.ToString());
        foreach (var said in new[] { order.TrackingNumber!, code, "BƯU TÁ NHẬN", "Lê Văn Bưu", "10.000", "Hồ Thị Mai Liên" }) Assert.Contains(said, paper, StringComparison.Ordinal);
        await PaymentsApp.Until(() => Task.FromResult(app.There(order).HandedOver), "the post hears of the hand-over");
        Assert.Equal(DossierStatus.Finished, (await app.DossierOf(order)).Status); // on the way is not returned

        await app.Move(order, "delivered");
        order = await app.Until(id, OrderState.Delivered);
        Assert.Equal(DossierStatus.Returned, (await app.DossierOf(order)).Status);
        var dossier = await app.Journal(order.DossierId);
        Assert.Contains(dossier, l => l.Entry.Event == "services.result-returned" && l.Content!.Note!.Contains(order.TrackingNumber!, StringComparison.Ordinal));
        Assert.Empty(await app.OpenDuties(order.DossierId));

        var payment = Assert.Single(await app.PaymentsOf(code));
        Assert.Equal((PaymentState.Matched, PaymentWay.Post, PaymentsApp.Fee, order.TrackingNumber), (payment.State, payment.Way, payment.AppliedVnd, payment.Slip));
        Assert.NotNull(Assert.Single(await app.ReceiptsOf(code)).Number);
        Assert.Equal(ChargeStatus.Paid, (await app.Charge(code)).Status);
        Assert.Equal((PaymentsApp.Fee, true), (order.CollectedVnd, order.CollectedOn is not null));
        Assert.Contains("Kết quả đã đến tay ông/bà.", (await mother.Http.Open($"/ho-so/{code}/buu-chinh")).Words(), StringComparison.Ordinal);
        var events = await app.EventsOf(id);
        Assert.Equal(["post.post-asked", "post.post-ready", "post.post-accepted", "post.post-handed-over"], events[..4]);
        Assert.Single(events, "post.post-collected");
        Assert.Equal(["Bưu điện nhận trả kết quả: {0}", "Kết quả đang đến nhà ông/bà: {0}"], await app.NoticesOf(order));
    }

    [Fact]
    public async Task What_cannot_be_delivered_comes_back_is_owed_by_the_desk_told_to_the_applicant_and_sent_anew()
    {
        var order = await app.GivenHandedOver();
        await app.Move(order, "absent");
        order = await app.Until(order.Id, OrderState.CameBack);
        Assert.Equal(DossierStatus.Finished, (await app.DossierOf(order)).Status);
        var duty = Assert.Single(await app.OpenDuties(order.Id));
        Assert.Equal(("post.failed", order.UnitId, true, $"/quay/buu-chinh/{order.Id}"), (duty.Kind, duty.UnitId, duty.AnswersCitizen, duty.Link));
        Assert.Contains("Chưa phát được kết quả: {0}", await app.NoticesOf(order));

        var clerk = await app.As(Filing.Clerk);
        Assert.Contains("Đến ba lần không gặp người nhận", (await clerk.Http.Open("/quay/buu-chinh?muc=ve")).Words(), StringComparison.Ordinal);
        Assert.Contains("Gửi lại bằng yêu cầu mới", (await clerk.Http.Open($"/quay/buu-chinh/{order.Id}")).Words(), StringComparison.Ordinal);
        var form = await clerk.Http.Open($"/quay/buu-chinh/gui/{order.DossierCode}");
        Assert.Equal("Bản Ka Định", form.QuerySelector("input[name='Input.Detail']")!.GetAttribute("value")); // of the last one
        Assert.Equal(HttpStatusCode.SeeOther, (await clerk.Http.Press(form.Form("input[name='Input.Detail']"), "Gửi yêu cầu cho bưu điện", ("Input.Detail", "Nhà bà ngoại, bản Lòm"))).StatusCode);
        Assert.Empty(await app.OpenDuties(order.Id));
        Assert.NotNull((await app.Order(order.Id)).EndedAt);

        var second = await app.Post(db => Task.FromResult(db.Orders.Single(o => o.DossierId == order.DossierId && o.Number == 2).Id));
        var anew = await app.Until(second, OrderState.Accepted);
        Assert.NotEqual(order.Reference, anew.Reference);
        await app.HandOver(second);
        await app.Move(anew, "delivered");
        await app.Until(second, OrderState.Delivered);
        Assert.Equal(DossierStatus.Returned, (await app.DossierOf(order)).Status);
    }

    [Fact]
    public async Task What_came_back_may_be_kept_for_the_applicant_who_is_told_so()
    {
        var order = await app.GivenHandedOver();
        await app.Move(order, "refused");
        order = await app.Until(order.Id, OrderState.CameBack);
        var clerk = await app.As(Filing.Clerk);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostForm($"/quay/buu-chinh/{order.Id}?handler=Keep", [])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await clerk.PostForm($"/quay/buu-chinh/{order.Id}?handler=Keep", new() { ["Agreed"] = "Đã gọi, sáng thứ Hai đến nhận" })).StatusCode);
        Assert.Empty(await app.OpenDuties(order.Id));
        Assert.Contains("Mời ông/bà đến nhận kết quả: {0}", await app.NoticesOf(order));
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson($"/api/post/orders/{order.Id}/keeping", new { agreed = "Lại" })).StatusCode);
        await app.Act(Filing.Clerk, order.DossierCode, "return"); // she came
        Assert.Equal(DossierStatus.Returned, (await app.DossierOf(order)).Status);
    }

    [Fact]
    public async Task What_is_lost_may_be_sent_anew_at_once_and_is_delivered_all_the_same_if_it_is_found()
    {
        var order = await app.GivenHandedOver();
        await app.Move(order, "lost");
        order = await app.Until(order.Id, OrderState.Failed);
        Assert.True(order.MayBeSentAnew);
        var second = await app.Ask(order.DossierCode);
        await app.Until(second, OrderState.Accepted);
        await app.Move(order, status: "delivered");
        await app.Until(order.Id, OrderState.Delivered);
        Assert.Equal(DossierStatus.Returned, (await app.DossierOf(order)).Status);
        var anew = await app.Until(second, OrderState.Cancelled); // nothing is left to bring
        Assert.True(app.There(anew).Cancelled);
    }

    [Fact]
    public async Task Papers_are_fetched_at_home_and_brought_to_the_desk()
    {
        var code = (await app.GivenFiled()).Code;
        var order = await app.Until(await app.Ask(code, PostApp.Asking("PickUp")), OrderState.Accepted);
        Assert.Equal(("pick-up", "Xã Trọng Hóa"), (app.There(order).Kind, app.There(order).To));
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(Filing.Clerk)).PostJson("/api/post/hand-overs", new { id = app.NewId(), orders = new[] { order.Id }, postman = "Lê Văn Bưu" })).StatusCode);
        await app.Move(order, "delivered");
        order = await app.Until(order.Id, OrderState.Delivered);
        Assert.Contains("Giấy tờ đã đến một cửa: {0}", await app.NoticesOf(order));
        Assert.Equal(DossierStatus.Filed, (await app.DossierOf(order)).Status); // nothing is returned
        Assert.Equal(HttpStatusCode.OK, (await (await app.As(Filing.Mother)).PostJson($"/api/post/dossiers/{code}/orders", PostApp.Asking("PickUp"))).StatusCode); // some more, later
    }

    [Fact]
    public async Task A_pick_up_that_found_nobody_is_owed_by_the_desk_and_may_be_asked_for_anew_by_the_applicant()
    {
        var code = (await app.GivenFiled()).Code;
        var order = await app.Until(await app.Ask(code, PostApp.Asking("PickUp")), OrderState.Accepted);
        await app.Move(order, "absent");
        order = await app.Until(order.Id, OrderState.Failed);
        Assert.Single(await app.OpenDuties(order.Id));
        var anew = await app.Until(await app.Ask(code, PostApp.Asking("PickUp")), OrderState.Accepted);
        Assert.NotEqual(order.Id, anew.Id);
        Assert.EndsWith("/quay/buu-chinh/gui/" + code, (await (await app.As(Filing.Clerk)).Get("/quay/buu-chinh?tim=" + code)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("/quay/buu-chinh/", await (await app.As(Filing.Chair)).Page((await (await app.As(Filing.Chair)).Get("/quay/buu-chinh?tim=" + code)).Headers.Location!.ToString()), StringComparison.Ordinal); // who only looks sees the newest
        Assert.Empty(await app.OpenDuties(order.Id));
    }

    [Fact]
    public async Task A_fee_paid_meanwhile_and_again_at_the_door_is_double_and_owed_back()
    {
        var order = await app.GivenHandedOver(withFee: true);
        await app.GivenShift();
        await app.CollectCash(order.DossierCode);
        await app.Move(order, "delivered");
        await app.Until(order.Id, OrderState.Delivered);
        var payments = await app.PaymentsOf(order.DossierCode);
        Assert.Equal([PaymentState.Matched, PaymentState.Double], payments.Select(p => p.State));
        Assert.Single(await app.OpenDuties(payments[1].Id), d => d.Kind == "payments.mend");
    }

    [Fact]
    public async Task A_fee_paid_before_the_post_is_told_is_not_collected()
    {
        var code = await app.GivenCharged();
        var id = await app.Ask(code, PostApp.Asking(payAtDoor: true));
        await app.GivenShift();
        await app.CollectCash(code);
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        var order = await app.Until(id, OrderState.Accepted);
        Assert.Equal((0L, 0L), (order.CodVnd, app.There(order).Cod));
    }

    [Fact]
    public async Task A_result_whose_fee_nobody_collects_is_not_handed_to_the_postman_before_it_is_paid()
    {
        var code = await app.GivenResult(withFee: true);
        var order = await app.Until(await app.Ask(code), OrderState.Accepted);
        var asked = new { id = app.NewId(), orders = new[] { order.Id }, postman = "Lê Văn Bưu" };
        var refused = await (await app.As(Filing.Clerk)).PostJson("/api/post/hand-overs", asked);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("còn 10.000 đồng phí chưa nộp", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(OrderState.Accepted, (await app.Order(order.Id)).State);
        await app.GivenShift();
        await app.CollectCash(code);
        Assert.Equal(1, (await (await app.As(Filing.Clerk)).Post<HandOver.Listed>("/api/post/hand-overs", asked)).Orders);
    }

    [Fact]
    public async Task Before_the_fee_is_laid_down_it_may_be_paid_at_the_door_too()
    {
        var code = await app.GivenFiledWithFee();
        Assert.Contains("Trả phí cho bưu tá khi nhận kết quả, nhiều nhất 10.000 đồng", (await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}/buu-chinh")).Words(), StringComparison.Ordinal);
        var id = await app.Ask(code, PostApp.Asking(payAtDoor: true));
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        Assert.Equal(PaymentsApp.Fee, (await app.Until(id, OrderState.Accepted)).CodVnd);
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_and_that_cannot_be_cancelled_any_more_gets_its_number_all_the_same()
    {
        await app.Fault("/orders", FaultKind.Wrong, "signature");
        var id = await app.Ask((await app.GivenFiled()).Code, PostApp.Asking("PickUp"));
        await PaymentsApp.Until(async () => (await app.Order(id)).LastError is not null, "the answer is not believed");
        await app.Move(await app.Order(id), status: "picked-up", tell: false);
        await (await app.As(Filing.Mother)).Post<CancelOrder.Cancelled>($"/api/post/orders/{id}/cancellation", new { });
        await PaymentsApp.Until(async () => (await app.EventsOf(id)).Contains("post.post-not-cancelled"), "the post says that it has it");
        await app.TakeBackFaults();
        await app.Soon();
        var order = await app.Until(id, OrderState.Accepted);
        Assert.Equal((app.There(order).Number, Telling.Nothing), (order.TrackingNumber, order.Telling));
    }

    [Fact]
    public async Task What_fails_while_it_is_being_cancelled_is_owed_by_nobody_once_the_post_agrees()
    {
        var order = await app.Until(await app.Ask((await app.GivenFiled()).Code, PostApp.Asking("PickUp")), OrderState.Accepted);
        await app.Fault("/orders/*", FaultKind.Fail);
        await (await app.As(Filing.Mother)).Post<CancelOrder.Cancelled>($"/api/post/orders/{order.Id}/cancellation", new { });
        Assert.Equal(HttpStatusCode.OK, (await app.Say(order, 2, "failed")).StatusCode);
        Assert.Single(await app.OpenDuties(order.Id));
        await app.TakeBackFaults();
        await app.Soon();
        await app.Until(order.Id, OrderState.Cancelled);
        Assert.Empty(await app.OpenDuties(order.Id));
    }

    [Fact]
    public async Task Less_money_than_was_due_is_a_part_payment_with_a_duty()
    {
        var order = await app.GivenHandedOver(withFee: true);
        await app.Move(order, "delivered", collected: 4_000);
        await app.Until(order.Id, OrderState.Delivered);
        var payment = Assert.Single(await app.PaymentsOf(order.DossierCode));
        Assert.Equal((PaymentState.Partial, 4_000L), (payment.State, payment.AppliedVnd));
        Assert.Single(await app.OpenDuties(payment.Id), d => d.Kind == "payments.mend");
    }

    [Fact]
    public async Task What_the_desk_returns_by_hand_is_not_sent_any_more()
    {
        var order = await app.GivenTaken();
        await app.Act(Filing.Clerk, order.DossierCode, "return");
        order = await app.Until(order.Id, OrderState.Cancelled);
        Assert.True(app.There(order).Cancelled);
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(Filing.Mother)).PostJson($"/api/post/dossiers/{order.DossierCode}/orders", PostApp.Asking())).StatusCode);
    }

    [Fact]
    public async Task An_order_is_cancelled_at_once_while_it_waits_by_the_post_until_it_is_picked_up_and_not_after_that()
    {
        var mother = await app.As(Filing.Mother);
        var code = (await app.GivenFiled()).Code;
        var waiting = await app.Ask(code);
        Assert.True((await mother.Post<CancelOrder.Cancelled>($"/api/post/orders/{waiting}/cancellation", new { })).Done);
        Assert.Equal(OrderState.Cancelled, (await app.Order(waiting)).State);

        var accepted = await app.GivenTaken();
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm($"/ho-so/{accepted.DossierCode}/buu-chinh?handler=Cancel", new() { ["order"] = accepted.Id.ToString() })).StatusCode);
        await app.Until(accepted.Id, OrderState.Cancelled);
        Assert.True(app.There(accepted).Cancelled);

        var gone = await app.GivenTaken();
        await app.Move(gone, status: "picked-up", tell: false); // and nobody told us
        await mother.Post<CancelOrder.Cancelled>($"/api/post/orders/{gone.Id}/cancellation", new { });
        await PaymentsApp.Until(async () => (await app.EventsOf(gone.Id)).Contains("post.post-not-cancelled"), "the post says that it has it");
        gone = await app.Order(gone.Id);
        Assert.Equal((OrderState.Accepted, Telling.Nothing, false), (gone.State, gone.Telling, app.There(gone).Cancelled));
        await app.Move(gone, status: "in-transit");
        gone = await app.Until(gone.Id, OrderState.InTransit);
        Assert.Equal(HttpStatusCode.Conflict, (await mother.PostJson($"/api/post/orders/{gone.Id}/cancellation", new { })).StatusCode);
    }

    [Fact]
    public async Task The_same_asked_twice_is_one_order_and_another_address_has_to_wait()
    {
        var code = (await app.GivenFiled()).Code;
        var first = await app.Ask(code);
        Assert.Equal(first, await app.Ask(code));
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(Filing.Mother)).PostJson($"/api/post/dossiers/{code}/orders", PostApp.Asking(payAtDoor: true))).StatusCode); // another wish
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(Filing.Mother)).PostJson($"/api/post/dossiers/{code}/orders", PostApp.Asking(detail: "Nơi khác"))).StatusCode);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await (await app.As(Filing.Mother)).PostJson($"/api/post/dossiers/{code}/orders", PostApp.Asking("PickUp"))).StatusCode));
        Assert.All(answers, a => Assert.True(a is HttpStatusCode.OK or HttpStatusCode.Conflict, a.ToString()));
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.Equal(1, await app.Post(db => Task.FromResult(db.Orders.Count(o => o.DossierCode == code && o.Kind == OrderKind.PickUp))));
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("phone", "12")]
    [InlineData("unit", "99999")]
    [InlineData("detail", "")]
    public async Task What_is_missing_in_an_order_is_said_beside_its_field(string field, string value)
    {
        var code = (await app.GivenFiled()).Code;
        Dictionary<string, object> asking = new() { ["kind"] = "Return", ["name"] = "Hồ Thị Mai Liên", ["phone"] = "0900000101", ["unit"] = "18907", ["detail"] = "Bản Ka Định" };
        asking[field] = value;
        var answer = await (await app.As(Filing.Mother)).PostJson($"/api/post/dossiers/{code}/orders", asking);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(char.ToUpperInvariant(field[0]) + field[1..], await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await app.Post(db => Task.FromResult(db.Orders.Count(o => o.DossierCode == code))));
    }

    [Fact]
    public async Task Nobody_else_sees_an_order_or_acts_on_it()
    {
        var order = await app.GivenTaken();
        var stranger = await app.As("van.khiem");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/ho-so/{order.DossierCode}/buu-chinh")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostJson($"/api/post/dossiers/{order.DossierCode}/orders", PostApp.Asking())).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostJson($"/api/post/orders/{order.Id}/cancellation", new { })).StatusCode);
        var elsewhere = await app.As("mot-cua.minhhoa");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get($"/quay/buu-chinh/{order.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get($"/quay/buu-chinh/gui/{order.DossierCode}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.PostJson("/api/post/hand-overs", new { id = app.NewId(), orders = new[] { order.Id }, postman = "A" })).StatusCode);
        Assert.DoesNotContain(order.TrackingNumber!, await elsewhere.Page("/quay/buu-chinh"), StringComparison.Ordinal);
        var justice = await app.As(Filing.Justice); // of the same commune, without the permit
        Assert.Equal(HttpStatusCode.Forbidden, (await justice.Get("/quay/buu-chinh")).StatusCode);
        var chair = await app.As(Filing.Chair); // may look, and compare the money
        Assert.Contains(order.TrackingNumber!, await chair.Page("/quay/buu-chinh"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await chair.PostJson("/api/post/hand-overs", new { id = app.NewId(), orders = new[] { order.Id }, postman = "A" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Clerk)).Get("/buu-chinh/doi-soat")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().PostJson($"/api/post/dossiers/{order.DossierCode}/orders", PostApp.Asking())).StatusCode);
        Assert.Equal(OrderState.Accepted, (await app.Order(order.Id)).State);
    }

    [Fact]
    public async Task Name_phone_and_address_lie_encrypted_and_what_officials_read_of_them_is_noted()
    {
        var order = await app.GivenTaken();
        Assert.DoesNotContain("Ka Định", System.Text.Encoding.UTF8.GetString(order.Person), StringComparison.Ordinal);
        Assert.DoesNotContain(await app.Journal(order.Id), l => System.Text.Json.JsonSerializer.Serialize(l.Content).Contains("Ka Định", StringComparison.Ordinal));
        await (await app.As(Filing.Clerk)).Page($"/quay/buu-chinh/{order.Id}");
        await PaymentsApp.Until(async () => await app.Db(db => Task.FromResult(db.Set<NhatLe.Platform.Facts.Access>().Any(a => a.SubjectId == order.Id && a.SubjectKind == nameof(PostOrder)))), "the reading is noted");
    }

    [Fact]
    public async Task A_desk_finds_it_by_tracking_number_or_dossier_code_and_hands_over_once()
    {
        var order = await app.GivenTaken();
        var clerk = await app.As(Filing.Clerk);
        Assert.EndsWith($"/quay/buu-chinh/{order.Id}", (await clerk.Get("/quay/buu-chinh?tim=" + order.TrackingNumber!.ToLowerInvariant())).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"/quay/buu-chinh/{order.Id}", (await clerk.Get("/quay/buu-chinh?tim=" + order.DossierCode)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.Get("/quay/buu-chinh?tim=KHONGCO")).StatusCode);
        Assert.EndsWith($"/quay/buu-chinh/{order.Id}", (await (await app.As(Filing.Chair)).Get("/quay/buu-chinh?tim=" + order.DossierCode)).Headers.Location!.ToString(), StringComparison.Ordinal);
        var list = app.NewId();
        var asked = new { id = list, orders = new[] { order.Id }, postman = "Lê Văn Bưu" };
        Assert.Equal(list, (await clerk.Post<HandOver.Listed>("/api/post/hand-overs", asked)).Id);
        Assert.Equal(list, (await clerk.Post<HandOver.Listed>("/api/post/hand-overs", asked)).Id); // pressed twice
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson("/api/post/hand-overs", new { id = app.NewId(), orders = new[] { order.Id }, postman = "Người khác" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson("/api/post/hand-overs", new { id = app.NewId(), orders = Array.Empty<Guid>(), postman = "A" })).StatusCode);
        Assert.Equal(list, (await app.Order(order.Id)).ListId);
        Assert.Contains("Hand-over list", await clerk.Page($"/en/quay/buu-chinh/bang-ke/{list}"), StringComparison.Ordinal);
    }
}
