using System.Globalization;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Numbers from text, as Python's <c>int</c> and <c>float</c> read them: with blanks around, underscores and any script's digits.</summary>
internal static class NumberParsing
{
    // Python's own limit; reading takes quadratic time.
    private const int MaximumDigits = 4300;

    /// <summary>Reads an integer; base 0 goes by the prefix.</summary>
    /// <returns>False where it is none, or the base is no base.</returns>
    public static bool TryInteger(string text, long numberBase, out BigInteger number)
    {
        number = default;
        if (numberBase is not (0 or >= 2 and <= 36))
            return false;
        var rest = Stripped(text);
        var negative = TakeSign(ref rest);
        var prefixed = rest.Length > 1 && rest[0] == '0' ? PrefixBase(rest[1]) : 0;
        if (prefixed != 0 && (numberBase == 0 || numberBase == prefixed))
        {
            numberBase = prefixed;
            rest = rest[2..];
            if (rest is ['_', ..])
                rest = rest[1..];
        }
        else if (numberBase == 0)
        {
            numberBase = 10;
            // 010 would be octal in other languages, so Python refuses to guess.
            if (rest is ['0', _, ..] && rest.ContainsAnyExcept('0', '_'))
                return false;
        }
        return TryDigits(rest, (int)numberBase, out number) && Signed(ref number, negative);
    }

    /// <summary>Reads a float.</summary>
    /// <returns>False where it is none.</returns>
    public static bool TryFloat(string text, out double number)
    {
        number = 0;
        var rest = Stripped(text);
        var plain = new char[rest.Length];
        var length = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '_')
            {
                if (i == 0 || i + 1 == rest.Length || Digit(rest[i - 1]) is < 0 or > 9 || Digit(rest[i + 1]) is < 0 or > 9)
                    return false;
                continue;
            }
            plain[length++] = char.IsAscii(rest[i]) || Digit(rest[i]) is < 0 or > 9 ? rest[i] : (char)('0' + Digit(rest[i]));
        }
        rest = plain.AsSpan(0, length);
        var unsigned = rest;
        var negative = TakeSign(ref unsigned);
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            number = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            number = double.NaN;
            return true;
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        // .NET reads names of its own for infinity; digits come first in all that is a number here.
        return unsigned.Length > 0 && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.') && !unsigned.Contains('\0') &&
            double.TryParse(rest, Style, CultureInfo.InvariantCulture, out number);
    }

    private static ReadOnlySpan<char> Stripped(string text)
    {
        var rest = text.AsSpan();
        while (rest.Length > 0 && IsSpace(rest[0]))
            rest = rest[1..];
        while (rest.Length > 0 && IsSpace(rest[^1]))
            rest = rest[..^1];
        return rest;

        static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';
    }

    private static bool TakeSign(ref ReadOnlySpan<char> text)
    {
        if (text is not ['+' or '-', ..])
            return false;
        var negative = text[0] == '-';
        text = text[1..];
        return negative;
    }

    private static bool Signed(ref BigInteger number, bool negative)
    {
        if (negative)
            number = -number;
        return true;
    }

    private static int PrefixBase(char letter) => letter switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => 0,
    };

    private static bool TryDigits(ReadOnlySpan<char> text, int numberBase, out BigInteger number)
    {
        number = default;
        var small = 0L;
        var count = 0;
        var afterDigit = false;
        foreach (var c in text)
        {
            if (c == '_' && afterDigit)
            {
                afterDigit = false;
                continue;
            }
            var digit = Digit(c);
            if (digit < 0 || digit >= numberBase)
                return false;
            afterDigit = true;
            if (++count > MaximumDigits && !int.IsPow2(numberBase))
                return false;
            if (count <= 11)
                small = small * numberBase + digit;
            else
                number = (count == 12 ? small : number) * numberBase + digit;
        }
        if (count <= 11)
            number = small;
        return afterDigit;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        > '\x7F' => CharUnicodeInfo.GetDecimalDigitValue(c),
        _ => -1,
    };
}
