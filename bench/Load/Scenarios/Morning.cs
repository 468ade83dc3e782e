using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using NhatLe.Load.Http;
using NhatLe.Load.Measure;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>
/// Monday, 07:30: in three minutes 171 desks each take in one dossier with three scans of 2 MB, 300 inboxes are open and told what
/// comes, and 2,000 people ask where theirs is. Shorter or longer, it is as busy. One operation is one request of somebody.
/// </summary>
sealed class Morning(Site site, Making making, Province province, Known known, int? postgres)
{
    const int Desks = 171, Inboxes = 300, Trackers = 2_000, Minutes = 3;

    public IEnumerable<Result> Go(double minutes, TimeSpan warmUp)
    {
        known.Dossiers();
        var watched = new Watched(site.Pid, postgres);
        var dossiers = (int)Math.Ceiling(Desks * (minutes + warmUp.TotalMinutes) / Minutes);
        var desks = new Intake(site, province, dossiers);
        var track = new Track(site, known);
        List<string> inboxes = [.. desks.Clerks.Concat(province.Officers).Distinct(StringComparer.Ordinal).Take(Inboxes)];
        site.SignIn(inboxes);
        desks.Prepare(0);
        track.Prepare(0);
        making.New(0, province.Communes); // signs in

        Plan Of(double perMorning, bool isPoisson, int connections) => new(perMorning / Minutes / 60, isPoisson, connections, warmUp, TimeSpan.FromMinutes(minutes));
        using var live = new LiveInboxes(site, inboxes, warmUp);
        var before = Costs.Now(watched);
        Result[] results = new Result[2];
        var people = new Thread(() => results[1] = new Run(postgres).Go(track, Of(Trackers, isPoisson: true, connections: 16)));
        people.Start();
        results[0] = new Run(postgres).Go(desks, Of(Desks * Intake.Steps, isPoisson: false, connections: 16));
        people.Join();
        var told = live.Stop();
        var costs = Costs.Now(watched) - before; // of the warm-up too

        var took = results.Max(r => r.Took);
        List<Result> parts = [results[0], results[1] with { Scenario = "morning-track" }, told with { Took = took, Offered = told.Durations.Count / took.TotalSeconds }];
        var all = new Histogram();
        foreach (var part in parts) all.Add(part.Durations);
        return
        [
            .. parts.Select(p => p with { Costs = default, Peak = null }),
            new("morning", parts.Sum(p => p.Offered), took, all, parts.Sum(p => p.Right), parts.Sum(p => p.Wrong), parts.Sum(p => p.Bytes), costs, results[0].Peak, []),
        ];
    }

    /// <summary>Desks take in registrations of births: who comes, three scans one after the other, the form. Eight desks are at it at a time.</summary>
    sealed class Intake(Site site, Province province, int dossiers) : Scenario(site)
    {
        public const int Steps = 5;

        const int Abreast = 8, Scan = 2_000_000; // bytes
        const string Procedure = "1.001193";

        static readonly string[] Papers = ["birth-certificate-hospital", "identity", "identity"];
        static readonly string today = "2024-11-16"; // before the demonstration's clock begins

        readonly int[] steps = new int[((dossiers / Abreast) + 1) * Abreast]; // done, of each dossier
        readonly Guid[] ids = new Guid[((dossiers / Abreast) + 1) * Abreast];

        public override string Name => "morning-desk";
        public override int Most => dossiers / Abreast * Abreast * Steps;

        /// <summary>There are fewer desks that take in births than there are dossiers: the first have two.</summary>
        string Commune(int dossier) => province.Communes[dossier % province.Communes.Count];

        public IEnumerable<string> Clerks => province.Communes.Select(province.Desk);

        public override void Prepare(int operations)
        {
            for (var i = 0; i < ids.Length; i++) ids[i] = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        }

