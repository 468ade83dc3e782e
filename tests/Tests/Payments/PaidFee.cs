using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Payments;
using NhatLe.Payments.Counter;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>Two certificates of a mother in Trọng Hóa: the fee of one is due, that of the other was taken in cash in an open shift.</summary>
sealed record PaidFee(string Due, string Paid, Guid Payment, Guid Receipt, Guid Shift)
{
    public static async Task<PaidFee> Of(App app)
    {
        var (due, paid) = (await Accepted(app), await Accepted(app));
        await app.Settled();
        var clerk = await app.As(Filing.Clerk);
        await clerk.PostJson("/api/payments/shifts", new { id = Guid.CreateVersion7(app.Time.Now), openingVnd = 0 }); // or one is open
        var collected = await clerk.Post<Collect.Collected>($"/api/payments/charges/{paid}/collection", new { id = Guid.CreateVersion7(app.Time.Now), way = "Cash", amountVnd = 10_000 });
        await using var scope = app.Services.CreateAsyncScope();
        var shift = await scope.ServiceProvider.GetRequiredService<PaymentsDb>().Shifts.Where(s => s.ClosedAt == null).Select(s => s.Id).SingleAsync();
        return new(due, paid, collected.PaymentId, collected.ReceiptId, shift);
    }

    static async Task<string> Accepted(App app)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin(PaymentsApp.WithFee);
        await mother.PhotographAll(draft);
        var code = (await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = PaymentsApp.WithFee, answers = JsonNode.Parse(FiledForms.All[PaymentsApp.WithFee].Json) })).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        return code;
    }

    /// <summary>What stands in a hole of an address of money; null where it is none.</summary>
    public string? Find(string hole, string pattern) => (hole, pattern) switch
    {
        ("code", var p) when p.StartsWith("/nop-phi/", StringComparison.Ordinal) || p.StartsWith("/quay/thu-tien/", StringComparison.Ordinal) || p.Contains("/payments/charges/", StringComparison.Ordinal) => Due,
        ("id", var p) when p.StartsWith("/bien-lai/", StringComparison.Ordinal) || p.Contains("/payments/receipts/", StringComparison.Ordinal) => Receipt.ToString(),
        ("id", var p) when p.StartsWith("/thu-tien/khoan/", StringComparison.Ordinal) || p.Contains("/payments/payments/", StringComparison.Ordinal) => Payment.ToString(),
        ("id", var p) when p.StartsWith("/quay/ca-thu/", StringComparison.Ordinal) || p.Contains("/payments/shifts/", StringComparison.Ordinal) => Shift.ToString(),
        _ => null,
    };
}
