using NhatLe.Platform.Clock;
using static NhatLe.Tests.Clock.Calendars;

namespace NhatLe.Tests.Clock;

[Trait("Run", "Once")]
public sealed class LegalTimeTests
{
    readonly HeldTime system = new(At("2026-03-02 18:30").AddTicks(12_345_678));

    [Fact]
    public void Now_is_UTC_cut_to_milliseconds_and_today_is_the_day_in_Vietnam()
    {
        var time = new LegalTime(system);
        Assert.Equal((TimeSpan.Zero, 0), (time.Now.Offset, time.Now.UtcTicks % TimeSpan.TicksPerMillisecond));
        Assert.Equal(At("2026-03-02 18:30").AddMilliseconds(1234), time.Now);
        system.Instant = At("2026-03-03 01:00"); // still 2 March in UTC
        Assert.Equal(Day("2026-03-03"), time.Today);
    }

    [Fact]
    public void Real_time_cannot_be_moved()
    {
        var time = new LegalTime(system);
        Assert.False(time.IsSimulated);
        Assert.Throws<InvalidOperationException>(() => time.MoveTo(At("2024-11-22 08:00")));
    }

    [Fact]
    public void Simulated_time_runs_on_from_where_it_was_put()
    {
        var time = new LegalTime(system, simulated: true);
        time.MoveTo(At("2024-11-22 08:00"));
        system.Instant += TimeSpan.FromMinutes(30);
        Assert.Equal(At("2024-11-22 08:30"), time.Now);
    }

    [Fact]
    public void Time_never_goes_backwards()
    {
        var time = new LegalTime(system, simulated: true);
        time.MoveTo(At("2024-11-22 08:00"));
        Assert.Throws<ArgumentOutOfRangeException>(() => time.MoveTo(At("2024-11-22 07:59")));
        system.Instant -= TimeSpan.FromHours(2); // the machine's clock is set back
        Assert.Equal(At("2024-11-22 08:00"), time.Now);
    }

    [Fact]
    public async Task Time_read_by_many_while_it_is_moved_never_goes_backwards()
    {
        var time = new LegalTime(TimeProvider.System, simulated: true);
        time.MoveTo(At("2024-11-22 08:00"));
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var (last, ordered) = (time.Now, true);
            for (var i = 0; i < 20_000; i++)
            {
                var now = time.Now;
                ordered &= now >= last;
                last = now;
            }
            return ordered;
        })).ToList();
        for (var hour = 1; hour <= 100; hour++) time.MoveTo(At("2024-11-22 08:00").AddHours(hour));
        Assert.All(await Task.WhenAll(readers), Assert.True);
    }

    [Fact]
    public void A_day_and_time_in_Vietnam_is_seven_hours_before_UTC()
    {
        var instant = LegalTime.At(Day("2024-11-27"), new(17, 0));
        Assert.Equal(new DateTimeOffset(2024, 11, 27, 10, 0, 0, TimeSpan.Zero), instant);
        Assert.Equal(17, LegalTime.ToLocal(instant).Hour);
    }
}
