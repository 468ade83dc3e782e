using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Ui;

/// <summary>Small answers the layouts share.</summary>
public static class PageFrame
{
    const string English = "/en";

    /// <summary>The address of this page in the other language. English lives under /en, which is the PathBase of its requests.</summary>
    public static string InLanguage(HttpRequest request, bool english) => (english ? English : "") + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();

    /// <summary>The same with scheme and host, for hreflang.</summary>
    public static string Absolute(HttpRequest request, bool english) =>
        UriHelper.BuildAbsolute(request.Scheme, request.Host, english ? English : PathString.Empty, request.Path, request.QueryString);

    /// <summary>"Hoàng Thị Mai" is HM: family name and given name.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => "",
            1 => words[0][..1].ToUpperInvariant(),
            _ => string.Concat(words[0].AsSpan(0, 1), words[^1].AsSpan(0, 1)).ToUpperInvariant(),
        };
    }
}

/// <summary>`body script-words`: the words of the scripts as attributes, where they are not the Vietnamese ones the scripts know.</summary>
[HtmlTargetElement("body", Attributes = "script-words")]
public sealed class ScriptWordsHelper : UiTagHelper
{
    static readonly (string Key, string Vietnamese)[] Words =
    [
        ("new", "Mới"), ("copied", "Đã chép"), ("copy-failed", "Không chép được. Hãy chọn chữ rồi chép."),
        ("saved", "Đã lưu"), ("kept", "Nội dung đang gõ vẫn còn"), ("not-saved", "Chưa lưu được, sẽ thử lại"), ("keys", "Phím tắt"), ("close", "Đóng"),
        ("key-down", "xuống"), ("key-up", "lên"), ("key-choose", "chọn"), ("key-open", "mở"), ("key-act", "làm việc cần làm"), ("key-help", "tất cả phím"),
        ("suggestions", "{0} gợi ý"), ("suggestion-list", "Gợi ý"),
    ];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll("script-words");
        if (!Texts.IsEnglish) return;
        foreach (var (key, vietnamese) in Words)
            output.Attributes.SetAttribute($"data-text-{key}", T[vietnamese]);
    }
}
