using System.Numerics;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Formatting as the C function of that name does it: Python's operator <c>%</c> on texts.</summary>
internal ref struct PrintfFormat
{
    private readonly CallContext _context;
    private readonly string _format;
    private readonly Value _arguments;
    private readonly bool _isMapping;
    private readonly bool _escape;
    private readonly StringBuilder _output = new();
    private int _at;
    private int _used;

    private PrintfFormat(CallContext context, string format, in Value arguments, bool escape)
    {
        (_context, _format, _arguments, _escape) = (context, format, arguments, escape);
        _isMapping = arguments.IsUndefined || arguments.Instance is { HasItems: true } and not (TupleValue or Markup);
    }

    /// <summary>Formats.</summary>
    /// <param name="context">Whose budget is asked.</param>
    /// <param name="format">The format.</param>
    /// <param name="arguments">A tuple of arguments, a mapping for <c>%(name)s</c>, or the only argument.</param>
    /// <param name="escape">Whether the arguments are escaped, as MarkupSafe does where the format is markup.</param>
    public static string Format(CallContext context, string format, in Value arguments, bool escape = false)
    {
        var run = new PrintfFormat(context, format, arguments, escape);
        return run.Run();
    }

    private string Run()
    {
        while (_at < _format.Length)
        {
            var next = _format.IndexOf('%', _at);
            if (next < 0)
                next = _format.Length;
            _output.Append(_format, _at, next - _at);
            _at = next + 1;
            if (next < _format.Length)
                Convert();
        }
        if (!_isMapping && _used < (_arguments.Instance is TupleValue tuple ? tuple.Items.Length : 1))
            throw Fail.Type($"not all arguments converted during string formatting: {ValueText.BriefOf(_arguments)} for {ValueText.BriefOf(new(_format))}");
        _context.Budget.Text(_output.Length);
        return _output.ToString();
    }

    private void Convert()
    {
        if (Peek() == '%')
        {
            _output.Append('%');
            _at++;
            return;
        }
        var field = new Field();
        Value? named = null;
        if (Peek() == '(')
            named = Named();
        for (; ; _at++)
        {
            switch (Peek())
            {
                case '-':
                    field.IsLeft = true;
                    continue;
                case '+':
                    field.Sign = '+';
                    continue;
                case ' ':
                    field.Sign = field.Sign == '+' ? '+' : ' ';
                    continue;
                case '#':
                    field.IsAlternate = true;
                    continue;
                case '0':
                    field.HasZeros = true;
                    continue;
            }
            break;
        }
        field.Width = Number(ref named, -1);
        if (field.Width < 0 && field.Width != -1)
            (field.IsLeft, field.Width) = (true, -field.Width);
        field.Precision = -1;
        if (Peek() == '.')
        {
            _at++;
            field.Precision = Math.Max(0, Number(ref named, 0));
        }
        if (Peek() is 'h' or 'l' or 'L')
            _at++;
        if (_at >= _format.Length)
            throw Fail.Value("incomplete format");
        var type = _format[_at++];
        var value = named ?? Next();
        switch (type)
        {
            case 's' or 'r' or 'a':
                Write(field, Shorten(Text(value, type), field.Precision));
                break;
            case 'c':
                Write(field, Character(value));
                break;
            case 'd' or 'i' or 'u' or 'o' or 'x' or 'X':
                WriteInteger(field, type, value);
                break;
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                WriteFloat(field, type, value);
                break;
            default:
                throw Fail.Value($"unsupported format character {ValueText.ReprOf(new(CodePoint.ToText(CodePoint.At(_format, _at - 1))))} at index {StringIndex.CodePoint(_format, _at - 1)}");
        }
    }

    private readonly char Peek() => _at < _format.Length ? _format[_at] : '\0';

    private Value Next()
    {
        if (_arguments.Instance is TupleValue tuple)
            return _used < tuple.Items.Length ? tuple.Items[_used++] : throw Fail.Type($"not enough arguments for format string {ValueText.BriefOf(new(_format))}");
        return _used++ == 0 ? _arguments : throw Fail.Type($"not enough arguments for format string {ValueText.BriefOf(new(_format))}");
    }

    // The value of a name in parentheses, which may themselves be nested.
    private Value Named()
    {
        if (!_isMapping)
            throw Fail.Type("format requires a mapping");
        var start = ++_at;
        for (var depth = 1; depth > 0; _at++)
        {
            if (_at >= _format.Length)
                throw Fail.Value("incomplete format key");
            depth += _format[_at] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
        }
        var name = _format[start..(_at - 1)];
        _used = 1;
        return Lookup.TryItem(_context, _arguments, new(name), out var value) ? value : throw Fail.Runtime($"the format asks for {ValueText.ReprOf(new(name))}, which is not in {ValueText.BriefOf(_arguments)}");
    }

    private long Number(ref Value? named, long otherwise)
    {
        if (Peek() == '*')
        {
            _at++;
            var given = named ?? Next();
            // A named value is used up by the first that wants one.
            if (named is not null)
                throw Fail.Type("not enough arguments for format string");
            return _escape || !given.TryInteger(out _) ? throw Fail.Type("* wants int") : Arguments.Integer(given);
        }
        if (!char.IsAsciiDigit(Peek()))
            return otherwise;
        var number = 0L;
        for (; char.IsAsciiDigit(Peek()); _at++)
        {
            number = number * 10 + (Peek() - '0');
            if (number > int.MaxValue)
                throw Fail.Value("width or precision too big");
        }
        return number;
    }

    private readonly string Text(in Value value, char type)
    {
        if (type == 's')
        {
            if (_escape)
                return HtmlEscape.ToMarkup(_context, value).Text;
            using var output = new TextOutput(_context.Budget.Limits.TextLength);
            ValueText.Write(value, output);
            return output.ToString();
        }
        var repr = ValueText.ReprOf(value);
        if (_escape)
            repr = HtmlEscape.Of(_context, repr);
        return type == 'a' ? TextRepr.Ascii(repr) : repr;
    }

    private static string Shorten(string text, long precision) =>
        precision >= 0 && StringIndex.Length(text) > precision ? StringIndex.Part(text, 0, (int)precision) : text;

    private readonly string Character(in Value value)
    {
        if (!_escape && value.TextOrNull is { Length: > 0 } text && CodePoint.WidthAt(text, 0) == text.Length)
            return text;
        if (_escape || !value.TryInteger(out var number))
            throw Fail.Type($"%c requires int or char, not {ValueText.BriefOf(value)}");
        return number.Sign >= 0 && number < 0x110000 ? CodePoint.ToText((int)number) : throw Fail.Runtime("%c arg not in range(0x110000)");
    }

    private readonly void WriteInteger(in Field field, char type, in Value value)
    {
        var isDecimal = type is 'd' or 'i' or 'u';
        BigInteger number;
        if (value.IsUndefined && isDecimal)
            throw UndefinedValue.ErrorOf(value);
        if (_escape)
            number = isDecimal ? Numbers.ToWhole(value) : throw Fail.Type($"%{type} format: an integer is required");
        else if (value.IsFloat && isDecimal)
            number = Numbers.Truncate(value.Double);
        else if (!value.TryInteger(out number))
            throw Fail.Type($"%{type} format: {(isDecimal ? "a real number" : "an integer")} is required, not {value.TypeName} ({ValueText.BriefOf(value)})");
        var digits = IntegerText.Digits(number, isDecimal ? 10 : type == 'o' ? 8 : 16, type == 'X');
        if (field.Precision > digits.Length)
        {
            _context.Budget.Text(field.Precision);
            digits = digits.PadLeft((int)field.Precision, '0');
        }
        var prefix = !field.IsAlternate || isDecimal ? "" : type == 'o' ? "0o" : type == 'x' ? "0x" : "0X";
        Write(field, number.Sign < 0 ? "-" : field.SignText, prefix, digits);
    }

    private readonly void WriteFloat(in Field field, char type, in Value value)
    {
        double number;
        if (value.IsUndefined)
            throw UndefinedValue.ErrorOf(value);
        if (_escape)
            number = Numbers.ToFloat(value);
        else if (Numbers.IsNumber(value))
            number = Numbers.Float(value);
        else
            throw Fail.Type($"must be real number, not {value.TypeName} ({ValueText.BriefOf(value)})");
        var digits = FloatFormat.Magnitude(_context, number, type, field.Precision < 0 ? 6 : field.Precision, field.IsAlternate);
        Write(field, double.IsNegative(number) && !double.IsNaN(number) ? "-" : field.SignText, "", digits);
    }

    private readonly void Write(in Field field, string text) => _output.Append(Padded(field, text, ' ', ""));

    private readonly void Write(in Field field, string sign, string prefix, string digits)
    {
        if (field.HasZeros)
            _output.Append(Padded(field, digits, '0', sign + prefix));
        else
            _output.Append(Padded(field, sign + prefix + digits, ' ', ""));
    }

    // Zeros stand between sign and digits; what is padded on the right is padded with blanks.
    private readonly string Padded(in Field field, string text, char fill, string before)
    {
        var padding = field.Width - StringIndex.Length(text) - before.Length;
        if (padding <= 0)
            return before + text;
        return field.IsLeft
            ? StringLayout.Pad(_context, before + text, 0, padding, " ")
            : before + StringLayout.Pad(_context, text, padding, 0, fill == '0' ? "0" : " ");
    }

    private struct Field
    {
        public bool IsLeft;
        public bool IsAlternate;
        public bool HasZeros;
        public char Sign;
        public long Width;
        public long Precision;

        public readonly string SignText => Sign switch
        {
            '+' => "+",
            ' ' => " ",
            _ => "",
        };
    }
}
