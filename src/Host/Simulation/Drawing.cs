using System.Globalization;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Services.Dossiers;
using Table = NhatLe.Host.Simulation.Distributions;

namespace NhatLe.Host.Simulation;

/// <param name="Name">Stands in the ids of the dossiers: another name is another province.</param>
public sealed record Scenario(string Name, int Seed, int Dossiers, int Days, DateTimeOffset Begin)
{
    public static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    public int Ticks => Days * 48;
    public DateTimeOffset End => Begin.AddDays(Days);

    /// <summary>Communes whose dossiers all end: there the first new one stands alone (the way through the README).</summary>
    public IReadOnlySet<string> Tidy { get; init; } = new HashSet<string>();

    public DateTimeOffset At(int tick) => Begin + (HalfHour * tick);
    public Guid IdOf(int index) => StableId.Of("simulated-dossier", string.Create(CultureInfo.InvariantCulture, $"{Name}/{Seed}/{index}"));
}

/// <summary>Draws the lives of all dossiers of a scenario.</summary>
public sealed class Drawing(Population population, IReadOnlyDictionary<(string Unit, string Post), string> posts, OfficeCalendar calendar, LegalClock clock)
{
    static readonly TimeSpan AMoment = TimeSpan.FromSeconds(1); // acts come a little after their half-hour begins

    /// <exception cref="InvalidDataException">No office is open in all that time.</exception>
    public IReadOnlyList<Life> Draw(Scenario scenario)
    {
        if (calendar.NextOpening(scenario.Begin) >= scenario.At(scenario.Ticks - 1)) throw new InvalidDataException("no office is open in these days. Take more days.");
        // A small run has few units and people: each sign-in costs a tenth of a second.
        var units = Units(Math.Clamp(scenario.Dossiers / 15, 6, population.Communes.Count), scenario);
        var people = population.People().Take(Math.Clamp(scenario.Dossiers / 6, 8, Population.Citizens)).ToList();
        return [.. Enumerable.Range(0, scenario.Dossiers).Select(n => One(scenario, n, units, people))];
    }

    /// <summary>The busy ones first; towns are busy.</summary>
    List<Population.Commune> Units(int count, Scenario scenario) =>
        [.. population.Communes.OrderBy(c => c.IsTown ? 0 : scenario.Tidy.Contains(c.Code) ? 1 : 2).ThenBy(c => new Random(scenario.Seed + int.Parse(c.Code, CultureInfo.InvariantCulture)).Next()).Take(count)];

    Life One(Scenario scenario, int index, List<Population.Commune> units, List<(string Login, DemonstrationAccounts.Person Person)> people)
    {
        var dice = new Dice(scenario.Seed, index);
        var kind = Kind.All[dice.Pick(Table.Procedures)];
        var busy = Math.Max(1, (int)Math.Round(units.Count * Table.BusyUnits));
        var commune = dice.Happens(Table.ShareOfBusyUnits) ? units[dice.Below(busy)] : units[busy + dice.Below(units.Count - busy)];
        var (citizen, person) = people[dice.Below(people.Count)];
        var (unit, level) = kind.AtDistrict ? (commune.DistrictCode, "district") : (commune.Code, "commune");
        var (digitised, photographed) = (dice.Happens(Table.Digitised), dice.Happens(Table.Photograph));
        var channel = dice.Happens(Table.Online) ? Channel.Online : dice.Happens(Table.ByPost) ? Channel.Post : Channel.Counter;
        var steps = new Steps(scenario, kind, channel, dice, calendar, clock, scenario.Tidy.Contains(unit)).Draw();
        return new(index, scenario.IdOf(index), kind, citizen, person, commune, posts[(unit, level + ".desk")],
            posts[(unit, kind.AtDistrict ? "district.finance" : "commune.justice")], posts[(unit, level + ".chair")], channel, digitised, photographed, steps);
    }

    /// <summary>The acts in order, each in a later half-hour than the one before; those after the end of the scenario do not happen.</summary>
    sealed class Steps(Scenario scenario, Kind kind, Channel channel, Dice dice, OfficeCalendar calendar, LegalClock clock, bool tidy)
    {
        readonly List<Step> steps = [];
        int now;

        public List<Step> Draw()
        {
            now = FiledAt();
            if (channel != Channel.Online)
            {
                Settle(AcceptedAtDesk());
                steps.RemoveAll(s => s.Tick >= scenario.Ticks);
                return steps;
            }
            Do(Deed.File);
            var (least, most) = dice.Happens(Table.AnsweredInTime) ? Table.AnswerInTime : Table.AnswerLate;
            now = Later(now, dice.Between(least, most));
            if (dice.Happens(Table.Refused)) Do(Deed.Refuse);
            else if (Accepted() is { } state) Settle(state);
            steps.RemoveAll(s => s.Tick >= scenario.Ticks);
            return steps;
        }

        /// <summary>While the desk is open.</summary>
        ClockState AcceptedAtDesk()
        {
            while (Opening(now) is var open && open != now) now = open < scenario.Ticks ? open : FiledAt();
            Do(Deed.FileAtDesk);
            Do(Deed.AcceptAtDesk);
            return clock.Start(LimitOf(kind), scenario.At(now) + AMoment);
        }

        static TimeLimit LimitOf(Kind kind) => kind.SameDay ? TimeLimit.SameDay : new(3, TimeLimitUnit.WorkingDays);