        public override string? Act(Line line, int number)
        {
            var (turn, place) = Math.DivRem(number, Abreast * Steps);
            var (step, desk) = Math.DivRem(place, Abreast);
            var dossier = (turn * Abreast) + desk;
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref steps[dossier]) == step, TimeSpan.FromSeconds(20))) return "The step before it failed.";
            var answer = Ask(line, dossier, step);
            if (answer.Status is not (200 or 201)) return Site.Said(answer);
            Volatile.Write(ref steps[dossier], step + 1);
            return step < Steps - 1 || answer.Has("\"code\":\"H46."u8) ? null : Site.Said(answer);
        }

        Answer Ask(Line line, int dossier, int step)
        {
            var (id, commune) = (ids[dossier], Commune(dossier));
            var (cookie, person) = (Site.Cookie(province.Desk(commune)), Names.First + dossier);
            if (step == 0)
                return line.Ask(Site.Plain.Post("/api/services/desk/drafts", cookie, new { Id = id, ProcedureCode = Procedure, Channel = "Counter", CitizenNumber = Names.CitizenNumber(person), Name = Names.Full(person), Phone = Names.Phone(person) }));
            if (step < Steps - 1)
                return line.Ask(Site.Plain.Upload($"/api/services/drafts/{id}/files/{Papers[step - 1]}", cookie, "quet.pdf", "application/pdf", Making.Pdf(Scan, (person * Steps) + step)));
            var answers = new Dictionary<string, string>
            {
                ["child_name"] = Names.Full(person + 1), ["child_born_on"] = today, ["child_sex"] = "female", ["child_birth_place"] = "Trạm y tế xã", ["child_ethnicity"] = "Kinh",
                ["mother_name"] = Names.Full(person), ["mother_born_on"] = "1995", ["mother_number"] = Names.CitizenNumber(person), ["unit"] = commune, ["phone"] = Names.Phone(person),
            };
            return line.Ask(Site.Plain.Post("/api/services/desk/dossiers", cookie, new { Id = id, Answers = answers }));
        }
    }
}

/// <summary>Inboxes that stand open: each listens to its stream of events, and when told of a change asks for its page anew, as the script of the page does.</summary>
sealed class LiveInboxes : IDisposable
{
    const int Hands = 8;

    readonly Site site;
    readonly Dictionary<Socket, byte[]> streams = [];
    readonly BlockingCollection<(byte[] Page, long Since)> changed = [];
    readonly List<Thread> threads = [];
    readonly Histogram durations = new();
    readonly ConcurrentQueue<string> wrong = new();
    readonly long counted;
    long bytes;
    volatile bool isOver;

    /// <param name="warmUp">What comes so long after all are open is not counted.</param>
    public LiveInboxes(Site site, IReadOnlyList<string> logins, TimeSpan warmUp)
    {
        this.site = site;
        foreach (var cookie in logins.Select(site.Cookie))
        {
            var socket = new Socket(site.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(site.Server);
            socket.Send(site.Plain.Get("/live", cookie));
            streams.Add(socket, site.Reading.Get("/viec", cookie));
        }
        counted = Pace.After(Stopwatch.GetTimestamp(), warmUp);
        threads.Add(new(Listen));
        threads.AddRange(Enumerable.Range(0, Hands).Select(_ => new Thread(Ask)));
        foreach (var thread in threads) thread.Start();
    }

    void Listen()
    {
        var room = new byte[16 * 1024];
        while (!isOver)
        {
            List<Socket> ready = [.. streams.Keys];
            Socket.Select(ready, checkWrite: null, checkError: null, TimeSpan.FromMilliseconds(100));
            foreach (var stream in ready)
            {
                var received = room.AsSpan(0, stream.Receive(room));
                if (received.Length == 0) Lose(stream);
                else if (received.IndexOf("data: changed"u8) >= 0) changed.Add((streams[stream], Stopwatch.GetTimestamp()));
            }
        }
        changed.CompleteAdding();
    }

    void Lose(Socket stream)
    {
        wrong.Enqueue("A stream of events ended.");
        streams.Remove(stream);
        stream.Dispose();
    }

    void Ask()
    {
        using var line = site.Open();
        foreach (var (page, since) in changed.GetConsumingEnumerable())
        {
            var answer = line.Ask(page);
            if (answer.Status != 200) wrong.Enqueue(Site.Said(answer));
            if (since < counted) continue;
            lock (durations) durations.Add(Stopwatch.GetElapsedTime(since));
        }
        Interlocked.Add(ref bytes, line.BytesReceived);
    }

    /// <summary>What it took from a signal to the new page.</summary>
    public Result Stop()
    {
        isOver = true;
        foreach (var thread in threads) thread.Join();
        return new("morning-inbox", Offered: null, TimeSpan.Zero, durations, Math.Max(0, durations.Count - wrong.Count), Math.Min(wrong.Count, durations.Count), bytes, default, Peak: null, [.. wrong.Take(3)]);
    }

    public void Dispose()
    {
        isOver = true;
        foreach (var stream in streams.Keys) stream.Dispose();
        changed.Dispose();
    }
}
