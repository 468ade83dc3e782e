namespace NhatLe.Identity.Federation;

/// <summary>Why nobody was signed in by the national identity: the word stands in the address of the page that says it in sentences.</summary>
public static class Failed
{
    public const string
        Away = "away", Wrong = "wrong", Stale = "stale", Stopped = "stopped", Conflict = "conflict", Closed = "closed", Officer = "officer", Other = "other", Level = "level", Unchecked = "unchecked";

    /// <summary>In Vietnamese; null for a word that is none of ours.</summary>
    public static string? Words(string? why) => why switch
    {
        Away => "Định danh điện tử quốc gia đang gián đoạn. Hãy đăng nhập bằng mật khẩu, hoặc thử lại sau ít phút.",
        Wrong => "Câu trả lời của định danh điện tử quốc gia không đáng tin, nên chưa ai được đăng nhập. Hãy thử lại. Nếu vẫn vậy, gọi 1022.",
        Stale => "Lần đăng nhập này mở đã lâu, hoặc đã dùng rồi. Hãy bấm lại nút đăng nhập bằng định danh.",
        Stopped => "Ông/bà đã dừng lại ở trang định danh điện tử quốc gia.",
        Conflict => "Số định danh này đang gắn với một tài khoản định danh khác. Hãy mang thẻ căn cước đến bộ phận một cửa.",
        Closed => "Tài khoản với số định danh này đã đóng. Hãy gọi 1022.",
        Officer => "Số định danh này thuộc tài khoản cán bộ. Anh/chị đăng nhập bằng tên đăng nhập và mật khẩu.",
        Other => "Tài khoản định danh vừa dùng là của người khác. Hãy đăng xuất ở đây trước, rồi người đó đăng nhập.",
        Level => "Tài khoản định danh của ông/bà ở mức 1. Muốn lên mức 2, hãy mang thẻ căn cước đến công an xã, phường.",
        Unchecked => "Có người đã đăng ký tài khoản với số định danh này bằng một điện thoại khác. Hãy mang thẻ căn cước đến bộ phận một cửa.",
        _ => null,
    };
}

/// <summary>The other side does not answer, or so that it must not be believed.</summary>
/// <param name="why">A word of <see cref="Failed"/>.</param>
/// <param name="reason">For the log; says nothing of a person.</param>
public sealed class NationalFailure(string why, string reason) : Exception(reason)
{
    public string Why => why;

    public static NationalFailure Wrong(string reason) => new(Failed.Wrong, reason);
}
