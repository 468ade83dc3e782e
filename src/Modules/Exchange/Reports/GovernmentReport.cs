using System.Text.Json;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.Reports;

/// <summary>The report of one period to the Government (kỳ báo cáo). Only this class changes its State and Edition.</summary>
public sealed class GovernmentReport : Subject, IUnitOwned
{
    GovernmentReport() { } // EF

    /// <summary>Who owes it.</summary>
    public Guid UnitId { get; private set; }
    public ReportPeriodKind Kind { get; private init; }

    /// <summary>Its code.</summary>
    public string Period { get; private init; } = "";
    public DateOnly FirstDay { get; private init; }
    public DateOnly LastDay { get; private init; }
    public DateTimeOffset OpenedAt { get; private init; }
    public DateTimeOffset DueAt { get; private init; }
    public GovernmentReportState State { get; private set; }

    /// <summary>The one that is drafted, or was sent last.</summary>
    public long Edition { get; private set; }

    public ReportPeriod Of => ReportPeriod.Parse(Period)!.Value;

    public static Guid IdOf(ReportPeriod period) => StableId.Of("government-report", period.Code);

    public static GovernmentReport Open(ReportPeriod period, ReportWindow window, Guid unitId, DateTimeOffset openedAt, DateTimeOffset dueAt) => new()
    {
        Id = IdOf(period), UnitId = unitId, Kind = period.Kind, Period = period.Code, FirstDay = window.First, LastDay = window.Last, OpenedAt = openedAt, DueAt = dueAt, State = GovernmentReportState.Drafting, Edition = 1,
    };

    /// <summary>One that was reported before this system was there.</summary>
    public static GovernmentReport TakeOver(ReportPeriod period, ReportWindow window, Guid unitId, DateTimeOffset at, DateTimeOffset dueAt)
    {
        var report = Open(period, window, unitId, at, dueAt);
        report.State = GovernmentReportState.Accepted;
        return report;
    }

    /// <summary>What a receiver refused is drafted anew as the next edition.</summary>
    /// <returns>True where a new edition begins.</returns>
    public bool BeginDraft()
    {
        if (State == GovernmentReportState.Drafting) return false;
        if (State != GovernmentReportState.Refused) throw Refusal.Conflict("report.sent", "Báo cáo này đã gửi. Muốn sửa, anh/chị bấm Đính chính và ghi lý do.");
        (State, Edition) = (GovernmentReportState.Drafting, Edition + 1);
        return true;
    }

    public void Send()
    {
        if (State != GovernmentReportState.Drafting) throw Refusal.Conflict("report.sent", "Báo cáo này đã gửi. Muốn sửa, anh/chị bấm Đính chính và ghi lý do.");
        State = GovernmentReportState.Sent;
    }

    /// <summary>What was sent is corrected: accepted, or still on its way.</summary>
    public void Reopen()
    {
        if (State is not (GovernmentReportState.Accepted or GovernmentReportState.Sent)) throw Refusal.Conflict("report.open", "Báo cáo này đang mở: anh/chị sửa số liệu rồi gửi.");
        (State, Edition) = (GovernmentReportState.Drafting, Edition + 1);
    }

    /// <summary>A receiver has answered for an edition; one that was overtaken by a later one says nothing about it.</summary>
    /// <param name="receipts">All of that edition.</param>
    /// <returns>True where it is accepted by all, or refused by one, from now on.</returns>
    public bool Heard(long edition, IReadOnlyList<ReportReceipt> receipts)
    {
        if (edition != Edition || State != GovernmentReportState.Sent) return false;
        if (receipts.Any(r => r.State == ReceiptState.Refused)) State = GovernmentReportState.Refused;
        else if (receipts.All(r => r.State == ReceiptState.Accepted)) State = GovernmentReportState.Accepted;
        return State != GovernmentReportState.Sent;
    }

    public void MoveTo(Guid unitId) => UnitId = unitId;
}

/// <summary>The values of a report (lần gửi): changed while they are drafted, and never after.</summary>
public sealed class ReportEdition
{
    public Guid ReportId { get; init; }
    public long Number { get; init; }

    /// <summary>Why what was sent before is corrected; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>JSON; see <see cref="Values"/>.</summary>
    public string Lines { get; private set; } = "[]";

    public DateTimeOffset? SentAt { get; private set; }

    public IReadOnlyList<ReportedValue> Values => JsonSerializer.Deserialize<List<ReportedValue>>(Lines, EntryContent.Json)!;

    public void Write(IReadOnlyList<ReportedValue> values) => Lines = SentAt is null ? JsonSerializer.Serialize(values, EntryContent.Json) : throw new InvalidOperationException("What was sent is not changed.");

    public void Send(DateTimeOffset at) => SentAt = at;
}

/// <summary>What one receiver says of one edition (kết quả tiếp nhận).</summary>
public sealed class ReportReceipt
{
    public Guid ReportId { get; init; }
    public long Number { get; init; }
    public string Receiver { get; init; } = "";

    /// <summary>Of the sending: by which the parcel finds it.</summary>
    public Guid EntryId { get; init; }

    public ReceiptState State { get; private set; }
    public string Reference { get; private set; } = "";

    /// <summary>JSON; see <see cref="Said"/>.</summary>
    public string Errors { get; private set; } = "[]";

    public DateTimeOffset? AnsweredAt { get; private set; }

    public IReadOnlyList<ReportError> Said => JsonSerializer.Deserialize<List<ReportError>>(Errors, EntryContent.Json)!;

    public static ReportReceipt Awaited(Guid reportId, long number, string receiver, Guid entryId) => new() { ReportId = reportId, Number = number, Receiver = receiver, EntryId = entryId, State = ReceiptState.Waiting };

    public void Accept(string reference, DateTimeOffset at) => (State, Reference, AnsweredAt) = (ReceiptState.Accepted, reference, at);

    public void Refuse(IReadOnlyList<ReportError> errors, DateTimeOffset at) => (State, Errors, AnsweredAt) = (ReceiptState.Refused, JsonSerializer.Serialize(errors, EntryContent.Json), at);
}
