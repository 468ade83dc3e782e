using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Data;

namespace NhatLe.Exchange.Axis;

public enum PacketDirection { Sent = 1, Received = 2 }

/// <summary>Where a packet stands here. Of received ones the first numbers are those of <see cref="PacketStatus"/>, which the sender is told.</summary>
public enum PacketState
{
    Arrived = 1,
    Refused = 2,
    Received = 3,
    AwaitingAssignment = 4,
    InProcess = 5,
    Done = 6,
    Agreed = 15,
    Declined = 16,

    /// <summary>Sent: the axis does not have it yet.</summary>
    Waiting = 20,

    /// <summary>Sent: the axis has it.</summary>
    OnAxis = 21,

    /// <summary>Received, and no packet at all, or not from whom it says.</summary>
    Broken = 22,

    /// <summary>Received, and taken back by its sender with our consent.</summary>
    Recalled = 23,

    /// <summary>Received, and another stands in its place.</summary>
    Replaced = 24,
}

/// <summary>A document sent by one of our units, or received for one of them, over the document axis (gói tin văn bản). Only this class changes its State.</summary>
public sealed class DocumentPacket : Subject, IUnitOwned
{
    DocumentPacket() { } // EF

    public Guid UnitId { get; private set; }
    public string UnitName { get; private set; } = "";
    public PacketDirection Direction { get; private init; }
    public PacketState State { get; private set; }

    /// <summary>Made by the sender; empty where a broken packet does not say.</summary>
    public string DocumentId { get; private init; } = "";

    /// <summary>What the axis calls it; empty until it has what we sent.</summary>
    public string AxisId { get; private set; } = "";

    public string FromId { get; private init; } = "";
    public string FromName { get; private init; } = "";

    /// <summary>Received: the agency of ours that it is addressed to, as of then.</summary>
    public string ToId { get; private init; } = "";

    public PacketBusiness Business { get; private init; }

    /// <summary>The DocumentId of the earlier one that it recalls, updates or replaces, and its row where it is here.</summary>
    public string About { get; private init; } = "";
    public Guid? AboutId { get; private init; }

    /// <summary>The first of a row of packets about one document: they go to the axis in one line, in order.</summary>
    public Guid RootId { get; private init; }

    public string Reason { get; private init; } = "";
    public string Number { get; private init; } = "";
    public string Notation { get; private init; } = "";
    public string TypeName { get; private init; } = "";
    public DateOnly? IssuedOn { get; private init; }
    public string Place { get; private init; } = "";

    /// <summary>Trích yếu.</summary>
    public string Subject { get; private init; } = "";

    public string Content { get; private init; } = "";
    public PacketPriority Priority { get; private init; }
    public DateOnly? DueOn { get; private init; }
    public string SignerPosition { get; private init; } = "";
    public string SignerName { get; private init; } = "";

    /// <summary>When it was sent, or came.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>The signed XML in the file store.</summary>
    public string Hash { get; private init; } = "";
    public long Size { get; private init; }

    /// <summary>The entry whose parcel brings it to the axis.</summary>
    public Guid? SentEntryId { get; private set; }

    /// <summary>Sent: what went after it about it, the last.</summary>
    public PacketBusiness? Followed { get; private set; }

    /// <summary>Received: the recall or update of its sender that waits for an answer.</summary>
    public Guid? AskedById { get; private set; }

    public string? FaultCode { get; private init; }
    public string? FaultWhy { get; private init; }

    public int ReceiverCount { get; private init; }
    public int TakenCount { get; private set; }
    public int DoneCount { get; private set; }
    public int RefusedCount { get; private set; }

    /// <summary>"120/STP-HCTP".</summary>
    public string Code => Number.Length == 0 ? Notation : $"{Number}/{Notation}";

    /// <summary>It asks whoever has the earlier one to agree; it is not taken in itself.</summary>
    public bool IsRequest => Business is PacketBusiness.Recall or PacketBusiness.Update;

    public static DocumentPacket Send(Guid id, Guid unitId, Packet p, DocumentPacket? about, StoredXml xml, DateTimeOffset at) => Of(id, unitId, p.From.Name, PacketDirection.Sent, PacketState.Waiting, "", "", p, about, xml, at);

    public static DocumentPacket Take(Guid id, Guid unitId, string unitName, string axisId, string toId, Packet p, DocumentPacket? about, StoredXml xml, DateTimeOffset at) =>
        Of(id, unitId, unitName, PacketDirection.Received, PacketState.Arrived, axisId, toId, p, about, xml, at);

    static DocumentPacket Of(Guid id, Guid unitId, string unitName, PacketDirection direction, PacketState state, string axisId, string toId, Packet p, DocumentPacket? about, StoredXml xml, DateTimeOffset at) => new()
    {
        Id = id, UnitId = unitId, UnitName = unitName, Direction = direction, State = state, DocumentId = p.DocumentId, AxisId = axisId, ToId = toId, FromId = p.From.Id, FromName = p.From.Name, Business = p.Business,
        About = p.About, AboutId = about?.Id, RootId = about?.RootId ?? id, Reason = p.Reason, Number = p.Number, Notation = p.Notation, TypeName = p.TypeName, IssuedOn = p.IssuedOn, Place = p.Place, Subject = p.Subject,
        Content = p.Content, Priority = p.Priority, DueOn = p.DueOn, SignerPosition = p.SignerPosition, SignerName = p.SignerName, At = at, Hash = xml.Hash, Size = xml.Size, ReceiverCount = p.To.Count,
    };

