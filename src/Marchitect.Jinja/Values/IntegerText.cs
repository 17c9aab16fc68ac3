using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Integers as digits.</summary>
internal static class IntegerText
{
    // Python's own limit, there since decimal numbers of any length take quadratic time to print.
    private const int MostDigits = 4300;

    /// <summary>The decimal text, sign included.</summary>
    /// <exception cref="TemplateRuntimeException">It has more than 4300 digits.</exception>
    public static string Of(in BigInteger number)
    {
        if (number.GetBitLength() <= 14_290)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            if (text.Length - (number.Sign < 0 ? 1 : 0) <= MostDigits)
                return text;
        }
        throw Fail.Value("an integer of more than 4300 digits cannot be printed");
    }

    /// <summary>The digits of the magnitude to a base of 2, 8, 10 or 16.</summary>
    public static string Digits(in BigInteger number, int numberBase, bool isCapital = false)
    {
        var magnitude = BigInteger.Abs(number);
        switch (numberBase)
        {
            case 10:
                return Of(magnitude);
            case 16:
                var hex = magnitude.ToString(isCapital ? "X" : "x", CultureInfo.InvariantCulture).TrimStart('0');
                return hex.Length == 0 ? "0" : hex;
            default:
                var bits = numberBase == 8 ? 3 : 1;
                if (magnitude.IsZero)
                    return "0";
                var bytes = magnitude.ToByteArray(isUnsigned: true);
                var count = (int)((magnitude.GetBitLength() + bits - 1) / bits);
                return string.Create(count, (bytes, bits), static (digits, source) =>
                {
                    for (var i = 0; i < digits.Length; i++)
                    {
                        var digit = 0;
                        for (var bit = 0; bit < source.bits; bit++)
                        {
                            var at = i * source.bits + bit;
                            if (at / 8 < source.bytes.Length && (source.bytes[at / 8] >> (at % 8) & 1) != 0)
                                digit |= 1 << bit;
                        }
                        digits[^(i + 1)] = (char)('0' + digit);
                    }
                });
        }
    }
}
