using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>Floats as Python prints them.</summary>
internal static class FloatText
{
    /// <summary>The shortest text that reads as the same float, with an exponent from 1e16 on and below 1e-4.</summary>
    public static void WriteRepr(double number, TextOutput output)
    {
        if (!double.IsFinite(number))
        {
            output.Append(double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf");
            return;
        }
        Span<char> digits = stackalloc char[32];
        var point = Digits(number, digits, out var count);
        if (double.IsNegative(number))
            output.Append('-');
        WriteShortest(digits[..count], point, output);
    }

    /// <summary>The digits that tell the float from all others, without sign, point and exponent.</summary>
    /// <returns>Where the point stands: how many digits come before it, or if negative, how many zeros before the digits.</returns>
    public static int Digits(double number, Span<char> digits, out int count)
    {
        Span<char> text = stackalloc char[32];
        Math.Abs(number).TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        // The runtime's shortest text of a power of two may read as its neighbour, which is nearer below than above.
        if ((BitConverter.DoubleToInt64Bits(number) & 0xF_FFFF_FFFF_FFFF) == 0 && double.Parse(text[..length], CultureInfo.InvariantCulture) != Math.Abs(number))
            Math.Abs(number).TryFormat(text, out length, "E16", CultureInfo.InvariantCulture);
        text = text[..length];
        var exponent = 0;
        var e = text.IndexOf('E');
        if (e >= 0)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }
        var whole = text.IndexOf('.');
        var point = (whole < 0 ? text.Length : whole) + exponent;
        count = 0;
        foreach (var c in text)
        {
            if (c == '.')
                continue;
            if (count == 0 && c == '0')
                point--;
            else
                digits[count++] = c;
        }
        while (count > 1 && digits[count - 1] == '0')
            count--;
        if (count > 0)
            return point;
        digits[0] = '0';
        count = 1;
        return 1;
    }

    private static void WriteShortest(ReadOnlySpan<char> digits, int point, TextOutput output)
    {
        if (point is > 16 or < -3)
        {
            output.Append(digits[0]);
            if (digits.Length > 1)
            {
                output.Append('.');
                output.Append(digits[1..]);
            }
            WriteExponent(point - 1, output);
        }
        else if (point <= 0)
        {
            output.Append("0.");
            output.Append('0', -point);
            output.Append(digits);
        }
        else if (point >= digits.Length)
        {
            output.Append(digits);
            output.Append('0', point - digits.Length);
            output.Append(".0");
        }
        else
        {
            output.Append(digits[..point]);
            output.Append('.');
            output.Append(digits[point..]);
        }
    }

    private static void WriteExponent(int exponent, TextOutput output)
    {
        output.Append(exponent < 0 ? "e-" : "e+");
        exponent = Math.Abs(exponent);
        if (exponent < 10)
            output.Append('0');
        output.Append((long)exponent);
    }
}
