using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using NhatLe.Load.Http;
using NhatLe.Load.Scenarios;

namespace NhatLe.Load.Measure;

/// <param name="Rate">Operations a second, each begun at its own time whatever became of those before (open); null: closed.</param>
/// <param name="WarmUp">Of the load itself, before anything is counted.</param>
sealed record Plan(double? Rate, bool IsPoisson, int Connections, TimeSpan WarmUp, TimeSpan Measured)
{
    /// <summary>How many operations to prepare, given what a closed run may reach.</summary>
    public int Operations(int closedRate) => (int)Math.Ceiling((WarmUp + Measured).TotalSeconds * (Rate ?? closedRate)) + Connections;
}

/// <summary>Processes whose costs are told: the server, and the postmaster of its database.</summary>
sealed record Watched(int? Server, int? Postgres);

/// <summary>Puts one scenario under load and measures it: every duration counts from when the operation was due, not from when a connection was free.</summary>
/// <param name="postgres">The postmaster; null where nobody said.</param>
sealed class Run(int? postgres)
{
    const int MostTold = 3; // wrong answers shown in words

    readonly ConcurrentBag<Worker> done = [];
    readonly ConcurrentQueue<string> told = new();

    public Result Go(Scenario scenario, Plan plan)
    {
        var watched = new Watched(scenario.Site.Pid, postgres);
        var begin = Pace.After(Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(50));
        var counted = Pace.After(begin, plan.WarmUp);
        var end = Pace.After(counted, plan.Measured);
        var schedule = new Schedule(plan.Rate, plan.IsPoisson, begin, end, scenario.Most);
        List<Thread> threads = [.. Enumerable.Range(0, plan.Connections).Select(_ => new Thread(() => Work(scenario, schedule, counted)))];
        GC.Collect();
        foreach (var thread in threads) thread.Start();

        Pace.Until(counted);
        var costs = Costs.Now(watched);
        Processes.ForgetPeak(watched.Server);
        foreach (var thread in threads) thread.Join();
        costs = Costs.Now(watched) - costs;

        var all = new Worker();
        foreach (var worker in done) all.Add(worker);
        foreach (var due in schedule.LeftOver().Where(d => d >= counted)) all.Leave(Stopwatch.GetElapsedTime(due));
        var took = Stopwatch.GetElapsedTime(counted, Math.Max(all.Last, schedule.IsUsedUp || !schedule.IsOpen ? counted : end));
        return new(scenario.Name, plan.Rate, took, all.Durations, all.Right, all.Wrong, all.Bytes, costs, Processes.PeakOf(watched.Server), [.. told]);
    }

    void Work(Scenario scenario, Schedule schedule, long counted)
    {
        var mine = new Worker();
        using var line = scenario.Site.Open();
        var before = 0L;
        while (schedule.Take(out var number, out var due))
        {
            if (schedule.IsOpen) Pace.Until(due);
            string? wrong;
            try { wrong = scenario.Act(line, number); }
            catch (Exception e) when (e is SocketException or InvalidDataException) { wrong = e.Message; }
            var now = Stopwatch.GetTimestamp();
            if (wrong is not null && told.Count < MostTold) told.Enqueue(wrong);
            if (due < counted) before = line.BytesReceived;
            else mine.Note(Stopwatch.GetElapsedTime(due, now), wrong is null, now);
        }
        mine.Bytes = line.BytesReceived - before;
        done.Add(mine);
    }

    /// <summary>What one connection saw.</summary>
    sealed class Worker
    {
        public Histogram Durations { get; } = new();
        public long Right { get; private set; }
        public long Wrong { get; private set; }
        public long Bytes { get; set; }

        /// <summary>When its last operation ended.</summary>
        public long Last { get; private set; }

        public void Note(TimeSpan duration, bool isRight, long now)
        {
            Durations.Add(duration);
            if (isRight) Right++;
            else Wrong++;
            Last = now;
        }

        /// <summary>Never begun: it has waited so long already.</summary>
        public void Leave(TimeSpan waited) => Durations.Add(waited);

        public void Add(Worker other)
        {
            Durations.Add(other.Durations);
            (Right, Wrong, Bytes, Last) = (Right + other.Right, Wrong + other.Wrong, Bytes + other.Bytes, Math.Max(Last, other.Last));
        }
    }
}

/// <summary>CPU time spent by each.</summary>
readonly record struct Costs(TimeSpan Server, TimeSpan Postgres, TimeSpan Generator)
{
    public static Costs Now(Watched watched) => new(Processes.CpuOf(watched.Server), Processes.CpuOf(watched.Postgres), Environment.CpuUsage.TotalTime);

    public static Costs operator -(Costs later, Costs earlier) => new(later.Server - earlier.Server, later.Postgres - earlier.Postgres, later.Generator - earlier.Generator);
}

/// <param name="Offered">Operations a second; null: closed.</param>
/// <param name="Durations">Of all, those never begun among them with what they had waited.</param>
/// <param name="Bytes">Received.</param>
/// <param name="Peak">Memory of the server, in megabytes.</param>
sealed record Result(string Scenario, double? Offered, TimeSpan Took, Histogram Durations, long Right, long Wrong, long Bytes, Costs Costs, double? Peak, IReadOnlyList<string> Told)
{
    public double Achieved => Right / Took.TotalSeconds;
    public long NeverBegun => Durations.Count - Right - Wrong;
}
