using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Counter;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Receipts;
using NhatLe.Payments.Refunds;
using NhatLe.Platform.Data;
using NhatLe.Tests.Services;
using Microsoft.Extensions.DependencyInjection;

namespace NhatLe.Tests.Payments;

/// <summary>Money at the desk: shifts, receipts, what the payer is, and what goes back.</summary>
public sealed class CounterTests(PaymentsApp app) : IClassFixture<PaymentsApp>
{
    static readonly int[] none = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>So many notes of 10,000, the sixth kind.</summary>
    static int[] Tens(int count) => [0, 0, 0, 0, 0, count, 0, 0, 0, 0, 0];

    [Fact]
    public async Task Cash_is_taken_in_an_open_shift_and_the_drawer_is_counted_when_it_closes()
    {
        await CloseAny();
        var clerk = await app.As(Filing.Clerk);
        var code = await app.GivenCharged();
        var without = await clerk.PostJson($"/api/payments/charges/{code}/collection", new { id = app.NewId(), way = "Cash", amountVnd = PaymentsApp.Fee });
        Assert.Equal(HttpStatusCode.Conflict, without.StatusCode);
        Assert.Contains("chưa mở ca thu", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var shift = await app.GivenShift(opening: 20_000);
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson("/api/payments/shifts", new { id = app.NewId(), openingVnd = 0 })).StatusCode);
        var collected = await app.CollectCash(code);
        Assert.Equal(ChargeStatus.Paid, (await app.Charge(code)).Status);
        var page = await clerk.Page("/quay/ca-thu");
        Assert.Contains("30.000", page, StringComparison.Ordinal);

        var wrong = await clerk.PostJson($"/api/payments/shifts/{shift}/closing", new { counts = Tens(2) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("Đếm được 20.000 đồng, đáng lẽ 30.000 đồng.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var closed = await clerk.Post<CloseShift.Closed>($"/api/payments/shifts/{shift}/closing", new { counts = Tens(3) });
        Assert.Equal((30_000L, 30_000L, 0L), (closed.ExpectedVnd, closed.CountedVnd, closed.DifferenceVnd));
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson($"/api/payments/shifts/{shift}/closing", new { counts = Tens(3) })).StatusCode);
        Assert.Contains("BIÊN BẢN CHỐT CA THU", await clerk.Page($"/quay/ca-thu/{shift}"), StringComparison.Ordinal);
        Assert.Contains(collected.Receipt, await clerk.Page("/thu-tien/ngay"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Get("/thu-tien/ngay.xlsx")).StatusCode);
    }

