using System.Text;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Text;

[Trait("Run", "Once")]
public sealed class SortKeyTests
{
    [Fact]
    public void People_are_sorted_by_given_name_then_middle_then_family()
    {
        string[] sorted = ["Trần An", "Lê Bá An", "Hồ Văn An", "Nguyễn Văn An", "Lê Văn Anh", "Phạm Thị Ánh", "Hồ Thị Ân", "Cao Văn Bình"];
        Assert.Equal(sorted, sorted.Reverse().OrderBy(SortKey.Of, StringComparer.Ordinal));
    }

    [Fact]
    public void Letters_follow_the_vietnamese_alphabet()
    {
        string[] sorted = ["A", "Ă", "Â", "Băng", "Dung", "Đào", "E", "Ê", "Lam", "Oanh", "Ô", "Ơ", "Sen", "Tâm", "Thu", "Tú", "U", "Ư", "Yến"];
        Assert.Equal(sorted, sorted.Reverse().OrderBy(SortKey.Of, StringComparer.Ordinal));
    }

    [Fact]
    public void Tones_follow_the_order_of_the_dictionary_after_the_letters()
    {
        string[] sorted = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai"];
        Assert.Equal(sorted, sorted.Reverse().OrderBy(SortKey.Of, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("hồ thị  LIÊN", "Hồ Thị Liên")]
    [InlineData("Lê Thúy", "Lê Thuý")]
    public void Case_spaces_and_tone_placement_do_not_matter(string one, string other) => Assert.Equal(SortKey.Of(one), SortKey.Of(other));

    [Fact]
    public void Composed_and_decomposed_names_have_one_key() =>
        Assert.Equal(SortKey.Of("Nguyễn Thị Ước"), SortKey.Of("Nguyễn Thị Ước".Normalize(NormalizationForm.FormD)));

    [Fact]
    public void A_name_of_one_word_is_a_given_name() =>
        Assert.StartsWith(SortKey.Of("Pả"), SortKey.Of("Hồ Pả"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Hồ Thị Mai Liên")]
    [InlineData("K’Sor Y-Blem")]
    [InlineData("José Nguyễn 2")]
    public void A_key_has_only_signs_that_every_collation_orders_alike(string name) => Assert.Matches("^[0-9a-z]+$", SortKey.Of(name));

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void No_name_sorts_first(string? name) => Assert.Equal("", SortKey.Of(name));
}
