using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Log;
using NhatLe.Host;
using NhatLe.National.Control;
using NhatLe.National.People;
using NhatLe.National.Residents;
using NhatLe.Platform.Jobs;
using NhatLe.Tests.National;

namespace NhatLe.Tests.Exchange.Population;

/// <summary>The application, and the stand-in of the population database as another system on ports of its own: they meet on the wire only.</summary>
public class PopulationApp : App, IAsyncLifetime
{
    public const string Mother = "044196004217", Nobody = "044196999999";

    readonly string folder = Directory.CreateTempSubdirectory("nhatle-population-").FullName;
    readonly string address = $"https://localhost:{FreePort.Find()}";
    NationalSide? national;

    public CitizenRegister Register => national!.Get<CitizenRegister>();

    /// <summary>Ids of the messages the other side has answered.</summary>
    public IReadOnlyCollection<string> Answered => national!.Get<PopulationDatabase>().Answered;

    public new async Task InitializeAsync()
    {
        CertificateFolder.Write(folder, ["VN/GOV/H46", PopulationDatabase.Member], "localhost", TimeProvider.System);
        await StartNational();
        await base.InitializeAsync();
    }

    public new async Task DisposeAsync()
    {
        await StopNational();
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private protected override Settings Adjust(Settings settings) => settings with { Exchange = ExchangeSettings.StandIn(address, folder) };

    public async Task StartNational() => national = await NationalSide.Start(new() { Exchange = address, Certificates = folder });

    public async Task StopNational()
    {
        if (national is null) return;
        await national.DisposeAsync();
        national = null;
    }

    public Task Tell(FaultKind kind, string? wrong = null, double seconds = 30, int times = 0) => national!.Tell(new(PopulationDatabase.WholePath, kind, seconds, times, wrong));

    public Task TakeBackFaults() => national!.TakeBackFaults();

    public PopulationQuestion About(string number) => new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), number, "Kiểm thử", "H46.22.03-241118-0001", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));

    public Task<PopulationAnswer> Ask(PopulationQuestion question) => Services.GetRequiredService<IPopulation>().Find(question, default);

    public Task<LoggedMessage> Row(Guid messageId) => this.Read(db => db.Messages.AsNoTracking().SingleAsync(m => m.MessageId == messageId.ToString()));
}
