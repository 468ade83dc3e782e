namespace NhatLe.Platform.Outbound;

public enum Channel { Sms = 1, Mail = 2 }

public enum MessageState { Waiting = 0, Sent = 1, Dead = 2 }

/// <summary>What goes out to one person by SMS or e-mail (tin gửi đi). Its id is the idempotency key: sent again, it is still one message.</summary>
public sealed class Message
{
    public Guid Id { get; init; }
    public Channel Channel { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>What it is about; with account and channel the line whose order is kept.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>Of the entry it tells of.</summary>
    public long Seq { get; init; }

    /// <summary>The heading of its notice, without particulars: the key of its translation.</summary>
    public string Kind { get; init; } = "";

    /// <summary>+84… or an e-mail address. Encrypted, like heading and text.</summary>
    public byte[] Address { get; init; } = [];

    public byte[] Heading { get; init; } = [];
    public byte[] Text { get; init; } = [];
    public MessageState State { get; init; }
    public int Attempts { get; init; }

    /// <summary>Legal time, as the notice it goes with.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Legal time: SMS written at night wait for the morning. The very time it was written: somebody waits for it, and it goes at any hour.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>System time, not legal time: retries are real.</summary>
    public DateTimeOffset NextTryAt { get; init; }

    /// <summary>System time.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public string? LastError { get; init; }
}

/// <summary>Where a person may be told, by their own choice.</summary>
/// <param name="Phone">+84…; null: no phone, or no messages wanted.</param>
/// <param name="Mail">A confirmed address; null: none, or no mail wanted.</param>
/// <param name="IsEnglish">The language they read.</param>
public sealed record Reach(string? Phone, string? Mail, bool IsEnglish)
{
    public static readonly Reach Nowhere = new(null, null, false);
}

/// <summary>Answered by whoever keeps the accounts.</summary>
public interface IReach
{
    Task<Reach> Of(Guid accountId, CancellationToken ct);
}
