using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Rounding to decimal digits, exactly and half to even: Python's <c>round</c>.</summary>
internal static class Rounding
{
    /// <summary>The nearest float that has so many digits after the point; negative ones count before it.</summary>
    public static double ToDigits(double number, long digits)
    {
        // A float has no more digits than these, and none is larger.
        if (!double.IsFinite(number) || digits > 323)
            return number;
        if (digits < -308)
            return 0 * number;
        var (numerator, denominator) = Fraction(Math.Abs(number));
        if (digits > 0)
            numerator *= BigInteger.Pow(10, (int)digits);
        else
            denominator *= BigInteger.Pow(10, (int)-digits);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Nearest(numerator, denominator)}E{-digits}");
        var rounded = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(rounded) ? Math.CopySign(rounded, number) : throw Fail.Runtime("rounded value too large to represent");
    }

    /// <summary>The nearest integer that ends in so many zeros as the digits are negative.</summary>
    public static BigInteger ToDigits(BigInteger number, long digits)
    {
        if (digits >= 0 || number.IsZero)
            return number;
        // One digit has more than three bits: beyond that there is nothing left to round up.
        if (-digits > number.GetBitLength() / 3 + 2)
            return BigInteger.Zero;
        var unit = BigInteger.Pow(10, (int)-digits);
        return number.Sign * Nearest(BigInteger.Abs(number), unit) * unit;
    }

    private static BigInteger Nearest(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        var half = (rest * 2).CompareTo(denominator);
        return half > 0 || half == 0 && !quotient.IsEven ? quotient + 1 : quotient;
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (exponent > 0 ? 1L << 52 : 0);
        exponent = Math.Max(exponent, 1) - 1075;
        return exponent >= 0 ? (new BigInteger(mantissa) << exponent, 1) : (mantissa, BigInteger.One << -exponent);
    }
}
