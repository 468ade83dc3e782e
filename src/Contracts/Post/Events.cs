using System.ComponentModel;

namespace NhatLe.Contracts.Post;

// What happens to an order (yêu cầu bưu chính) at the public post. The descriptions are what people read in the journal. None says where somebody lives.

/// <param name="Kind">PickUp or Return.</param>
/// <param name="PayAtDoor">The receiver pays what is still due of the fee to the postman.</param>
[Description("Đề nghị gửi qua bưu chính")]
public sealed record PostAsked(Guid OrderId, Guid DossierId, string DossierCode, string Kind, bool PayAtDoor);

[Description("Kết quả đã có, báo bưu điện đến lấy")]
public sealed record PostReady(Guid OrderId, string DossierCode);

/// <param name="PriceVnd">What the post asks for the way, đồng.</param>
/// <param name="CodVnd">What it collects for us.</param>
[Description("Bưu điện nhận yêu cầu")]
public sealed record PostAccepted(Guid OrderId, string DossierCode, string TrackingNumber, long PriceVnd, long CodVnd);

[Description("Bưu điện không nhận yêu cầu")]
public sealed record PostRefused(Guid OrderId, string DossierCode, string Reason);

[Description("Một cửa giao cho bưu tá")]
public sealed record PostHandedOver(Guid OrderId, string DossierCode, Guid ListId);

[Description("Bưu tá đã nhận giấy tờ")]
public sealed record PostPickedUp(Guid OrderId, string DossierCode, DateTimeOffset At);

[Description("Đang trên đường")]
public sealed record PostInTransit(Guid OrderId, string DossierCode, DateTimeOffset At);

/// <param name="Kind">PickUp: the papers are at the desk. Return: the result is with the applicant, and counts as returned.</param>
[Description("Bưu điện đã phát")]
public sealed record PostDelivered(Guid OrderId, Guid DossierId, string DossierCode, string Kind, string TrackingNumber, DateTimeOffset At);

/// <summary>Money that the postman took for us at the door. What it pays is for Payments to say.</summary>
/// <param name="Reference">Of the order; the money is the post's until it settles.</param>
[Description("Bưu điện đã thu hộ")]
public sealed record PostCollected(Guid OrderId, Guid DossierId, string DossierCode, string Reference, string TrackingNumber, long AmountVnd, DateTimeOffset At);

[Description("Bưu điện không phát được")]
public sealed record PostFailed(Guid OrderId, string DossierCode, string Reason, DateTimeOffset At);

[Description("Bưu điện đang chuyển hoàn")]
public sealed record PostComingBack(Guid OrderId, string DossierCode, DateTimeOffset At);

[Description("Bưu gửi đã về một cửa")]
public sealed record PostCameBack(Guid OrderId, string DossierCode, DateTimeOffset At);

/// <summary>The post has to agree: it may have the papers already.</summary>
[Description("Đề nghị bưu điện hủy yêu cầu")]
public sealed record PostCancelAsked(Guid OrderId, string DossierCode, string Reason);

[Description("Hủy yêu cầu bưu chính")]
public sealed record PostCancelled(Guid OrderId, string DossierCode, string Reason);

[Description("Bưu điện không hủy được, giấy tờ đã đi")]
public sealed record PostNotCancelled(Guid OrderId, string DossierCode);

/// <summary>Nothing more is sent by this order; a new one may be.</summary>
[Description("Khép yêu cầu bưu chính không phát được")]
public sealed record PostClosed(Guid OrderId, string DossierCode, bool KeptAtDesk, string Reason);

[Description("Bưu điện đã nộp lại tiền thu hộ")]
public sealed record PostSettled(Guid OrderId, string DossierCode, long AmountVnd, DateOnly Day);

/// <summary>A reform of units by law.</summary>
[Description("Chuyển yêu cầu bưu chính sang đơn vị kế thừa")]
public sealed record PostOrderMoved(Guid OrderId, Guid FromUnitId, string FromName, Guid ToUnitId, string ToName, Guid ReformId);

[Description("Xóa địa chỉ trên yêu cầu bưu chính")]
public sealed record PostAddressForgotten(Guid OrderId);

// A hand-over list (bảng kê giao nhận), and the comparison with what the post settles.

[Description("Lập bảng kê giao bưu tá")]
public sealed record HandOverListed(Guid ListId, int Orders, string Postman);

[Description("Phát hiện chênh lệch tiền thu hộ")]
public sealed record SettlementDiffers(Guid DifferenceId, string Reference, string Kind, long? OursVnd, long? TheirsVnd);

[Description("Xử lý chênh lệch tiền thu hộ")]
public sealed record SettlementMended(Guid DifferenceId, string Reason);
