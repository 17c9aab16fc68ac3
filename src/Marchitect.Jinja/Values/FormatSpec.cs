using System.Text;

namespace Marchitect.Jinja;

/// <summary>A format specification, e.g. <c>*&gt;+#012,.3f</c>, as Python's <c>format</c> reads it.</summary>
internal readonly record struct FormatSpec
{
    /// <summary>What to fill with: one character.</summary>
    public string Fill { get; private init; }

    /// <summary>One of <c>&lt;</c>, <c>&gt;</c>, <c>^</c> and <c>=</c>.</summary>
    public char Align { get; private init; }

    /// <summary><c>+</c>, <c>-</c>, blank, or zero where none is given.</summary>
    public char Sign { get; private init; }

    public bool IsZeroUnsigned { get; private init; }

    public bool IsAlternate { get; private init; }

    /// <summary>The least width, or -1.</summary>
    public int Width { get; private init; }

    /// <summary>What parts the thousands, or zero.</summary>
    public char Separator { get; private init; }

    /// <summary>The precision, or -1.</summary>
    public int Precision { get; private init; }

    /// <summary>The type, or zero where none is given and there is no default.</summary>
    public char Type { get; private init; }

    /// <summary>Reads one.</summary>
    /// <param name="text">The specification.</param>
    /// <param name="typeName">What is formatted, for messages.</param>
    /// <param name="defaultType">The type where none is given.</param>
    /// <param name="defaultAlign">The alignment where none is given.</param>
    /// <exception cref="TemplateRuntimeException">It is not valid.</exception>
    public static FormatSpec Parse(string text, string typeName, char defaultType, char defaultAlign)
    {
        var at = 0;
        var (fill, align) = (" ", '\0');
        var first = text.Length > 0 ? CodePoint.WidthAt(text, 0) : 0;
        var hasFill = first < text.Length && IsAlign(text[first]);
        if (hasFill)
        {
            (fill, align) = (text[..first], text[first]);
            at = first + 1;
        }
        else if (IsAlign(Peek()))
        {
            align = text[at++];
        }
        var sign = Peek() is '+' or '-' or ' ' ? text[at++] : '\0';
        var isZeroUnsigned = Take('z');
        var isAlternate = Take('#');
        if (!hasFill && Take('0'))
        {
            fill = "0";
            if (align == '\0' && defaultAlign == '>')
                align = '=';
        }
        var width = Number();
        var separator = Take(',') ? ',' : '\0';
        if (Take('_'))
            separator = separator == '\0' ? '_' : throw Fail.Value("Cannot specify both ',' and '_'.");
        if (Peek() == ',')
            throw Fail.Value(separator == '_' ? "Cannot specify both ',' and '_'." : "Cannot specify ',' twice.");
        var precision = -1;
        if (Take('.') && (precision = Number()) < 0)
            throw Fail.Value("Format specifier missing precision");
        var type = defaultType;
        if (at < text.Length)
        {
            type = text[at];
            if (at + CodePoint.WidthAt(text, at) < text.Length)
                throw Fail.Value($"Invalid format specifier {ValueText.BriefOf(new(text))} for object of type '{typeName}'");
        }
        if (separator != '\0' && type is not ('d' or 'e' or 'f' or 'g' or 'E' or 'G' or '%' or 'F' or '\0') && !(separator == '_' && type is 'b' or 'o' or 'x' or 'X'))
            throw Fail.Value($"Cannot specify '{separator}' with '{type}'.");
        return new()
        {
            Fill = fill,
            Align = align == '\0' ? defaultAlign : align,
            Sign = sign,
            IsZeroUnsigned = isZeroUnsigned,
            IsAlternate = isAlternate,
            Width = width,
            Separator = separator,
            Precision = precision,
            Type = type,
        };

        char Peek() => at < text.Length ? text[at] : '\0';

        bool Take(char c)
        {
            if (Peek() != c)
                return false;
            at++;
            return true;
        }

        int Number()
        {
            var start = at;
            var number = 0L;
            while (at < text.Length && System.Globalization.CharUnicodeInfo.GetDecimalDigitValue(text, at) is >= 0 and var digit)
            {
                number = number * 10 + digit;
                at += CodePoint.WidthAt(text, at);
                if (number > int.MaxValue)
                    throw Fail.Value("Too many decimal digits in format string");
            }
            return at > start ? (int)number : -1;
        }
    }

    /// <summary>A text to its width.</summary>
    public string Pad(CallContext context, string text)
    {
        var padding = (long)Width - StringIndex.Length(text);
        if (padding <= 0)
            return text;
        var left = Align switch
        {
            '>' => padding,
            '^' => padding / 2,
            _ => 0,
        };
        return StringLayout.Pad(context, text, left, padding - left, Fill);
    }

    /// <summary>A number to its width: sign and prefix, digits in groups, and what follows them.</summary>
    public string PadNumber(CallContext context, bool isNegative, string prefix, string digits, string rest)
    {
        var sign = isNegative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";
        var head = sign + prefix;
        // Zeros in front of a number are digits too, and come in groups.
        var least = Fill == "0" && Align == '=' ? (long)Width - head.Length - StringIndex.Length(rest) : 0;
        context.Budget.Text(Math.Max(Width, 0));
        var body = (digits.Length == 0 ? "" : Grouped(digits, least)) + rest;
        return Align == '='
            ? head + StringLayout.Pad(context, body, Math.Max(0, (long)Width - head.Length - StringIndex.Length(body)), 0, Fill)
            : Pad(context, head + body);
    }

    private string Grouped(string digits, long least)
    {
        if (Separator == '\0')
            return digits.PadLeft((int)Math.Max(least, digits.Length), '0');
        var size = Type is 'b' or 'o' or 'x' or 'X' ? 4 : 3;
        var groups = new List<string>();
        for (var end = digits.Length; ;)
        {
            var length = (int)Math.Min(size, Math.Max(Math.Max(end, least), 1));
            var start = Math.Max(0, end - length);
            groups.Add(digits[start..end].PadLeft(length, '0'));
            end = start;
            least -= length;
            if (end <= 0 && least <= 0)
                break;
            least--;
        }
        var text = new StringBuilder(groups[^1]);
        for (var i = groups.Count - 2; i >= 0; i--)
            text.Append(Separator).Append(groups[i]);
        return text.ToString();
    }

    private static bool IsAlign(char c) => c is '<' or '>' or '=' or '^';
}
