using System.Text.Json;
using NhatLe.Platform.Forms;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Forms;

/// <summary>The forms of data/forms: sound, in both languages, and with the schema that is checked in.</summary>
[Trait("Run", "Once")]
public sealed class DefinitionTests
{
    public static IEnumerable<object[]> Keys() => Repo.Files("data/forms", ".json").Select(f => new object[] { Path.GetFileNameWithoutExtension(f) });

    static FormDefinition Form(string key) => FormLibrary.Read(Repo.Read($"data/forms/{key}.json"));

    /// <summary>NHATLE_ACCEPT=1 writes the files anew.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void The_schema_of_a_form_is_the_one_checked_in(string key)
    {
        var path = Path.Combine(Repo.Root, $"tests/Tests/Services/Schemas/{key}.json");
        var text = FormSchema.TextOf(Form(key));
        if (Environment.GetEnvironmentVariable("NHATLE_ACCEPT") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_form_names_its_questions_once_and_refers_to_earlier_ones(string key)
    {
        var form = Form(key);
        Assert.Equal(key, form.Key);
        Assert.NotEqual("", form.Declaration);
        Assert.Equal(form.Fields.Count(), form.Fields.Select(f => f.Key).Distinct().Count());
        Assert.True(form.Field(form.UnitField)!.Type is FieldType.Commune or FieldType.Address);
        foreach (var named in new[] { form.PersonField, form.FeeField }.OfType<string>()) Assert.NotNull(form.Field(named));
        HashSet<string> earlier = [];
        foreach (var page in form.Pages)
        {
            if (page.ShowIf is not null) Assert.True(earlier.Contains(page.ShowIf.Field), page.ShowIf.Field);
            foreach (var field in page.Fields)
            {
                Sound(field, earlier);
                HashSet<string> row = [.. earlier];
                foreach (var cell in field.Fields ?? [])
                {
                    Sound(cell, row);
                    Assert.Null(cell.Fields);
                    row.Add(cell.Key);
                }
                earlier.Add(field.Key);
                earlier.UnionWith((field.Fields ?? []).Select(cell => $"{field.Key}.{cell.Key}"));
            }
        }
    }

    static void Sound(FieldDefinition field, HashSet<string> earlier)
    {
        Assert.Matches("^[a-z][a-z0-9_]*$", field.Key);
        Assert.Equal(field.Type == FieldType.Group, field.Fields is not null);
        Assert.Equal(field.Type is FieldType.Choice or FieldType.MultiChoice, field.Choices is not null);
        IEnumerable<string?> named = [field.ShowIf?.Field, field.NotBefore, field.Compare?.SexField, field.Compare?.BornField, .. field.Compute?.Of ?? []];
        Assert.All(named.OfType<string>(), name => Assert.True(earlier.Contains(name), name));
    }

    [Fact]
    public void Every_word_of_a_form_has_its_English_and_no_sentence_more_than_twenty_words()
    {
        List<string> wrong = [];
        foreach (var key in Keys().Select(k => (string)k[0]))
        {
            using var document = JsonDocument.Parse(Repo.Read($"data/forms/{key}.json"));
            Walk(document.RootElement, key, wrong);
        }
        Repo.None(wrong);
    }

    static void Walk(JsonElement element, string at, List<string> wrong)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray()) Walk(item, at, wrong);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var word in (string[])["title", "label", "help", "row_label", "add_label"])
            if (element.TryGetProperty(word, out var said) && !element.TryGetProperty(word + "_en", out _)) wrong.Add($"{at}: {said}");
        foreach (var property in element.EnumerateObject())
        {
            Walk(property.Value, at, wrong);
            if (property.Value.ValueKind == JsonValueKind.String && property.Value.GetString()!.Split(". ").Any(s => s.Split(' ').Length > 20)) wrong.Add($"{at}: {property.Value}");
        }
    }
}
