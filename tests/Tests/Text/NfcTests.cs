using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Text;

[Trait("Run", "Once")]
public sealed class NfcTests
{
    [Theory]
    [InlineData("\uFEFFHồ\u200B Thị\u202E\u00A0 Mai\r\nLiên \u200F", "Hồ Thị Mai Liên")]
    [InlineData("Trọng\u00AD Hóa", "Trọng Hóa")]
    [InlineData(null, "")]
    [InlineData(" \u200B\t", "")]
    public void Marks_the_eye_cannot_see_and_double_spaces_go(string? text, string clean) => Assert.Equal(clean, Nfc.Clean(text));

    [Fact]
    public void Decomposed_text_is_stored_composed() =>
        Assert.Equal("Nhật Lệ", Nfc.Clean("Nhật Lệ".Normalize(NormalizationForm.FormD)));

    [Fact]
    public void Cleaning_again_changes_nothing() =>
        Prop.ForAll<string>(text => Nfc.Clean(Nfc.Clean(text)) == Nfc.Clean(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void Broken_text_keeps_a_mark_where_it_was_broken() => Assert.Equal("a\uFFFDb", Nfc.Clean("a\uD800b"));
}
