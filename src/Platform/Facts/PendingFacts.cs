using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Live;

namespace NhatLe.Platform.Facts;

/// <summary>The entries, duties and deliveries of one act, until they are written with the row in one transaction.</summary>
public sealed class PendingFacts(FactContext context)
{
    readonly List<(Entry Entry, EntryPayload Payload, IReadOnlyList<string> Reactions)> entries = [];
    readonly List<Action<Batch>> writes = [], last = [];
    readonly PendingSearch search = new(context);
    readonly HashSet<string> topics = [];

    public bool Any => entries.Count > 0 || writes.Count > 0 || last.Count > 0 || search.Any;
    public IReadOnlyCollection<string> Topics => topics;
    public bool HasDeliveries => entries.Any(e => e.Reactions.Count > 0);

    /// <summary>When the act is done: the instant of its entry. The duties bear it too, however long the act then waits to be written.</summary>
    DateTimeOffset ActAt => entries.Count > 0 ? entries[^1].Entry.At : context.Time.Now;

    /// <summary>The subjects recorded in this act: whom a lost race was about.</summary>
    public IEnumerable<Guid> Subjects => entries.Select(e => e.Entry.SubjectId).Distinct();

    public Entry Record(Subject subject, string subjectKind, object fact, string? note, Post? post)
    {
        var (entry, payload) = Entry.Of(subject, subjectKind, context.Actor, post, fact, note, context.Time.Now);
        entries.Add((entry, payload, context.Reactions.To(entry.Event)));
        topics.Add(Topic.Subject(subject.Id));
        return entry;
    }

    public void Owe(Guid subjectId, string subjectKind, string kind, Guid unitId, string permit, DateTimeOffset? dueAt, DutyCard card, Guid? officerId, bool grant)
    {
        topics.Add(Topic.Unit(unitId));
        var now = ActAt;
        if (grant) search.Grant(subjectId, subjectKind, unitId);
        writes.Add(batch =>
        {
            batch.Add($"""
                INSERT INTO duties (id, subject_id, subject_kind, kind, unit_id, permit, officer_id, title, person, code, link, answers_citizen, opened_at, due_at, paused)
                VALUES ({Guid.CreateVersion7(now)}, {subjectId}, {subjectKind}, {kind}, {unitId}, {permit}, {officerId}, {card.Title}, {card.Person}, {card.Code}, {card.Link}, {card.AnswersCitizen}, {now}, {dueAt}, {false})
                """);
            if (grant)
                batch.Add($"INSERT INTO grants (subject_id, unit_id, permit) VALUES ({subjectId}, {unitId}, {permit}) ON CONFLICT DO NOTHING");
        });
    }

    /// <summary>Met: on time, or late by the legal clock.</summary>
    public void Discharge(Guid subjectId, string kind, Guid? unitId, bool ifAny)
    {
        var now = ActAt;
        writes.Add(batch => batch.AddReturning(
            $"""
            UPDATE duties SET ended_at = {now}, paused = {false}, outcome = CASE WHEN due_at < {now} THEN {DutyOutcome.Late} ELSE {DutyOutcome.OnTime} END
            WHERE subject_id = {subjectId} AND kind = {kind} AND ended_at IS NULL AND unit_id = COALESCE({unitId}, unit_id) RETURNING unit_id
            """, TellDebtors(kind, ifAny)));
    }

    /// <summary>No longer owed, and not counted.</summary>
    public void Release(Guid subjectId, string kind, Guid? unitId, bool ifAny)
    {
        var now = ActAt;
        writes.Add(batch => batch.AddReturning(
            $"""
            UPDATE duties SET ended_at = {now}, paused = {false}, outcome = {DutyOutcome.Released}
            WHERE subject_id = {subjectId} AND kind = {kind} AND ended_at IS NULL AND unit_id = COALESCE({unitId}, unit_id) RETURNING unit_id
            """, TellDebtors(kind, ifAny)));
    }

