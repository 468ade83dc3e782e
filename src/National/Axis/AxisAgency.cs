namespace NhatLe.National.Axis;

/// <summary>An agency that the stand-in plays: it signs with a certificate of its own, and answers what it gets.</summary>
public sealed record AxisAgency(string Id, string Name)
{
    /// <summary>Identification codes as they are known from outside; who signs the documents is invented.</summary>
    public static readonly IReadOnlyList<AxisAgency> Played =
    [
        new("G22", "Văn phòng Chính phủ"), new("G15", "Bộ Tư pháp"), new("G09", "Bộ Nội vụ"), new("G14", "Bộ Thông tin và Truyền thông"), new("H27", "Ủy ban nhân dân tỉnh Hà Tĩnh"), new("H50", "Ủy ban nhân dân tỉnh Quảng Trị"),
    ];

    /// <summary>What they write by themselves in a demonstration.</summary>
    public static readonly IReadOnlyList<(string From, string Type, string Notation, string Subject, string Position, string Signer)> Letters =
    [
        ("G22", "Công văn", "VPCP-KSTT", "Về việc đẩy mạnh cung cấp dịch vụ công trực tuyến toàn trình", "Phó Chủ nhiệm", "Ngô Hải Đăng"),
        ("G15", "Công văn", "BTP-HTQTCT", "Về việc rà soát dữ liệu hộ tịch điện tử", "Cục trưởng", "Vũ Minh Châu"),
        ("G09", "Thông báo", "TB-BNV", "Kết luận buổi làm việc về sắp xếp đơn vị hành chính cấp xã", "Chánh Văn phòng", "Đặng Quốc Bảo"),
        ("H50", "Công văn", "UBND-NC", "Về việc phối hợp xác minh nơi cư trú của công dân vùng giáp ranh", "Phó Chủ tịch", "Lê Thanh Bình"),
        ("G14", "Giấy mời", "GM-BTTTT", "Hội nghị trực tuyến về liên thông văn bản điện tử", "Vụ trưởng", "Hồ Gia Huy"),
    ];
}
