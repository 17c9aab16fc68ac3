using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja.Tests.Values;

/// <summary>Numbers from texts, and floats to the digit. The expectations are Python's.</summary>
public sealed class NumbersSpecs
{
    [Theory]
    [InlineData("12", 10, 12)]
    [InlineData(" -1_000\n", 10, -1000)]
    [InlineData("+0x_1F", 0, 31)]
    [InlineData("0o17", 8, 15)]
    [InlineData("z", 36, 35)]
    [InlineData("0_0", 0, 0)]
    [InlineData("٣٤", 10, 34)]
    [InlineData("0b1", 16, 177)]
    public void An_integer_is_read_as_int_reads_it(string text, int numberBase, int expected) =>
        Assert.Equal(expected, Numbers.ParseInteger(text, numberBase));

    [Theory]
    [InlineData("", 10)]
    [InlineData("1__0", 10)]
    [InlineData("_1", 10)]
    [InlineData("010", 0)]
    [InlineData("0x", 16)]
    [InlineData("1.0", 10)]
    [InlineData("2", 2)]
    [InlineData("- 1", 10)]
    [InlineData("²", 10)]
    [InlineData("1\u001C", 10)]
    [InlineData("1", 37)]
    public void What_is_no_integer_is_an_error(string text, int numberBase) =>
        Assert.Throws<TemplateRuntimeException>(() => Numbers.ParseInteger(text, numberBase));

    [Theory]
    [InlineData("1_0.5_0", "10.5")]
    [InlineData(" .5e1 ", "5.0")]
    [InlineData("-Infinity", "-inf")]
    [InlineData("+nan", "nan")]
    [InlineData("1e400", "inf")]
    [InlineData("-1e-400", "-0.0")]
    [InlineData("1e99999999999999999999", "inf")]
    [InlineData("٣.٥", "3.5")]
    public void A_float_is_read_as_float_reads_it(string text, string expected) =>
        Assert.Equal(expected, Numbers.TryParseFloat(text, out var number) ? ValueText.ReprOf(number) : "none");

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1_.0")]
    [InlineData("1e")]
    [InlineData("0x1")]
    [InlineData("1,5")]
    [InlineData("1e1.5")]
    public void What_is_no_float_is_not_read(string text) => Assert.False(Numbers.TryParseFloat(text, out _));

    [Theory]
    [InlineData(2.675, 2, "2.67")]
    [InlineData(0.5, 0, "0.0")]
    [InlineData(1.5, 0, "2.0")]
    [InlineData(-2.5, 0, "-2.0")]
    [InlineData(1250.0, -2, "1200.0")]
    [InlineData(1e300, -300, "1e+300")]
    [InlineData(5e-324, 323, "0.0")]
    [InlineData(5e-324, 324, "5e-324")]
    [InlineData(-3.0, -400, "-0.0")]
    public void A_float_is_rounded_half_to_even_and_exactly(double number, long decimals, string expected) =>
        Assert.Equal(expected, ValueText.ReprOf(Numbers.Round(number, decimals)));

    [Fact]
    public void Every_power_of_two_prints_as_a_text_that_reads_as_itself()
    {
        for (var exponent = -1074; exponent < 1024; exponent++)
        {
            var number = Math.ScaleB(1, exponent);
            Assert.Equal(number, double.Parse(ValueText.ReprOf(number), CultureInfo.InvariantCulture));
        }
        Assert.Equal("2.9802322387695312e-08", ValueText.ReprOf(Math.ScaleB(1, -25)));
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740992.0")]
    [InlineData("9007199254740995", "9007199254740996.0")]
    [InlineData("36893488147419107329", "3.689348814741911e+19")]
    [InlineData("-100000000000000000000", "-1e+20")]
    public void A_large_integer_becomes_the_nearest_float(string integer, string expected) =>
        Assert.Equal(expected, ValueText.ReprOf(Numbers.ToDouble(BigInteger.Parse(integer, CultureInfo.InvariantCulture))));
}
