using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.National.Control;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>The whole way of a fee that is paid online, and everything that may go wrong on the way.</summary>
public sealed class OnlineTests(PaymentsApp app) : IClassFixture<PaymentsApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.TakeBackFaults();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_fee_is_due_with_the_acceptance_paid_by_the_scanned_code_and_gets_a_receipt()
    {
        var code = await app.GivenCharged();
        Assert.Equal((ChargeStatus.Due, PaymentsApp.Fee), ((await app.Charge(code)).Status, (await app.Charge(code)).RemainingVnd));
        var mother = await app.As(Filing.Mother);
        Assert.Contains("Còn phải nộp 10.000 đồng", await mother.Page($"/ho-so/{code}"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm($"/nop-phi/{code}?handler=Order", [])).StatusCode);
        var page = await mother.Page($"/nop-phi/{code}");
        var order = await app.Order(code); // the one the page shows
        Assert.Contains(order.Reference, page, StringComparison.Ordinal);
        Assert.Contains("<svg class=\"nl-qr", page, StringComparison.Ordinal);
        Assert.Contains(order.Reference, order.Qr, StringComparison.Ordinal);

        var back = await app.PayThere(order);
        Assert.Equal((HttpStatusCode.SeeOther, $"{app.Address}nop-phi/{code}"), (back.StatusCode, back.Headers.Location!.ToString()));
        await app.UntilPayments(code, 1);
        var charge = await app.Charge(code);
        Assert.Equal((ChargeStatus.Paid, PaymentsApp.Fee), (charge.Status, charge.PaidVnd));
        var payment = Assert.Single(await app.PaymentsOf(code));
        Assert.Equal((PaymentState.Matched, true, PaymentWay.Online, "qr"), (payment.State, payment.Settled, payment.Way, payment.Method));
        var receipt = Assert.Single(await app.ReceiptsOf(code));
        Assert.NotNull(receipt.Number);
        var paper = await mother.Page($"/bien-lai/{receipt.Id}");
        Assert.Contains("Mười nghìn đồng", paper, StringComparison.Ordinal);
        Assert.Contains(payment.PlatformId!, paper, StringComparison.Ordinal);
        Assert.Contains($"Biên lai số {receipt.Code}", await mother.Page($"/nop-phi/{code}"), StringComparison.Ordinal);
        Assert.All(await app.Journal(charge.Id), line => Assert.True(line.Holds));
        Assert.All(await app.Journal(payment.Id), line => Assert.True(line.Holds));
    }

    [Fact]
    public async Task While_payment_is_awaited_the_clock_of_the_dossier_stands_still_and_runs_again_when_it_is_paid()
    {
        var code = await app.GivenCharged();
        var before = await app.Dossier(code);
        await (await app.As(Filing.Clerk)).Post<ChargeView>($"/api/payments/charges/{code}/request", new { });
        await app.Settled();
        var waiting = await app.Dossier(code);
        Assert.Equal((DossierStatus.FeeRequested, null), (waiting.Status, waiting.DueAt));
        Assert.True((await app.DutiesOn(waiting.Id)).Single(d => d.Kind == "services.process").Paused);
        var mother = await app.As(Filing.Mother);
        Assert.Contains("Cần ông/bà nộp phí", await mother.Page($"/ho-so/{code}"), StringComparison.Ordinal);
        Assert.Contains("Cần nộp phí", await app.Anybody().Page($"/tra-cuu/{code}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(Filing.Clerk)).PostJson($"/api/payments/charges/{code}/request", new { })).StatusCode);

        await app.PayThere(await app.Order(code));
        await app.UntilPayments(code, 1);
        await app.Settled();
        var after = await app.Dossier(code);
        Assert.Equal(DossierStatus.InProcess, after.Status);
        Assert.True(after.DueAt >= before.DueAt);
        Assert.False((await app.DutiesOn(after.Id)).Single(d => d.Kind == "services.process").Paused);
        Assert.Equal(["services.dossier-filed", "services.dossier-accepted", "services.fee-requested", "services.fee-paid"], (await app.Journal(after.Id)).Select(l => l.Entry.Event));
        await app.Process(code); // the official goes on
    }

    [Fact]
    public async Task A_dossier_without_a_fee_has_no_charge()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Settled();
        Assert.False(await app.Money(db => db.Charges.AnyAsync(c => c.DossierCode == code)));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Filing.Mother)).Get($"/nop-phi/{code}")).StatusCode);
    }

    [Fact]
    public async Task A_call_back_is_believed_for_its_signature_and_its_time_only()
    {
        var code = await app.GivenCharged();
        var order = await app.Order(code);
        var paid = PaymentsApp.Paid(order.Reference, "P-" + code, order.AmountVnd);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Call(paid, secret: "bi-mat-cua-ke-gian!")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Call(paid, at: PaymentsApp.Now.AddMinutes(-6))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Call(paid, at: PaymentsApp.Now.AddMinutes(6))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Call(paid, spoil: b => [.. b, (byte)' '])).StatusCode); // one byte more than was signed
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Call(new { @event = "payment", reference = order.Reference })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Call(PaymentsApp.Paid(order.Reference, "P-" + code, -5))).StatusCode);
        Assert.Empty(await app.PaymentsOf(code));
        Assert.Equal(HttpStatusCode.OK, (await app.Call(paid)).StatusCode);
        Assert.Single(await app.PaymentsOf(code));
    }

    [Fact]
    public async Task A_payment_that_is_told_again_and_again_and_all_at_once_is_one()
    {
        var code = await app.GivenCharged();
        var order = await app.Order(code);
        var paid = PaymentsApp.Paid(order.Reference, "P2-" + code, order.AmountVnd);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.Call(paid)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        var told = await Task.WhenAll(answers.Select(a => a.Content.ReadFromJsonAsync<Notify.Acknowledged>()));
        Assert.Equal(1, told.Count(t => t!.IsNew));
        Assert.Single(await app.PaymentsOf(code));
        Assert.Single(await app.ReceiptsOf(code));
        Assert.Equal(PaymentsApp.Fee, (await app.Charge(code)).PaidVnd);
    }

    [Fact]
    public async Task The_platform_may_tell_twice_and_it_is_taken_once()
    {
        var code = await app.GivenCharged();
        await app.Tell("/notify", FaultKind.Twice);
        await app.PayThere(await app.Order(code));
        await app.UntilPayments(code, 1);
        await Task.Delay(300);
        Assert.Single(await app.PaymentsOf(code));
    }

    [Fact]
    public async Task Too_little_is_kept_with_a_receipt_and_a_duty_that_closes_when_the_rest_is_paid()
    {
        var code = await app.GivenCharged();
        await app.PayThere(await app.Order(code), 4_000);
        await app.UntilPayments(code, 1);
        var part = Assert.Single(await app.PaymentsOf(code));
        Assert.Equal((PaymentState.Partial, false, 4_000L), (part.State, part.Settled, part.AppliedVnd));
        Assert.Equal((ChargeStatus.Due, 6_000L), ((await app.Charge(code)).Status, (await app.Charge(code)).RemainingVnd));
        Assert.Equal(("payments.mend", "payments.collect"), ((await app.DutiesOn(part.Id)).Single().Kind, (await app.DutiesOn(part.Id)).Single().Permit));
        Assert.Contains("Báo người dân nộp phần còn thiếu.", await (await app.As(Filing.Clerk)).Page("/thu-tien/can-xu-ly"), StringComparison.Ordinal);

        var rest = await app.Order(code);
        Assert.Equal(6_000, rest.AmountVnd); // a new reference for what is left
        await app.PayThere(rest);
        await app.UntilPayments(code, 2);
        Assert.Equal(ChargeStatus.Paid, (await app.Charge(code)).Status);
        Assert.NotNull((await app.DutiesOn(part.Id)).Single().EndedAt);
        Assert.Equal([4_000L, 6_000L], (await app.ReceiptsOf(code)).Select(r => r.AmountVnd));
    }

    [Fact]
    public async Task Too_much_is_receipted_as_far_as_it_was_due_and_the_rest_is_owed_back()
    {
        var code = await app.GivenCharged();
        await app.PayThere(await app.Order(code), 15_000);
        await app.UntilPayments(code, 1);
        var payment = Assert.Single(await app.PaymentsOf(code));
        Assert.Equal((PaymentState.Excess, 10_000L, 5_000L), (payment.State, payment.AppliedVnd, payment.RefundableVnd));
        Assert.Equal("payments.refund", (await app.DutiesOn(payment.Id)).Single().Permit);
        Assert.Equal(10_000, Assert.Single(await app.ReceiptsOf(code)).AmountVnd);
    }

    [Fact]
    public async Task Paid_twice_and_paid_too_late_are_owed_back_whole()
    {
        var code = await app.GivenCharged();
        var order = await app.Order(code);
        await app.PayThere(order);
        await app.UntilPayments(code, 1);
        await app.PayOddly(order.Reference, 10_000);
        await app.UntilPayments(code, 2);
        var second = (await app.PaymentsOf(code))[1];
        Assert.Equal((PaymentState.Double, 10_000L), (second.State, second.RefundableVnd));
        Assert.Single(await app.ReceiptsOf(code));

        var exempt = await app.GivenCharged();
        var old = await app.Order(exempt);
        await (await app.As(Filing.Clerk)).Post<ChargeView>($"/api/payments/charges/{exempt}/subject", new { subjects = new[] { "PoorHousehold" }, evidence = "Giấy chứng nhận hộ nghèo số 12" });
        await app.PayOddly(old.Reference, 10_000);
        await app.UntilPayments(exempt, 1);
        Assert.Equal(PaymentState.Late, Assert.Single(await app.PaymentsOf(exempt)).State);
        Assert.Empty(await app.ReceiptsOf(exempt));
    }

    [Fact]
    public async Task Money_for_nothing_known_lies_with_the_province_until_somebody_finds_its_dossier()
    {
        var code = await app.GivenCharged();
        var paid = await app.PayOddly("NLKHONGAIBIET", 10_000, place: true);
        var id = Payment.IdOf(paid.PaymentId);
        await PaymentsApp.Until(() => app.Money(db => db.Payments.AnyAsync(p => p.Id == id)), "the payment is taken");
        var chief = await app.As("chanh-van-phong");
        Assert.Contains("Không rõ nộp cho việc gì", await chief.Page($"/thu-tien/khoan/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Filing.Clerk)).Get($"/thu-tien/khoan/{id}")).StatusCode);
        var assigned = await chief.Post<AssignPayment.Assigned>($"/api/payments/payments/{id}/assignment", new { code, reason = "Người nộp gửi ảnh chuyển khoản" });
        Assert.Equal((PaymentState.Matched, 10_000L), (assigned.State, assigned.AppliedVnd));
        Assert.Equal(ChargeStatus.Paid, (await app.Charge(code)).Status);
        Assert.Single(await app.ReceiptsOf(code));
        Assert.NotNull((await app.DutiesOn(id)).Single().EndedAt);
    }

    [Fact]
    public async Task A_call_back_that_never_came_is_found_by_asking()
    {
        var code = await app.GivenCharged();
        await app.Tell("/notify", FaultKind.Fail);
        var order = await app.Order(code);
        await app.PayThere(order);
        await Task.Delay(300);
        Assert.Empty(await app.PaymentsOf(code));
        await app.Money(db => db.Orders.Where(o => o.Reference == order.Reference).ExecuteUpdateAsync(o => o.SetProperty(x => x.AskAt, PaymentsApp.Now.AddMinutes(-1))));
        Assert.Equal(1, await app.Services.GetRequiredService<AskPlatform>().Run(default));
        Assert.Equal(PaymentState.Matched, Assert.Single(await app.PaymentsOf(code)).State);
    }

    [Fact]
    public async Task Who_pays_twice_and_the_second_call_back_is_lost_is_found_by_asking_until_it_can_no_longer_be_paid()
    {
        var code = await app.GivenCharged();
        var order = await app.Order(code);
        await app.PayThere(order);
        await PaymentsApp.Until(async () => (await app.PaymentsOf(code)).Count == 1, "the first is told of");
        await app.Tell("/notify", FaultKind.Fail, times: 0);
        await app.PayOddly(order.Reference, order.AmountVnd);
        await Task.Delay(300);
        await app.TakeBackFaults();
        Assert.Single(await app.PaymentsOf(code));
        var ask = app.Services.GetRequiredService<AskPlatform>();
        Task<int> Due(DateTimeOffset expires) => app.Money(db => db.Orders.Where(o => o.Reference == order.Reference).ExecuteUpdateAsync(o => o.SetProperty(x => x.AskAt, PaymentsApp.Now.AddMinutes(-1)).SetProperty(x => x.ExpiresAt, expires)));
        async Task<OrderState> State() => (await OrdersOf(code)).Single(o => o.Reference == order.Reference).State;

        await Due(PaymentsApp.Now.AddMinutes(5));
        Assert.Equal(1, await ask.Run(default));
        Assert.Equal([PaymentState.Matched, PaymentState.Double], (await app.PaymentsOf(code)).Select(p => p.State).Order());
        Assert.Equal(OrderState.Paid, await State());
        await Due(PaymentsApp.Now.AddMinutes(-5));
        Assert.Equal(0, await ask.Run(default));
        Assert.Equal(OrderState.Ended, await State());
    }

    [Fact]
    public async Task While_the_platform_is_away_the_payer_is_told_what_to_do_and_one_order_is_made_in_the_end()
    {
        var code = await app.GivenCharged();
        var mother = await app.As(Filing.Mother);
        await app.Tell("/orders", FaultKind.Fail, times: 0);
        var away = await mother.PostForm($"/nop-phi/{code}?handler=Order", []);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("Hệ thống thanh toán đang gián đoạn.", await away.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.Tell("/orders", FaultKind.Garbage, times: 0);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await mother.PostForm($"/nop-phi/{code}?handler=Order", [])).StatusCode);
        await app.Tell("/orders", FaultKind.Wrong, "reference", times: 0);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await mother.PostForm($"/nop-phi/{code}?handler=Order", [])).StatusCode);
        await app.TakeBackFaults();
        var order = await app.Order(code);
        Assert.Equal(order.Reference, Assert.Single(await OrdersOf(code)).Reference);
    }

    async Task<List<Order>> OrdersOf(string code)
    {
        var charge = (await app.Charge(code)).Id;
        return await app.Money(db => db.Orders.AsNoTracking().Where(o => o.ChargeId == charge).ToListAsync());
    }

    [Fact]
    public async Task Nobody_pays_or_reads_for_somebody_else()
    {
        var code = await app.GivenCharged();
        var father = await app.As("van.khiem");
        Assert.Equal(HttpStatusCode.NotFound, (await father.Get($"/nop-phi/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await father.PostJson($"/api/payments/charges/{code}/orders", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As("can-bo.nguhoa")).Get($"/quay/thu-tien/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await father.Get($"/quay/thu-tien/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().PostJson($"/api/payments/charges/{code}/orders", new { })).StatusCode);
    }

    [Fact]
    public async Task What_was_acknowledged_outlives_a_power_cut()
    {
        await using var own = new OwnApp();
        await own.InitializeAsync();
        var code = await own.App.GivenCharged();
        var order = await own.App.Order(code);
        Assert.Equal(HttpStatusCode.OK, (await own.App.Call(PaymentsApp.Paid(order.Reference, "P-kill", order.AmountVnd))).StatusCode);
        await own.App.Restart(gently: false);
        Assert.Equal((ChargeStatus.Paid, 1, 1), ((await own.App.Charge(code)).Status, (await own.App.PaymentsOf(code)).Count, (await own.App.ReceiptsOf(code)).Count));
    }

    sealed class OwnApp : IAsyncDisposable
    {
        public PaymentsApp App { get; } = new();

        public Task InitializeAsync() => ((IAsyncLifetime)App).InitializeAsync();

        public async ValueTask DisposeAsync() => await ((IAsyncLifetime)App).DisposeAsync();
    }
}