        int FiledAt()
        {
            while (true)
            {
                var day = dice.Below(scenario.Days);
                var date = LegalTime.DateOf(scenario.Begin).AddDays(day);
                if (!dice.Happens(Table.Weekdays[((int)date.DayOfWeek + 6) % 7] / Table.Weekdays.Max())) continue;
                var at = LegalTime.At(date, new TimeOnly(dice.Weighted(Table.Hours), dice.Below(2) * 30));
                var tick = (int)Math.Ceiling((at - scenario.Begin) / Scenario.HalfHour);
                if (tick >= 0 && tick < scenario.Ticks - (tidy ? 48 * 21 : 0)) return tick;
            }
        }

        ClockState? Accepted()
        {
            if (dice.Happens(Table.SupplementAtDesk))
            {
                Do(Deed.AskSupplement);
                if (!SupplementComes(Deed.Stop)) return null;
                now = Later(now, dice.Between(1, 8));
            }
            var state = clock.Start(LimitOf(kind), scenario.At(now) + AMoment);
            Do(Deed.Accept);
            if (!dice.Happens(Table.SupplementInProcess)) return state;
            now = Later(now, dice.Between(1, 3));
            state = clock.Pause(state, scenario.At(now) + AMoment, "supplement");
            Do(Deed.AskInProcess);
            if (!SupplementComes(Deed.StopInProcess)) return null;
            return clock.Resume(state, scenario.At(now) + AMoment);
        }

        /// <summary>False where it never comes: then the dossier is stopped, when the time for it is over.</summary>
        bool SupplementComes(Deed stopping)
        {
            if (!tidy && dice.Happens(Table.SupplementNeverComes))
            {
                var until = clock.DueAt(new(DossierActs.SupplementDays, TimeLimitUnit.WorkingDays), scenario.At(now) + AMoment);
                now = Later(TickAfter(until), dice.Between(Table.StoppedAfter.Least, Table.StoppedAfter.Most));
                Do(stopping);
                return false;
            }
            now += dice.Between(Table.SupplementComes.Least, Table.SupplementComes.Most);
            Do(Deed.Supplement);
            return true;
        }

        /// <summary>Processed, approved, returned, rated: approved before the appointment, or late by so much.</summary>
        void Settle(ClockState state)
        {
            var due = (int)Math.Floor((clock.Evaluate(state).DueAt!.Value - scenario.Begin) / Scenario.HalfHour);
            var late = !tidy && dice.Happens(Table.Late);
            var approve = late ? Later(due, dice.Between(Table.LateBy.Least, Table.LateBy.Most)) : 0;
            if (late && !kind.SameDay && dice.Happens(Table.Apologised)) Apologise(state, approve);
            now = Math.Min(Later(now, dice.Between(1, 3)), late ? int.MaxValue : Math.Max(due - 2, now + 1));
            if (late && dice.Happens(0.5)) now = Math.Max(now, Later(due, 1)); // half of what is late lies with who processes it
            Do(Deed.Process);
            if (!late) approve = Math.Min(Later(now, dice.Between(1, 6)), Math.Max(due - 1, now + 1));
            if (dice.Happens(Table.SentBack))
            {
                now = Later(now, 1);
                Do(Deed.SendBack);
                now = Later(now, 1);
                Do(Deed.Process);
            }
            now = Math.Max(Later(now, 1), Opening(approve));
            Do(Deed.Approve);
            now = Later(now, dice.Between(Table.ReturnAfter.Least, Table.ReturnAfter.Most));
            Do(Deed.Return);
            if (!dice.Happens(Table.Rated)) return;
            now += dice.Between(1, 60);
            steps.Add(new(Deed.Rate, now, dice.Happens(Table.Satisfied) ? dice.Between(4, 5) : dice.Between(1, 3)));
        }

        void Apologise(ClockState state, int approve)
        {
            var soon = Later(now, 1);
            if (scenario.At(soon) + AMoment > clock.ApologyBy(state)) return;
            now = soon;
            steps.Add(new(Deed.Apologise, now, DueAt: calendar.Closing(LegalTime.DateOf(scenario.At(Opening(approve))))));
        }

        void Do(Deed deed) => steps.Add(new(deed, now));

        /// <summary>The half-hour in which offices are open after so many half-hours of office time.</summary>
        int Later(int tick, int officeHalfHours) => Opening(TickAfter(calendar.AddOfficeTime(scenario.At(Math.Max(0, tick)), Scenario.HalfHour * officeHalfHours)));

        int Opening(int tick) => TickAfter(calendar.NextOpening(scenario.At(tick)));

        int TickAfter(DateTimeOffset at) => (int)Math.Ceiling((at - scenario.Begin) / Scenario.HalfHour);
    }
}

/// <summary>The one source of chance of a dossier: seed and number give every draw.</summary>
sealed class Dice(int seed, int index)
{
    readonly Random random = new(unchecked((seed * 1_000_003) ^ (index * 7919)));

    public bool Happens(double share) => random.NextDouble() < share;
    public int Below(int count) => random.Next(count);
    public int Between(int least, int most) => random.Next(least, most + 1);

    public T Pick<T>(IReadOnlyList<(T Value, double Share)> among) => among[Weighted([.. among.Select(a => a.Share)])].Value;

    public int Weighted(double[] weights)
    {
        var at = random.NextDouble() * weights.Sum();
        for (var n = 0; n < weights.Length; n++)
            if ((at -= weights[n]) < 0) return n;
        return weights.Length - 1;
    }
}
