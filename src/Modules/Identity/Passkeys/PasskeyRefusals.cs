using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using NhatLe.Platform;

namespace NhatLe.Identity.Passkeys;

/// <summary>What is wrong with the answer of a device, each with a name, and in words what to do.</summary>
public static class PasskeyRefusals
{
    public const string Counter = "passkey.counter";

    /// <summary>The framework tells what is wrong in English sentences only. One it words anew is still refused, as malformed.</summary>
    static readonly (string Said, string Code)[] Names =
    [
        ("challenge does not match", "passkey.challenge"), ("invalid origin", "passkey.origin"), ("Relying Party ID hash", "passkey.rp-id"), ("'type' field", "passkey.type"),
        ("'UserPresent' flag", "passkey.user-present"), ("'UserVerified' flag", "passkey.user-verification"), ("signature was invalid", "passkey.signature"),
        ("less than or equal to the stored signature counter", Counter), ("does not belong to the specified user", "passkey.unknown"), ("user handle", "passkey.user-handle"),
        ("already registered", "passkey.registered"), ("for backup", "passkey.backup"), ("'BackupEligible' flag", "passkey.backup"), ("supported algorithms", "passkey.algorithm"),
        ("does not match the credential ID", "passkey.credential-id"),
    ];

    public static Refusal Of(PasskeyException failure) => Named(Array.Find(Names, n => failure.Message.Contains(n.Said, StringComparison.Ordinal)).Code ?? "passkey.malformed");

    public static Refusal Challenge() => Named("passkey.challenge");

    /// <summary>The same for a key that was removed, one of nobody, and one whose account is closed.</summary>
    public static Refusal Unknown() => Named("passkey.unknown");

    public static Refusal Registered() => Named("passkey.registered");

    public static Refusal Copied() => Named(Counter);

    static Refusal Named(string code) => new(StatusCodes.Status422UnprocessableEntity, code, code switch
    {
        "passkey.challenge" => "Lượt dùng khóa này đã hết hạn hoặc đã dùng rồi. Hãy bấm nút khóa truy cập một lần nữa.",
        "passkey.unknown" or "passkey.user-handle" => "Khóa truy cập này không còn dùng được ở đây. Hãy đăng nhập bằng mật khẩu, rồi thêm khóa mới ở trang Tài khoản của tôi.",
        Counter => "Khóa truy cập này có dấu hiệu bị sao chép nên không được nhận. Hãy đăng nhập bằng mật khẩu, gỡ khóa này rồi thêm khóa mới.",
        "passkey.user-verification" => "Thiết bị chưa hỏi mã PIN, vân tay hoặc khuôn mặt. Hãy đặt khóa màn hình cho thiết bị rồi thử lại.",
        "passkey.registered" => "Khóa này đã được thêm trước đây. Hãy dùng thiết bị khác, hoặc gỡ khóa cũ rồi thêm lại.",
        "passkey.algorithm" => "Thiết bị này tạo loại khóa mà hệ thống chưa nhận. Hãy dùng thiết bị khác.",
        _ => "Khóa truy cập chưa được nhận. Hãy mở lại trang này rồi thử lại.",
    });
}
