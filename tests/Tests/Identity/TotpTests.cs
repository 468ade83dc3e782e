using System.Text;
using NhatLe.Identity.SecondFactors;

namespace NhatLe.Tests.Identity;

[Trait("Run", "Once")]
public sealed class TotpTests
{
    static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890"); // RFC 6238 appendix B

    static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code) => Assert.Equal(code, Totp.CodeAt(Secret, Totp.StepAt(At(seconds))));

    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(9, "520489")]
    public void The_counter_is_that_of_RFC_4226(long step, string code) => Assert.Equal(code, Totp.CodeAt(Secret, step));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_one_step_off(int steps, bool taken)
    {
        var now = At(1234567890);
        var step = Totp.StepAt(now) + steps;
        Assert.Equal(taken ? step : null, Totp.StepOf(Secret, Totp.CodeAt(Secret, step), now, after: 0));
    }

    [Fact]
    public void A_step_that_was_taken_and_those_before_it_are_good_no_more()
    {
        var now = At(1234567890);
        var step = Totp.StepAt(now);
        Assert.Null(Totp.StepOf(Secret, Totp.CodeAt(Secret, step), now, after: step));
        Assert.Null(Totp.StepOf(Secret, Totp.CodeAt(Secret, step - 1), now, after: step));
        Assert.Equal(step + 1, Totp.StepOf(Secret, Totp.CodeAt(Secret, step + 1), now, after: step));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_RFC_4648_without_padding(string plain, string text) => Assert.Equal(text, Totp.Base32(Encoding.ASCII.GetBytes(plain)));

    [Fact]
    public void The_address_says_everything_an_app_needs() =>
        Assert.Equal("otpauth://totp/Nhat%20Le:mai.lien?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Nhat%20Le&algorithm=SHA1&digits=6&period=30", Totp.Address(Secret, "Nhat Le", "mai.lien"));
}
