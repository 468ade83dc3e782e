namespace NhatLe.Contracts.Exchange;

/// <summary>
/// The indicators that the province shares with the Government's reporting system and its information and command centre (Hệ thống thông tin báo cáo
/// Chính phủ; Trung tâm thông tin, chỉ đạo điều hành). Scoped: it acts for whoever acts in the scope.
/// </summary>
public interface IGovernmentReports
{
    /// <summary>False: no receiver is among the partners of the exchange, nothing is owed and nothing sent.</summary>
    bool IsSetUp { get; }

    /// <summary>The indicators of a period, in their order.</summary>
    IReadOnlyList<GovernmentIndicator> Indicators(ReportPeriod period);

    /// <summary>How the report of a period stands; null: it was not opened, or the actor may not see it.</summary>
    Task<GovernmentReportStanding?> Read(ReportPeriod period, CancellationToken ct);

    /// <summary>Puts the values in the place of the draft and sends them to every receiver; they arrive in order, once, however long a receiver is away.</summary>
    /// <param name="reason">Why an edition that was sent is corrected; not needed where a receiver refused it.</param>
    /// <exception cref="Platform.Refusal">404, 409, 422 with one message a value.</exception>
    Task<GovernmentReportStanding> Submit(ReportPeriod period, IReadOnlyList<ReportedValue> values, string? reason, CancellationToken ct);
}

/// <summary>A measured quantity the Government asks for (chỉ tiêu).</summary>
/// <param name="Decimals">So many digits after the comma at most.</param>
/// <param name="SourceUnit">Code of the unit the value comes from.</param>
/// <param name="ValidTo">The last day, or null while it is asked for.</param>
public sealed record GovernmentIndicator(
    string Code, string Vi, string En, string Unit, string UnitEn, ReportPeriodKind Period, int Decimals, decimal Min, decimal Max, string SourceUnit, DateOnly ValidFrom, DateOnly? ValidTo);

/// <param name="Value">Null: not known yet.</param>
/// <param name="Explanation">Why it differs so much from the period before; empty where it does not.</param>
public sealed record ReportedValue(string Indicator, decimal? Value, string Explanation = "");

public enum GovernmentReportState
{
    Drafting = 1,

    /// <summary>At least one receiver has not answered, and none has refused.</summary>
    Sent = 2,

    /// <summary>A receiver found errors: they are corrected and sent again; the duty stays.</summary>
    Refused = 3,

    Accepted = 4,
}

public enum ReceiptState { Waiting = 1, Accepted = 2, Refused = 3 }

/// <summary>What a receiver says is wrong.</summary>
/// <param name="Indicator">Its code; empty: the report as a whole.</param>
/// <param name="Code">Of the wire.</param>
/// <param name="Text">The receiver's own words.</param>
public sealed record ReportError(string Indicator, string Code, string Text);

/// <param name="Receiver">Key of the partner.</param>
/// <param name="Reference">The number the receiver gave it; empty before.</param>
public sealed record ReceiverStanding(string Receiver, ReceiptState State, string Reference, DateTimeOffset? AnsweredAt, IReadOnlyList<ReportError> Errors);

/// <param name="Edition">1 for what is sent first, one more for each that goes out after it.</param>
public sealed record GovernmentReportStanding(
    Guid Id, ReportPeriod Period, GovernmentReportState State, long Edition, DateTimeOffset DueAt, IReadOnlyList<ReportedValue> Values, IReadOnlyList<ReceiverStanding> Receivers);
