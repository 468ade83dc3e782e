using System.Text.Json;
using System.Text.RegularExpressions;

namespace NhatLe.Tests.House;

/// <summary>Every sentence on a screen exists in English too. Vietnamese stands where it is used: <c>T["…"]</c>.</summary>
[Trait("Run", "Once")]
public sealed partial class TextTests
{
    static readonly List<(string File, string Vietnamese, string English)> Translations =
        [.. from file in Repo.Files("src", "en.json").Where(f => f.EndsWith("/Texts/en.json", StringComparison.Ordinal))
            from entry in JsonSerializer.Deserialize<Dictionary<string, string>>(Repo.Read(file))!
            select (file, entry.Key, entry.Value)];

    /// <summary>Where Vietnamese in the code is no sentence for a screen, and why.</summary>
    static readonly string[] NotOnAScreen =
    [
        "src/Platform/Text/InputMethod.cs", "src/Platform/Text/SortKey.cs", // tables of letters
        "src/Platform/Directory/UnitNames.cs", // official names of units
        "src/Platform/Outbound/SmsText.cs", // what is shortened in a name
        "src/Platform/Ui/", // markup: its words stand in T["…"]
        "src/Host/Program.cs", "src/Host/Verbs/", // the command line speaks both languages at once
        "src/Modules/Identity/Sessions/Device.cs", // the name of a browser
        "src/Modules/Identity/Accounts/Population.cs", "src/Host/Seeding/", // what invented people are called
        "src/Host/Simulation/Paperwork.cs", "src/Host/Demonstration/StoryBook.cs", "src/Host/Simulation/HttpHands.cs", "src/Host/Simulation/HandlerHands.cs", "src/Host/Simulation/Faults/", // what they type
        "src/Modules/Services/Papers/Slip.cshtml", "src/Modules/Services/Papers/Declaration.cshtml", "src/Modules/Services/Papers/Issued.cshtml", // their form is prescribed, in Vietnamese
        "src/Modules/Services/Papers/ControlSlip.cshtml", "src/Modules/Services/Papers/Register.cshtml", "src/Modules/Services/Papers/_Verify.cshtml", "src/Modules/Services/Numbers/MorningSheet.cshtml",
        "src/Modules/Services/Papers/OpenPaper.cs", "src/Modules/Services/Papers/Hands.cs", "src/Modules/Services/Papers/ReadRegister.cs", // what stands in them
        "src/National/Axis/AxisAgency.cs", "src/National/Axis/AxisStore.cs", "src/National/Axis/EdXml.cs", // what invented agencies write
        "src/National/People/", "src/National/Residents/PopulationDatabase.cs", "src/National/Reports/GovernmentReports.cs", "src/Modules/Exchange/Population/PopulationWire.cs", // names of people and peoples, and words of another system's wire
        "src/Modules/Organization/HandOvers/HandOverPaper.cshtml", // a record in the form of the law
        "src/Modules/Payments/Receipts/Receipt.cshtml", "src/Modules/Payments/Receipts/MoneyWords.cs", "src/Modules/Payments/Counter/ShiftPaper.cshtml", "src/Modules/Payments/Counter/Day.cshtml", "src/Modules/Payments/Counter/ReadDay.cs", "src/Modules/Post/Desk/ListPaper.cshtml", // papers for the payer, the treasury and the bank
    ];

    static readonly string[] Names = ["Nhật Lệ", "Tiếng Việt"];

    /// <summary>Every sentence of the sources with the file it stands in, and the names of the steps that flows are made of.</summary>
    static IEnumerable<(string File, string Sentence)> Sentences()
    {
        var sources = Repo.Files("src", ".cs", ".cshtml").Select(f => (File: f, Text: Repo.Read(f))).ToList();
        var asked = sources.SelectMany(s => SentencesIn(s.Text).Concat(MessagesIn(s.Text)).Select(sentence => (s.File, sentence)));
        var written = sources.Where(s => !NotOnAScreen.Any(n => s.File.StartsWith(n, StringComparison.Ordinal)))
            .SelectMany(s => (s.File.EndsWith(".cs", StringComparison.Ordinal) ? VietnameseInCode(s.Text) : VietnameseInRazor(s.Text)).Select(sentence => (s.File, sentence)));
        using var flows = JsonDocument.Parse(Repo.Read("data/flows.json"));
        var steps = flows.RootElement.GetProperty("flows").EnumerateArray().SelectMany(f => f.GetProperty("steps").EnumerateArray())
            .Select(s => ("data/flows.json", s.GetProperty("name").GetString()!));
        return [.. asked.Concat(written).Concat(steps).Distinct()];
    }

