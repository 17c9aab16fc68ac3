using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>Floats with a wanted number of digits: the conversions <c>e</c>, <c>f</c> and <c>g</c> of printf and of format specifications.</summary>
internal static class FloatFormat
{
    /// <summary>The magnitude of a float as text; its sign is the caller's affair.</summary>
    /// <param name="context">Whose budget is asked.</param>
    /// <param name="number">The float.</param>
    /// <param name="type"><c>e</c>, <c>f</c> or <c>g</c>; in capitals, what has letters is in capitals.</param>
    /// <param name="precision">How many digits follow the point, or with <c>g</c>, how many there are in all.</param>
    /// <param name="keepZeros">Whether the point stays where nothing follows it, and <c>g</c> keeps its zeros (<c>#</c>).</param>
    /// <param name="asFloat">Whether <c>g</c> tells a float from an integer by at least one digit behind the point.</param>
    public static string Magnitude(CallContext context, double number, char type, long precision, bool keepZeros = false, bool asFloat = false)
    {
        if (precision > int.MaxValue - 1)
            throw Fail.Value("precision too big");
        var isCapital = char.IsAsciiLetterUpper(type);
        if (!double.IsFinite(number))
            return (double.IsNaN(number), isCapital) switch
            {
                (true, true) => "NAN",
                (true, false) => "nan",
                (false, true) => "INF",
                _ => "inf",
            };
        context.Budget.Text(precision + 330);
        var text = char.ToLowerInvariant(type) switch
        {
            'f' => Fixed(Math.Abs(number), (int)precision, keepZeros),
            'e' => Scientific(Math.Abs(number), (int)precision, keepZeros),
            _ => General(Math.Abs(number), Math.Max(1, (int)precision), keepZeros, asFloat),
        };
        return isCapital ? text.ToUpperInvariant() : text;
    }

    private static string Fixed(double number, int decimals, bool keepPoint)
    {
        var text = number.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return keepPoint && decimals == 0 ? text + "." : text;
    }

    private static string Scientific(double number, int decimals, bool keepPoint)
    {
        var (digits, exponent) = Digits(number, decimals + 1);
        return WithExponent(digits, exponent, keepPoint);
    }

    private static string General(double number, int precision, bool keepZeros, bool asFloat)
    {
        var (digits, exponent) = Digits(number, precision);
        if (!keepZeros)
            digits = digits[0] + digits[1..].TrimEnd('0');
        if (exponent < -4 || exponent >= precision - (asFloat ? 1 : 0))
            return WithExponent(digits, exponent, keepZeros);
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        if (exponent + 1 < digits.Length)
            return digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
        return digits.PadRight(exponent + 1, '0') + (keepZeros ? asFloat && digits.Length <= exponent + 1 ? ".0" : "." : asFloat ? ".0" : "");
    }

    private static string WithExponent(string digits, int exponent, bool keepPoint)
    {
        var point = digits.Length > 1 || keepPoint ? "." : "";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{point}{digits.AsSpan(1)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    // So many digits, correctly rounded, and the power of ten of the first.
    private static (string Digits, int Exponent) Digits(double number, int count)
    {
        var text = number.ToString("E" + (count - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        return (text[..1] + (e > 1 ? text[2..e] : ""), int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }
}
