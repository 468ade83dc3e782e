using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Platform.Ui;

namespace NhatLe.Host.About;

/// <summary>What is kept of people, why, how long, and who reads it (NĐ 13/2023). Says of every table what its schema promises: a test compares.</summary>
public sealed class PrivacyModel(PageChrome chrome) : PageModel
{
    public string Province => chrome.Province;

    public IReadOnlyList<DataKind> Kinds => DataKind.All;
}

/// <param name="Tables">Where it lies; for the test, not for the page.</param>
public sealed record DataKind(string What, string Why, string Kept, string Readers, params string[] Tables)
{
    public static readonly IReadOnlyList<DataKind> All =
    [
        new("Tài khoản: họ tên, số định danh, ngày sinh, điện thoại, địa chỉ", "Để biết ai nộp hồ sơ, và điền sẵn tờ khai", "Khi tài khoản còn dùng, và 10 năm sau khi đóng", "Chính ông/bà",
            "identity_accounts", "identity_mail_checks"),
        new("Nơi đăng nhập: loại máy, địa chỉ mạng, giờ", "Để ông/bà thấy mình đang đăng nhập ở đâu", "90 ngày sau khi hết hạn", "Chính ông/bà", "identity_sessions"),
        new("Hệ thống ông/bà đã mở bằng tài khoản này, và lúc nào", "Để đăng xuất ở đó khi ông/bà đăng xuất ở đây", "90 ngày sau khi kết thúc", "Chính ông/bà", "identity_client_sessions", "identity_authorizations"),
        new("Hệ thống của đơn vị khác mà ông/bà đồng ý cho biết thông tin", "Để không hỏi lại, và để ông/bà rút lại được", "Đến khi ông/bà rút lại", "Chính ông/bà", "identity_consents"),
        new("Yêu cầu gửi cơ quan khác và trả lời, nội dung được mã hóa", "Để chứng minh đã hỏi gì, được trả lời gì", "Nội dung 90 ngày; mã băm và chữ ký 10 năm", "Người được phép đọc nội dung trao đổi", "exchange_messages"),
        new("Văn bản với cơ quan khác: trích yếu, nội dung, người ký, cán bộ xử lý", "Để gửi, nhận văn bản và chứng minh đã gửi, đã nhận", "Theo hạn lưu của văn bản, ít nhất 10 năm", "Cán bộ được giao văn bản của đơn vị gửi, đơn vị nhận",
            "exchange_packets", "exchange_packet_statuses"),
        new("Số của cán bộ ở hệ thống khác của tỉnh, và hệ thống đó đã được báo chưa", "Để mỗi hệ thống biết ai còn làm việc", "Cùng tài khoản", "Không ai: chỉ máy dùng", "identity_provisioned", "identity_pushes"),
        new("Số lần đăng nhập sai", "Để chặn người dò mật khẩu", "1 ngày", "Không ai: chỉ máy dùng", "identity_failures"),
        new("Xác thực hai bước: khóa chung với ứng dụng trên điện thoại, đã mã hóa", "Để lộ mật khẩu cũng không ai vào được", "Đến khi ông/bà tắt", "Không ai: chỉ máy dùng", "identity_second_factors", "identity_recovery_codes", "identity_half_sign_ins"),
        new("Yêu cầu đặt lại mật khẩu: điều đã gõ, đã mã hóa", "Để gửi mã cho chủ tài khoản", "1 ngày", "Không ai: chỉ máy dùng", "identity_password_resets"),
        new("Mã PIN của cán bộ ở máy quầy, đã băm bằng khóa", "Để cán bộ đổi ca nhanh trên máy dùng chung", "30 ngày sau lần dùng cuối", "Không ai: chỉ máy dùng", "identity_counter_pins"),
        new("Nội dung cán bộ đang gõ khi khóa máy, đã mã hóa", "Để khóa máy mà không mất điều đã gõ", "Đến khi mở lại trang, lâu nhất 1 ngày", "Chính cán bộ đó", "identity_kept_forms"),
        new("Khóa truy cập: phần công khai của khóa, tên ông/bà đặt, lần dùng cuối", "Để đăng nhập mà không cần mật khẩu", "Đến khi ông/bà gỡ", "Chính ông/bà", "identity_passkeys"),
        new("Đăng ký đang chờ mã: họ tên, số định danh, ngày sinh, điện thoại", "Để mở tài khoản cho người có điện thoại trong tay", "1 ngày sau khi gửi mã", "Không ai: chỉ máy dùng", "identity_registrations"),
        new("Mã kích hoạt tài khoản mở giúp tại quầy", "Để người không có điện thoại tự đặt mật khẩu", "Đến khi chủ tài khoản đặt mật khẩu", "Không ai: chỉ máy dùng", "identity_activations"),
        new("Ai đại diện cho con, trẻ được giám hộ hoặc doanh nghiệp, và giấy chứng minh", "Để nộp và xem hồ sơ thay người được đại diện", "10 năm sau khi hết quyền", "Hai bên, và cán bộ của xã nơi xác nhận", "identity_representations"),
        new("Liên kết với định danh điện tử quốc gia: họ tên, ngày sinh và mức đã xác nhận", "Để đăng nhập bằng định danh, và biết chắc ông/bà là ai", "Cùng tài khoản; lần đăng nhập dở: 10 phút", "Chính ông/bà", "identity_national_links", "identity_national_sign_ins"),
        new("Bản đang điền và ảnh kèm theo", "Để không mất điều đã gõ", "30 ngày sau lần sửa cuối, báo trước 3 ngày", "Chính ông/bà", "services_drafts", "services_draft_files", "uploads", "files"),
        new("Hồ sơ đã nộp, giấy tờ và kết quả", "Để giải quyết việc ông/bà yêu cầu", "Theo luật lưu trữ của từng thủ tục", "Chính ông/bà, và cán bộ được giao việc", "services_dossiers", "services_papers", "search_documents"),
        new("Phí phải nộp, lần nộp, biên lai: họ tên, số tiền, đối tượng miễn, giảm", "Để thu đúng mức, và trả lại phần thu thừa", "10 năm, theo luật kế toán", "Chính ông/bà, và cán bộ thu phí của đơn vị",
            "payments_charges", "payments_payments", "payments_receipts", "payments_refunds"),
        new("Bưu gửi: họ tên, điện thoại, địa chỉ nơi lấy hoặc phát, đã mã hóa", "Để bưu điện lấy giấy tờ và mang kết quả đến", "Địa chỉ 1 năm sau khi xong; số vận đơn và tiền 10 năm", "Chính ông/bà, cán bộ một cửa, và bưu điện", "post_orders"),
        new("Bảng kê giao bưu tá: ai giao, ai nhận", "Để biết ai giữ kết quả lúc nào", "10 năm", "Cán bộ một cửa", "post_lists"),
        new("Ca thu của cán bộ: ai thu, đếm được bao nhiêu", "Để biết ai giữ tiền lúc nào", "10 năm, theo luật kế toán", "Chính cán bộ đó, và lãnh đạo đơn vị", "payments_shifts"),
        new("Điều cơ sở dữ liệu dân cư trả lời về người có tên trong hồ sơ, đã mã hóa", "Để đối chiếu hồ sơ đó, và điền giúp tờ khai", "30 ngày sau khi hồ sơ kết thúc; mục đích giữ cùng hồ sơ", "Cán bộ giải quyết và quầy nhận hồ sơ đó", "services_look_ups"),
        new("Lịch hẹn tại quầy: tên, điện thoại, giờ hẹn", "Để quầy biết ai đến", "90 ngày sau ngày hẹn", "Cán bộ tại quầy đó", "services_visits"),
        new("Nhiệm vụ lãnh đạo giao", "Để biết ai làm việc gì, trước ngày nào", "10 năm", "Người giao, đơn vị làm và cấp trên của họ", "assignments_assignments"),
        new("Ngày nghỉ của cán bộ", "Để việc mới không chờ người vắng", "Khi cán bộ còn trong danh bạ", "Chính họ, người nhận thay và người quản trị đơn vị", "directory_leaves"),
        new("Biên bản bàn giao giữa cán bộ khi luân chuyển", "Để biết ai chịu trách nhiệm từ lúc nào", "10 năm", "Hai bên, lãnh đạo và người quản trị đơn vị", "organization_hand_overs"),
        new("Thông báo", "Để báo điều thay đổi", "2 năm", "Chính ông/bà", "notices"),
        new("Tin nhắn và thư đã gửi", "Để báo tin, và biết đã gửi hay chưa", "180 ngày", "Không ai đọc nội dung; người vận hành thấy tình trạng", "messages"),
        new("Việc cán bộ phải làm với hồ sơ", "Để việc không bị quên, không bị trễ", "Cùng hồ sơ", "Cán bộ được giao việc", "duties"),
        new("Nhật ký: ai làm gì, lúc nào", "Để chứng minh việc đã làm", "Mãi mãi; phần tên có thể xóa riêng", "Chính ông/bà, và cán bộ được giao việc", "journal_entries", "journal_payloads", "seal_leaves", "seals"),
        new("Nhật ký xem: cán bộ nào đã xem dữ liệu của ông/bà", "Để ông/bà biết, và để phát hiện lạm dụng", "Lâu như nhật ký", "Chính ông/bà", "access_log"),
    ];
}
