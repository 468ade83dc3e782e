using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Charges;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>The result is handed over when nothing is to be paid any more.</summary>
public sealed class ReturnTests(PaymentsApp app) : IClassFixture<PaymentsApp>
{
    [Fact]
    public async Task A_result_is_not_returned_while_its_fee_is_due_and_is_once_it_is_paid()
    {
        var code = await app.GivenCharged();
        await app.GivenApproved(code);
        var clerk = await app.As(Filing.Clerk);
        var refused = await clerk.PostJson($"/api/services/dossiers/{code}/return", new { });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var said = await refused.Content.ReadAsStringAsync();
        Assert.Contains("dossier.fee-due", said, StringComparison.Ordinal);
        Assert.Contains("Còn 10.000 đồng phí chưa nộp", said, StringComparison.Ordinal);
        var page = await clerk.Page($"/giai-quyet/{code}");
        Assert.Contains("Còn 10.000 đồng phí chưa nộp", page, StringComparison.Ordinal);
        Assert.Contains($"/quay/thu-tien/{code}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Return", page, StringComparison.Ordinal);
        Assert.Contains("Ông/bà nộp phí xong", await (await app.As(Filing.Mother)).Page($"/ho-so/{code}"), StringComparison.Ordinal);

        await app.GivenShift();
        Assert.Equal(PaymentsApp.Fee, (await clerk.Get<ChargeView>($"/api/payments/charges/{code}")).RemainingVnd);
        await app.CollectCash(code);
        Assert.Contains("handler=Return", await clerk.Page($"/giai-quyet/{code}"), StringComparison.Ordinal);
        Assert.Equal(DossierStatus.Returned, (await app.Act(Filing.Clerk, code, "return")).Status);
    }

    [Fact]
    public async Task Whom_the_rule_exempts_gets_the_result_without_paying()
    {
        var code = await app.GivenCharged();
        await app.GivenApproved(code);
        await (await app.As(Filing.Clerk)).Post<ChargeView>($"/api/payments/charges/{code}/subject", new { subjects = new[] { "PoorHousehold" }, evidence = "Giấy hộ nghèo số 5" });
        Assert.Equal(DossierStatus.Returned, (await app.Act(Filing.Clerk, code, "return")).Status);
    }

    [Fact]
    public async Task Many_at_once_are_returned_but_for_those_that_are_not_paid_which_say_so()
    {
        var code = await app.GivenCharged();
        await app.GivenApproved(code);
        var version = (await app.Dossier(code)).Version;
        var done = await (await app.As(Filing.Clerk)).PostForm("/giai-quyet/hang-loat/tra-ket-qua?handler=Do", new() { ["dong"] = $"{code} {version}" });
        Assert.Contains("Còn 10.000 đồng phí chưa nộp", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(DossierStatus.Finished, (await app.Dossier(code)).Status);
    }

    [Fact]
    public async Task However_many_ask_at_once_there_is_one_charge()
    {
        var code = await app.GivenAccepted();
        var id = (await app.Dossier(code)).Id;
        var lines = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ICharges>().DueAtReturn(id, default);
        }));
        await app.Settled();
        Assert.Equal(1, await app.Money(db => db.Charges.CountAsync(c => c.DossierId == id)));
        Assert.All(lines.OfType<ChargeLine>(), line => Assert.Equal(PaymentsApp.Fee, line.RemainingVnd));
    }
}

/// <summary>A procedure that takes its fee with the result (fee moment 4).</summary>
public sealed class FeeAtReturnTests(PaymentsApp app) : IClassFixture<PaymentsApp>
{
    /// <summary>The charge follows the news of the approval; the desk may be as fast as that.</summary>
    [Fact]
    public async Task A_fee_that_is_taken_with_the_result_holds_it_back_even_before_its_charge_was_laid_down()
    {
        await app.GivenTakenAtReturn(PaymentsApp.WithFee);
        var code = await app.GivenAccepted();
        await app.Settled();
        Assert.False(await app.Money(db => db.Charges.AnyAsync(c => c.DossierCode == code)));
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(Filing.Clerk)).PostJson($"/api/services/dossiers/{code}/return", new { })).StatusCode);
        Assert.Equal((ChargeStatus.Due, PaymentsApp.Fee), ((await app.Charge(code)).Status, (await app.Charge(code)).AmountVnd));
        await app.GivenShift();
        await app.CollectCash(code);
        Assert.Equal(DossierStatus.Returned, (await app.Act(Filing.Clerk, code, "return")).Status);
    }
}

static class Returning
{
    /// <summary>From the acceptance to the approved result.</summary>
    public static async Task GivenApproved(this App app, string code)
    {
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        await app.Settled();
    }

    /// <summary>The published version as it is when the procedure takes its fee with the result.</summary>
    public static async Task GivenTakenAtReturn(this App app, string procedure)
    {
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
            var id = (await db.Procedures.AsNoTracking().SingleAsync(p => p.Code == procedure)).Id;
            foreach (var version in await db.Versions.AsNoTracking().Where(v => v.ProcedureId == id).ToListAsync())
            {
                var content = (version.Read() with { FeeTakenAt = NhatLe.Contracts.Catalogue.FeeMoment.Return }).ToJson();
                await db.Versions.Where(v => v.Id == version.Id).ExecuteUpdateAsync(s => s.SetProperty(v => v.Content, content));
            }
        }
        await app.Restart();
    }
}
