using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.National.Control;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Payments.Reconciliation;
using NhatLe.Payments.Refunds;
using NhatLe.Platform.Clock;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>What goes back by the platform, and the comparison with its file.</summary>
public sealed class RefundTests(PaymentsApp app) : IClassFixture<PaymentsApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.TakeBackFaults();

    public Task DisposeAsync() => Task.CompletedTask;

    async Task<Payment> GivenExcess()
    {
        var code = await app.GivenCharged();
        await app.PayThere(await app.Order(code), 15_000);
        await app.UntilPayments(code, 1);
        return (await app.PaymentsOf(code)).Single();
    }

    Task<Refund> RefundOf(Guid id) => app.Money(db => db.Refunds.AsNoTracking().SingleAsync(r => r.Id == id));

    [Fact]
    public async Task What_was_too_much_goes_back_by_the_platform_which_confirms_it()
    {
        var payment = await GivenExcess();
        var chair = await app.As(Filing.Chair);
        var page = (await chair.Http.Open($"/thu-tien/khoan/{payment.Id}")).Form("[name=RefundId]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await chair.Http.Submit(page)).StatusCode); // without a reason
        var id = app.NewId();
        var asked = await chair.Post<RefundPayment.Asked>($"/api/payments/payments/{payment.Id}/refund", new { id, reason = "Nộp thừa" });
        Assert.Equal(5_000, asked.AmountVnd);
        Assert.Equal(asked with { }, await chair.Post<RefundPayment.Asked>($"/api/payments/payments/{payment.Id}/refund", new { id, reason = "Nộp thừa" }) with { State = asked.State });
        await PaymentsApp.Until(async () => (await RefundOf(id)).State == RefundState.Done, "the refund is confirmed");
        Assert.True((await app.PaymentsOf(payment.DossierCode!)).Single().Settled);
        Assert.NotNull((await app.DutiesOn(payment.Id)).Single().EndedAt);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Filing.Clerk)).PostJson($"/api/payments/payments/{payment.Id}/refund", new { id = app.NewId(), reason = "Thử" })).StatusCode);
    }

    [Fact]
    public async Task A_confirmation_that_never_came_is_asked_for()
    {
        var payment = await GivenExcess();
        await app.Tell("/notify", FaultKind.Fail);
        var id = app.NewId();
        await (await app.As(Filing.Chair)).Post<RefundPayment.Asked>($"/api/payments/payments/{payment.Id}/refund", new { id, reason = "Nộp thừa" });
        await PaymentsApp.Until(async () => (await RefundOf(id)).State == RefundState.Sent, "the refund is sent");
        await app.Services.GetRequiredService<AskPlatform>().Run(default);
        Assert.Equal(RefundState.Done, (await RefundOf(id)).State);
    }

    [Fact]
    public async Task A_refund_that_the_platform_refuses_is_owed_anew()
    {
        var code = await app.GivenCharged();
        Assert.Equal(HttpStatusCode.OK, (await app.Call(PaymentsApp.Paid((await app.Order(code)).Reference, "khong-co-ben-kia", 12_000))).StatusCode);
        var payment = (await app.PaymentsOf(code)).Single();
        var id = app.NewId();
        await (await app.As(Filing.Chair)).Post<RefundPayment.Asked>($"/api/payments/payments/{payment.Id}/refund", new { id, reason = "Nộp thừa" });
        await PaymentsApp.Until(async () => (await RefundOf(id)).State == RefundState.Refused, "the refund is refused");
        var owed = (await app.PaymentsOf(code)).Single();
        Assert.Equal((false, 2_000L), (owed.Settled, owed.RefundableVnd));
        Assert.Single(await app.DutiesOn(payment.Id), d => d.EndedAt is null);
    }

    [Fact]
    public async Task The_file_of_a_day_shows_what_lacks_here_and_there_and_each_is_mended_with_a_reason()
    {
        var yesterday = LegalTime.DateOf(PaymentsApp.Now.AddDays(-1));
        var at = LegalTime.At(yesterday, new TimeOnly(10, 0));
        var code = await app.GivenCharged();
        var order = await app.Order(code);
        await app.Tell("/notify", FaultKind.Fail);
        var lacking = await app.PayOddly(order.Reference, 10_000, at: at); // they have it, we do not
        var other = await app.GivenCharged();
        Assert.Equal(HttpStatusCode.OK, (await app.Call(new { @event = "payment", orderId = "O1", reference = (await app.Order(other)).Reference, payment = new { paymentId = "chi-ben-minh", amount = 10_000, method = "qr", paidAt = at } })).StatusCode);

        var read = app.Services.GetRequiredService<ReadPlatformFile>();
        Assert.Equal(2, await read.Compare(yesterday, default));
        Assert.Equal(0, await read.Compare(yesterday, default)); // found once
        var found = await app.Money(db => db.Differences.AsNoTracking().Where(d => d.Day == yesterday).ToListAsync());
        var here = found.Single(d => d.PlatformId == lacking.PaymentId);
        var there = found.Single(d => d.PlatformId == "chi-ben-minh");
        Assert.Equal((DifferenceKind.MissingHere, DifferenceKind.MissingThere), (here.Kind, there.Kind));
        var chair = await app.As(Filing.Chair);
        var page = await chair.Page("/thu-tien/doi-soat");
        Assert.Contains(here.PlatformId, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Clerk)).Get("/thu-tien/doi-soat")).StatusCode);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await chair.PostJson($"/api/payments/differences/{here.Id}/mending", new { take = true })).StatusCode);
        Assert.True((await chair.Post<MendDifference.Mended>($"/api/payments/differences/{here.Id}/mending", new { take = true, reason = "Có trong tệp đã ký" })).Taken);
        Assert.Equal(PaymentState.Matched, Assert.Single(await app.PaymentsOf(code)).State);
        Assert.Equal(HttpStatusCode.Conflict, (await chair.PostJson($"/api/payments/differences/{there.Id}/mending", new { take = true, reason = "Thử" })).StatusCode);
        await chair.Post<MendDifference.Mended>($"/api/payments/differences/{there.Id}/mending", new { reason = "Nền tảng xác nhận gửi nhầm, đã lập biên bản" });
        Assert.All(await app.Money(db => db.Differences.AsNoTracking().Where(d => d.Day == yesterday).ToListAsync()), d => Assert.NotNull(d.MendedAt));
        Assert.NotNull((await app.DutiesOn(there.Id)).Single().EndedAt);
    }

    [Fact]
    public async Task A_file_that_is_not_signed_with_our_secret_is_not_read()
    {
        var day = LegalTime.DateOf(PaymentsApp.Now.AddDays(-20));
        await app.Tell($"/reconciliation/{day:yyyy-MM-dd}", FaultKind.Wrong, "signature", times: 0);
        await Assert.ThrowsAsync<NhatLe.Platform.Outbound.PartnerIsAway>(() => app.Services.GetRequiredService<ReadPlatformFile>().Compare(day, default));
        Assert.False(await app.Money(db => db.Days.AnyAsync(d => d.Day == day)));
        await app.TakeBackFaults();
        Assert.Equal(0, await app.Services.GetRequiredService<ReadPlatformFile>().Compare(day, default));
        Assert.True(await app.Money(db => db.Days.AnyAsync(d => d.Day == day)));
    }
}
