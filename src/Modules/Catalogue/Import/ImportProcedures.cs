using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Editing;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Catalogue.Import;

/// <summary>
/// Reads the national catalogue, one procedure a line (JSON). What is complete is published; what is not becomes a draft that an
/// editor completes. Reading the same file again changes nothing; a changed line makes a new version; what was completed by hand stays.
/// </summary>
public static class ImportProcedures
{
    public sealed record Command(TextReader Lines, string Source);

    public sealed record RefusedLine(int Line, string Reason);

    public sealed record Unfinished(string Code, string Name, IReadOnlyList<Need> Needs);

    /// <summary>Every line is one of added, changed, unchanged, kept by hand, refused.</summary>
    public sealed record Report(
        int Lines, int Added, int Changed, int Unchanged, int KeptByHand, IReadOnlyList<RefusedLine> Refused, int Published, IReadOnlyList<Unfinished> Unfinished, TimeSpan LongestTurn);

    enum Outcome { Added, Changed, Unchanged, KeptByHand }

    sealed record Reading(int Line, string Code, ProcedureContent Content, string Hash);

    public sealed class Handler(CatalogueDb db, Actor actor, LegalTime time, TimeProvider system, SourceReading source, CatalogueIndex index)
    {
        readonly Dictionary<Outcome, int> counts = Enum.GetValues<Outcome>().ToDictionary(o => o, _ => 0);
        readonly List<RefusedLine> refused = [];
        readonly List<Unfinished> unfinished = [];
        readonly Dictionary<string, int> lineOf = [];
        readonly BatchSize size = new();
        int lines;
        int published;

        /// <param name="progress">Told the number of lines done, after each batch.</param>
        /// <exception cref="Refusal">401 or 403: not an editor of the catalogue.</exception>
        public async Task<Report> Run(Command command, IProgress<int>? progress, CancellationToken ct)
        {
            Editors.Require(actor);
            List<Reading> batch = [];
            while (await command.Lines.ReadLineAsync(ct) is { } text)
            {
                lines++;
                if (Read(text) is { } reading) batch.Add(reading);
                if (batch.Count < size.Current) continue;
                await Save(batch, ct);
                progress?.Report(lines);
                batch.Clear();
            }
            await Save(batch, ct);
            await Conclude(command.Source, ct);
            progress?.Report(lines);
            index.Expire();
            return new(lines, counts[Outcome.Added], counts[Outcome.Changed], counts[Outcome.Unchanged], counts[Outcome.KeptByHand], refused, published, unfinished, size.Longest);
        }

        Reading? Read(string text)
        {
            try
            {
                var line = SourceLine.Parse(text);
                if (!lineOf.TryAdd(line.Code, lines)) throw new FormatException($"{line.Code} is on line {lineOf[line.Code]} already");
                var content = source.Read(line);
                return new(lines, line.Code, content, ProcedureContent.HashOf(content.ToJson()));
            }
            catch (FormatException e)
            {
                refused.Add(new(lines, e.Message));
                return null;
            }
        }

        /// <summary>One short transaction. When somebody edits one of these procedures at this moment, they win and the batch is read again.</summary>
        async Task Save(List<Reading> batch, CancellationToken ct)
        {
            if (batch.Count == 0) return;
            const int tries = 3;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var outcomes = await Apply(batch, ct);
                    var began = system.GetTimestamp();
                    await db.SaveChangesAsync(ct);
                    if (outcomes.Any(o => o.Outcome is Outcome.Added or Outcome.Changed)) size.Took(system.GetElapsedTime(began));
                    foreach (var (outcome, procedure) in outcomes) Count(outcome, procedure);
                    return;
                }
                catch (Refusal refusal) when (refusal.Status == 409 && attempt < tries) { /* read again below */ }
                finally { db.ChangeTracker.Clear(); }
            }
        }

        async Task<List<(Outcome Outcome, Procedure Procedure)>> Apply(List<Reading> batch, CancellationToken ct)
        {
            var codes = batch.Select(r => r.Code).ToList();
            var known = await db.Procedures.Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, ct);
            var changed = batch.Where(r => known.TryGetValue(r.Code, out var p) && !p.IsKept && p.SourceHash != r.Hash).Select(r => known[r.Code].Id).ToList();
            var before = changed.Count == 0 ? [] : await db.Versions.Where(v => changed.Contains(v.ProcedureId) && v.Status != VersionStatus.Retired).ToListAsync(ct);
            return [.. batch.Select(r => Apply(r, known.GetValueOrDefault(r.Code), before))];
        }

        (Outcome, Procedure) Apply(Reading reading, Procedure? procedure, List<ProcedureVersion> before)
        {
            if (procedure is { IsKept: true })
            {
                var isCurated = procedure.Origin == Origin.Curated;
                var moved = procedure.SourceHash is not null && procedure.SourceHash != reading.Hash;
                var noted = procedure.NoteSource(reading.Hash);
                if (moved) db.Record(procedure, new ProcedureSourceChanged(procedure.Id, procedure.Code));
                return (isCurated || noted || procedure.OpenNeeds.Contains(Need.SourceChanged) ? Outcome.KeptByHand : Outcome.Unchanged, procedure);
            }
            if (procedure?.SourceHash == reading.Hash) return (Outcome.Unchanged, procedure);
            var outcome = procedure is null ? Outcome.Added : Outcome.Changed;
            if (procedure is null) db.Procedures.Add(procedure = Procedure.Create(reading.Code));
            var version = procedure.Take(reading.Content, Origin.Imported, reading.Hash, before.Where(v => v.ProcedureId == procedure.Id), time.Now, time.Today);
            db.Versions.Add(version);
            db.RecordVersion(procedure, version, note: null);
            return (outcome, procedure);
        }

        void Count(Outcome outcome, Procedure procedure)
        {
            counts[outcome]++;
            if (procedure.PublishedVersionId is not null) published++;
            if (procedure.OpenNeeds.Count > 0) unfinished.Add(new(procedure.Code, procedure.Name, procedure.OpenNeeds));
        }

        /// <summary>The import itself is an act: it is journalled unless it changed nothing.</summary>
        async Task Conclude(string from, CancellationToken ct)
        {
            if (counts[Outcome.Added] + counts[Outcome.Changed] == 0) return;
            var state = await db.State.SingleOrDefaultAsync(ct);
            if (state is null) db.State.Add(state = CatalogueState.Create());
            db.Record(state, new CatalogueImported(from, lines, counts[Outcome.Added], counts[Outcome.Changed], counts[Outcome.Unchanged], counts[Outcome.KeptByHand], refused.Count, unfinished.Count));
            await db.SaveChangesAsync(ct);
        }
    }

    /// <summary>
    /// As many procedures a transaction as keep the writer's turn under 50 ms: others file dossiers meanwhile. Never fewer than ten:
    /// on a slow disk the commit itself is what takes long, and smaller transactions only mean more of them.
    /// </summary>
    sealed class BatchSize
    {
        const int Least = 10;
        const int Most = 40;
        static readonly TimeSpan Long = TimeSpan.FromMilliseconds(40);
        static readonly TimeSpan Short = TimeSpan.FromMilliseconds(15);
        bool isWarm;

        public int Current { get; private set; } = Least;
        public TimeSpan Longest { get; private set; }

        /// <summary>The first transaction pays for compiling and is not counted.</summary>
        public void Took(TimeSpan turn)
        {
            if (isWarm && turn > Longest) Longest = turn;
            isWarm = true;
            if (turn > Long) Current = Math.Max(Least, Current / 2);
            else if (turn < Short) Current = Math.Min(Most, Current * 2);
        }
    }
}
