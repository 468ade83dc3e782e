using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Portal;
using NhatLe.Host;
using NhatLe.Host.Simulation;
using NhatLe.Host.Simulation.Faults;
using NhatLe.Identity.Accounts;
using NhatLe.National.Portal;
using NhatLe.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Post;
using NhatLe.Post.PublicPost;
using NhatLe.Tests.National;

namespace NhatLe.Tests.Host;

/// <summary>A province with all its people, and the national systems on another port, which tell us of payments and letters.</summary>
public sealed class TroubledApp : App, IAsyncLifetime
{
    readonly int port = FreePort.Find();
    readonly string folder = Directory.CreateTempSubdirectory("nhatle-troubled-").FullName;
    NationalSide? national;

    public NationalSide National => national!;

    public new async Task InitializeAsync()
    {
        CertificateFolder.WriteSigners(folder, ["H46", .. NhatLe.National.Axis.AxisAgency.Played.Select(a => a.Id)], TimeProvider.System);
        national = await NationalSide.Start(new()
        {
            Client = PaymentSettings.DemonstrationClient, Secret = PaymentSettings.DemonstrationSecret, Notify = $"http://127.0.0.1:{port}{Notify.Path}", NotifyPost = $"http://127.0.0.1:{port}{HearPost.Path}", Alive = true, PostPace = 0.2, AxisCertificates = folder, AxisPace = 0.2, AxisDay = new(2024, 11, 18),
        });
        await base.InitializeAsync();
    }

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await national!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private protected override Settings Adjust(Settings settings) => settings with
    {
        Peopled = true, Urls = $"http://127.0.0.1:{port}", NationalPortal = PortalSettings.StandIn(National.Address + "portal") with { TimeoutSeconds = 2 }, Payments = PaymentSettings.StandIn(National.Address + "payments") with { TimeoutSeconds = 2 },
        Post = PostSettings.StandIn(National.Address + "post") with { TimeoutSeconds = 2 }, DocumentAxis = AxisSettings.StandIn(National.Address + "axis", folder) with { TimeoutSeconds = 2 },
    };
}

/// <summary>Whatever the national systems do, both sides hold the same in the end; and the count notices when they do not.</summary>
public sealed class TroubledTests(TroubledApp app) : IClassFixture<TroubledApp>
{
    [Fact]
    public async Task People_go_on_while_the_national_systems_fail_and_afterwards_both_sides_agree()
    {
        var outcome = await new Run(app.Address, Simulated.Data, new Measured(), app.National.Address).Go(dossiers: 24, days: 10, seed: 11, told: null, default);
        Assert.Empty(outcome.Lost);
        var sides = outcome.Sides!;
        Assert.Equal((24, true, true, true, true), (sides.Dossiers, sides.Payments > 0, sides.Receipts > 0, sides.Letters > 0, sides.Documents > 0));
        Assert.NotEmpty(sides.Troubles);
        Assert.Equal(sides.Steps, app.National.Get<PortalStore>().Book().Values.Sum(s => s.Count));

        var lost = outcome.Standing.Values.First().Code;
        app.National.Get<PortalStore>().Lose(lost);
        using var again = new TroubledRun(app.Address, app.National.Address, (await new DemonstrationAccounts(new ReferenceData(Simulated.Data)).Read(default)).Password, 11, _ => { });
        Assert.Contains((await again.Count(default)).Differ, d => d.StartsWith(lost, StringComparison.Ordinal));
    }
}
