using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Ui;

/// <summary>One answer of a select, of radio buttons or of boxes.</summary>
public sealed record Choice(string Value, string Text, string? Hint = null);

/// <summary>A field of a form: bound by `for`, or by name, value and error where the form is not a class.</summary>
public abstract class FieldTagHelper : UiTagHelper
{
    [HtmlAttributeName("for")] public ModelExpression? For { get; set; }
    public string? Name { get; set; }
    public string? Value { get; set; }
    public string? Error { get; set; }
    public string Label { get; set; } = "";
    public string? Description { get; set; }
    public bool Required { get; set; }
    public bool Optional { get; set; }

    protected string FieldName => Name ?? ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For?.Name ?? "");
    protected string Id => FieldId(FieldName);

    /// <summary>The fields of the page in the order they stand, for the summary above them.</summary>
    const string FieldsKey = "nl-fields";

    public override void Init(TagHelperContext context) => (Http.Items[FieldsKey] as List<string> ?? Remember()).Add(FieldName);

    List<string> Remember()
    {
        var names = new List<string>();
        Http.Items[FieldsKey] = names;
        return names;
    }

    protected int PlaceOf(string key) =>
        Http.Items[FieldsKey] is List<string> names && names.FindIndex(n => n.Length > 0 && (key == n || key.StartsWith(n + ".", StringComparison.Ordinal))) is >= 0 and var place ? place : int.MaxValue;

    internal static string FieldId(string name) => TagBuilder.CreateSanitizedId(name, "_");

    protected string? ErrorOf(params ReadOnlySpan<string> parts)
    {
        if (Error is not null) return Error;
        foreach (var part in (ReadOnlySpan<string>)["", .. parts])
            if (ViewContext.ModelState.TryGetValue(FieldName + part, out var entry) && entry.Errors.Count > 0)
                return MessageOf(entry.Errors[0].ErrorMessage);
        return null;
    }

    protected string MessageOf(string message) => message.Length > 0 ? message : T["Giá trị này chưa đúng."];

    /// <summary>What was typed, even if it is wrong; else what the model says.</summary>
    protected IReadOnlyList<string> Values()
    {
        if (ViewContext.ModelState.TryGetValue(FieldName, out var entry) && entry.RawValue is not null)
            return entry.RawValue is string[] many ? many : [Write(entry.RawValue)];
        if (Value is not null) return [Value];
        return For?.Model switch
        {
            null => [],
            IEnumerable<string> many => [.. many],
            var one => [Write(one)],
        };
    }

    protected string? Typed => Values() is [var first, ..] ? first : null;

    static string Write(object value) => value switch
    {
        bool b => b ? "true" : "false",
        DateOnly d => WrittenTime.Fixed(d, "yyyy-MM-dd"),
        Enum e => e.ToString(),
        _ => Convert.ToString(value, CultureInfo.CurrentCulture) ?? "",
    };

    protected IHtmlContent LabelText => Html($"{Label}{When(Optional, $"""<span class="nl-mute"> {T["(không bắt buộc)"]}</span>""")}");

    protected IHtmlContent DescriptionText => When(Description is not null, $"""<p data-field="description" id="{Id}-h">{Description}</p>""");

    protected IHtmlContent ErrorText(string? error) => When(error is not null, $"""<p class="ds-validation-message" id="{Id}-e">{error}</p>""");

    protected string? DescribedBy(string? error) =>
        (Description, error) switch { (null, null) => null, (_, null) => $"{Id}-h", (null, _) => $"{Id}-e", _ => $"{Id}-h {Id}-e" };

    /// <summary>The control itself; attributes of the tag that are not ours go onto it.</summary>
    protected TagBuilder Control(string tag, TagHelperOutput output, string? error)
    {
        var control = new TagBuilder(tag);
        foreach (var attribute in output.Attributes.Where(a => a.Name is not "class" and not "hidden").ToList())
        {
            control.Attributes[attribute.Name] = attribute.ValueStyle == HtmlAttributeValueStyle.Minimized ? "" : attribute.Value?.ToString();
            output.Attributes.Remove(attribute);
        }
        control.AddCssClass("ds-input");
        control.Attributes["id"] = Id;
        control.Attributes["name"] = FieldName;
        if (Required) control.Attributes["aria-required"] = "true";
        if (error is not null) control.Attributes["aria-invalid"] = "true";
        if (DescribedBy(error) is { } ids) control.Attributes["aria-describedby"] = ids;
        return control;
    }
}

[HtmlTargetElement("nl-field")]
public sealed class FieldHelper : FieldTagHelper
{
    public string Type { get; set; } = "text";
    public int Rows { get; set; } = 4;
    public IEnumerable<Choice>? Items { get; set; }

    /// <summary>The empty first answer of a select.</summary>
    public string? Placeholder { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var error = ErrorOf();
        var inside = await output.GetChildContentAsync();
        var isSelect = Type == "select" || Items is not null;
        var control = Control(isSelect ? "select" : Type == "textarea" ? "textarea" : "input", output, error);
        if (isSelect) Fill(control, inside);
        else if (Type == "textarea")
        {
            control.Attributes.TryAdd("rows", Rows.ToString(CultureInfo.InvariantCulture));
            control.InnerHtml.Append(Typed ?? "");
        }
        else
        {
            control.TagRenderMode = TagRenderMode.SelfClosing;
            // A number is typed as text: browsers change numbers by the wheel and drop what they do not understand.
            control.Attributes["type"] = Type == "number" ? "text" : Type;
            if (Type == "number") control.Attributes.TryAdd("inputmode", "numeric");
            if (Type != "password" && Typed is { } typed) control.Attributes["value"] = typed;
        }
        if (Placeholder is not null && !isSelect) control.Attributes["placeholder"] = Placeholder;

        Become(output, "div", "ds-field");
        Flag(output, "data-invalid", error is not null);
        IHtmlContent field = Type != "password" ? control : Html($"""
            <div class="nl-reveal">{control}<button type="button" class="nl-iconlink" data-reveal="{Id}" aria-label="{T["Hiện mật khẩu"]}" aria-pressed="false" hidden>{Icon("eye")}</button></div>
            """);
        output.Content.SetHtmlContent(Html($"""<label class="ds-label" for="{Id}">{LabelText}</label>{DescriptionText}{field}{When(!isSelect, $"{inside}")}{ErrorText(error)}"""));
    }

    void Fill(TagBuilder select, TagHelperContent options)
    {
        if (Placeholder is not null) select.InnerHtml.AppendHtml(Html($"""<option value="">{Placeholder}</option>"""));
        foreach (var item in Items ?? [])
            select.InnerHtml.AppendHtml(Html($"""<option value="{item.Value}"{When(item.Value == Typed, $" selected")}>{item.Text}</option>"""));
        select.InnerHtml.AppendHtml(options);
    }
}

/// <summary>Day, month and year as three short texts: quicker than a calendar for a date one knows by heart.</summary>
[HtmlTargetElement("nl-date-field")]
public sealed class DateFieldHelper : FieldTagHelper
{
    public bool YearOnly { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var error = ErrorOf(".Day", ".Month", ".Year");
        var date = For?.Model switch { DateInput typed => typed, DateOnly on => DateInput.Of(on), string text => DateInput.Of(text), _ => DateInput.Of(Value) };
        var autocomplete = output.Attributes["autocomplete"]?.Value?.ToString();
        if (autocomplete is not null) output.Attributes.RemoveAll("autocomplete");
        Description ??= YearOnly ? T["Chỉ nhớ năm thì ghi năm."] : null;

        Become(output, "div", "ds-field");
        output.Attributes.SetAttribute("role", "group");
        output.Attributes.SetAttribute("aria-labelledby", $"{Id}-l");
        Set(output, "aria-describedby", DescribedBy(error));
        Flag(output, "data-invalid", error is not null);
        output.Content.SetHtmlContent(Html($"""
            <p class="ds-label" id="{Id}-l">{LabelText}</p>{DescriptionText}<div class="nl-dates">{Part("Day", T["Ngày"], date.Day, 2, "bday-day")}{Part("Month", T["Tháng"], date.Month, 2, "bday-month")}{Part("Year", T["Năm"], date.Year, 4, "bday-year")}</div>{ErrorText(error)}
            """));

        IHtmlContent Part(string part, string label, string? value, int length, string birthday)
        {
            var typed = ViewContext.ModelState.TryGetValue($"{FieldName}.{part}", out var entry) && entry.AttemptedValue is { } attempted ? attempted : value;
            // The summary of errors links to the first part by the id of the whole field.
            var id = part == "Day" ? Id : $"{Id}_{part}";
            return Html($"""
                <div><label for="{id}">{label}</label><input class="ds-input" id="{id}" name="{FieldName}.{part}" type="text" inputmode="numeric" maxlength="{length}" value="{typed}" autocomplete="{(autocomplete == "bday" ? birthday : "off")}"{When(error is not null, $""" aria-invalid="true" aria-describedby="{Id}-e" """)}></div>
                """);
        }
    }
}

[HtmlTargetElement("nl-choices")]
public sealed class ChoicesHelper : FieldTagHelper
{
    public IEnumerable<Choice> Items { get; set; } = [];
    public bool Multiple { get; set; }
    public bool Row { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (error, chosen, inside) = (ErrorOf(), Multiple ? [.. Values().SelectMany(v => v.Split(','))] : Values(), await output.GetChildContentAsync());
        var choices = new HtmlContentBuilder();
        foreach (var (item, n) in Items.Select((item, n) => (item, n)))
            choices.AppendHtml(Html($"""
                <label class="nl-choice"><input class="ds-input" type="{(Multiple ? "checkbox" : "radio")}" id="{(n == 0 ? Id : $"{Id}_{n}")}" name="{FieldName}" value="{item.Value}"{When(chosen.Contains(item.Value), $" checked")}{When(error is not null, $""" aria-invalid="true" """)}><span class="grow">{item.Text}{When(item.Hint is not null, $"""<small class="block">{item.Hint}</small>""")}</span></label>
                """));

        Become(output, "fieldset", "nl-set");
        Flag(output, "data-invalid", error is not null);
        Set(output, "aria-describedby", DescribedBy(error));
        output.Content.SetHtmlContent(Html($"""<legend>{LabelText}</legend>{DescriptionText}<div class="nl-choices"{When(Row, $" data-row")}>{choices}{inside}</div>{ErrorText(error)}"""));
    }
}

/// <summary>One box for yes or no.</summary>
[HtmlTargetElement("nl-check")]
public sealed class CheckHelper : FieldTagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var error = ErrorOf();
        var inside = await output.GetChildContentAsync();
        var control = Control("input", output, error);
        control.TagRenderMode = TagRenderMode.SelfClosing;
        control.Attributes["type"] = "checkbox";
        control.Attributes["value"] = "true";
        if (Values().Contains("true")) control.Attributes["checked"] = "checked";
        Become(output, "div", "nl-one");
        Flag(output, "data-invalid", error is not null);
        output.Content.SetHtmlContent(Html($"""<label class="nl-check">{control}<span>{LabelText}{inside}</span></label>{DescriptionText}{ErrorText(error)}"""));
    }
}

/// <summary>A file: a plain multipart field, which a script turns into an upload with progress to `url`.</summary>
[HtmlTargetElement("nl-upload")]
public sealed class UploadHelper : FieldTagHelper
{
    [HtmlAttributeName("url")] public string? Address { get; set; }

    /// <summary>What the file is, for the address: sent along as "key".</summary>
    public string? Key { get; set; }

    public string Accept { get; set; } = "image/*,application/pdf";
    public bool Multiple { get; set; }
    public bool Camera { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var error = ErrorOf("Id");
        var inside = await output.GetChildContentAsync();
        var control = Control("input", output, error);
        control.Attributes.Remove("class");
        control.TagRenderMode = TagRenderMode.SelfClosing;
        control.Attributes["type"] = "file";
        control.Attributes["accept"] = Accept;
        if (Multiple) control.Attributes["multiple"] = "multiple";
        if (Camera) control.Attributes["data-camera"] = T["Chụp ảnh"];
        if (Address is not null)
        {
            control.Attributes["data-upload-url"] = Url(Address);
            control.Attributes["data-upload-key"] = Key ?? "";
            if (Texts.IsEnglish) foreach (var (name, text) in Words()) control.Attributes["data-text-" + name] = text;
        }

        Become(output, "div", "ds-field");
        Flag(output, "data-invalid", error is not null);
        output.Content.SetHtmlContent(Html($"""<label class="ds-label" for="{Id}">{LabelText}</label>{DescriptionText}<div class="nl-upload">{control}<ul class="nl-files" data-uploaded>{inside}</ul></div>{ErrorText(error)}"""));
    }

    /// <summary>What the script says; it has the Vietnamese itself, so that a page carries no words twice.</summary>
    IEnumerable<(string Name, string Text)> Words() =>
    [
        ("choose", T["Chọn ảnh hoặc tệp"]), ("sending", T["Đang gửi {0}%"]), ("queued", T["Đang chờ gửi"]), ("waiting", T["Đang chờ mạng, sẽ gửi tiếp từ {0}%"]), ("sent", T["Đã gửi"]),
        ("upload-failed", T["Chưa gửi được tệp vì đường truyền gián đoạn. Hãy thử lại. Phần đã điền vẫn còn."]),
        ("cancel", T["Hủy"]), ("remove", T["Xóa"]), ("more-pages", T["Chụp thêm trang"]), ("looking", T["Đang xem ảnh…"]),
        ("paper-found", T["Đã nắn thẳng tờ giấy. Ông/bà xem chữ có rõ không?"]),
        ("paper-missed", T["Chưa thấy rõ bốn góc giấy, nên giữ cả ảnh. Ông/bà xem chữ có rõ không?"]),
        ("use", T["Dùng ảnh này"]), ("turn", T["Xoay"]), ("corners", T["Chỉnh góc"]), ("original", T["Giữ ảnh gốc"]), ("drop", T["Bỏ ảnh này"]), ("done", T["Xong"]),
        ("corners-help", T["Kéo bốn chấm vào bốn góc tờ giấy. Dùng được cả phím mũi tên."]),
        ("corner-1", T["Góc trên bên trái"]), ("corner-2", T["Góc trên bên phải"]), ("corner-3", T["Góc dưới bên phải"]), ("corner-4", T["Góc dưới bên trái"]),
        ("still-sending", T["Còn {0} tệp đang gửi. Gửi xong, trang tự chuyển tiếp."]), ("still-asking", T["Còn ảnh chưa chọn xong. Hãy chọn Dùng ảnh này, hoặc Bỏ ảnh này."]),
    ];
}

/// <summary>All that must be mended, on top of the page; takes the focus when the page has come.</summary>
[HtmlTargetElement("nl-error-summary")]
public sealed class ErrorSummaryHelper : FieldTagHelper
{
    public override void Init(TagHelperContext context)
    {
        // Not a field itself.
    }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.ModelState.ErrorCount == 0)
        {
            output.SuppressOutput();
            return;
        }
        Become(output, "div", "ds-error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Content.SetHtmlContent(new Later(Summary));
    }

    IHtmlContent Summary()
    {
        var errors = ViewContext.ModelState.Where(e => e.Value!.Errors.Count > 0).OrderBy(e => PlaceOf(e.Key)).ToList();
        var items = new HtmlContentBuilder();
        foreach (var (key, entry) in errors)
        {
            var message = MessageOf(entry!.Errors[0].ErrorMessage);
            items.AppendHtml(key.Length == 0 ? Html($"<li>{message}</li>") : Html($"""<li><a href="#{FieldId(WithoutDay(key))}">{message}</a></li>"""));
        }
        var title = Label.Length > 0 ? Label : errors.TrueForAll(e => e.Key.Length == 0) ? T["Chưa làm được"] : T["Còn {0} chỗ cần sửa", errors.Count];
        return Html($"<h2>{title}</h2><ul>{items}</ul>");
    }

    /// <summary>The day of a date carries the id of the whole date.</summary>
    static string WithoutDay(string key) => key.EndsWith(".Day", StringComparison.Ordinal) ? key[..^4] : key;

    /// <summary>Written when the page is sent, so that the fields below the summary are known by then.</summary>
    sealed class Later(Func<IHtmlContent> content) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder) => content().WriteTo(writer, encoder);
    }
}
