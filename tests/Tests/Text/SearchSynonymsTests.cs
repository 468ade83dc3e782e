using NhatLe.Platform.Text;
using NhatLe.Tests.Data;

namespace NhatLe.Tests.Text;

[Trait("Run", "Once")]
public sealed class SearchSynonymsTests
{
    static readonly SearchSynonyms Synonyms = SearchSynonyms.Parse(DataFiles.Read("search-synonyms.json"));

    [Theory]
    [InlineData("giấy độc thân", "1.004873")]
    [InlineData("xin giay doc than", "1.004873")]
    [InlineData("giaasy ddoocj thaan", "1.004873")]
    [InlineData("báo tử", "1.000656")]
    [InlineData("cắt hộ khẩu người mất", "1.003197")]
    [InlineData("ĐÓNG CỬA hộ kinh doanh", "1.001266")]
    [InlineData("đóng cửa hkd", "1.001266")]
    [InlineData("lấy vợ", "1.000894")]
    [InlineData("làm khai sinh cho con", "1.001193")]
    public void An_everyday_phrase_leads_to_its_procedure(string said, string procedure) =>
        Assert.Equal(procedure, Synonyms.Procedures(said).FirstOrDefault());

    [Fact]
    public void A_word_inside_another_word_leads_nowhere() => Assert.Empty(Synonyms.Procedures("bánh bao tươi"));

    [Theory]
    [InlineData("gks", "giay khai sinh")]
    [InlineData("mất sổ đỏ", "mat giay chung nhan quyen su dung dat")]
    [InlineData("gcn qsdđ", "giay chung nhan quyen su dung dat")]
    [InlineData("d9a8ng ky1", "dang ki")]
    public void A_query_is_also_read_as_it_was_meant(string query, string reading) => Assert.Contains(reading, Synonyms.Readings(query));

    [Fact]
    public void The_query_as_typed_is_the_first_reading() => Assert.Equal("so do", Synonyms.Readings("Sổ đỏ")[0]);

    [Fact]
    public void Nothing_asked_has_no_reading() => Assert.Empty(Synonyms.Readings("  "));
}
