using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Services;
using NhatLe.Payments;
using NhatLe.Payments.Charges;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Organization;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Payments;

/// <summary>A commune that owes nothing to nobody still has fees to collect when it is merged.</summary>
public sealed class MoneyInReformTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task What_is_still_to_be_paid_goes_to_the_commune_that_goes_on()
    {
        const string ends = "18916"; // Hóa Thanh, merged into Tân Thành on 1 December
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin(PaymentsApp.WithFee);
        await mother.PhotographAll(draft);
        var answers = JsonNode.Parse(FiledForms.All[PaymentsApp.WithFee].Json)!;
        answers["unit"] = ends;
        var code = (await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = PaymentsApp.WithFee, answers })).Code;
        await app.Settled();
        await using (var scope = app.Services.As(Actor.System))
        {
            var dossier = await scope.ServiceProvider.GetRequiredService<IDossiers>().Find(code, default);
            await scope.ServiceProvider.GetRequiredService<ChargeBook>().Raise(dossier!, default);
            await scope.ServiceProvider.GetRequiredService<PaymentsDb>().SaveChangesAsync();
        }
        var before = await Charge(code);
        Assert.Equal(Reforming.Unit(ends), before.UnitId);

        app.Time.MoveTo(App.Day(2024, 12, 1, 8));
        var reform = await app.PlannedFrom("2024-12-01");
        await app.Schedule(reform.Id, atOnce: true);
        Assert.Equal(0, (await app.Done(reform.Id)).Outcome!.Lost);

        var units = await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        var after = await Charge(code);
        Assert.Equal((units.Now(Reforming.Unit(ends)).Id, before.AmountVnd, ChargeStatus.Due), (after.UnitId, after.AmountVnd, after.Status));
        Assert.NotEqual(before.UnitId, after.UnitId);
        Assert.Equal(["payments.charge-raised", "payments.charge-moved"], (await app.Journal(after.Id)).Select(l => l.Entry.Event));
        Assert.All(await app.Journal(after.Id), line => Assert.True(line.Holds));
    }

    async Task<Charge> Charge(string code)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PaymentsDb>().Charges.AsNoTracking().SingleAsync(c => c.DossierCode == code);
    }
}
