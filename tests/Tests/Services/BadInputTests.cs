using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Forms;

namespace NhatLe.Tests.Services;

/// <summary>Every question of every form is given everything that should not be there: a message with its field, never an error of ours, and nothing lost.</summary>
public sealed class BadInputTests(App app) : IClassFixture<App>
{
    const string Markup = "<script>alert('x')</script><img src=x onerror=alert(1)>", Sql = "'; DROP TABLE services_dossiers; --", Emoji = "👶🏽🌸", RightToLeft = "\u202Etxt.exe\u2069";
    static readonly string Decomposed = "Nguyễn Thị Huyền".Normalize(NormalizationForm.FormD);
    static readonly string Long = new('ă', 10_000);

    public static TheoryData<string> Codes => [.. FiledForms.All.Keys];

    FormDefinition Form(string code) => app.Services.GetRequiredService<FormLibrary>().Find(FiledForms.All[code].Key)!;

    /// <summary>Asked by everybody: not computed, on a page and with a question that needs no other answer.</summary>
    static IEnumerable<FieldDefinition> Plain(FormDefinition form) => form.Pages.Where(p => p.ShowIf is null).SelectMany(p => p.Fields).Where(f => f.ShowIf is null && f.Compute is null);

    static bool IsText(FieldType type) => type is FieldType.Text or FieldType.LongText;

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task The_API_answers_422_with_the_field_or_takes_the_text_as_text(string code)
    {
        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Begin(code);
        var tried = 0;
        foreach (var field in Plain(Form(code)))
        {
            var others = Plain(Form(code)).Where(f => f.Required && f.Key != field.Key).ToList();
            foreach (var bad in (string[])[Markup, Sql, Emoji, RightToLeft, Decomposed, Long, "\0", "null", "2024-02-31", "-1", "99999999999999999999"])
            {
                var refused = await Refused(citizen, draft, code, field.Key, JsonValue.Create(bad), without: others[0].Key);
                bool? wrong = bad == "\0" ? field.Required // nothing is left of it
                    : bad == Long ? true
                    : IsText(field.Type) ? NhatLe.Platform.Text.Nfc.Clean(bad).Length > field.MaxLength
                    : field.Type is FieldType.CitizenNumber or FieldType.Choice or FieldType.Commune or FieldType.TaxCode or FieldType.Address ? true
                    : null; // a number or a date among them may be a right one
                if (field.Type != FieldType.Group && wrong is { } expected) Assert.True(expected == refused.Any(f => IsOf(f, field)), $"{field.Key} = {bad[..Math.Min(30, bad.Length)]} is {(expected ? "taken" : "refused")}: {string.Join(", ", refused)}");
                tried++;
            }
            foreach (var shape in (JsonNode?[])[null, new JsonArray(), new JsonObject(), new JsonArray(new JsonArray()), true, 1.5])
                await Refused(citizen, draft, code, field.Key, shape?.DeepClone(), without: others[0].Key);
        }
        Assert.True(tried > 20);
        Assert.Equal(0, await app.Tables(db => db.Dossiers.CountAsync(d => d.Id == draft)));

        static bool IsOf(string refused, FieldDefinition field) => refused == field.Key || refused.StartsWith(field.Key + "[", StringComparison.Ordinal);
    }

    /// <summary>Sends a filing that cannot succeed, because another answer is missing; says the fields that are refused.</summary>
    static async Task<List<string>> Refused(App.Client citizen, Guid draft, string code, string key, JsonNode? value, string without)
    {
        var answers = (JsonObject)JsonNode.Parse(FiledForms.All[code].Json)!;
        answers[key] = value;
        answers.Remove(without);
        using var answer = await citizen.PostJson("/api/services/dossiers", new { id = draft, procedureCode = code, answers });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{key} = {value?.ToJsonString()[..Math.Min(40, value.ToJsonString().Length)]} answered {(int)answer.StatusCode}: {text[..Math.Min(300, text.Length)]}");
        var problem = JsonNode.Parse(text)!;
        Assert.Equal("invalid", (string)problem["code"]!);
        return [.. problem["fields"]!.AsArray().Select(f => (string)f!["field"]!)];
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task On_the_pages_a_text_that_is_too_long_is_explained_at_each_field_and_stays_typed(string code)
    {
        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Begin(code);
        var seen = 0;
        foreach (var (number, typed) in TypedForms.All[code].Index().Select(p => (p.Index + 1, p.Item)))
        {
            var page = await citizen.OpenFor(draft, number, typed);
            var texts = page.Form().Elements.OfType<IHtmlInputElement>().Where(i => i.Type is "text" && i.Name is { } name && !name.EndsWith(".Day", StringComparison.Ordinal) && !name.EndsWith(".Month", StringComparison.Ordinal) && !name.EndsWith(".Year", StringComparison.Ordinal)).Select(i => i.Name!).ToList();
            if (texts.Count > 0)
            {
                var before = texts.ToDictionary(t => t, t => page.Value(t)!);
                var refused = await citizen.Http.Press(page.Form(), "Tiếp tục", [.. texts.Select(t => (t, (object?)Long))]);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
                var again = await refused.Page();
                foreach (var text in texts)
                {
                    Assert.Equal(Long, again.Value(text));
                    var id = again.QuerySelector($"[name='{text}']")!.Id!;
                    Assert.False(string.IsNullOrWhiteSpace(again.QuerySelector($"[id='{id}-e']")?.Words() ?? again.QuerySelector($"[id='{id.Replace("_Detail", "", StringComparison.Ordinal)}-e']")?.Words()), $"Nothing is said beside {text}.");
                }
                Assert.Equal(texts.Select(t => t.Replace(".Detail", "", StringComparison.Ordinal)).Distinct().Count(), again.QuerySelectorAll(".ds-error-summary a").Count(a => texts.Any(t => a.GetAttribute("href") == "#" + IdOf(t.Replace(".Detail", "", StringComparison.Ordinal)))));
                seen += texts.Count;
                await citizen.PostForm(Pages.Address(draft, number) + "?handler=Save", before); // as it was
            }
            await citizen.Fill(draft, number, typed);
        }
        Assert.True(seen > 0);

        static string IdOf(string name) => Microsoft.AspNetCore.Mvc.Rendering.TagBuilder.CreateSanitizedId(name, "_");
    }

    [Fact]
    public async Task A_page_sent_again_from_an_earlier_step_changes_that_answer_and_no_other()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var first = await mother.Http.Open(Pages.Address(draft, 1));
        await mother.AnswerAll(draft, Filing.Answers("Hồ Gia Bảo"));
        var again = await mother.Http.Press(first.Form(), "Tiếp tục", Pages.Typed(1, Filing.Answers("Hồ Gia Hân")).Where(t => t.Item1 != "child_ethnicity").ToArray());
        Assert.Equal(Pages.Address(draft, 2), again.Headers.Location?.ToString());
        var answers = await app.Answers(draft);
        Assert.Equal(("Hồ Gia Hân", "Hồ Thị Mai Liên", "18907"), (answers["child_name"], answers["mother_name"], answers["unit"]));
        Assert.Equal(5, await app.Tables(db => db.Drafts.Where(d => d.Id == draft).Select(d => d.Page).SingleAsync()));
    }
}
