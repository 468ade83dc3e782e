using System.Text.Json;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.HandOvers;

public enum HandOverStatus { Draft = 1, Given = 2, Taken = 3, Cancelled = 4 }

/// <summary>What goes from hand to hand: originals of papers held, blanks with a serial number, cash, receipts, anything else.</summary>
public enum HandedKind { Original = 1, Blank = 2, Cash = 3, Receipt = 4, Other = 5 }

/// <summary>One counted line of a hand-over.</summary>
/// <param name="Count">Of sheets, of receipts, of pieces; of cash the đồng.</param>
public sealed record HandedLine(HandedKind Kind, string What, long Count, string? Remark);

/// <summary>A duty laid on who hands over, as it stood when a party signed.</summary>
public sealed record HandedDuty(string Kind, string Code, string Title, DateTimeOffset? DueAt, string Link);

/// <summary>
/// One officer hands their work in a unit to another (bàn giao khi luân chuyển): the duties laid on them, and what they hold in hand.
/// Signed by both. Only this class changes its Status.
/// </summary>
public sealed class HandOver : Subject, IUnitOwned
{
    public const int MostLines = 200;

    HandOver() { } // EF

    public Guid UnitId { get; private init; }

    /// <summary>Of the unit and the two, as of when it was prepared.</summary>
    public string UnitName { get; private init; } = "";
    public Guid FromId { get; private init; }
    public string FromName { get; private init; } = "";
    public string FromTitle { get; private init; } = "";
    public Guid ToId { get; private init; }
    public string ToName { get; private init; } = "";
    public string ToTitle { get; private init; } = "";

    /// <summary>Why: the decision of rotation, with its number and day.</summary>
    public string Basis { get; private init; } = "";

    /// <summary>JSON; see <see cref="Items"/>.</summary>
    public string Lines { get; private set; } = "[]";

    /// <summary>JSON; see <see cref="Handed"/>.</summary>
    public string Duties { get; private set; } = "[]";

    public HandOverStatus Status { get; private set; }
    public string MadeBy { get; private init; } = "";
    public DateTimeOffset MadeAt { get; private init; }
    public DateTimeOffset? GivenAt { get; private set; }

    /// <summary>The administrator who signed in the place of who hands over, whose account is closed; with the reason.</summary>
    public string? GivenFor { get; private set; }

    public DateTimeOffset? TakenAt { get; private set; }

    /// <inheritdoc cref="GivenFor"/>
    public string? TakenFor { get; private set; }

    /// <summary>What who takes over remarks on what was counted.</summary>
    public string? TakerNote { get; private set; }

    /// <summary>Why it was sent back, or given up.</summary>
    public string? Reason { get; private set; }

    public IReadOnlyList<HandedLine> Items => JsonSerializer.Deserialize<List<HandedLine>>(Lines, EntryContent.Json)!;

    /// <summary>Empty until who hands over has signed; what went over is written when the other one signs.</summary>
    public IReadOnlyList<HandedDuty> Handed => JsonSerializer.Deserialize<List<HandedDuty>>(Duties, EntryContent.Json)!;

    public bool IsOpen => Status is HandOverStatus.Draft or HandOverStatus.Given;

    /// <summary>An officer with the name and the post of the moment.</summary>
    public sealed record Party(Guid Id, string Name, string Title);

    public static HandOver Prepare(Guid id, (Guid Id, string Name) unit, Party from, Party to, string basis, string by, DateTimeOffset at) => new()
    {
        Id = id, UnitId = unit.Id, UnitName = unit.Name, FromId = from.Id, FromName = from.Name, FromTitle = from.Title, ToId = to.Id, ToName = to.Name, ToTitle = to.Title,
        Basis = basis, Status = HandOverStatus.Draft, MadeBy = by, MadeAt = at,
    };

    public void Add(HandedLine line)
    {
        Expect(HandOverStatus.Draft);
        if (Items.Count >= MostLines) throw Refusal.Conflict("hand-over.lines", "Danh mục có nhiều nhất {0} dòng. Gộp những thứ cùng loại vào một dòng.", MostLines);
        Lines = Write(Items.Append(line));
    }

    /// <param name="number">From 1.</param>
    public void Drop(int number)
    {
        Expect(HandOverStatus.Draft);
        if (number < 1 || number > Items.Count) throw Refusal.Conflict("hand-over.line", "Dòng này không còn trong danh mục. Tải lại trang.");
        Lines = Write(Items.Where((_, n) => n != number - 1));
    }

    /// <param name="inPlace">Who signed for a closed account, and why; null: who hands over did.</param>
    public void Give(IReadOnlyList<HandedDuty> duties, string? inPlace, DateTimeOffset at)
    {
        Expect(HandOverStatus.Draft);
        (Status, Duties, GivenAt, GivenFor, Reason) = (HandOverStatus.Given, Write(duties), at, inPlace, null);
    }

    /// <summary>What was counted is not what is there: it is a draft again.</summary>
    public void Return(string reason)
    {
        Expect(HandOverStatus.Given);
        (Status, Duties, GivenAt, GivenFor, Reason) = (HandOverStatus.Draft, "[]", null, null, reason);
    }

    /// <inheritdoc cref="Give"/>
    /// <param name="note">What who takes over remarks.</param>
    public void Take(IReadOnlyList<HandedDuty> duties, string? note, string? inPlace, DateTimeOffset at)
    {
        Expect(HandOverStatus.Given);
        (Status, Duties, TakenAt, TakenFor, TakerNote) = (HandOverStatus.Taken, Write(duties), at, inPlace, note);
    }

    public void Cancel(string reason)
    {
        if (!IsOpen) throw WrongState();
        (Status, Reason) = (HandOverStatus.Cancelled, reason);
    }

    static string Write<T>(IEnumerable<T> list) => JsonSerializer.Serialize(list, EntryContent.Json);

    void Expect(HandOverStatus status)
    {
        if (Status != status) throw WrongState();
    }

    Refusal WrongState() => Refusal.Conflict("hand-over.state", "Bàn giao này đang ở trạng thái “{0}” nên chưa làm được việc này. Tải lại trang.", WordsOf(Status));

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string WordsOf(HandOverStatus status) => status switch
    {
        HandOverStatus.Draft => "Đang soạn",
        HandOverStatus.Given => "Chờ bên nhận ký",
        HandOverStatus.Taken => "Đã bàn giao",
        _ => "Đã hủy",
    };

    /// <inheritdoc cref="WordsOf(HandOverStatus)"/>
    public static string WordsOf(HandedKind kind) => kind switch
    {
        HandedKind.Original => "Giấy tờ gốc đang giữ",
        HandedKind.Blank => "Ấn chỉ, phôi",
        HandedKind.Cash => "Tiền mặt",
        HandedKind.Receipt => "Biên lai",
        _ => "Con dấu, chìa khóa, tài sản khác",
    };

    /// <summary>In what it is counted, in Vietnamese; the key of its translation.</summary>
    public static string MeasureOf(HandedKind kind) => kind switch
    {
        HandedKind.Original => "{0} bản",
        HandedKind.Blank or HandedKind.Receipt => "{0} tờ",
        HandedKind.Cash => "{0} đồng",
        _ => "{0} cái",
    };
}
