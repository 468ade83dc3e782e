using System.ComponentModel;

namespace NhatLe.Contracts.Exchange;

/// <summary>The messages of some minutes, closed under one Merkle root: none of them can be changed or left out afterwards.</summary>
/// <param name="Root">In hexadecimal digits.</param>
[Description("Chốt nhật ký trao đổi")]
public sealed record MessagesClosed(Guid BatchId, long Number, int Count, string Root);

/// <summary>A partner may call one of our shared services.</summary>
[Description("Cho đối tác dùng dịch vụ chia sẻ")]
public sealed record ServiceOpened(Guid AccessId, string Partner, string Service, string Reason);

[Description("Ngừng cho đối tác dùng dịch vụ chia sẻ")]
public sealed record ServiceClosed(Guid AccessId, string Partner, string Service, string Reason);

/// <summary>An operator decided that a partner is not told of this act; the later ones of the record go on without it.</summary>
/// <param name="Code">Of the record.</param>
[Description("Bỏ qua thông điệp gửi đối tác")]
public sealed record ParcelLeftOut(Guid ParcelId, string Carrier, string Code, string Event, string Reason);

[Description("Gửi văn bản qua trục")]
public sealed record PacketSent(Guid PacketId, Guid UnitId, string DocumentId, IReadOnlyList<string> To, PacketBusiness Business);

[Description("Trục liên thông đã nhận văn bản")]
public sealed record PacketReachedAxis(Guid PacketId, string DocumentId, string AxisId);

/// <summary>An earlier packet is recalled, updated or replaced by another of ours.</summary>
[Description("Gửi thu hồi, cập nhật hoặc thay thế văn bản")]
public sealed record PacketFollowed(Guid PacketId, string DocumentId, Guid ById, PacketBusiness Business);

[Description("Nơi nhận báo trạng thái văn bản")]
public sealed record PacketStatusCame(Guid PacketId, string DocumentId, string OrganId, PacketStatus Status);

/// <summary>A document has come for a unit of ours, verified and stored.</summary>
[Description("Văn bản đến qua trục")]
public sealed record PacketArrived(Guid PacketId, Guid UnitId, string DocumentId, string FromId, PacketBusiness Business, Guid? AboutId);

/// <summary>What came is no packet, or not from whom it says: refused, kept as evidence, its files never opened.</summary>
[Description("Từ chối gói tin hỏng")]
public sealed record PacketBroken(Guid PacketId, string AxisId, string Code);

[Description("Báo trạng thái văn bản đến")]
public sealed record PacketStatusTold(Guid PacketId, string DocumentId, PacketStatus Status);

[Description("Nơi gửi yêu cầu thu hồi, cập nhật hoặc thay thế")]
public sealed record PacketAskedAbout(Guid PacketId, string DocumentId, Guid ById, PacketBusiness Business);

[Description("Kết thúc văn bản đến theo yêu cầu nơi gửi")]
public sealed record PacketSuperseded(Guid PacketId, string DocumentId, Guid ById, PacketBusiness Business);

[Description("Chuyển văn bản đến cho đơn vị kế thừa")]
public sealed record PacketMoved(Guid PacketId, string DocumentId, Guid FromUnitId, string FromUnit, Guid ToUnitId, string ToUnit, Guid ReformId);

/// <summary>A period has closed; its report is owed from now on.</summary>
[Description("Mở kỳ báo cáo Chính phủ")]
public sealed record GovernmentReportOpened(Guid ReportId, string Period, DateTimeOffset DueAt);

/// <summary>A period that was reported before this system was there.</summary>
[Description("Ghi lại kỳ báo cáo Chính phủ đã gửi trước đây")]
public sealed record GovernmentReportTakenOver(Guid ReportId, string Period);

[Description("Lưu nháp báo cáo Chính phủ")]
public sealed record GovernmentReportDrafted(Guid ReportId, string Period, long Edition, int Filled);

/// <summary>It waits for every receiver from now on.</summary>
[Description("Gửi báo cáo Chính phủ")]
public sealed record GovernmentReportSent(Guid ReportId, string Period, long Edition);

/// <summary>One receiver took it.</summary>
[Description("Bên nhận chấp nhận báo cáo Chính phủ")]
public sealed record GovernmentReportAccepted(Guid ReportId, string Period, long Edition, string Receiver, string Reference);

/// <summary>One receiver found errors.</summary>
[Description("Bên nhận trả lại báo cáo Chính phủ vì có lỗi")]
public sealed record GovernmentReportRefused(Guid ReportId, string Period, long Edition, string Receiver, int Errors);

/// <summary>What was sent is to be corrected: a new edition, with the reason.</summary>
[Description("Đính chính báo cáo Chính phủ")]
public sealed record GovernmentReportReopened(Guid ReportId, string Period, long Edition, string Reason);

/// <summary>A reform of units: another unit owes it.</summary>
[Description("Chuyển báo cáo Chính phủ sang đơn vị kế thừa")]
public sealed record GovernmentReportMoved(Guid ReportId, string Period, Guid FromUnitId, string FromUnit, Guid ToUnitId, string ToUnit, Guid ReformId);

/// <summary>The operators were told that a certificate runs out.</summary>
/// <param name="Days">It was within so many days.</param>
[Description("Chứng thư sắp hết hạn")]
public sealed record CertificateExpires(Guid CertificateId, string Owner, DateTimeOffset Until, int Days);

[Description("Chứng thư đã được thay")]
public sealed record CertificateReplaced(Guid CertificateId, string Owner);
