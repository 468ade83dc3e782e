using Microsoft.Extensions.Logging;
using NhatLe.Identity.Accounts;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Host.Simulation;

/// <summary>
/// People go on living while a demonstration is watched (<c>--alive</c>): every few seconds somebody somewhere does the next act of a
/// dossier. The lives are drawn as always; only their hours are not kept, so that a visitor sees a dossier go all its way.
/// </summary>
public sealed partial class AliveProvince(
    Settings settings, IServiceScopeFactory scopes, People people, OfficeCalendar calendar, LegalClock clock, LegalTime time, TimeProvider system, ILogger<AliveProvince> log) : BackgroundService
{
    const int Dossiers = 5000, Days = 60, OpenAtOnce = 25;
    static readonly TimeSpan Least = TimeSpan.FromSeconds(2), Most = TimeSpan.FromSeconds(5);

    sealed class Going(Life life)
    {
        public Life Life => life;
        public string Code { get; set; } = "";
        public int Done { get; set; }
        public bool HasEnded => Done >= life.Steps.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings is not { Demonstration: true, Peopled: true, Alive: true }) return;
        var dice = new Random();
        var waiting = new Queue<Life>(await Draw(dice, stoppingToken));
        List<Going> open = [];
        var hands = new HandlerHands(people, scopes, time);
        while (waiting.Count > 0 || open.Count > 0)
        {
            await Task.Delay(Least + ((Most - Least) * dice.NextDouble()), system, stoppingToken);
            if (waiting.Count > 0 && (open.Count < OpenAtOnce / 2 || (open.Count < OpenAtOnce && dice.Next(4) == 0))) open.Add(new(waiting.Dequeue()));
            var one = open[dice.Next(open.Count)];
            try
            {
                await Next(one, hands, stoppingToken);
            }
            catch (Exception e) when (e is Refusal || Database.IsAway(e))
            {
                LogGivenUp(log, one.Code, e.Message); // a visitor was faster, or the database is away
                open.Remove(one);
            }
            open.RemoveAll(o => o.HasEnded);
        }
    }

    /// <summary>Leaves the communes of the story alone.</summary>
    async Task<IEnumerable<Life>> Draw(Random dice, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var population = scope.ServiceProvider.GetRequiredService<Population>();
        var seed = dice.Next();
        var scenario = new Scenario($"alive/{time.Now:O}", seed, Dossiers, Days, time.Now);
        return new Drawing(population, await population.Posts(ct), calendar, clock).Draw(scenario)
            .Where(l => !FirstLife.Tidy.Contains(l.Commune.Code) && !FirstLife.Tidy.Contains(l.Commune.DistrictCode)).OrderBy(_ => dice.Next());
    }

    async Task Next(Going one, HandlerHands hands, CancellationToken ct)
    {
        var step = one.Life.Steps[one.Done];
        if (step.Deed is Deed.File or Deed.FileAtDesk) one.Code = await hands.File(one.Life, time.Now, ct);
        else if (step.Deed is not Deed.AcceptAtDesk) await hands.Do(one.Life, step, one.Code, one.Done, ct);
        one.Done++;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The life of dossier {Code} is not gone on with: {Why}")]
    static partial void LogGivenUp(ILogger logger, string code, string why);
}
