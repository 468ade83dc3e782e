using NhatLe.Contracts.Catalogue;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Reconciliation;
using NhatLe.Payments.Refunds;

namespace NhatLe.Payments.Charges;

/// <summary>How things of money are said to people, and in which colour. Keys of their translations.</summary>
public static class Words
{
    public static string Of(ChargeStatus status) => status switch
    {
        ChargeStatus.Due => "Cần nộp phí", ChargeStatus.Paid => "Đã nộp đủ", ChargeStatus.Waived => "Được miễn", ChargeStatus.Cancelled => "Không còn phải nộp",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No words for this status."),
    };

    public static string ColourOf(ChargeStatus status) => status switch { ChargeStatus.Due => "warning", ChargeStatus.Cancelled => "neutral", _ => "success" };

    public static string Of(FeeSubject subject) => FeeSubjects.Words(subject);

    public static string Of(PaymentWay way) => way switch
    {
        PaymentWay.Cash => "Tiền mặt", PaymentWay.Card => "Thẻ tại quầy", PaymentWay.Transfer => "Chuyển khoản tại quầy", PaymentWay.Online => "Trực tuyến", PaymentWay.Post => "Bưu điện thu hộ",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "No words for this way."),
    };

    public static string Of(PaymentState state) => state switch
    {
        PaymentState.Matched => "Đúng số phải nộp", PaymentState.Partial => "Nộp thiếu", PaymentState.Excess => "Nộp thừa", PaymentState.Double => "Nộp hai lần",
        PaymentState.Late => "Nộp khi không còn phải nộp", PaymentState.Wrong => "Không rõ nộp cho việc gì", PaymentState.Released => "Biên lai đã hủy",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No words for this state."),
    };

    /// <summary>What whoever holds the duty does about it.</summary>
    public static string ToDo(PaymentState state) => state switch
    {
        PaymentState.Partial => "Báo người dân nộp phần còn thiếu. Nộp đủ thì việc này tự khép.",
        PaymentState.Excess => "Hoàn phần nộp thừa cho người dân.",
        PaymentState.Double => "Hoàn lần nộp thứ hai cho người dân.",
        PaymentState.Late => "Hồ sơ không còn phải nộp. Hoàn lại cho người dân.",
        PaymentState.Wrong => "Tìm hồ sơ người dân định nộp và ghi vào đó. Không tìm được thì hoàn lại.",
        PaymentState.Released => "Biên lai đã hủy. Hoàn lại cho người dân.",
        _ => "Không phải làm gì.",
    };

    public static string Of(RefundState state) => state switch
    {
        RefundState.Asked => "Chờ gửi", RefundState.Sent => "Chờ hệ thống thanh toán xác nhận", RefundState.Done => "Đã hoàn", RefundState.Refused => "Bị từ chối",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No words for this state."),
    };

    public static string Of(DifferenceKind kind) => kind switch
    {
        DifferenceKind.MissingHere => "Bên mình thiếu", DifferenceKind.MissingThere => "Bên kia thiếu", DifferenceKind.Amount => "Lệch số tiền",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No words for this difference."),
    };
}
