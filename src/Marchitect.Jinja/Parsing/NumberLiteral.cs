using System.Globalization;
using System.Numerics;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>A number as it stands in a template: <c>1_000</c>, <c>0xff</c>, <c>2.5e-3</c>.</summary>
internal readonly ref struct NumberLiteral
{
    // As Python, which takes no longer ones since making an integer of digits takes time that grows faster than they do.
    private const int MaxDigits = 4300;

    private readonly ReadOnlySpan<char> _text;

    private NumberLiteral(ReadOnlySpan<char> text, bool isFloat)
    {
        _text = text;
        IsFloat = isFloat;
    }

    /// <summary>Why it has no value, where <see cref="Read"/> gives none.</summary>
    public string Problem => IsFloat ? $"'{_text}' is not a valid number." : $"An integer cannot have more than {MaxDigits} digits.";

    public bool IsFloat { get; }

    /// <summary>How many characters it takes; 0 where none stands there.</summary>
    public int Length => _text.Length;

    /// <summary>The longest number that begins at the offset.</summary>
    public static NumberLiteral At(string source, int at)
    {
        var text = source.AsSpan(at);
        if (text.IsEmpty || !char.IsDigit(text[0]))
            return default;
        // In a.0.1 the second number is 0, not 0.1.
        if (at == 0 || source[at - 1] != '.')
        {
            var length = FloatLength(text);
            if (length > 0)
                return new(text[..length], isFloat: true);
        }
        return char.IsAsciiDigit(text[0]) ? new(text[..IntegerLength(text)], isFloat: false) : default;
    }

    /// <summary>Its value, or null where it has none.</summary>
    public Value? Read()
    {
        var digits = _text.Contains('_') ? _text.ToString().Replace("_", "", StringComparison.Ordinal) : _text;
        if (!Ascii.IsValid(digits))
        {
            // Python reads the digits of any script in integers, but not in floats.
            if (IsFloat)
                return null;
            digits = ToAscii(digits);
        }
        if (IsFloat)
            return double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (digits.Length > 1)
        {
            switch (digits[1] | 0x20)
            {
                case 'x':
                    // The leading 0 keeps the first bit from being read as a sign.
                    return BigInteger.Parse($"0{digits[2..]}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                case 'b':
                    return BigInteger.Parse($"0{digits[2..]}", NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture);
                case 'o':
                    return Octal(digits[2..]);
                default:
                    break;
            }
        }
        if (digits.Length < 19)
            return long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (digits.Length > MaxDigits)
            return null;
        return BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    // Digits, then a fraction, an exponent, or both.
    private static int FloatLength(ReadOnlySpan<char> text)
    {
        var length = Digits(text);
        if (length < text.Length && text[length] == '.' && Digits(text[(length + 1)..]) is var fraction and > 0)
        {
            length += 1 + fraction;
            return length + Exponent(text[length..]);
        }
        var exponent = Exponent(text[length..]);
        return exponent == 0 ? 0 : length + exponent;
    }

    private static int Exponent(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('e' or 'E'))
            return 0;
        var start = text.Length > 1 && text[1] is '+' or '-' ? 2 : 1;
        var digits = Digits(text[start..]);
        return digits == 0 ? 0 : start + digits;
    }

    private static int IntegerLength(ReadOnlySpan<char> text)
    {
        if (text[0] != '0')
            return Digits(text);
        var prefixed = text.Length < 2 ? 0 : (text[1] | 0x20) switch
        {
            'b' => Run(text[2..], static c => c is '0' or '1', mayBeginWithUnderscore: true),
            'o' => Run(text[2..], static c => c is >= '0' and <= '7', mayBeginWithUnderscore: true),
            'x' => Run(text[2..], static c => char.IsAsciiHexDigit(c) || char.IsDigit(c), mayBeginWithUnderscore: true),
            _ => 0,
        };
        return prefixed > 0 ? 2 + prefixed : Run(text, static c => c == '0', mayBeginWithUnderscore: false);
    }

    private static int Digits(ReadOnlySpan<char> text) => Run(text, char.IsDigit, mayBeginWithUnderscore: false);

    // Digits with single underscores between them.
    private static int Run(ReadOnlySpan<char> text, Func<char, bool> isDigit, bool mayBeginWithUnderscore)
    {
        var length = 0;
        while (length < text.Length)
        {
            var digit = text[length] == '_' && (length > 0 || mayBeginWithUnderscore) ? length + 1 : length;
            if (digit >= text.Length || !isDigit(text[digit]))
                break;
            length = digit + 1;
        }
        return length;
    }

    private static string ToAscii(ReadOnlySpan<char> digits)
    {
        var result = new char[digits.Length];
        for (var i = 0; i < digits.Length; i++)
            result[i] = char.IsAscii(digits[i]) ? digits[i] : (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(digits[i]));
        return new(result);
    }

    // Three bits a digit, which is linear in their number.
    private static BigInteger Octal(ReadOnlySpan<char> digits)
    {
        var bits = new char[1 + 3 * digits.Length];
        bits[0] = '0';
        for (var i = 0; i < digits.Length; i++)
        {
            for (var bit = 0; bit < 3; bit++)
                bits[1 + 3 * i + bit] = (char)('0' + ((digits[i] - '0') >> (2 - bit) & 1));
        }
        return BigInteger.Parse(bits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture);
    }
}
