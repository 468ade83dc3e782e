using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Credentials;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Identity;

/// <summary>What may be a password. Hồ Thị Mai Liên, mai.lien, 044196004217, 0900000101, born on 8 March 1996.</summary>
public sealed class PasswordPolicyTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    async Task<string?> Fault(string password)
    {
        var account = await app.Account("mai.lien");
        try { app.Services.GetRequiredService<PasswordPolicy>().Demand(account, password, "NewPassword"); }
        catch (Refusal refusal)
        {
            var field = Assert.Single(refusal.Fields);
            Assert.Equal((422, "NewPassword"), (refusal.Status, field.Field));
            return string.Format(field.Message, field.Args);
        }
        return null;
    }

    [Theory]
    [InlineData("bún bò huế buổi sáng")]
    [InlineData("trời hôm nay nhiều mây")]
    [InlineData("correct horse battery staple")]
    [InlineData("Tắm sông chiều hè")]
    [InlineData("kx7m-2pqd-9trf")]
    [InlineData("ba con vịt đi qua cầu 1996")]
    [InlineData("đò dọc lên nguồn")]
    [InlineData("🌊🌊 biển êm sóng lặng")]
    public async Task A_sentence_of_ones_own_is_good_with_and_without_marks(string password)
    {
        Assert.Null(await Fault(password));
        Assert.Null(await Fault(Fold.Key(password)));
    }

    [Theory]
    [InlineData("đòdọcsông", "ít nhất 10 ký tự")]
    [InlineData("đò dọc ng", "ít nhất 10 ký tự")]
    [InlineData("password123", "nhiều người dùng")]
    [InlineData("P@ssw0rd2024", "nhiều người dùng")]
    [InlineData("Mật khẩu 2024", "nhiều người dùng")]
    [InlineData("m@tkh4u2024!", "nhiều người dùng")]
    [InlineData("anhyeuem12345", "nhiều người dùng")]
    [InlineData("Anh Yêu Em 99", "nhiều người dùng")]
    [InlineData("quangbinh73", "nhiều người dùng")]
    [InlineData("nhatle-2024", "nhiều người dùng")]
    [InlineData("1q2w3e4r5t", "nhiều người dùng")]
    [InlineData("iloveyou!!", "nhiều người dùng")]
    [InlineData("Vietnam@123", "nhiều người dùng")]
    [InlineData("qwertyuiop[]", "phím liền nhau")]
    [InlineData("1234567890", "phím liền nhau")]
    [InlineData("0987654321", "phím liền nhau")]
    [InlineData("asdfghjkl123", "phím liền nhau")]
    [InlineData("abcdefghijk", "phím liền nhau")]
    [InlineData("aaaaaaaaaaaa", "lặp lại")]
    [InlineData("abcabcabcabc", "lặp lại")]
    [InlineData("0905613278", "Số điện thoại")]
    [InlineData("044196009999", "Số điện thoại")]
    [InlineData("08.03.1996.", "Số điện thoại")]
    [InlineData("+84 912 345 679", "Số điện thoại")]
    [InlineData("mai.lien 1996", "của chính ông/bà")]
    [InlineData("Hồ Thị Mai Liên", "của chính ông/bà")]
    [InlineData("hothimailien96", "của chính ông/bà")]
    [InlineData("lien08031996", "của chính ông/bà")]
    [InlineData("abc0900000101", "phím liền nhau")]
    [InlineData("x044196004217", "của chính ông/bà")]
    [InlineData("MaiLien@0803", "của chính ông/bà")]
    public async Task What_is_short_common_or_about_oneself_is_refused_with_what_to_do(string password, string why) =>
        Assert.Contains(why, await Fault(password) ?? "it was taken", StringComparison.Ordinal);

    [Fact]
    public async Task The_longest_is_two_hundred() => Assert.Contains("dài nhất 200", await Fault(string.Concat(Enumerable.Range(0, 60).Select(i => "sóng" + i))) ?? "", StringComparison.Ordinal);

    [Fact]
    public void The_lists_are_there_and_say_where_they_are_from()
    {
        var common = app.Services.GetRequiredService<CommonPasswords>();
        Assert.All((string[])["123456789a", "password", "matkhau", "anhyeuem", "qwertyuiop"], word => Assert.True(common.Has(word), word));
        Assert.False(common.Has("dodoclennguon"));
        Assert.Contains("common-passwords.txt.gz", House.Repo.Read("data/README.md"), StringComparison.Ordinal);
        Assert.Contains("zxcvbn", House.Repo.Read("THIRD-PARTY.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cost_is_judged_with_what_to_set_instead()
    {
        Assert.Equal((true, "One password hash costs 60 ms here."), HashCost.Judge(120_000, TimeSpan.FromMilliseconds(60)));
        var (cheap, dear) = (HashCost.Judge(120_000, TimeSpan.FromMilliseconds(20)), HashCost.Judge(1_000_000, TimeSpan.FromMilliseconds(500)));
        Assert.Equal((false, "One password hash costs 20 ms here, less than 50 ms: set passwords.iterations to 360000, now 120000."), cheap);
        Assert.Equal((false, "One password hash costs 500 ms here, more than 250 ms: set passwords.iterations to 200000, now 1000000."), dear);
        Assert.True(HashCost.Measure(20_000) > HashCost.Measure(200));
        Assert.Contains("Passwords.Iterations", Assert.Single(new PasswordSettings { Iterations = 99_999 }.Faults(demonstration: false)), StringComparison.Ordinal);
        Assert.Empty(new PasswordSettings { Iterations = 1000 }.Faults(demonstration: true));
        Assert.Empty(new PasswordSettings().Faults(demonstration: false));
        Assert.Contains("MostWaiting", Assert.Single(new PasswordSettings { MostWaiting = 0 }.Faults(demonstration: false)), StringComparison.Ordinal);
    }
}
