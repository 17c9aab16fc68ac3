using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Python's <c>str.format</c>: texts with fields such as <c>{0}</c>, <c>{name.part[key]!r:&gt;10}</c>.</summary>
internal ref struct StrFormat
{
    private readonly CallContext _context;
    private readonly ReadOnlySpan<Value> _positional;
    private readonly ReadOnlySpan<KeywordArgument> _keywords;
    private readonly Value _mapping;
    private readonly bool _escape;
    private int _next;
    private bool? _isAutomatic;

    private StrFormat(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords, in Value mapping, bool escape)
    {
        _context = context;
        _positional = positional;
        _keywords = keywords;
        _mapping = mapping;
        _escape = escape;
    }

    /// <summary>Formats.</summary>
    /// <param name="context">The rendering.</param>
    /// <param name="format">The text with fields.</param>
    /// <param name="positional">What fields with numbers, or without names, stand for.</param>
    /// <param name="keywords">What fields with names stand for.</param>
    /// <param name="escape">Whether what is put in is escaped, as MarkupSafe does where the text is markup.</param>
    public static string Format(CallContext context, string format, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords, bool escape = false)
    {
        var run = new StrFormat(context, positional, keywords, default, escape);
        return run.Run(format, escape ? 3 : 2);
    }

    /// <summary>Formats with the items of a mapping: <c>str.format_map</c>.</summary>
    public static string FormatMap(CallContext context, string format, in Value mapping)
    {
        var run = new StrFormat(context, default, default, mapping, escape: false);
        return run.Run(format, 2);
    }

    // Fields may stand within the specification of a field, but no deeper.
    private string Run(string format, int depth)
    {
        if (depth == 0)
            throw Fail.Value("Max string recursion exceeded");
        var output = new StringBuilder(format.Length);
        for (var at = 0; at < format.Length;)
        {
            var brace = format.AsSpan(at).IndexOfAny('{', '}');
            if (brace < 0)
            {
                output.Append(format, at, format.Length - at);
                break;
            }
            output.Append(format, at, brace);
            at += brace;
            var c = format[at++];
            if (at < format.Length && format[at] == c)
            {
                output.Append(c);
                at++;
            }
            else if (c == '}')
            {
                throw Fail.Value("Single '}' encountered in format string");
            }
            else if (at == format.Length)
            {
                throw Fail.Value("Single '{' encountered in format string");
            }
            else
            {
                output.Append(Field(format, ref at, depth));
                _context.Budget.Text(output.Length > _context.Budget.Limits.TextLength ? output.Length : 0);
            }
        }
        _context.Budget.Text(output.Length);
        return output.ToString();
    }

    // A field from behind its opening brace to behind its closing one.
    private string Field(string format, ref int at, int depth)
    {
        var start = at;
        var c = '\0';
        for (; at < format.Length; at++)
        {
            c = format[at];
            if (c == '{')
                throw Fail.Value("unexpected '{' in field name");
            if (c == '[')
            {
                while (at < format.Length && format[at] != ']')
                    at++;
                if (at == format.Length)
                    break;
                continue;
            }
            if (c is '}' or ':' or '!')
                break;
        }
        if (at >= format.Length)
            throw Fail.Value("expected '}' before end of string");
        var name = format[start..at++];
        var conversion = c == '!' ? Conversion(format, ref at, out c) : "";
        var spec = c == ':' ? Specification(format, ref at) : "";
        var value = Argument(name);
        if (conversion.Length > 0)
            value = new(Converted(value, conversion));
        // Written in Python, MarkupSafe's formatter lets in one level more.
        if (spec.Contains('{', StringComparison.Ordinal) || _escape && spec.Contains('}', StringComparison.Ordinal))
            spec = Run(spec, depth - 1);
        return _escape ? HtmlEscape.Of(_context, value, spec) : ValueFormat.Of(_context, value, spec);
    }

    private static string Conversion(string format, ref int at, out char c)
    {
        if (at >= format.Length)
            throw Fail.Value("end of string while looking for conversion specifier");
        var width = CodePoint.WidthAt(format, at);
        var conversion = format.Substring(at, width);
        at += width;
        if (at >= format.Length)
            throw Fail.Value("unmatched '{' in format spec");
        c = format[at++];
        return c is '}' or ':' ? conversion : throw Fail.Value("expected ':' after conversion specifier");
    }

    private static string Specification(string format, ref int at)
    {
        var start = at;
        for (var depth = 1; at < format.Length;)
        {
            var c = format[at++];
            if (c == '{')
                depth++;
            else if (c == '}' && --depth == 0)
                return format[start..(at - 1)];
        }
        throw Fail.Value(start == format.Length ? "expected '}' before end of string" : "unmatched '{' in format spec");
    }

    private readonly string Converted(in Value value, string conversion) => conversion switch
    {
        "r" => ValueText.ReprOf(value),
        "s" => ValueFormat.Of(_context, value, ""),
        "a" => TextRepr.Ascii(ValueText.ReprOf(value)),
        _ => throw Fail.Value($"Unknown conversion specifier {ValueText.ReprOf(new(conversion))}"),
    };

    private Value Argument(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? name : name[..end];
        var value = First(first, name);
        for (var at = first.Length; at < name.Length;)
        {
            if (name[at++] == '.')
            {
                var stop = name.AsSpan(at).IndexOfAny('.', '[');
                var attribute = stop < 0 ? name[at..] : name.Substring(at, stop);
                at += attribute.Length;
                if (attribute.Length == 0)
                    throw Fail.Value("Empty attribute in format string");
                value = Lookup.TryAttribute(_context, value, attribute, out var found)
                    ? found
                    : throw Fail.Runtime($"'{value.TypeName}' object has no attribute '{attribute}'");
                continue;
            }
            var close = name.IndexOf(']', at);
            if (close < 0)
                throw Fail.Value("Missing ']' in format string");
            var key = name[at..close];
            at = close + 1;
            if (key.Length == 0)
                throw Fail.Value("Empty attribute in format string");
            value = Item(value, TryIndex(key, out var index) ? new(index) : new(key));
            if (at < name.Length && name[at] is not ('.' or '['))
                throw Fail.Value("Only '.' or '[' may follow ']' in format field specifier");
        }
        return value;
    }

    private Value First(string first, string name)
    {
        var isNumber = TryIndex(first, out var index);
        // MarkupSafe's formatter, written in Python, numbers by itself only where the whole name is empty.
        var isAutomatic = _escape ? name.Length == 0 : first.Length == 0;
        if (isAutomatic || isNumber && (!_escape || first.Length == name.Length))
        {
            if (_isAutomatic is { } before && before != isAutomatic)
                throw Fail.Value("cannot switch between manual field specification and automatic field numbering");
            _isAutomatic = isAutomatic;
        }
        if (isAutomatic)
            index = _next++;
        if (isAutomatic || isNumber)
        {
            if (!_mapping.IsMissing)
                throw Fail.Value("Format string contains positional fields");
            return index < _positional.Length ? _positional[(int)index] : throw Fail.Runtime($"Replacement index {index} out of range for positional args tuple");
        }
        if (!_mapping.IsMissing)
            return Item(_mapping, new(first));
        foreach (var (keyword, value) in _keywords)
        {
            if (keyword == first)
                return value;
        }
        throw Fail.Runtime($"the format asks for {ValueText.ReprOf(new(first))}, which is not among its arguments");
    }

    private readonly Value Item(in Value value, in Value key) => Lookup.TryItem(_context, value, key, out var item)
        ? item
        : throw (value.IsUndefined ? UndefinedValue.ErrorOf(value) : Fail.Runtime($"{ValueText.BriefOf(value)} has no element {ValueText.BriefOf(key)}"));

    private static bool TryIndex(string text, out long index)
    {
        index = 0;
        for (var i = 0; i < text.Length; i += CodePoint.WidthAt(text, i))
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(text, i);
            if (digit < 0)
                return false;
            if (index > (long.MaxValue - digit) / 10)
                throw Fail.Value("Too many decimal digits in format string");
            index = index * 10 + digit;
        }
        return text.Length > 0;
    }
}