    [Fact]
    public void Every_sentence_has_its_English()
    {
        var known = Translations.Select(t => t.Vietnamese).ToHashSet();
        Repo.None(Sentences().Where(s => !known.Contains(s.Sentence)).Select(s => $"{s.File}: {s.Sentence}"));
    }

    [Fact]
    public void No_sentence_has_more_than_twenty_words() =>
        Repo.None(Sentences().Concat(Translations.Select(t => (t.File, t.English)))
            .SelectMany(s => SentenceEnd().Split(s.Item2).Where(part => part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > 20).Select(part => $"{s.Item1}: {part}")));

    [Fact]
    public void A_sentence_is_never_put_together_by_interpolation() =>
        Repo.None(Repo.Files("src", ".cs", ".cshtml").SelectMany(f => Interpolated().Matches(Repo.Read(f)).Select(m => $"{f}: {m.Value}")));

    [Fact]
    public void A_translation_is_not_empty_and_keeps_the_places_to_fill() =>
        Repo.None(Translations.Where(t => string.IsNullOrWhiteSpace(t.English) || !Places(t.Vietnamese).SetEquals(Places(t.English)))
            .Select(t => $"{t.File}: {t.Vietnamese} → {t.English}"));

    [Fact]
    public void A_sentence_has_one_translation_in_the_whole_house() => // the catalogue of texts is one: the last would win
        Repo.None(Translations.GroupBy(t => t.Vietnamese).Where(g => g.Select(t => t.English).Distinct().Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(" | ", g.Select(t => $"{t.English} ({t.File})"))}"));

    [Theory]
    [InlineData("""<h1>@T["Nộp hồ sơ"]</h1>""", "Nộp hồ sơ")]
    [InlineData("""<p title="@T["Còn {0} ngày", days]">""", "Còn {0} ngày")]
    [InlineData("""var a = T["Gọi \"một cửa\"\u00A0số 1"];""", "Gọi \"một cửa\"\u00A0số 1")]
    [InlineData(""""var a = T[@"Thư mục ""C:\hồ sơ"""];"""", "Thư mục \"C:\\hồ sơ\"")]
    [InlineData("""texts[ "Đã lưu" ]""", "Đã lưu")]
    public void A_sentence_is_found_however_it_is_quoted(string source, string sentence) => Assert.Equal([sentence], SentencesIn(source));

    [Theory]
    [InlineData("LIST[\"a\"]")]
    [InlineData("T[name]")]
    [InlineData("ViewData[\"Title\"]")]
    public void Other_indexers_are_left_alone(string source) => Assert.Empty(SentencesIn(source));

    [Theory]
    [InlineData("""throw Refusal.Conflict("dossier.rated", "Đã đánh giá rồi.");""", "Đã đánh giá rồi.")]
    [InlineData("""Refusal.Invalid(nameof(Result), "Xem lại {0}.", name)""", "Xem lại {0}.")]
    [InlineData("""new FieldError($"paper-{d.Key}", "Còn thiếu.")""", "Còn thiếu.")]
    [InlineData("""[Required(ErrorMessage = "Hãy nhập tên.")]""", "Hãy nhập tên.")]
    [InlineData("""[Description("Xem")]""", "Xem")]
    [InlineData("""new DutyKind(Duties.Accept, "Xem")""", "Xem")]
    [InlineData("""new NavItem("inbox", "Xem", "~/viec")""", "Xem")]
    public void A_message_is_found_where_it_is_declared(string source, string sentence) => Assert.Equal([sentence], MessagesIn(source));

    [Fact]
    public void Vietnamese_is_found_wherever_it_is_handed_on()
    {
        Assert.Equal(["Đã nhận", "Trễ"], VietnameseInCode("_ => \"Đã nhận\", // \"chưa\"\nTake(\"key\", \"Trễ\"); $\"{a} trễ\""));
        Assert.Equal(["Hài lòng", "Chưa dịch"], VietnameseInRazor("@{ string[] all = [\"Hài lòng\"]; }<p title=\"@T[\"Xem\"]\">Chưa dịch</p>@* \"bỏ\" *@"));
    }

    static IEnumerable<string> SentencesIn(string source) => Sentence().Matches(source).Select(m =>
        m.Groups["raw"].Success ? m.Groups["raw"].Value
        : m.Groups["verbatim"].Success ? m.Groups["verbatim"].Value.Replace("\"\"", "\"", StringComparison.Ordinal)
        : Regex.Unescape(m.Groups["plain"].Value));

    static IEnumerable<string> MessagesIn(string source) => Message().Matches(source).Select(m => Regex.Unescape(m.Groups["plain"].Value));

    /// <summary>String literals with a Vietnamese letter: words handed on to be said elsewhere are keys too.</summary>
    static IEnumerable<string> VietnameseInCode(string source) =>
        Literal().Matches(Comment().Replace(source, "")).Select(m => Regex.Unescape(m.Groups["plain"].Value)).Where(IsVietnamese);

    static IEnumerable<string> VietnameseInRazor(string razor)
    {
        var rest = Sentence().Replace(RazorComment().Replace(razor, ""), "");
        return RazorLiteral().Matches(rest).Concat(RazorText().Matches(rest)).OrderBy(m => m.Index).Select(m => m.Groups["text"].Value.Trim()).Where(IsVietnamese);
    }

    static bool IsVietnamese(string text) => text.Normalize(System.Text.NormalizationForm.FormC) is var composed
        && VietnameseLetter().IsMatch(Names.Aggregate(composed, (rest, name) => rest.Replace(name, "", StringComparison.Ordinal)));

    static HashSet<string> Places(string sentence) => [.. Place().Matches(sentence).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("\\b(?:T|[tT]exts)\\[\\s*(?:\"\"\"(?<raw>.*?)\"\"\"|@\"(?<verbatim>(?:[^\"]|\"\")*)\"|\"(?<plain>(?:[^\"\\\\]|\\\\.)*)\")", RegexOptions.Singleline)]
    private static partial Regex Sentence();

    [GeneratedRegex("\\b(?:T|[tT]exts)\\[\\s*\\$@?\"[^\\]]*")]
    private static partial Regex Interpolated();

    [GeneratedRegex("""(?:\bRefusal\.(?:Conflict|Forbidden|Missing|Invalid)\(\s*(?:\$?"[^"]*"|nameof\([^)]*\)|[\w.]+)\s*,|\bRefusal\.TooMany\(|\bnew FieldError\(\s*(?:\$?"[^"]*"|nameof\([^)]*\)|[\w.]+)\s*,|\bErrorMessage =|\[Description\(|\bnew DutyKind\([^,"]+,|\bnew NavItem\(\s*"[^"]*",|\b(?:Heading|Short):)\s*"(?<plain>(?:[^"\\]|\\.)*)\x22""")]
    private static partial Regex Message();

    [GeneratedRegex("""(?<![$@"'\\])"(?<plain>(?:[^"\\\n]|\\.)*)"(?!")""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*//.*$|\s//\s.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex RazorComment();

    [GeneratedRegex("\"(?<text>[^\"\n<>]*)\"")]
    private static partial Regex RazorLiteral();

    [GeneratedRegex(">(?<text>[^<>@{}]*)<")]
    private static partial Regex RazorText();

    [GeneratedRegex("[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")]
    private static partial Regex VietnameseLetter();

    [GeneratedRegex(@"[.?!:;]+(?:\s|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"(?<!\{)\{(\d+)")]
    private static partial Regex Place();
}