    /// <summary>Pause, resume or extend: the duty takes the deadline the legal clock gives.</summary>
    public void Reschedule(Guid subjectId, string kind, Deadline deadline, bool ifAny) =>
        writes.Add(batch => batch.AddReturning(
            $"UPDATE duties SET due_at = {deadline.DueAt}, paused = {deadline.IsPaused} WHERE subject_id = {subjectId} AND kind = {kind} AND ended_at IS NULL RETURNING unit_id",
            TellDebtors(kind, ifAny)));

    /// <summary>Lays the duty on another unit or officer; the new unit may see the record from then on.</summary>
    /// <param name="unitId">The unit it is taken from, where several owe the same.</param>
    public void Reassign(Guid subjectId, string subjectKind, string kind, Guid toUnitId, Guid? toOfficerId, Guid? unitId, bool grant)
    {
        topics.Add(Topic.Unit(toUnitId));
        if (grant) search.Grant(subjectId, subjectKind, toUnitId);
        writes.Add(batch =>
        {
            batch.AddReturning(
                $"SELECT unit_id FROM duties WHERE subject_id = {subjectId} AND kind = {kind} AND ended_at IS NULL AND unit_id = COALESCE({unitId}, unit_id)",
                TellDebtors(kind, ifAny: false));
            batch.Add($"""
                UPDATE duties SET unit_id = {toUnitId}, officer_id = {toOfficerId}
                WHERE subject_id = {subjectId} AND kind = {kind} AND ended_at IS NULL AND unit_id = COALESCE({unitId}, unit_id)
                """);
            if (grant)
                batch.Add($"""
                    INSERT INTO grants (subject_id, unit_id, permit)
                    SELECT subject_id, unit_id, permit FROM duties WHERE subject_id = {subjectId} AND kind = {kind} AND unit_id = {toUnitId} AND ended_at IS NULL
                    ON CONFLICT DO NOTHING
                    """);
        });
    }

    /// <summary>What is open on a record goes from a unit that ends to the one that goes on; what that one owes already is left once.</summary>
    public void MoveDuties(Guid subjectId, Guid fromUnitId, Guid toUnitId)
    {
        topics.Add(Topic.Unit(toUnitId));
        var now = ActAt;
        writes.Add(batch =>
        {
            batch.Add($"""
                UPDATE duties SET ended_at = {now}, paused = {false}, outcome = {DutyOutcome.Released}
                WHERE subject_id = {subjectId} AND unit_id = {fromUnitId} AND ended_at IS NULL AND EXISTS (
                    SELECT 1 FROM duties same WHERE same.subject_id = {subjectId} AND same.kind = duties.kind AND same.unit_id = {toUnitId} AND same.ended_at IS NULL)
                """);
            batch.Add($"UPDATE duties SET unit_id = {toUnitId} WHERE subject_id = {subjectId} AND unit_id = {fromUnitId} AND ended_at IS NULL");
        });
    }

    public void Give(GivenNotice given)
    {
        var (notice, messages) = given;
        topics.Add(Topic.Account(notice.AccountId));
        writes.Add(batch =>
        {
            batch.Add($"""
                INSERT INTO notices (id, account_id, subject_id, title, body, args, link, at)
                VALUES ({notice.Id}, {notice.AccountId}, {notice.SubjectId}, {notice.Title}, {notice.Body}, {notice.Args}, {notice.Link}, {notice.At})
                """);
            foreach (var m in messages)
                batch.Add($"""
                    INSERT INTO messages (id, channel, account_id, subject_id, seq, kind, address, heading, text, state, attempts, at, not_before, next_try_at)
                    VALUES ({m.Id}, {m.Channel}, {m.AccountId}, {m.SubjectId}, {m.Seq}, {m.Kind}, {m.Address}, {m.Heading}, {m.Text}, {m.State}, {m.Attempts}, {m.At}, {m.NotBefore}, {m.NextTryAt})
                    """);
        });
    }

    /// <summary>What is laid on an officer who leaves office is their units' again: of whoever holds the permit there. Dates stay.</summary>
    public void FallToUnits(Guid officerId) => writes.Add(batch => batch.AddReturning(
        $"UPDATE duties SET officer_id = NULL WHERE officer_id = {officerId} AND ended_at IS NULL RETURNING unit_id",
        units =>
        {
            foreach (var unit in units) topics.Add(Topic.Unit(unit));
        }));

