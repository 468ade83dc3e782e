using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Text;

[Trait("Run", "Once")]
public sealed class FoldTests
{
    [Theory]
    [InlineData("Đăng ký KHAI SINH", "dang ky khai sinh")]
    [InlineData("  Ðồng\tHới \n ", "dong hoi")]
    [InlineData("Ngày 20/11: Lệ Thủy", "ngay 20/11: le thuy")]
    [InlineData(null, "")]
    public void A_key_has_no_case_no_marks_and_single_spaces(string? text, string key) => Assert.Equal(key, Fold.Key(text));

    [Theory]
    [InlineData("Hóa", "Hoá")]
    [InlineData("Thủy", "Thuỷ")]
    [InlineData("khỏe", "khoẻ")]
    public void Old_and_new_tone_placement_have_one_key(string old, string modern) => Assert.Equal(Fold.Key(old), Fold.Key(modern));

    [Fact]
    public void Folding_a_key_again_changes_nothing() =>
        Prop.ForAll(AnyText, text => Fold.Key(Fold.Key(text)) == Fold.Key(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void Composed_and_decomposed_text_have_one_key() =>
        Prop.ForAll(AnyText, text => Fold.Key(text.Normalize(NormalizationForm.FormC)) == Fold.Key(text.Normalize(NormalizationForm.FormD))).QuickCheckThrowOnFailure();

    [Fact]
    public void Broken_text_is_folded_and_not_refused() => Assert.Equal("a\uFFFDb", Fold.Key("A\uD800B"));

    [Theory]
    [InlineData("kí", "ký")]
    [InlineData("Lí lịch", "Lý lịch")]
    [InlineData("quí", "quý")]
    [InlineData("bác sĩ", "bác sỹ")]
    public void Words_with_i_and_y_meet_in_the_index(string one, string other) => Assert.Equal(Fold.Index(one), Fold.Index(other));

    [Theory]
    [InlineData("thúy", "thúi")]
    [InlineData("tay", "tai")]
    public void Words_that_sound_different_stay_apart(string one, string other) => Assert.NotEqual(Fold.Index(one), Fold.Index(other));

    [Fact]
    public void Tokens_are_cut_at_everything_that_is_neither_letter_nor_digit() =>
        Assert.Equal(["so", "dinh", "danh", "cccd", "2024"], Fold.Tokens("Số định-danh (CCCD), 2024."));

    [Theory]
    [InlineData("ddawng kys khai sinh", "đăng ký khai sinh")]
    [InlineData("d9a8ng ky1 khai sinh", "đăng ký khai sinh")]
    [InlineData("DDawng Kys", "đăng ký")]
    [InlineData("nguwowif ddwowcj", "người được")]
    [InlineData("nguoi72 d9uoc75", "người được")]
    [InlineData("giaasy chuwngs sinh", "giấy chứng sinh")]
    [InlineData("hoojkhaaur", "hoojkhaaur")]
    [InlineData("hooj khaaur", "hộ khẩu")]
    [InlineData("Leej Thuyr", "lệ thủy")]
    [InlineData("quyeenf suwr dungj ddaats", "quyền sử dụng đất")]
    [InlineData("keets hoon", "kết hôn")]
    [InlineData("mwa muaw hoawcj", "mưa mưa hoặc")]
    [InlineData("giaf gif", "già gì")]
    public void Words_typed_with_the_input_method_off_are_read_as_meant(string typed, string meant) => Assert.Equal(meant, Fold.Untype(typed));

    [Theory]
    [InlineData("khai sinh cho con")]
    [InlineData("khổ giấy a4")]
    [InlineData("mẫu CT01, Covid19, H46.22.03")]
    [InlineData("đăng ký kết hôn")]
    [InlineData("windows excel")]
    public void Words_that_mean_themselves_are_left_alone(string typed) => Assert.Equal(typed, Fold.Untype(typed));

    [Fact]
    public void A_telex_slip_folds_to_the_key_of_the_word_meant() =>
        Assert.Equal(Fold.Key("đăng ký"), Fold.Key(Fold.Untype("dawng kys")));

    [Fact]
    public void Every_vietnamese_word_typed_in_telex_or_vni_comes_back()
    {
        string[] words = ["khai", "tử", "hộ", "tịch", "chứng", "thực", "thường", "trú", "tạm", "vắng", "nghiệp", "khuyết", "tật", "nuôi", "thừa", "kế", "thuế", "đường", "biển", "rượu", "hươu", "ngoằn", "quả", "quốc", "giếng", "giữ", "huyện", "thuở", "xoài", "khuya"];
        foreach (var word in words)
        {
            Assert.Equal(word, Fold.Untype(Typed(word, "sfrxj", "dd", "aa", "ee", "oo", "aw", "ow", "uw")));
            Assert.Equal(word, Fold.Untype(Typed(word, "12345", "d9", "a6", "e6", "o6", "a8", "o7", "u7")));
        }
    }

    /// <summary>The keystrokes for a word: letters with their marks at once, the tone last.</summary>
    static string Typed(string word, string tones, params string[] marked)
    {
        const string Marked = "đâêôăơư";
        var keys = new StringBuilder();
        var tone = "";
        foreach (var letter in word)
        {
            var parts = letter.ToString().Normalize(NormalizationForm.FormD);
            var toneOf = parts.FirstOrDefault(p => "\u0301\u0300\u0309\u0303\u0323".Contains(p));
            if (toneOf != default) tone = tones["\u0301\u0300\u0309\u0303\u0323".IndexOf(toneOf)].ToString();
            var bare = string.Concat(parts.Where(p => p != toneOf)).Normalize(NormalizationForm.FormC);
            keys.Append(Marked.IndexOf(bare, StringComparison.Ordinal) is >= 0 and var at ? marked[at] : bare);
        }
        return keys + tone;
    }

    /// <summary>Text of Vietnamese letters, loose marks, odd capitals and anything else FsCheck thinks of.</summary>
    static Arbitrary<string> AnyText => Arb.From(
        Gen.OneOf(
            Gen.Elements("ă Â đ Đ Ð ế ề ở Ữ ỵ \u0301 \u0323 \u0302 \u031B İ ſ K Å ẞ Σ 가 \u0591 \u0650 \t   x a E 9 ! 🌊".Split(' ')),
            ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()))
        .ListOf().Select(parts => string.Concat(parts)).Where(IsWhole));

    static bool IsWhole(string text)
    {
        try
        {
            return text.Normalize() is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
