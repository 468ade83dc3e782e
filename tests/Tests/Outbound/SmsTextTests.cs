using System.Globalization;
using System.Reflection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Outbound;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Outbound;

/// <summary>The words of all SMS, in both languages, with the longest names there are.</summary>
public sealed class SmsTextTests(App app) : IClassFixture<App>
{
    public static TheoryData<string> Words() => [.. Templates().Select(t => t.Words)];

    static IEnumerable<SmsTemplate> Templates() =>
        from file in Directory.GetFiles(AppContext.BaseDirectory, "NhatLe.*.dll")
        from type in Assembly.LoadFrom(file).GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(SmsTemplate)
        select (SmsTemplate)field.GetValue(null)!;

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_message_fits_into_one_whatever_the_unit_is_called(string words)
    {
        var units = await app.Db(db => Task.FromResult(db.Units.Select(u => u.Authority).ToList()));
        var texts = (NhatLe.Platform.Text.Texts)app.Services.GetService(typeof(NhatLe.Platform.Text.Texts))!;
        foreach (var culture in (string[])["vi-VN", "en-GB"])
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            foreach (var unit in units.Distinct())
            {
                var text = SmsText.Plain(texts[words, SmsText.Short(unit), SmsText.ShortCode("H46.22.03-241118-00007"), SmsText.When(App.Day(2024, 12, 31, 17))]);
                Assert.True(text.Length <= SmsText.Longest, $"{text.Length} characters: {text}");
                Assert.DoesNotContain('?', text);
                Assert.DoesNotMatch(@"https?:|www\.|\.vn\b", text);
            }
        }
    }

    [Fact]
    public void There_are_messages_to_look_at() => Assert.True(Templates().Count() >= 6);

    [Theory]
    [InlineData("UBND xã Trọng Hóa: hồ sơ đã có kết quả", "UBND xa Trong Hoa: ho so da co ket qua")]
    [InlineData("Đồng Hới – “sớm”", "Dong Hoi - \"som\"")]
    [InlineData("Đ\u1ED3ng va\u0300 \u00A0€", "Dong va  ?")]
    public void It_is_plain(string text, string plain) => Assert.Equal(plain, SmsText.Plain(text));

    [Theory]
    [InlineData(6, 59, 18, 7)]
    [InlineData(21, 0, 19, 7)]
    [InlineData(23, 30, 19, 7)]
    [InlineData(0, 30, 18, 7)]
    public void At_night_it_waits_for_the_morning(int hour, int minute, int day, int until)
    {
        Assert.True(SmsText.IsNight(App.Day(2024, 11, 18, hour, minute)));
        Assert.Equal(App.Day(2024, 11, day, until, 0), SmsText.Earliest(App.Day(2024, 11, 18, hour, minute)));
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(20, 59)]
    public void By_day_it_goes_at_once(int hour, int minute) => Assert.Equal(App.Day(2024, 11, 18, hour, minute), SmsText.Earliest(App.Day(2024, 11, 18, hour, minute)));

    [Theory]
    [InlineData(Channel.Sms, "+84912345678", "••••5678")]
    [InlineData(Channel.Mail, "mai.lien@dan.example", "m•••@dan.example")]
    public void An_address_is_shown_in_part(Channel channel, string address, string masked) => Assert.Equal(masked, MessageBook.Masked(channel, address));
}
