using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Facts;

/// <summary>One act in the journal (nhật ký). The personal part of it lies in <see cref="EntryPayload"/> and can be erased.</summary>
public sealed class Entry
{
    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    public string SubjectKind { get; init; } = "";

    /// <summary>1, 2, 3 … per subject; the subject's Version after the act.</summary>
    public long Seq { get; init; }

    /// <summary>The name of the event: <c>services.dossier-accepted</c>.</summary>
    public string Event { get; init; } = "";

    /// <summary>Legal time, UTC, milliseconds.</summary>
    public DateTimeOffset At { get; init; }

    public ActorKind ActorKind { get; init; }
    public Guid? AccountId { get; init; }

    /// <summary>The unit on whose behalf it was done.</summary>
    public Guid? UnitId { get; init; }

    public byte[] PayloadHash { get; init; } = [];
    public byte[] PreviousHash { get; init; } = [];
    public byte[] Hash { get; internal set; } = [];

    /// <summary>The entry of an act, with what it says in full; the subject's Version and Head move on.</summary>
    public static (Entry Entry, EntryPayload Payload) Of(Subject subject, string subjectKind, Actor actor, Post? post, object fact, string? note, DateTimeOffset at)
    {
        var made = After(subject.Id, subject.Version, subject.Head, subjectKind, actor, post, fact, note, at);
        subject.Advance(made.Entry.Hash);
        return made;
    }

    /// <summary>The entry after the last one of a subject; the caller writes the subject's new Version (<see cref="Seq"/>) and Head (<see cref="Hash"/>).</summary>
    internal static (Entry Entry, EntryPayload Payload) After(Guid subjectId, long version, byte[] head, string subjectKind, Actor actor, Post? post, object fact, string? note, DateTimeOffset at)
    {
        var type = fact.GetType();
        var content = new EntryContent(actor.Name, post?.Title, post?.UnitName, post?.OnBehalfOf,
            JsonSerializer.SerializeToElement(fact, type, EntryContent.Json), string.IsNullOrWhiteSpace(note) ? null : note);
        var payload = JsonSerializer.Serialize(content, EntryContent.Json);
        var salt = RandomNumberGenerator.GetBytes(EntryPayload.SaltLength);
        var entry = new Entry
        {
            Id = Guid.CreateVersion7(at), SubjectId = subjectId, SubjectKind = subjectKind, Seq = version + 1,
            Event = EventNames.Of(type), At = at, ActorKind = actor.Kind, AccountId = actor.AccountId == Guid.Empty ? null : actor.AccountId,
            UnitId = post?.UnitId, PayloadHash = EntryPayload.HashOf(salt, payload), PreviousHash = head,
        };
        entry.Hash = entry.ComputeHash();
        return (entry, new EntryPayload { EntryId = entry.Id, Salt = salt, Payload = payload });
    }

    /// <summary>What is hashed: the fields in this order, after the version of the encoding.</summary>
    public byte[] Canonical() => new CanonicalBytes()
        .Add([1])
        .Add(PreviousHash)
        .Add(Id)
        .Add(SubjectId)
        .Add(SubjectKind)
        .Add(Seq)
        .Add(Event)
        .Add(At)
        .Add((long)ActorKind)
        .Add(AccountId)
        .Add(UnitId)
        .Add(PayloadHash)
        .ToArray();

    public byte[] ComputeHash() => SHA256.HashData(Canonical());
}

/// <summary>The erasable part of an entry: names, the event's data, the note. The entry holds only its salted hash.</summary>
public sealed class EntryPayload
{
    /// <summary>Always the same, or letters could move between salt and payload under one hash.</summary>
    public const int SaltLength = 16;

    public Guid EntryId { get; init; }
    public byte[] Salt { get; init; } = [];
    public string Payload { get; init; } = "";

    public static byte[] HashOf(byte[] salt, string payload) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(payload)]);

    public EntryContent Read() => JsonSerializer.Deserialize<EntryContent>(Payload, EntryContent.Json)!;
}

/// <summary>Who did it, as of then, and what the event says.</summary>
/// <param name="Name">The person's name as of then.</param>
/// <param name="Title">The post it was done under, or null for citizens.</param>
/// <param name="OnBehalfOf">The delegating officer, where done by delegation.</param>
public sealed record EntryContent(string Name, string? Title, string? Unit, string? OnBehalfOf, JsonElement Event, string? Note)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };
}
