using System.Globalization;
using System.Numerics;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Numbers from texts and from one another: Python's <c>int</c>, <c>float</c> and <c>round</c>.</summary>
internal static partial class Numbers
{
    /// <summary>Python's <c>int(value)</c>.</summary>
    /// <exception cref="TemplateRuntimeException">It is no number, and no text that holds an integer.</exception>
    public static Value ToInteger(in Value value) => Value.Integer(ToWhole(value));

    /// <summary>Python's <c>int(value)</c>.</summary>
    /// <exception cref="TemplateRuntimeException">It is no number, and no text that holds an integer.</exception>
    public static BigInteger ToWhole(in Value value)
    {
        if (value.TryInteger(out var whole))
            return whole;
        if (value.IsFloat)
            return Truncate(value.Double);
        if (value.TextOrNull is { } text)
            return ParseInteger(text, 10);
        throw value.IsUndefined ? UndefinedValue.ErrorOf(value) : Fail.Type($"int() argument must be a string or a number, not '{value.TypeName}'");
    }

    /// <summary>The integer part.</summary>
    /// <exception cref="TemplateRuntimeException">It is infinite, or no number.</exception>
    public static BigInteger Truncate(double number)
    {
        if (double.IsNaN(number))
            throw Fail.Value("cannot convert float NaN to integer");
        return double.IsFinite(number) ? new BigInteger(number) : throw Fail.Runtime("cannot convert float infinity to integer");
    }

    /// <summary>Python's <c>float(value)</c>.</summary>
    /// <exception cref="TemplateRuntimeException">It is no number, and no text that holds one.</exception>
    public static double ToFloat(in Value value)
    {
        if (IsNumber(value))
            return Float(value);
        if (value.TextOrNull is { } text)
            return TryParseFloat(text, out var number) ? number : throw Fail.Value($"could not convert string to float: {ValueText.BriefOf(value)}");
        throw value.IsUndefined ? UndefinedValue.ErrorOf(value) : Fail.Type($"float() argument must be a string or a real number, not '{value.TypeName}'");
    }

    /// <summary>Python's <c>int(text, base)</c>, as a value.</summary>
    /// <exception cref="TemplateRuntimeException">The text is no integer to that base, or there is no such base.</exception>
    public static BigInteger ParseInteger(string text, int numberBase)
    {
        if (numberBase is not (0 or (>= 2 and <= 36)))
            throw Fail.Value("int() base must be >= 2 and <= 36, or 0");
        return TryParseInteger(text, numberBase, out var number)
            ? number
            : throw Fail.Value($"invalid literal for int() with base {numberBase}: {ValueText.BriefOf(new(text))}");
    }

    /// <summary>Reads an integer with sign, blanks around it, single underscores between digits, and a prefix where the base has one.</summary>
    /// <exception cref="TemplateRuntimeException">It has more than 4300 digits.</exception>
    public static bool TryParseInteger(string text, int numberBase, out BigInteger number)
    {
        number = default;
        var digits = ToAscii(text).AsSpan().Trim(' ');
        var isNegative = digits is ['-', ..];
        if (digits is ['-' or '+', ..])
            digits = digits[1..];
        var prefix = digits is ['0', var letter, ..] ? char.ToLowerInvariant(letter) switch
        {
            'x' => 16,
            'o' => 8,
            'b' => 2,
            _ => 0,
        } : 0;
        if (prefix != 0 && (numberBase == 0 || numberBase == prefix))
        {
            numberBase = prefix;
            digits = digits[2..];
            // One underscore may part the prefix from the digits.
            if (digits is ['_', ..])
                digits = digits[1..];
        }
        else if (numberBase == 0)
        {
            numberBase = 10;
            // As in source code, where 010 would be read as octal elsewhere; only zero may be written with zeros.
            if (digits is ['0', ..] && digits.IndexOfAnyExcept("0_") >= 0)
                return false;
        }
        if (!TryPlainDigits(digits, numberBase, out var plain))
            return false;
        if (plain.Length > 4300 && (numberBase & numberBase - 1) != 0)
            throw Fail.Value("an integer of more than 4300 digits cannot be read");
        number = numberBase == 10 ? BigInteger.Parse(plain, NumberStyles.None, CultureInfo.InvariantCulture) : Assemble(plain, numberBase);
        if (isNegative)
            number = -number;
        return true;
    }

