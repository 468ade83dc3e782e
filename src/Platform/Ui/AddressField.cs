using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace NhatLe.Platform.Ui;

/// <summary>A commune from the list and what stands before it, as one question. The options are inside the tag; the names end in .Unit and .Detail.</summary>
[HtmlTargetElement("nl-address-field")]
public sealed class AddressFieldHelper : FieldTagHelper
{
    public string? Detail { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var options = await output.GetChildContentAsync();
        var error = ErrorOf(".Unit", ".Detail");
        var unit = Control("select", output, error);
        unit.Attributes["name"] = FieldName + ".Unit";
        unit.InnerHtml.AppendHtml(Html($"""<option value="">{T["Chọn xã, phường, thị trấn"]}</option>"""));
        unit.InnerHtml.AppendHtml(options);
        var detail = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        detail.AddCssClass("ds-input");
        detail.Attributes["id"] = Id + "_Detail";
        detail.Attributes["name"] = FieldName + ".Detail";
        detail.Attributes["type"] = "text";
        detail.Attributes["value"] = Detail ?? "";
        detail.Attributes["autocomplete"] = "off";
        if (error is not null) detail.Attributes["aria-invalid"] = "true";

        Become(output, "fieldset", "nl-set");
        Flag(output, "data-invalid", error is not null);
        Set(output, "aria-describedby", DescribedBy(error));
        output.Content.SetHtmlContent(Html($"""
            <legend>{LabelText}</legend>{DescriptionText}<div class="stack" data-gap="2"><div class="ds-field"><label class="ds-label" for="{Id}">{T["Xã, phường, thị trấn"]}</label>{unit}</div><div class="ds-field"><label class="ds-label" for="{Id}_Detail">{T["Số nhà, đường, thôn, bản"]}</label>{detail}</div></div>{ErrorText(error)}
            """));
    }
}