    /// <summary>Something more in the transaction of the act.</summary>
    public void Also(Action<Batch> write) => writes.Add(write);

    /// <summary>Something more after everything else, right before the commit: a row that others wait for is locked no longer than that.</summary>
    public void Last(Action<Batch> write) => last.Add(write);

    /// <summary>A unit may see a record of whatever module, because of what it owes on another one.</summary>
    public void Share(Guid subjectId, Guid unitId, string permit) => writes.Add(batch => batch.Add(
        $"INSERT INTO grants (subject_id, unit_id, permit) VALUES ({subjectId}, {unitId}, {permit}) ON CONFLICT (subject_id, unit_id, permit) DO UPDATE SET until_at = NULL"));

    /// <summary>That ends; what the unit may see for other reasons stays.</summary>
    public void Unshare(Guid subjectId, Guid unitId, string permit)
    {
        var now = ActAt;
        writes.Add(batch => batch.Add($"UPDATE grants SET until_at = {now} WHERE subject_id = {subjectId} AND unit_id = {unitId} AND permit = {permit} AND until_at IS NULL"));
    }

    /// <summary>What was owed and may be seen of a record whose time is over goes with it. Its entries stay.</summary>
    public void Forget(Guid subjectId) => writes.Add(batch =>
    {
        batch.Add($"DELETE FROM duties WHERE subject_id = {subjectId} AND ended_at IS NOT NULL");
        batch.Add($"DELETE FROM grants WHERE subject_id = {subjectId}");
    });

    /// <summary>The inboxes of the units that owed it show it moved or gone; nobody owing it is an error.</summary>
    Action<IReadOnlyList<Guid>> TellDebtors(string kind, bool ifAny) => units =>
    {
        if (units.Count == 0 && !ifAny) throw new NoSuchDuty(kind);
        foreach (var unit in units) topics.Add(Topic.Unit(unit));
    };

    public PendingSearch Search => search;

    /// <summary>Writes everything, in call order, in the transaction of the row.</summary>
    public async Task Write(Batch batch, CancellationToken ct)
    {
        foreach (var (entry, payload, reactions) in entries)
        {
            batch.Add($"""
                INSERT INTO journal_entries (id, subject_id, subject_kind, seq, event, at, actor_kind, account_id, unit_id, payload_hash, previous_hash, hash)
                VALUES ({entry.Id}, {entry.SubjectId}, {entry.SubjectKind}, {entry.Seq}, {entry.Event}, {entry.At}, {entry.ActorKind}, {entry.AccountId}, {entry.UnitId}, {entry.PayloadHash}, {entry.PreviousHash}, {entry.Hash})
                """);
            batch.Add($"INSERT INTO journal_payloads (entry_id, salt, payload) VALUES ({payload.EntryId}, {payload.Salt}, {payload.Payload})");
            foreach (var reaction in reactions)
                batch.Add($"""
                    INSERT INTO outbox (entry_id, reaction, subject_id, seq, partition, at, attempts, next_try_at, dead)
                    VALUES ({entry.Id}, {reaction}, {entry.SubjectId}, {entry.Seq}, {Reactions.PartitionOf(entry.SubjectId)}, {entry.At}, {0}, {context.System.GetUtcNow()}, {false})
                    """);
        }
        foreach (var write in writes) write(batch);
        search.Write(batch);
        foreach (var write in last) write(batch);
        await batch.Run(ct);
    }

    public void Clear()
    {
        entries.Clear();
        writes.Clear();
        last.Clear();
        search.Clear();
        topics.Clear();
    }
}

/// <summary>A duty was to be ended or moved that nobody owes: a mistake in the flow. Who lost a race has been told so before, by the record's Version.</summary>
public sealed class NoSuchDuty(string kind) : Exception($"No open duty of kind {kind} for this subject.");

/// <summary>What live pages listen to.</summary>
public static class Topic
{
    public static string Subject(Guid id) => "s:" + id.ToString("N");
    public static string Unit(Guid id) => "u:" + id.ToString("N");
    public static string Account(Guid id) => "a:" + id.ToString("N");
}