    /// <summary>What came in its place; nothing of what it says is believed but what the axis says of it.</summary>
    public static DocumentPacket Break(Guid id, Guid unitId, string unitName, string axisId, string fromId, string toId, PacketFault fault, StoredXml bytes, DateTimeOffset at) => new()
    {
        Id = id, UnitId = unitId, UnitName = unitName, Direction = PacketDirection.Received, State = PacketState.Broken, AxisId = axisId, FromId = fromId, FromName = fromId, ToId = toId, RootId = id, At = at, Hash = bytes.Hash, Size = bytes.Size, FaultCode = fault.Code, FaultWhy = fault.Message,
    };

    /// <summary>The entry that its parcel goes under: its own, or that of the first packet of its line.</summary>
    public void GoesUnder(Guid entryId) => SentEntryId = entryId;

    /// <returns>False: it was known.</returns>
    public bool Reach(string axisId)
    {
        if (AxisId.Length > 0) return false;
        (AxisId, State) = (axisId, PacketState.OnAxis);
        return true;
    }

    /// <exception cref="Refusal">409: it was recalled already.</exception>
    public void Follow(PacketBusiness business)
    {
        if (Followed == PacketBusiness.Recall) throw Refusal.Conflict("packet.recalled", "Văn bản này đã được gửi thu hồi. Cần gửi lại thì lập văn bản mới.");
        Followed = business;
    }

    public void Count(IReadOnlyCollection<PacketReceiver> receivers) => (TakenCount, DoneCount, RefusedCount) =
        (receivers.Count(r => r.Status is { } s && s is not (PacketStatus.Arrived or PacketStatus.Refused or PacketStatus.Declined)), receivers.Count(r => r.Status is PacketStatus.Done or PacketStatus.Agreed), receivers.Count(r => r.Status is PacketStatus.Refused or PacketStatus.Declined));

    /// <summary>We say how far we have come: forward only; refused only before it was taken in.</summary>
    /// <exception cref="Refusal">409.</exception>
    public void Tell(PacketStatus status)
    {
        if (Direction != PacketDirection.Received) throw WrongState();
        var fits = status switch
        {
            PacketStatus.Refused => State == PacketState.Arrived && !IsRequest,
            PacketStatus.Received => State == PacketState.Arrived && !IsRequest,
            PacketStatus.AwaitingAssignment or PacketStatus.InProcess or PacketStatus.Done => State is >= PacketState.Received and <= PacketState.InProcess && (int)status > (int)State,
            PacketStatus.Agreed or PacketStatus.Declined => State == PacketState.Arrived && IsRequest,
            _ => false,
        };
        if (!fits) throw WrongState();
        State = (PacketState)(int)status;
    }

    /// <summary>Its sender asks to recall or update it.</summary>
    public void AskAbout(Guid by) => AskedById = by;

    /// <summary>What another asks since then stays.</summary>
    public void Answered(Guid by)
    {
        if (AskedById == by) AskedById = null;
    }

    /// <summary>Agreed: it is recalled, or another stands for it.</summary>
    public void Supersede(Guid by, PacketBusiness business)
    {
        Answered(by);
        if (State is PacketState.Refused or PacketState.Broken) return;
        if (business == PacketBusiness.Recall) State = PacketState.Recalled;
        if (business == PacketBusiness.Replace) State = PacketState.Replaced;
    }

    /// <summary>The unit has ended; another goes on.</summary>
    public void MoveTo(Guid unitId, string unitName) => (UnitId, UnitName) = (unitId, unitName);

    Refusal WrongState() => Refusal.Conflict("packet.state", "Văn bản đang ở trạng thái “{0}” nên chưa làm được việc này.", AxisWords.Of(State));
}

/// <summary>Bytes in the file store.</summary>
public readonly record struct StoredXml(string Hash, long Size);

/// <summary>To whom it goes, and how far they have come.</summary>
public sealed class PacketReceiver
{
    public Guid PacketId { get; init; }
    public string OrganId { get; init; } = "";
    public string Name { get; init; } = "";
    public int Place { get; init; }
    public PacketStatus? Status { get; private set; }
    public DateTimeOffset? At { get; private set; }

    /// <summary>The latest by the receiver's own clock; what comes late, or says once more that it arrived, does not stand over what was said after it.</summary>
    public void Say(PacketStatus status, DateTimeOffset at)
    {
        if (status == PacketStatus.Arrived && Status is not null) return;
        if (At is null || at >= At) (Status, At) = (status, at);
    }
}

/// <summary>One status, told or heard.</summary>
public sealed class SaidStatus
{
    public Guid PacketId { get; init; }

    /// <summary>The id of our entry, or what the axis calls the message: the same said twice is one.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>1, 2, 3 … in the order we learned of them.</summary>
    public int Place { get; init; }

    public string OrganId { get; init; } = "";
    public PacketStatus Status { get; init; }
    public string Said { get; init; } = "";
    public string Staff { get; init; } = "";

    /// <summary>When we said or heard it, legal time.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When it was said, by the clock of who said it: the order of one receiver's.</summary>
    public DateTimeOffset SaidAt { get; init; }
}

public sealed class HeldPacketFile
{
    public Guid Id { get; init; }
    public Guid PacketId { get; init; }
    public int Place { get; init; }
    public string Name { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long Size { get; init; }
    public string Hash { get; init; } = "";
}

/// <summary>An agency as the axis's list has it.</summary>
public sealed class KnownAgency
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public bool IsOurs { get; init; }
    public DateTimeOffset SeenAt { get; init; }
}
