using System.Text.Json;
using System.Text.RegularExpressions;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Data;

/// <summary>The everyday procedures completed by hand are whole, and in words people understand.</summary>
[Trait("Run", "Once")]
public sealed partial class CuratedProcedureTests
{
    static readonly JsonElement Document = Json("procedures-curated.json");
    static readonly List<JsonElement> Procedures = [.. Document.GetProperty("procedures").EnumerateArray()];
    static readonly HashSet<string> Curated = [.. Procedures.Select(p => Text(p, "code"))];

    [Fact]
    public void Each_code_is_curated_once()
    {
        Assert.All(Procedures, p => Assert.True(ProcedureCode.TryParse(Text(p, "code"), out _), Text(p, "code")));
        Assert.Equal(Procedures.Count, Curated.Count);
    }

    [Fact]
    public void Every_occasion_of_life_has_its_procedures()
    {
        Assert.True(Procedures.Count >= 40, $"{Procedures.Count} procedures");
        var events = Document.GetProperty("events").EnumerateArray().Select(e => Text(e, "key")).ToHashSet();
        var held = Procedures.CountBy(p => Text(p, "event")).ToDictionary();
        Assert.Equal(events, held.Keys.ToHashSet());
        Assert.All(held, h => Assert.True(h.Value >= 3, $"{h.Key}: {h.Value}"));
    }

    [Fact]
    public void The_flow_fits_who_decides_and_all_of_the_time_limit_is_shared_out()
    {
        var templates = Document.GetProperty("step_templates").EnumerateArray().ToDictionary(t => Text(t, "key"), t => t.GetProperty("steps").EnumerateArray().ToList());
        var flows = Json("flows.json").GetProperty("flows").EnumerateArray().Select(f => Text(f, "key")).ToHashSet();
        Assert.Equal(flows, templates.Where(t => t.Value.Count > 0).Select(t => t.Key).ToHashSet());
        foreach (var procedure in Procedures)
        {
            var steps = templates[Text(procedure, "steps")];
            Assert.Equal(procedure.GetProperty("accepts").GetBoolean() ? 100 : 0, steps.Sum(s => s.GetProperty("share").GetInt32()));
            Assert.All(steps.Where(s => Text(s, "key") == "approve"), s => Assert.True(Text(s, "level") == Text(procedure, "level"), Text(procedure, "code")));
            Assert.All(steps.Where(s => Text(s, "key") == "accept"), s => Assert.True(Text(s, "level") == Text(procedure, "file_at"), Text(procedure, "code")));
        }
    }

    [Fact]
    public void Every_field_is_known_and_every_procedure_of_the_province_has_a_department()
    {
        var fields = Json("field-map-2024.json").GetProperty("fields").EnumerateArray().ToDictionary(f => Text(f, "field"), f => f.GetProperty("levels").GetProperty("province").GetString());
        foreach (var procedure in Procedures)
        {
            var department = fields[Text(procedure, "field")];
            Assert.True(department is not null || !procedure.GetProperty("accepts").GetBoolean(), Text(procedure, "code"));
        }
    }

    [Fact]
    public void Nothing_is_left_out()
    {
        string[] units = ["working_days", "office_hours", "calendar_days", "calendar_months"];
        Assert.Equal(Enum.GetNames<TimeLimitUnit>().Length, units.Length);
        foreach (var procedure in Procedures)
        {
            foreach (var key in (string[])["name", "name_en", "official", "official_en", "time_limit_source"]) Assert.NotEmpty(Text(procedure, key));
            var limit = procedure.GetProperty("time_limit");
            Assert.Contains(Text(limit, "unit"), units);
            Assert.True(limit.GetProperty("value").GetInt32() >= 0);
            var fee = procedure.GetProperty("fee");
            Assert.True(fee.GetProperty("vnd").GetInt64() >= 0);
            Assert.NotEmpty(Text(fee, "note"));
            Assert.NotEmpty(Text(fee, "note_en"));
            Assert.NotEmpty(Text(procedure.GetProperty("result"), "name"));
            Assert.NotEmpty(Text(procedure.GetProperty("result"), "name_en"));
            var channels = procedure.GetProperty("channels").EnumerateArray().Select(c => c.GetString()!).ToList();
            Assert.NotEmpty(channels);
            Assert.Subset(new HashSet<string> { "counter", "online", "post" }, channels.ToHashSet());
            Assert.Equal(procedure.TryGetProperty("note", out _), procedure.TryGetProperty("note_en", out _));
        }
    }

    [Fact]
    public void Every_paper_says_what_it_is_and_when_it_is_wanted_in_both_languages()
    {
        foreach (var procedure in Procedures)
        {
            var papers = procedure.GetProperty("papers").EnumerateArray().ToList();
            Assert.True(papers.Count > 0, Text(procedure, "code"));
            Assert.Equal(papers.Count, papers.Select(p => Text(p, "key")).Distinct().Count());
            foreach (var paper in papers)
            {
                Assert.NotEmpty(Text(paper, "name"));
                Assert.NotEmpty(Text(paper, "name_en"));
                Assert.Contains(Text(paper, "copy"), (string[])["original", "copy", "electronic"]);
                Assert.Equal(paper.TryGetProperty("condition", out _), paper.TryGetProperty("condition_en", out _));
                Assert.True(paper.GetProperty("required").GetBoolean() || paper.TryGetProperty("condition", out _), $"{Text(procedure, "code")}: when is {Text(paper, "key")} wanted?");
            }
        }
    }

    /// <summary>The official name is the law's.</summary>
    [Fact]
    public void No_sentence_has_more_than_twenty_words() =>
        Assert.Empty(Procedures.SelectMany(p => Sentences(p).Where(s => s.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > 20).Select(s => $"{Text(p, "code")}: {s}")));

    [Fact]
    public void An_electronic_form_that_is_named_is_shipped() =>
        Assert.All(Procedures.Where(p => p.TryGetProperty("form_key", out _)), p => Assert.True(File.Exists(DataFiles.PathOf($"forms/{Text(p, "form_key")}.json")), Text(p, "code")));

    [Fact]
    public void Every_everyday_phrase_leads_to_a_procedure_and_to_one_only()
    {
        var phrases = Json("search-synonyms.json").GetProperty("phrases").EnumerateArray().ToList();
        Assert.All(phrases, p => Assert.Contains(Text(p, "procedure"), Curated));
        var said = phrases.SelectMany(p => p.GetProperty("say").EnumerateArray().Select(s => Fold.Index(s.GetString()!))).ToList();
        Assert.Empty(said.GroupBy(s => s).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(Curated.Except(phrases.Select(p => Text(p, "procedure"))));
    }

    static IEnumerable<string> Sentences(JsonElement procedure)
    {
        var texts = procedure.EnumerateObject().Where(p => !p.Name.StartsWith("official", StringComparison.Ordinal)).Select(p => p.Value)
            .SelectMany(v => v.ValueKind switch
            {
                JsonValueKind.Array => v.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).SelectMany(i => i.EnumerateObject().Select(p => p.Value)),
                JsonValueKind.Object => v.EnumerateObject().Select(p => p.Value),
                _ => [v],
            });
        return texts.Where(t => t.ValueKind == JsonValueKind.String).SelectMany(t => SentenceEnd().Split(t.GetString()!));
    }

    [GeneratedRegex(@"[.;:!?](?:\s+|$)")]
    private static partial Regex SentenceEnd();

    static string Text(JsonElement element, string key) => element.GetProperty(key).GetString()!;

    static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(DataFiles.Read(name));
        return document.RootElement.Clone();
    }
}
