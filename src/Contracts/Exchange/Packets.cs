namespace NhatLe.Contracts.Exchange;

/// <summary>An agency on the document axis (đơn vị trên trục liên thông văn bản).</summary>
/// <param name="Id">Its identification code: "H46.22".</param>
public sealed record PacketOrgan(string Id, string Name, string InCharge = "", string Address = "", string Email = "", string Telephone = "", string Fax = "", string Website = "");

public enum PacketPriority { Normal = 0, Urgent = 1, VeryUrgent = 2, Flash = 3, TimedFlash = 4 }

/// <summary>What the packet is about (nghiệp vụ): a new document, or what happens to an earlier one.</summary>
public enum PacketBusiness { New = 0, Recall = 1, Update = 2, Replace = 3 }

public enum PacketSteering { None = 1, Directive = 2, Report = 3 }

/// <summary>The document that a packet answers.</summary>
/// <param name="Code">"120/STP-HCTP".</param>
public sealed record PacketAnswered(string OrganId, string Code, DateOnly IssuedOn, string DocumentId = "");

/// <param name="Name">As the file is called: "120-STP.pdf".</param>
public sealed record PacketFile(string Name, string ContentType, ReadOnlyMemory<byte> Content, string Description = "");

/// <summary>One document on its way between agencies (gói tin văn bản, QCVN 102:2016).</summary>
/// <param name="DocumentId">Made by the sender, the same for ever.</param>
/// <param name="About">For a recall, an update or a replacement: the document it is about.</param>
public sealed record Packet(
    string DocumentId, PacketOrgan From, IReadOnlyList<PacketOrgan> To, string Number, string Notation, string Place, DateOnly IssuedOn, string Type, string TypeName, string Subject, string SignerPosition, string SignerName)
{
    public string Content { get; init; } = "";
    public string SignerCompetence { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public IReadOnlyList<string> ToPlaces { get; init; } = [];
    public PacketPriority Priority { get; init; }
    public int? Pages { get; init; }
    public IReadOnlyList<PacketAnswered> Answers { get; init; } = [];
    public PacketSteering Steering { get; init; } = PacketSteering.None;
    public PacketBusiness Business { get; init; }
    public string Reason { get; init; } = "";
    public string About { get; init; } = "";

    /// <summary>Where it has been, in order; the sender first.</summary>
    public IReadOnlyList<(string OrganId, DateTimeOffset At)> Traces { get; init; } = [];

    public IReadOnlyList<PacketFile> Files { get; init; } = [];
}
