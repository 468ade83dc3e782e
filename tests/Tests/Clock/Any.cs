using FsCheck;
using FsCheck.Fluent;
using NhatLe.Platform.Clock;

namespace NhatLe.Tests.Clock;

/// <summary>What the properties are tried on: instants of 2024 to 2026 at any hour, and limits of every unit.</summary>
static class Any
{
    static readonly DateTimeOffset First = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly Gen<DateTimeOffset> Instants = Gen.Choose(0, 3 * 365 * 24 * 60).Select(minutes => First.AddMinutes(minutes));

    public static readonly Arbitrary<DateTimeOffset> Instant = Instants.ToArbitrary();

    public static readonly Arbitrary<TimeSpan> OfficeTime = Gen.Choose(0, 30 * 8 * 60).Select(m => TimeSpan.FromMinutes(m)).ToArbitrary();

    public static readonly Arbitrary<TimeLimit> Limit =
        (from unit in Gen.Elements(Enum.GetValues<TimeLimitUnit>())
         from value in Gen.Choose(unit is TimeLimitUnit.WorkingDays or TimeLimitUnit.CalendarDays ? 0 : 1, unit == TimeLimitUnit.CalendarMonths ? 6 : 60)
         select new TimeLimit(value, unit)).ToArbitrary();

    /// <summary>Lengths of the stretches in minutes: run, pause, run, pause … from the start on.</summary>
    public static readonly Arbitrary<int[]> Stretches =
        Gen.Choose(0, 3).SelectMany(pairs => Gen.Choose(0, 20 * 24 * 60).ArrayOf(2 * pairs)).ToArbitrary();

    /// <summary>The clock started, paused and resumed along the stretches.</summary>
    public static ClockState Run(LegalClock clock, TimeLimit limit, DateTimeOffset start, IEnumerable<int> stretches)
    {
        var (state, at) = (clock.Start(limit, start), start);
        foreach (var minutes in stretches)
        {
            at = at.AddMinutes(minutes);
            state = state.IsPaused ? clock.Resume(state, at) : clock.Pause(state, at, "Chờ bổ sung");
        }
        return state;
    }
}
