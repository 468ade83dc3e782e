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

/// <summary>The operators were told that a certificate runs out.</summary>
/// <param name="Days">It was within so many days.</param>
[Description("Chứng thư sắp hết hạn")]
public sealed record CertificateExpires(Guid CertificateId, string Owner, DateTimeOffset Until, int Days);

[Description("Chứng thư đã được thay")]
public sealed record CertificateReplaced(Guid CertificateId, string Owner);
