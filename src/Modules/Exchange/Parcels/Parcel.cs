namespace NhatLe.Exchange.Parcels;

public enum ParcelState
{
    Waiting = 1,
    Sent = 2,

    /// <summary>The partner will never take it as it is: it holds up the later ones of its record until an operator sends it again or leaves it out.</summary>
    Stuck = 3,

    LeftOut = 4,
}

/// <summary>That an act has to be told to a partner (thông điệp phải đến): kept until it is acknowledged, for days if need be. System time.</summary>
public sealed class Parcel
{
    public Guid Id { get; init; }

    /// <summary>Name of the carrier that takes it there.</summary>
    public string Carrier { get; init; } = "";

    public Guid SubjectId { get; init; }

    /// <summary>Of the record, as of then.</summary>
    public string Code { get; init; } = "";

    /// <summary>Of the entry: the order in which those of one record go.</summary>
    public long Seq { get; init; }

    /// <summary>The entry it tells of; also what the partner knows it by.</summary>
    public Guid EntryId { get; init; }

    public string Event { get; init; } = "";

    /// <summary>When the act was done, legal time.</summary>
    public DateTimeOffset At { get; init; }

    public ParcelState State { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset NextTryAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public string? LastError { get; init; }
}

/// <summary>How one partner is told. Told twice is told once there: every step is idempotent by the record's code and the entry's id.</summary>
public interface IParcelCarrier
{
    string Name { get; }

    /// <summary>As people call the partner; Vietnamese, the key of its translation.</summary>
    string Title { get; }

    /// <summary>False: nothing is laid down for it, and nothing sent.</summary>
    bool IsSetUp { get; }

    /// <exception cref="Platform.Outbound.PartnerIsAway">For now.</exception>
    /// <exception cref="Platform.Outbound.PartnerRests">It was not asked.</exception>
    /// <exception cref="Platform.Outbound.RefusedByPartner">For good.</exception>
    Task Carry(Parcel parcel, CancellationToken ct);
}
