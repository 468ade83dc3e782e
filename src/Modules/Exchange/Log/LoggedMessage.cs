using System.Linq.Expressions;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Log;

public enum Direction { WeCalled = 1, WeWereCalled = 2 }

/// <summary>How a call ended.</summary>
public enum Outcome
{
    /// <summary>Sent, and no answer is known: it is under way, or the node ended before the answer came.</summary>
    Open = 0,

    /// <summary>The service answered, with a success.</summary>
    Answered = 1,

    /// <summary>The service answered that it does not do it.</summary>
    Refused = 2,

    /// <summary>The exchange did not take it: no leave, wrong signature, unknown service.</summary>
    Fault = 3,

    /// <summary>Nobody answered in time; whether it was done is not known.</summary>
    Away = 4,

    /// <summary>It was not sent: the partner has failed again and again, and is left alone for a moment.</summary>
    NotSent = 5,
}

/// <summary>One call and its answer in the log of the exchange (nhật ký trao đổi). System time.</summary>
public sealed class LoggedMessage
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public Direction Direction { get; init; }

    /// <summary>Key of the partner; its identifier where it is not in the settings.</summary>
    public string Partner { get; init; } = "";

    /// <summary>INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE.</summary>
    public string Service { get; init; } = "";

    public string Method { get; init; } = "";

    /// <summary>X-Road-Id.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>X-Road-Issue: the code of the record it is about.</summary>
    public string Issue { get; init; } = "";

    public Guid? SubjectId { get; init; }

    /// <summary>Keyed hash of the citizen number of whom was asked about; empty: of nobody.</summary>
    public string AboutKey { get; init; } = "";

    /// <summary>Whose action it was here.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The entry of the journal it followed from.</summary>
    public Guid? EntryId { get; init; }

    public Outcome Outcome { get; init; }
    public int? Status { get; init; }
    public string? Error { get; init; }
    public int? TookMs { get; init; }
    public byte[] RequestHash { get; init; } = [];
    public byte[]? AnswerHash { get; init; }
    public byte[]? RequestHead { get; init; }
    public byte[]? RequestBody { get; init; }
    public byte[]? AnswerHead { get; init; }
    public byte[]? AnswerBody { get; init; }

    /// <summary>Both headers of RFC 9421, a line each.</summary>
    public string RequestSignature { get; init; } = "";

    public string? AnswerSignature { get; init; }

    /// <summary>Of the partner's certificate.</summary>
    public string? KeyId { get; init; }

    /// <summary>Heads and bodies are still there.</summary>
    public bool Kept { get; init; }

    public Guid? BatchId { get; init; }
    public int? Place { get; init; }

    /// <summary>Its own leaf under the root, as it was closed.</summary>
    public byte[]? LeafHash { get; init; }

    /// <summary>The row without what was said: all that the leaf stands over.</summary>
    public static readonly Expression<Func<LoggedMessage, LoggedMessage>> Outside = m => new LoggedMessage
    {
        Id = m.Id, At = m.At, Direction = m.Direction, Partner = m.Partner, Service = m.Service, Method = m.Method, MessageId = m.MessageId, Issue = m.Issue, SubjectId = m.SubjectId, AccountId = m.AccountId, EntryId = m.EntryId,
        AboutKey = m.AboutKey, Outcome = m.Outcome, Status = m.Status, TookMs = m.TookMs, RequestHash = m.RequestHash, AnswerHash = m.AnswerHash, RequestSignature = m.RequestSignature, AnswerSignature = m.AnswerSignature, KeyId = m.KeyId, Place = m.Place, LeafHash = m.LeafHash,
    };

    /// <summary>What the root of its batch stands over: all that never changes again.</summary>
    public byte[] Leaf() => Merkle.Leaf(new CanonicalBytes()
        .Add(Id).Add(At).Add((long)Direction).Add(Partner).Add(Service).Add(Method).Add(MessageId).Add(Issue).Add(SubjectId).Add(AccountId).Add(EntryId).Add(AboutKey)
        .Add((long)Outcome).Add(Status ?? 0).Add(TookMs ?? 0).Add(RequestHash).Add(AnswerHash ?? []).Add(RequestSignature).Add(AnswerSignature ?? "").Add(KeyId ?? "").ToArray());
}

/// <summary>Messages closed under one root (đợt chốt).</summary>
public sealed class MessageBatch : Subject
{
    MessageBatch() { } // EF

    public long Number { get; private init; }
    public DateTimeOffset At { get; private init; }
    public int Count { get; private init; }
    public byte[] Root { get; private init; } = [];

    public static MessageBatch Close(Guid id, long number, DateTimeOffset at, IReadOnlyList<LoggedMessage> messages) =>
        new() { Id = id, Number = number, At = at, Count = messages.Count, Root = RootOf(messages) };

    /// <param name="messages">In their places.</param>
    public static byte[] RootOf(IEnumerable<LoggedMessage> messages) => Merkle.Root([.. messages.Select(m => m.Leaf())]);
}

/// <summary>A certificate by which messages in the log are checked.</summary>
public sealed class SeenCertificate
{
    public string KeyId { get; init; } = "";
    public string Owner { get; init; } = "";
    public string Pem { get; init; } = "";
    public DateTimeOffset SeenAt { get; init; }
}
