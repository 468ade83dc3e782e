using System.Net.Http.Headers;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace NhatLe.Tests;

/// <summary>A file a test puts into a file field.</summary>
public sealed record Upload(string Name, string Type, byte[] Bytes);

/// <summary>
/// Pages over plain HTTP, used as a person without JavaScript uses them: a test reads the page, fills the fields the form really
/// has, presses one of its buttons and follows its links. What the page does not offer cannot be sent.
/// </summary>
public static class Html
{
    /// <summary>Opens a page and demands 200.</summary>
    public static async Task<IDocument> Open(this HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));
        var page = await response.Page();
        Assert.True(response.IsSuccessStatusCode, $"GET {address} answered {(int)response.StatusCode}:\n{page.Words()}");
        return page;
    }

    /// <summary>Reads the answer, whatever its status, as a page at the address it finally came from.</summary>
    public static async Task<IDocument> Page(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var type = response.Content.Headers.ContentType?.MediaType;
        Assert.True(type == "text/html", $"{(int)response.StatusCode} {response.RequestMessage?.RequestUri} is {type ?? "empty"}, not a page:\n{text[..Math.Min(400, text.Length)]}");
        return await Parse(text, response.RequestMessage!.RequestUri!.ToString());
    }

    public static Task<IDocument> Parse(string html, string address = "http://localhost/") =>
        BrowsingContext.New(Configuration.Default).OpenAsync(answer => answer.Content(html).Address(address));

    /// <summary>The words of the page as one line, for messages and for finding a sentence.</summary>
    public static string Words(this IDocument page) => (page.QuerySelector("main") ?? page.Body!).Words();

    public static string Words(this IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The page's form: the one the selector finds (a form, or anything in it), or the only one in the main part.</summary>
    public static IHtmlFormElement Form(this IDocument page, string? selector = null)
    {
        var found = selector is null
            ? page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().ToList()
            : page.QuerySelectorAll(selector).Select(e => e.Closest("form")).OfType<IHtmlFormElement>().Distinct().ToList();
        Assert.True(found.Count == 1, $"{found.Count} forms at '{selector ?? "main form"}' on {page.Url}. The page has: {string.Join(", ", page.Forms.Select(f => $"{f.Method} {f.GetAttribute("action")}"))}");
        return found[0];
    }

    /// <summary>Fills the fields and presses the form's first button, as the Enter key does.</summary>
    public static Task<HttpResponseMessage> Submit(this HttpClient client, IHtmlFormElement form, params (string Field, object? Value)[] values) =>
        client.Send(form, Buttons(form).FirstOrDefault(), values);

    /// <summary>Fills the fields and presses the button with these words (or this value).</summary>
    public static Task<HttpResponseMessage> Press(this HttpClient client, IHtmlFormElement form, string button, params (string Field, object? Value)[] values)
    {
        var pressed = Buttons(form).FirstOrDefault(b => b.Words() == button || b.GetAttribute("value") == button || b.GetAttribute("aria-label") == button);
        Assert.True(pressed is not null, $"The form has no button '{button}' but: {string.Join(", ", Buttons(form).Select(b => b.Words()))}");
        return client.Send(form, pressed, values);
    }

    /// <summary>Follows the link with these words.</summary>
    public static Task<IDocument> Follow(this HttpClient client, IDocument page, string words)
    {
        var links = page.QuerySelectorAll("a[href]").OfType<IHtmlAnchorElement>().ToList();
        var link = links.FirstOrDefault(a => a.Words() == words);
        Assert.True(link is not null, $"No link '{words}' on {page.Url}, but: {string.Join(" | ", links.Select(a => a.Words()))}");
        return client.Open(link.Href);
    }

    static IEnumerable<IElement> Buttons(IHtmlFormElement form) =>
        form.Elements.Where(e => !e.HasAttribute("disabled") && e switch
        {
            IHtmlButtonElement button => button.Type is "submit",
            IHtmlInputElement input => input.Type is "submit" or "image",
            _ => false,
        });

    static async Task<HttpResponseMessage> Send(this HttpClient client, IHtmlFormElement form, IElement? button, (string Field, object? Value)[] values)
    {
        foreach (var (field, value) in values.Where(v => v.Value is not Upload)) Fill(form, field, value);
        var fields = Filled(form, button, values.Where(v => v.Value is Upload).ToLookup(v => v.Field, v => (Upload)v.Value!)).ToList();

        var page = form.Owner!;
        var action = button?.GetAttribute("formaction") ?? form.GetAttribute("action");
        var target = new Uri(new Uri(page.BaseUri), string.IsNullOrEmpty(action) ? page.Url : action);
        var method = button?.GetAttribute("formmethod") ?? form.Method;
        if (!method.Equals("post", StringComparison.OrdinalIgnoreCase))
        {
            using var words = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Text)));
            return await client.GetAsync(new UriBuilder(target) { Query = await words.ReadAsStringAsync() }.Uri);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        request.Content = form.Enctype == "multipart/form-data" ? Multipart(fields) : new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Text)));
        // What every browser says about a form of the site's own page; the cross-site check reads it.
        request.Headers.Add("Origin", new Uri(page.Url).GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await client.SendAsync(request);
    }

    /// <summary>What browsers send for a file field in which nothing was chosen.</summary>
    static readonly Upload NoFile = new("", "application/octet-stream", []);

    static MultipartFormDataContent Multipart(IEnumerable<(string Name, string Text, Upload? File)> fields)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, text, file) in fields)
            if (file is null) content.Add(new StringContent(text), name);
            else if (file == NoFile) content.Add(new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue(file.Type), ContentDisposition = new("form-data") { Name = $"\"{name}\"", FileName = "\"\"" } } });
            else content.Add(new ByteArrayContent(file.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(file.Type) } }, name, file.Name);
        return content;
    }

    static void Fill(IHtmlFormElement form, string field, object? value)
    {
        var named = form.Elements.Where(e => e.GetAttribute("name") == field && !e.HasAttribute("disabled")).ToList();
        Assert.True(named.Count > 0, $"The form has no field '{field}' but: {string.Join(", ", form.Elements.Select(e => e.GetAttribute("name")).OfType<string>().Distinct())}");
        var text = value switch { bool yes => yes ? "true" : "false", IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture), _ => value?.ToString() ?? "" };
        var boxes = named.OfType<IHtmlInputElement>().Where(i => i.Type is "checkbox" or "radio").ToList();
        if (boxes.Count > 0) Choose(boxes, field, value, text);
        else if (named[0] is IHtmlSelectElement select)
        {
            Assert.True(select.Options.Any(o => o.Value == text), $"'{field}' does not offer '{text}' but: {string.Join(", ", select.Options.Select(o => o.Value))}");
            foreach (var option in select.Options) option.IsSelected = option.Value == text;
        }
        else if (named[0] is IHtmlTextAreaElement area) area.Value = text;
        else
        {
            var input = Assert.IsAssignableFrom<IHtmlInputElement>(named[0]);
            Assert.True(input.Type is not "hidden" && !input.IsReadOnly, $"A person cannot type into '{field}': it is {(input.Type is "hidden" ? "hidden" : "read-only")}.");
            input.Value = text;
        }
    }

    /// <summary>Ticks: true or false for a single box, a value or a list of values for a group.</summary>
    static void Choose(List<IHtmlInputElement> boxes, string field, object? value, string text)
    {
        if (value is bool tick && boxes.Count == 1 && boxes[0].Type is "checkbox")
        {
            boxes[0].IsChecked = tick;
            return;
        }
        var wanted = value is IEnumerable<string> several ? several.ToList() : [text];
        foreach (var one in wanted)
            Assert.True(boxes.Any(b => b.Value == one), $"'{field}' does not offer '{one}' but: {string.Join(", ", boxes.Select(b => b.Value))}");
        foreach (var box in boxes) box.IsChecked = wanted.Contains(box.Value);
    }

    /// <summary>The form's entry list, as the HTML standard builds it (hidden fields, ticked boxes, chosen options, the pressed button).</summary>
    static IEnumerable<(string Name, string Text, Upload? File)> Filled(IHtmlFormElement form, IElement? button, ILookup<string, Upload> uploads)
    {
        foreach (var field in uploads.Select(u => u.Key))
            Assert.True(form.Elements.OfType<IHtmlInputElement>().Any(i => i.Type is "file" && i.Name == field), $"The form has no file field '{field}'.");
        foreach (var element in form.Elements)
        {
            var name = element.GetAttribute("name");
            if (string.IsNullOrEmpty(name) || element.HasAttribute("disabled") || element.Closest("fieldset[disabled]") is not null) continue;
            switch (element)
            {
                case IHtmlButtonElement or IHtmlInputElement { Type: "submit" or "image" or "button" or "reset" }:
                    if (element == button) yield return (name, element.GetAttribute("value") ?? "", null);
                    break;
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    if (box.IsChecked) yield return (name, box.HasAttribute("value") ? box.Value : "on", null);
                    break;
                case IHtmlInputElement { Type: "file" }:
                    foreach (var upload in form.Enctype == "multipart/form-data" ? uploads[name].DefaultIfEmpty(NoFile) : uploads[name]) yield return (name, upload.Name, upload);
                    break;
                case IHtmlInputElement input:
                    yield return (name, input.Value ?? "", null);
                    break;
                case IHtmlSelectElement select:
                    foreach (var option in select.Options.Where(o => o.IsSelected && !o.IsDisabled)) yield return (name, option.Value, null);
                    break;
                case IHtmlTextAreaElement area:
                    yield return (name, area.Value.ReplaceLineEndings("\r\n"), null);
                    break;
            }
        }
    }
}
