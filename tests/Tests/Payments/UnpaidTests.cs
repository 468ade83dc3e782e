using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>A dossier does not wait for its fee for ever. The legal clock moves on here, so each test begins where the one before ended.</summary>
public sealed class UnpaidTests(PaymentsApp app) : IClassFixture<PaymentsApp>
{
    const string Reason = "Đã hết thời gian nộp phí và đã nhắc một lần.";

    [Fact]
    public async Task After_the_day_the_desk_owes_a_decision_reminds_once_and_then_ends_the_dossier()
    {
        var code = await GivenAwaited(days: 3);
        var (clerk, mother) = (await app.As(Filing.Clerk), await app.As(Filing.Mother));
        var charge = await app.Charge(code);
        Assert.Contains("Nộp trước", await mother.Page($"/nop-phi/{code}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Stop(code)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson($"/api/payments/charges/{code}/reminder", new { })).StatusCode); // there is time yet
        await Find();
        Assert.Empty(await Owed(charge));

        Pass(charge);
        await Find();
        await Find();
        Assert.Null(Assert.Single(await Owed(charge)).EndedAt);
        Assert.Contains("Quá hạn nộp phí", await clerk.Page($"/quay/thu-tien/{code}"), StringComparison.Ordinal);
        Assert.Contains("Ông/bà nộp sớm", await mother.Page($"/ho-so/{code}"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson($"/api/payments/charges/{code}/reminder", new { days = 61 })).StatusCode);
        var reminded = await clerk.PostForm($"/quay/thu-tien/{code}?handler=Remind", new() { ["Days"] = "2" });
        Assert.Equal(HttpStatusCode.SeeOther, reminded.StatusCode);
        await app.Settled();
        Assert.Equal(DutyOutcome.OnTime, Assert.Single(await Owed(charge)).Outcome);
        Assert.Contains("Nhắc nộp phí", await mother.Page("/thong-bao"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Stop(code)).StatusCode);

        Pass(await app.Charge(code));
        await Find();
        Assert.Equal(2, (await Owed(charge)).Count);
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.PostJson($"/api/payments/charges/{code}/reminder", new { })).StatusCode); // once
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson($"/api/services/dossiers/{code}/stop", new { })).StatusCode);
        var stopped = await clerk.PostForm($"/giai-quyet/{code}?handler=Stop", new() { ["StopReason"] = Reason }); // the desk itself
        Assert.Equal(HttpStatusCode.SeeOther, stopped.StatusCode);
        await app.Settled();
        var dossier = await app.Dossier(code);
        Assert.Equal((DossierStatus.Stopped, Reason), (dossier.Status, dossier.EndedReason));
        Assert.Equal(ChargeStatus.Cancelled, (await app.Charge(code)).Status);
        Assert.All(await app.DutiesOn(charge.Id), d => Assert.NotNull(d.EndedAt));
        Assert.All(await app.DutiesOn(dossier.Id), d => Assert.NotNull(d.EndedAt));
        Assert.Contains("Ông/bà nộp lại được bất cứ lúc nào.", await mother.Page("/thong-bao"), StringComparison.Ordinal);
        Assert.Equal(["services.dossier-filed", "services.dossier-accepted", "services.fee-requested", "services.fee-reminded", "services.dossier-stopped"], (await app.Journal(dossier.Id)).Select(l => l.Entry.Event));
        Assert.All(await app.Journal(charge.Id), line => Assert.True(line.Holds));
    }

    [Fact]
    public async Task Money_that_comes_after_the_end_is_owed_back()
    {
        var code = await GivenAwaited(days: 1);
        var order = await app.Order(code);
        Pass(await app.Charge(code));
        Assert.Equal(HttpStatusCode.OK, (await Stop(code)).StatusCode);
        await app.Settled();
        Assert.Equal(HttpStatusCode.OK, (await app.Call(PaymentsApp.Paid(order.Reference, "late-" + code, order.AmountVnd))).StatusCode);
        var payment = Assert.Single(await app.PaymentsOf(code));
        Assert.Equal((PaymentState.Late, false, PaymentsApp.Fee), (payment.State, payment.Settled, payment.RefundableVnd));
    }

    [Fact]
    public async Task What_is_paid_late_goes_on_and_nobody_owes_a_decision_any_more()
    {
        var code = await GivenAwaited(days: 1);
        Pass(await app.Charge(code));
        await Find();
        Assert.Single(await Owed(await app.Charge(code)));
        await app.GivenShift();
        await app.CollectCash(code);
        await app.Settled();
        Assert.Equal(DossierStatus.InProcess, (await app.Dossier(code)).Status);
        Assert.NotNull(Assert.Single(await Owed(await app.Charge(code))).EndedAt);
        Assert.Equal(HttpStatusCode.Conflict, (await Stop(code)).StatusCode);
    }

    [Fact]
    public async Task Who_holds_neither_the_step_nor_the_desk_does_not_end_it()
    {
        var code = await GivenAwaited(days: 1);
        Pass(await app.Charge(code));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Chair)).PostJson($"/api/services/dossiers/{code}/stop", new { reason = Reason })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).PostJson($"/api/payments/charges/{code}/reminder", new { })).StatusCode);
    }

    [Fact]
    public async Task What_was_asked_for_before_the_day_was_kept_gets_the_usual_time()
    {
        var code = await GivenAwaited(days: 1);
        await app.Money(db => db.Charges.Where(c => c.DossierCode == code).ExecuteUpdateAsync(s => s.SetProperty(c => c.PayBy, (DateTimeOffset?)null)));
        await Find();
        var charge = await app.Charge(code);
        Assert.Null(charge.OverdueAt);
        Assert.True(charge.PayBy > charge.RequestedAt!.Value.AddDays(10), $"{charge.PayBy:O} is not ten working days after {charge.RequestedAt:O}.");
    }

    [Fact]
    public async Task Where_the_dossier_cannot_wait_for_it_the_fee_is_not_asked_for()
    {
        var code = await app.GivenCharged();
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains("Chờ nộp phí mới giải quyết tiếp", await clerk.Page($"/quay/thu-tien/{code}"), StringComparison.Ordinal);
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        await app.Settled();
        var refused = await clerk.PostJson($"/api/payments/charges/{code}/request", new { });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("charge.dossier-waits", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null((await app.Charge(code)).RequestedAt);
        Assert.DoesNotContain("Chờ nộp phí mới giải quyết tiếp", await clerk.Page($"/quay/thu-tien/{code}"), StringComparison.Ordinal);
    }

    async Task<List<Duty>> Owed(Charge charge) => [.. (await app.DutiesOn(charge.Id)).Where(d => d.Kind == "payments.unpaid")];

    [Fact]
    public async Task Asked_for_without_a_word_it_is_awaited_for_the_usual_time()
    {
        var code = await app.GivenCharged();
        using var nothing = new ByteArrayContent([]);
        Assert.Equal(HttpStatusCode.OK, (await (await app.As(Filing.Clerk)).Http.PostAsync($"/api/payments/charges/{code}/request", nothing)).StatusCode);
        var charge = await app.Charge(code);
        Assert.True(charge.PayBy > charge.RequestedAt!.Value.AddDays(10), $"{charge.PayBy:O} is not ten working days after {charge.RequestedAt:O}.");
    }

    async Task<string> GivenAwaited(int days)
    {
        var code = await app.GivenCharged();
        await (await app.As(Filing.Clerk)).Post<ChargeView>($"/api/payments/charges/{code}/request", new { days });
        await app.Settled();
        return code;
    }

    void Pass(Charge charge) => app.Time.MoveTo(charge.PayBy!.Value.AddHours(15)); // the morning of the next day

    /// <summary>Also run by itself when a day of the legal clock begins: what it leaves is looked at, not how much it did.</summary>
    Task<int> Find() => app.Services.GetRequiredService<FindUnpaid>().Run(default);

    async Task<HttpResponseMessage> Stop(string code) => await (await app.As(Filing.Justice)).PostJson($"/api/services/dossiers/{code}/stop", new { reason = Reason });
}
