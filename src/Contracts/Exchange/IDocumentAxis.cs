namespace NhatLe.Contracts.Exchange;

/// <summary>How far whoever got a document has come with it (trạng thái xử lý), by the codes of the axis.</summary>
public enum PacketStatus
{
    Arrived = 1,
    Refused = 2,
    Received = 3,
    AwaitingAssignment = 4,
    InProcess = 5,
    Done = 6,

    /// <summary>The sender takes it back, told as a status.</summary>
    Recall = 13,

    /// <summary>To a recall or an update: agreed.</summary>
    Agreed = 15,

    Declined = 16,
}

/// <summary>An agency that can be sent to.</summary>
/// <param name="IsOurs">It is a unit of this province's.</param>
public sealed record AxisAgency(string Id, string Name, bool IsOurs);

/// <param name="Hash">Of a file in the store.</param>
public sealed record FileToSend(string Hash, string Name);

/// <summary>A document of one of our units for other agencies.</summary>
/// <param name="Id">Made by the caller: the same id again is the same document.</param>
/// <param name="To">Identification codes; none for what is about an earlier packet: those it went to.</param>
public sealed record PacketToSend(Guid Id, Guid UnitId, IReadOnlyList<string> To, string Number, string Notation, DateOnly IssuedOn, string TypeName, string Subject, string SignerPosition, string SignerName)
{
    public string Place { get; init; } = "";
    public PacketPriority Priority { get; init; }
    public DateOnly? DueOn { get; init; }
    public PacketBusiness Business { get; init; }

    /// <summary>The earlier packet of ours that is recalled, updated or replaced.</summary>
    public Guid? AboutId { get; init; }

    public string Reason { get; init; } = "";
    public IReadOnlyList<FileToSend> Files { get; init; } = [];
}

/// <param name="DocumentId">By which everybody knows it from now on.</param>
public sealed record SentPacket(Guid Id, string DocumentId);

public sealed record HeldFile(Guid Id, string Name, string MediaType, long Size, string Hash);

/// <summary>A packet as it is kept here, sent or received.</summary>
public sealed record HeldPacket(Guid Id, Guid UnitId, string DocumentId, string FromId, string FromName, PacketBusiness Business, Guid? AboutId, string Number, string Notation, string TypeName, DateOnly? IssuedOn, string Subject, IReadOnlyList<HeldFile> Files);

/// <summary>
/// The document axis (trục liên thông văn bản): documents between agencies, by edXML. Who calls has checked that the actor may. What is sent waits here
/// until the axis has it, however long that takes; what arrives is told by <see cref="PacketArrived"/>.
/// </summary>
public interface IDocumentAxis
{
    bool IsSetUp { get; }

    /// <summary>Agencies by words of their name or by their code; without words all of them.</summary>
    Task<IReadOnlyList<AxisAgency>> Find(string? words, CancellationToken ct);

    /// <exception cref="Platform.Refusal">422 beside the field that is wrong; 409 where the earlier packet was recalled already.</exception>
    Task<SentPacket> Send(PacketToSend packet, CancellationToken ct);

    Task<HeldPacket?> Read(Guid packetId, CancellationToken ct);

    /// <summary>Says to the sender how far we have come.</summary>
    /// <exception cref="Platform.Refusal">409 where that does not follow what was said before.</exception>
    Task Tell(Guid packetId, PacketStatus status, string reason, CancellationToken ct);
}
