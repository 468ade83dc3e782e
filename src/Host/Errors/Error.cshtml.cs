using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Web;

namespace NhatLe.Host.Errors;

/// <summary>What went wrong, in words, with what to do and the trace id; nothing of the inside.</summary>
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : FormPage
{
    public string Heading { get; private set; } = "";
    public string Message { get; private set; } = "";

    public void OnGet() => Tell();
    public void OnPost() => Tell();
    public void OnPut() => Tell();
    public void OnPatch() => Tell();
    public void OnDelete() => Tell();

    void Tell()
    {
        var error = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        (Heading, Message) = (error, Response.StatusCode) switch
        {
            (Refusal refusal, 404) => (T["Không tìm thấy"], refusal.In(T)),
            (Refusal refusal, _) => (T["Chưa làm được"], refusal.In(T)),
            (null, 404) or (null, 200) => (T["Không có trang này"], T["Địa chỉ có thể đã đổi, hoặc gõ thiếu chữ. Hãy về trang đầu và tìm lại."]),
            (null, 405) => (T["Chưa làm được"], T["Trang này không nhận yêu cầu ấy. Hãy quay lại và thử lại."]),
            (null or BadHttpRequestException, 413) => (T["Tệp quá lớn"], T["Tệp này lớn hơn {0} MB. Hãy chụp lại với ảnh nhỏ hơn. Phần đã điền vẫn còn.", 20]),
            _ => (T["Có lỗi ở phía chúng tôi"], T["Việc đang làm chưa được ghi nhận. Hãy thử lại sau ít phút, hoặc gọi 1022 và đọc mã dưới đây."]),
        };
        if (Response.StatusCode == 200) Response.StatusCode = 404;
    }
}