    /// <summary>Reads a float as Python does: blanks around it, underscores between digits, <c>inf</c>, <c>infinity</c> and <c>nan</c>.</summary>
    public static bool TryParseFloat(string text, out double number)
    {
        number = 0;
        var trimmed = ToAscii(text).AsSpan().Trim(' ');
        var isNegative = trimmed is ['-', ..];
        var rest = trimmed is ['-' or '+', ..] ? trimmed[1..] : trimmed;
        if (rest.Equals("inf", StringComparison.OrdinalIgnoreCase) || rest.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            number = double.PositiveInfinity;
        else if (rest.Equals("nan", StringComparison.OrdinalIgnoreCase))
            number = double.NaN;
        else if (!TryPlainFloat(rest, out var plain))
            return false;
        else
            number = double.Parse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        if (isNegative)
            number = -number;
        return true;
    }

    /// <summary>Python's <c>round(number, digits)</c>: half to even; without digits (missing or none), to an integer.</summary>
    /// <exception cref="TemplateRuntimeException">It is no number, or the result is none.</exception>
    public static Value Round(in Value number, in Value digits)
    {
        if (!IsNumber(number))
            throw Fail.Type($"type {number.TypeName} doesn't define __round__ method");
        var isWhole = digits.IsMissing || digits.IsNone;
        if (number.IsFloat)
            return isWhole ? Value.Integer(Truncate(Math.Round(number.Double, MidpointRounding.ToEven))) : new(Round(number.Double, Places(digits)));
        var whole = Whole(number);
        var places = isWhole ? 0 : Places(digits);
        if (places >= 0)
            return Value.Integer(whole);
        // A power of ten beyond twice the number rounds it to zero.
        if (-places > whole.GetBitLength())
            return new(0L);
        var power = BigInteger.Pow(10, (int)-places);
        return Value.Integer(NearestQuotient(whole, power) * power);
    }

    /// <summary>A float rounded to so many decimals, as exactly as decimals and floats allow.</summary>
    /// <exception cref="TemplateRuntimeException">The rounded number is too large.</exception>
    public static double Round(double number, long decimals)
    {
        // Beyond these no digit of any float is left, or none is lost.
        if (!double.IsFinite(number) || number == 0 || decimals > 323)
            return number;
        if (decimals < -308)
            return Math.CopySign(0, number);
        var (mantissa, exponent) = Parts(Math.Abs(number));
        if (decimals >= 0 && exponent >= 0)
            return number;
        double rounded;
        if (decimals >= 0)
        {
            // Not by way of a format: .NET's rounds a half away from zero, Python's to even.
            var digits = NearestQuotient(mantissa * BigInteger.Pow(10, (int)decimals), BigInteger.One << -exponent);
            rounded = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}E-{decimals}"), CultureInfo.InvariantCulture);
        }
        else
        {
            var power = BigInteger.Pow(10, (int)-decimals);
            var nearest = exponent >= 0 ? NearestQuotient(mantissa << exponent, power) : NearestQuotient(mantissa, power << -exponent);
            rounded = Rounded(nearest * power, 0);
        }
        if (double.IsInfinity(rounded))
            throw Fail.Runtime("rounded value too large to represent");
        return Math.CopySign(rounded, number);
    }

    /// <summary>A finite float as an integer times a power of two.</summary>
    public static (BigInteger Mantissa, int Exponent) Parts(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var (fraction, exponent) = (bits & 0xF_FFFF_FFFF_FFFF, (int)(bits >> 52 & 0x7FF));
        var mantissa = exponent == 0 ? fraction : fraction | 1L << 52;
        return (bits < 0 ? -mantissa : mantissa, Math.Max(1, exponent) - 1075);
    }

    // More places than any number has are as good as the most.
    private static long Places(in Value digits) => digits.Reference is BigInteger big ? big.Sign * (long)int.MaxValue : Arguments.Integer(digits);

    private static BigInteger NearestQuotient(in BigInteger number, in BigInteger divisor)
    {
        var quotient = FloorDivide(number, divisor);
        var twice = (number - quotient * divisor) * 2;
        return twice > divisor || twice == divisor && !quotient.IsEven ? quotient + 1 : quotient;
    }

    // Digits of any script, and blanks of any kind, as those of ASCII.
    private static string ToAscii(string text)
    {
        var isPlain = true;
        foreach (var c in text)
            isPlain &= c is >= ' ' and < '\u007F';
        if (isPlain)
            return text;
        var ascii = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(text, i);
            if (digit >= 0)
                ascii.Append((char)('0' + digit));
            else
                ascii.Append(IsBlank(text[i]) ? ' ' : text[i] < 0x80 ? text[i] : '?');
        }
        return ascii.ToString();
    }

    // The four separators of ASCII are blanks to str.strip, but not here.
    private static bool IsBlank(char c) => CodePoint.IsSpace(c) && c is not (>= '\u001C' and <= '\u001F');

    private static bool TryPlainDigits(ReadOnlySpan<char> digits, int numberBase, out string plain)
    {
        plain = "";
        if (digits.IsEmpty || digits[0] == '_' || digits[^1] == '_')
            return false;
        var kept = new StringBuilder(digits.Length);
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '_')
            {
                if (digits[i - 1] == '_')
                    return false;
                continue;
            }
            if (Digit(digits[i]) >= numberBase)
                return false;
            kept.Append(digits[i]);
        }
        plain = kept.ToString();
        return true;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => int.MaxValue,
    };

    private static BigInteger Assemble(string digits, int numberBase)
    {
        if (numberBase == 16)
            return BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var number = BigInteger.Zero;
        foreach (var c in digits)
            number = number * numberBase + Digit(c);
        return number;
    }

    private static bool TryPlainFloat(ReadOnlySpan<char> text, out string plain)
    {
        plain = "";
        var kept = new StringBuilder(text.Length);
        var (digits, hasPoint, hasExponent) = (0, false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '_')
            {
                if (i == 0 || i + 1 == text.Length || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))
                    return false;
                continue;
            }
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (c == '.' && !hasPoint && !hasExponent)
            {
                hasPoint = true;
            }
            else if (c is 'e' or 'E' && !hasExponent && digits > 0)
            {
                (hasExponent, digits) = (true, 0);
                if (i + 1 < text.Length && text[i + 1] is '+' or '-')
                    kept.Append(c).Append(text[++i]);
                else
                    kept.Append(c);
                continue;
            }
            else
            {
                return false;
            }
            kept.Append(c);
        }
        plain = kept.ToString();
        return digits > 0;
    }
}