    [Fact]
    public async Task A_difference_needs_a_reason_and_is_kept()
    {
        await CloseAny();
        var shift = await app.GivenShift(opening: 10_000);
        var closed = await (await app.As(Filing.Clerk)).Post<CloseShift.Closed>($"/api/payments/shifts/{shift}/closing", new { counts = none, reason = "Tiền lẻ đã đổi ở quỹ" });
        Assert.Equal(-10_000, closed.DifferenceVnd);
        Assert.Contains("Tiền lẻ đã đổi ở quỹ", await (await app.As(Filing.Chair)).Page($"/quay/ca-thu/{shift}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressed_twice_it_is_taken_once_and_only_for_what_is_due_now()
    {
        await app.GivenShift();
        var code = await app.GivenCharged();
        var clerk = await app.As(Filing.Clerk);
        var id = app.NewId();
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson($"/api/payments/charges/{code}/collection", new { id, way = "Cash", amountVnd = 9_000 })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson($"/api/payments/charges/{code}/collection", new { id, way = "Card", amountVnd = PaymentsApp.Fee })).StatusCode);
        var first = await app.CollectCash(code, id);
        var again = await clerk.Post<Collect.Collected>($"/api/payments/charges/{code}/collection", new { id, way = "Cash", amountVnd = PaymentsApp.Fee });
        Assert.Equal(first, again);
        Assert.Single(await app.PaymentsOf(code));
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson($"/api/payments/charges/{code}/collection", new { id = app.NewId(), way = "Cash", amountVnd = PaymentsApp.Fee })).StatusCode);
    }

    [Fact]
    public async Task The_pages_of_the_desk_take_a_fee_from_the_scanned_slip_to_the_receipt()
    {
        await app.GivenShift();
        var code = await app.GivenCharged();
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains(code, await clerk.Page("/quay/thu-tien"), StringComparison.Ordinal);
        var found = await clerk.Get("/quay/thu-tien?ma=" + Uri.EscapeDataString($"https://dvc.example.vn/tra-cuu/{code}?t=abc"));
        Assert.Equal($"/quay/thu-tien/{code}", found.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.Get("/quay/thu-tien?ma=khong-co")).StatusCode);
        var form = (await clerk.Http.Open($"/quay/thu-tien/{code}")).Form("[name=Slip]");
        var answer = await clerk.Http.Submit(form, ("Way", "Card"), ("Slip", "POS-0042"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var receipt = await clerk.Page(answer.Headers.Location!.ToString());
        Assert.Contains("POS-0042", receipt, StringComparison.Ordinal);
        Assert.Contains("Thẻ tại quầy", receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_payer_is_makes_it_less_by_a_rule_that_is_printed()
    {
        await app.GivenShift();
        var code = await app.GivenCharged();
        var clerk = await app.As(Filing.Clerk);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson($"/api/payments/charges/{code}/subject", new { subjects = new[] { "NearPoorHousehold" } })).StatusCode);
        var less = await clerk.Post<ChargeView>($"/api/payments/charges/{code}/subject", new { subjects = new[] { "NearPoorHousehold" }, evidence = "Sổ hộ cận nghèo số 7" });
        Assert.Equal((5_000L, ChargeStatus.Due), (less.RemainingVnd, less.Status));
        var collected = await app.CollectCash(code);
        var receipt = await clerk.Page($"/bien-lai/{collected.ReceiptId}");
        Assert.Contains("Hộ cận nghèo", receipt, StringComparison.Ordinal);
        Assert.Contains("Nghị quyết của Hội đồng nhân dân tỉnh", receipt, StringComparison.Ordinal);
        Assert.Contains("Nghị quyết của Hội đồng nhân dân tỉnh", await clerk.Page($"/ho-so/{code}/giay-hen"), StringComparison.Ordinal);
        Assert.Contains("Sổ hộ cận nghèo số 7", (await app.Journal((await app.Charge(code)).Id)).Select(l => l.Content!.Note));
    }

    [Fact]
    public async Task A_payer_claims_to_pay_less_and_the_desk_answers()
    {
        var code = await app.GivenCharged();
        var mother = await app.As(Filing.Mother);
        var sent = await mother.PostForm($"/nop-phi/{code}?handler=Relief", new() { ["Subject"] = "EthnicMinorityInHardArea", ["Paper"] = "Giấy xác nhận của xã số 3" });
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var charge = await app.Charge(code);
        Assert.Equal("payments.relief", (await app.DutiesOn(charge.Id)).Single().Kind);
        Assert.Contains("Giấy xác nhận của xã số 3", await (await app.As(Filing.Clerk)).Page($"/quay/thu-tien/{code}"), StringComparison.Ordinal);
        var free = await (await app.As(Filing.Clerk)).Post<ChargeView>($"/api/payments/charges/{code}/subject", new { subjects = new[] { "EthnicMinorityInHardArea" }, evidence = "Giấy xác nhận của xã số 3" });
        Assert.Equal((ChargeStatus.Waived, 0L), (free.Status, free.RemainingVnd));
        Assert.NotNull((await app.DutiesOn(charge.Id)).Single().EndedAt);
        Assert.Contains("Ông/bà không phải nộp khoản này", await mother.Page($"/nop-phi/{code}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_receipt_keeps_its_number_the_fee_is_due_again_and_the_money_is_handed_back()
    {
        await app.GivenShift();
        var code = await app.GivenCharged();
        var (clerk, chair) = (await app.As(Filing.Clerk), await app.As(Filing.Chair));
        var collected = await app.CollectCash(code);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostJson($"/api/payments/receipts/{collected.ReceiptId}/cancellation", new { reason = "Nhầm" })).StatusCode); // who collects does not cancel
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await chair.PostJson($"/api/payments/receipts/{collected.ReceiptId}/cancellation", new { })).StatusCode);
        var cancelled = await chair.Post<CancelReceipt.Cancelled>($"/api/payments/receipts/{collected.ReceiptId}/cancellation", new { reason = "Thu nhầm hồ sơ" });
        Assert.Equal(collected.Receipt, cancelled.Code);
        Assert.Equal((ChargeStatus.Due, PaymentsApp.Fee), ((await app.Charge(code)).Status, (await app.Charge(code)).RemainingVnd));
        Assert.Contains("ĐÃ HỦY", await clerk.Page($"/bien-lai/{collected.ReceiptId}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await chair.PostJson($"/api/payments/receipts/{collected.ReceiptId}/cancellation", new { reason = "Lần nữa" })).StatusCode);

        var asked = await chair.Post<RefundPayment.Asked>($"/api/payments/payments/{collected.PaymentId}/refund", new { id = app.NewId(), reason = "Thu nhầm hồ sơ" });
        Assert.Equal((PaymentsApp.Fee, RefundState.Asked), (asked.AmountVnd, asked.State));
        Assert.Equal(HttpStatusCode.NotFound, (await chair.PostJson($"/api/payments/refunds/{asked.Id}/pay-out", new { })).StatusCode);
        await clerk.Post<PayOut.PaidOut>($"/api/payments/refunds/{asked.Id}/pay-out", new { });
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson($"/api/payments/refunds/{asked.Id}/pay-out", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await chair.PostJson($"/api/payments/payments/{collected.PaymentId}/refund", new { id = app.NewId(), reason = "Lần nữa" })).StatusCode);
        Assert.True((await app.PaymentsOf(code)).Single().Settled);

        var anew = await app.CollectCash(code);
        Assert.NotEqual(collected.Receipt, anew.Receipt);
    }

    /// <summary>Twenty desks' worth of hurry at one desk, with failures between: what is stored counts 1, 2, 3 … without a hole.</summary>
    [Fact]
    public async Task Receipts_are_numbered_without_gap_or_double_however_many_at_once_and_whatever_fails()
    {
        var before = await Numbers();
        List<string> codes = [];
        for (var n = 0; n < 12; n++) codes.Add(await app.GivenCharged());
        var failing = await app.Money(async db =>
        {
            var charge = await db.Charges.AsNoTracking().FirstAsync(c => c.DossierCode == codes[0]);
            return charge;
        });
        var calls = codes.Select(async (code, n) =>
        {
            var order = await app.Order(code);
            return await app.Call(PaymentsApp.Paid(order.Reference, $"gap-{code}", order.AmountVnd));
        });
        var failures = Enumerable.Range(0, 12).Select(n => app.Money(async db =>
        {
            // A transaction that takes a number and then fails: its number must not be missed.
            var database = app.Services.GetRequiredService<Database>();
            await Assert.ThrowsAsync<InvalidOperationException>(() => database.Write(async batch =>
            {
                batch.Add($"UPDATE payments_series SET last = last + 1 WHERE desk_unit_id = {failing.DeskUnitId}");
                await batch.Run(default);
                throw new InvalidOperationException("as a power cut would");
            }));
            return n;
        }));
        var answers = await Task.WhenAll(calls);
        await Task.WhenAll(failures);
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        var numbers = await Numbers();
        Assert.Equal(before.Count + 12, numbers.Count);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long?)n), numbers);

        async Task<List<long?>> Numbers() => await app.Money(db => db.Receipts.AsNoTracking().OrderBy(r => r.Number).Select(r => r.Number).ToListAsync());
    }

    async Task CloseAny()
    {
        var clerk = await app.As(Filing.Clerk);
        if (await app.Money(db => db.Shifts.AsNoTracking().SingleOrDefaultAsync(s => s.ClosedAt == null)) is { } open)
            Assert.Equal(HttpStatusCode.OK, (await clerk.PostJson($"/api/payments/shifts/{open.Id}/closing", new { counts = none, reason = "Khép để thử" })).StatusCode);
    }
}
