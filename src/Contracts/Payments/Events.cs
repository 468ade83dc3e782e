using System.ComponentModel;

namespace NhatLe.Contracts.Payments;

// What happens to a charge (khoản phải thu) of a dossier. The descriptions are what people read in the journal.

[Description("Xác định khoản phải thu")]
public sealed record ChargeRaised(Guid ChargeId, Guid DossierId, string DossierCode, long AmountVnd, string? Basis);

/// <param name="Subjects">Names of the payer's subjects, separated by commas; empty: none.</param>
/// <param name="Basis">The text that exempts; null: the whole fee.</param>
[Description("Xác định đối tượng miễn, giảm")]
public sealed record PayerSubjectSet(Guid ChargeId, string DossierCode, string Subjects, long AmountVnd, string? Basis);

[Description("Đề nghị miễn, giảm")]
public sealed record ReliefClaimed(Guid ChargeId, string DossierCode, string Subject);

/// <summary>An official asks for payment before going on: the dossier's legal clock stands still (national status 6).</summary>
/// <param name="Until">Until when it is awaited; null in entries of before this was kept.</param>
[Description("Yêu cầu thực hiện nghĩa vụ tài chính")]
public sealed record PaymentRequested(Guid ChargeId, Guid DossierId, string DossierCode, long AmountVnd, DateTimeOffset? Until = null);

[Description("Quá hạn nộp")]
public sealed record PaymentOverdue(Guid ChargeId, Guid DossierId, string DossierCode, long AmountVnd);

/// <summary>The time to pay was over, and the payer gets another, once.</summary>
[Description("Nhắc nộp, cho thêm thời gian")]
public sealed record PayerReminded(Guid ChargeId, Guid DossierId, string DossierCode, long AmountVnd, DateTimeOffset Until);

[Description("Nộp đủ")]
public sealed record ChargeSettled(Guid ChargeId, Guid DossierId, string DossierCode, long AmountVnd);

[Description("Nộp một phần")]
public sealed record ChargePartPaid(Guid ChargeId, Guid DossierId, string DossierCode, long AmountVnd, long RemainingVnd);

[Description("Không phải nộp")]
public sealed record ChargeWaived(Guid ChargeId, Guid DossierId, string DossierCode, string? Basis);

[Description("Hủy khoản phải thu")]
public sealed record ChargeCancelled(Guid ChargeId, Guid DossierId, string DossierCode, string Reason);

[Description("Khoản phải thu mở lại")]
public sealed record ChargeReopened(Guid ChargeId, Guid DossierId, string DossierCode, long RemainingVnd);

/// <summary>A reform of units by law; the amount stays.</summary>
[Description("Chuyển khoản phải thu sang đơn vị kế thừa")]
public sealed record ChargeMoved(Guid ChargeId, string DossierCode, Guid FromUnitId, string FromName, Guid ToUnitId, string ToName, Guid ReformId);

/// <summary>The same, of a refund that was not handed over or a difference that was not mended.</summary>
[Description("Chuyển sang đơn vị kế thừa")]
public sealed record MoneyMoved(Guid SubjectId, Guid FromUnitId, string FromName, Guid ToUnitId, string ToName, Guid ReformId);

// A payment (khoản đã nộp) and its receipt (biên lai).

/// <param name="ChargeId">Null where nobody knows what it is for.</param>
[Description("Nhận tiền nộp")]
public sealed record PaymentTaken(Guid PaymentId, Guid? ChargeId, string Reference, long AmountVnd, string Way, string State);

[Description("Ghi khoản nộp vào hồ sơ")]
public sealed record PaymentAssigned(Guid PaymentId, Guid ChargeId, string DossierCode, string Reason);

[Description("Rút khoản nộp khỏi hồ sơ")]
public sealed record PaymentReleased(Guid PaymentId, string Reason);

[Description("Lập biên lai")]
public sealed record ReceiptIssued(Guid ReceiptId, Guid PaymentId, string DossierCode, long AmountVnd);

[Description("Hủy biên lai")]
public sealed record ReceiptCancelled(Guid ReceiptId, string Reason);

[Description("Hoàn tiền")]
public sealed record RefundAsked(Guid RefundId, Guid PaymentId, long AmountVnd, string Way, string Reason);

[Description("Hệ thống thanh toán nhận lệnh hoàn tiền")]
public sealed record RefundSent(Guid RefundId);

[Description("Đã hoàn tiền")]
public sealed record RefundDone(Guid RefundId, Guid PaymentId, long AmountVnd);

[Description("Hệ thống thanh toán từ chối hoàn tiền")]
public sealed record RefundRefused(Guid RefundId, Guid PaymentId, string Reason);

// A shift of a cashier (ca thu), and the reconciliation with the platform (đối soát).

[Description("Mở ca thu")]
public sealed record ShiftOpened(Guid ShiftId, long OpeningVnd);

[Description("Chốt ca thu")]
public sealed record ShiftClosed(Guid ShiftId, long ExpectedVnd, long CountedVnd, string? Reason);

[Description("Phát hiện chênh lệch đối soát")]
public sealed record DifferenceFound(Guid DifferenceId, string PlatformId, string Kind, long? OursVnd, long? TheirsVnd);

[Description("Xử lý chênh lệch đối soát")]
public sealed record DifferenceMended(Guid DifferenceId, string Reason);
