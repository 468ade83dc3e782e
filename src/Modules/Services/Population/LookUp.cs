using System.Text.Json;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Services.Population;

public enum LookUpState
{
    /// <summary>Asked, and there is no answer yet: it is under way, or the database is away and is asked again.</summary>
    Waiting = 1,

    Found = 2,
    NotFound = 3,

    /// <summary>The dossier ended long ago, and what was found is gone.</summary>
    Forgotten = 4,
}

/// <summary>What the population database says of one person of one dossier (tra cứu dân cư), kept for that dossier only.</summary>
public sealed class LookUp
{
    LookUp() { } // EF

    /// <summary>Also of the message to the database, however often it is sent.</summary>
    public Guid Id { get; private init; }

    /// <summary>Of the dossier, or of the draft that becomes it.</summary>
    public Guid DossierId { get; private init; }

    /// <summary>Keyed hash of the citizen number; the number itself stands in the dossier.</summary>
    public string NumberKey { get; private init; } = "";

    /// <summary>Who asked, and is told when an answer that was late is there.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>Why officials ask; empty where only the citizen did, for their own form.</summary>
    public string Purpose { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }
    public LookUpState State { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public int Attempts { get; private set; }

    /// <summary>System time.</summary>
    public DateTimeOffset NextTryAt { get; private set; }

    /// <summary>The record, encrypted JSON.</summary>
    public byte[]? Answer { get; private set; }

    public bool IsForOfficials => Purpose.Length > 0;

    /// <param name="nextTryAt">By then whoever asks now has an answer, or is gone.</param>
    public static LookUp Ask(Guid id, Guid dossierId, string numberKey, Guid accountId, string purpose, DateTimeOffset at, DateTimeOffset nextTryAt) =>
        new() { Id = id, DossierId = dossierId, NumberKey = numberKey, AccountId = accountId, Purpose = purpose, AskedAt = at, State = LookUpState.Waiting, NextTryAt = nextTryAt };

    /// <summary>An official takes over what the citizen had asked about themselves.</summary>
    public void TakeOver(Guid accountId, string purpose, DateTimeOffset at) => (AccountId, Purpose, AskedAt) = (accountId, purpose, at);

    /// <returns>False while the database is away: it waits.</returns>
    public bool Keep(PopulationAnswer answer, ColumnCipher cipher, DateTimeOffset at)
    {
        Attempts++;
        if (answer.Outcome == PopulationOutcome.Away) return false;
        (State, AnsweredAt) = (answer.Outcome == PopulationOutcome.Found ? LookUpState.Found : LookUpState.NotFound, at);
        Answer = answer.Person is { } person ? cipher.Encrypt(JsonSerializer.SerializeToUtf8Bytes(person, EntryContent.Json)) : null;
        return true;
    }

    public void Wait(DateTimeOffset until) => NextTryAt = until;

    public RegisteredPerson? Person(ColumnCipher cipher) => Answer is null ? null : JsonSerializer.Deserialize<RegisteredPerson>(cipher.DecryptBytes(Answer), EntryContent.Json);

    public void Forget() => (State, Answer) = (LookUpState.Forgotten, null);
}
