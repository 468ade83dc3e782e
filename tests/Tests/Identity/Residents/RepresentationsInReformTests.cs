using NhatLe.Contracts.Identity;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Organization;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity.Residents;

/// <summary>A commune is merged away while it has something to check.</summary>
public sealed class RepresentationsInReformTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    [Fact]
    public async Task What_waits_or_holds_goes_with_its_duty_to_the_unit_that_goes_on()
    {
        var (parent, _) = await app.GivenResident();
        var id = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber(), unit: "18916"));
        app.Time.MoveTo(App.Day(2024, 12, 1, 8));
        var reform = await app.PlannedFrom("2024-12-01");
        Assert.Contains(reform.Parts, p => p.Name == "identity.representations" && p.Lines.Any(l => l is { From: "18916", To: "18919", Count: 1 }));
        await app.Schedule(reform.Id, atOnce: true);
        await app.Done(reform.Id);

        Assert.Equal(Reforming.Unit("18919"), (await app.Representation(id)).UnitId);
        Assert.Equal(Reforming.Unit("18919"), (await app.OpenDuty(id, "identity.check-representation")).UnitId);
        var journal = await app.Journal(id);
        Assert.Equal(EventNames.Of(typeof(RepresentationMoved)), journal[^1].Entry.Event);
        Assert.All(journal, line => Assert.True(line.Holds));
    }
}
