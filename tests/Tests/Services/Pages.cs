using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace NhatLe.Tests.Services;

/// <summary>The pages of a filing, filled in by hand without script.</summary>
static class Pages
{
    static readonly string[][] Questions =
    [
        ["child_name", "child_born_on", "child_sex", "child_birth_place", "child_ethnicity"],
        ["mother_name", "mother_born_on", "mother_number"],
        ["father_name", "father_born_on", "father_number"],
        ["unit", "phone"],
    ];

    public static string Address(Guid draft, object page) => $"/dich-vu-cong/nop/{draft}/{page}";

    /// <summary>Presses "Bắt đầu" on the page of the procedure.</summary>
    public static Task<Guid> Start(this App.Client citizen) => citizen.Begin(Filing.BirthRegistration);

    /// <summary>Fills a page of questions and presses "Tiếp tục". A date is given as its three parts.</summary>
    public static async Task<HttpResponseMessage> Answer(this App.Client citizen, Guid draft, int number, params (string Field, object? Value)[] values)
    {
        var page = await citizen.OpenFor(draft, number, values);
        return await citizen.Http.Press(page.Form(), "Tiếp tục", values);
    }

    /// <summary>The page with a field for each value, also where an answer of the account stands: "Sửa" at each.</summary>
    public static async Task<IDocument> OpenFor(this App.Client citizen, Guid draft, int number, params (string Field, object? Value)[] values)
    {
        var page = await citizen.Http.Open(Address(draft, number));
        var reused = page.QuerySelectorAll(".nl-reused button").Select(b => b.GetAttribute("formaction")!.Split("field=")[1].Split('&')[0]).ToList();
        var typed = reused.Where(key => values.Any(v => v.Field == Uri.UnescapeDataString(key) || v.Field.StartsWith(Uri.UnescapeDataString(key) + ".", StringComparison.Ordinal))).ToList();
        return typed.Count == 0 ? page : await citizen.Http.Open($"{Address(draft, number)}?{string.Join('&', typed.Select(key => "sua=" + key))}");
    }

    /// <summary>The fields of a page as they are typed, from stored answers.</summary>
    public static (string, object?)[] Typed(int number, Dictionary<string, string> answers) =>
        [.. Questions[number - 1].SelectMany<string, (string, object?)>(field => field.EndsWith("_on", StringComparison.Ordinal) ? Date(field, answers[field]) : [(field, answers[field])])];

    public static (string, object?)[] Date(string field, string iso) => TypedForms.Date(field, iso);

    public static async Task AnswerAll(this App.Client citizen, Guid draft, Dictionary<string, string> answers)
    {
        for (var number = 1; number <= Questions.Length; number++)
        {
            var answer = await citizen.Answer(draft, number, Typed(number, answers));
            var next = number < Questions.Length ? $"{number + 1}" : "giay-to";
            if (answer.StatusCode != HttpStatusCode.SeeOther) Assert.Fail($"Page {number}: {(await answer.Page()).Words()}");
            Assert.Equal(Address(draft, next), answer.Headers.Location!.ToString());
        }
    }

    public static async Task<HttpResponseMessage> Photograph(this App.Client citizen, Guid draft, params (string Field, object? Value)[] files)
    {
        var page = await citizen.Http.Open(Address(draft, "giay-to"));
        return await citizen.Http.Press(page.Form("input[type=file]"), "Tiếp tục", files);
    }

    public static Upload Pdf(string name) => new(name, "application/pdf", Filing.Pdf(name));

    /// <summary>The form that has a button with these words.</summary>
    public static IHtmlFormElement FormWith(this IDocument page, string button)
    {
        var found = page.QuerySelectorAll("button").Where(b => b.Words() == button).Select(b => b.Closest("form")).OfType<IHtmlFormElement>().Distinct().ToList();
        Assert.True(found.Count == 1, $"{found.Count} forms with '{button}' on {page.Url}; buttons: {string.Join(" | ", page.QuerySelectorAll("button").Select(b => b.Words()))}");
        return found[0];
    }

    /// <summary>From the first page to the code of the dossier.</summary>
    public static async Task<string> FileByHand(this App.Client citizen, Dictionary<string, string> answers)
    {
        var draft = await citizen.Start();
        await citizen.AnswerAll(draft, answers);
        var papers = await citizen.Photograph(draft, ("paper-birth-certificate-hospital", Pdf("chung-sinh.pdf")), ("paper-identity", Pdf("can-cuoc.pdf")));
        Assert.Equal(Address(draft, "kiem-tra"), papers.Headers.Location?.ToString());
        return await citizen.PressFile(draft);
    }

    public static async Task<string> PressFile(this App.Client citizen, Guid draft)
    {
        var check = await citizen.Http.Open(Address(draft, "kiem-tra"));
        var filed = await citizen.Http.Press(check.FormWith("Nộp hồ sơ"), "Nộp hồ sơ");
        Assert.True(filed.StatusCode == HttpStatusCode.SeeOther, $"{(int)filed.StatusCode}");
        return filed.Headers.Location!.ToString().Split('/', '?')[2];
    }

    /// <summary>A refused page: 422, the message beside the field, and in the summary a link to it.</summary>
    public static async Task<IDocument> RefusedAt(this HttpResponseMessage answer, string field, string message)
    {
        var page = await answer.Page();
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{(int)answer.StatusCode}: {page.Words()}");
        var beside = page.QuerySelector($"[id='{field}-e']");
        Assert.True(beside is not null, $"Nothing beside {field}: {page.Words()}");
        Assert.Equal(message, beside.Words());
        Assert.Equal(message, page.QuerySelector($".ds-error-summary a[href='#{field}']")?.Words());
        return page;
    }

    public static string? Value(this IDocument page, string field) => page.QuerySelector($"[name='{field}']") switch
    {
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value,
        IHtmlInputElement { Type: "radio" } => page.QuerySelectorAll($"[name='{field}']").OfType<IHtmlInputElement>().FirstOrDefault(i => i.IsChecked)?.Value,
        IHtmlInputElement input => input.Value,
        _ => null,
    };
}
