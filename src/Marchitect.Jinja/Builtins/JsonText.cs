using System.Globalization;

namespace Marchitect.Jinja;

/// <summary>Values as JSON, as Python's <c>json.dumps</c> writes it.</summary>
internal sealed class JsonText
{
    private readonly Style _style;
    private readonly CallContext _context;
    private readonly TextOutput _output;

    private JsonText(CallContext context, Style style, TextOutput output) => (_context, _style, _output) = (context, style, output);

    /// <summary>How JSON is written.</summary>
    /// <param name="Indent">What each level is indented by, or null to write all on one line.</param>
    internal sealed record Style(string? Indent = null)
    {
        /// <summary>Whether keys are in order.</summary>
        public bool SortKeys { get; init; }

        /// <summary>Whether the characters that mean something to HTML are written as numbers.</summary>
        public bool HtmlSafe { get; init; }

        /// <summary>Whether all but ASCII is written as numbers.</summary>
        public bool EnsureAscii { get; init; } = true;

        /// <summary>What stands between two items, or null for what Python puts there.</summary>
        public string? ItemSeparator { get; init; }

        /// <summary>What stands between a key and its value.</summary>
        public string KeySeparator { get; init; } = ": ";
    }

    /// <summary>Writes a value.</summary>
    /// <exception cref="TemplateRuntimeException">It is not of a kind that JSON has, or holds itself.</exception>
    public static string Of(CallContext context, in Value value, Style style)
    {
        using var output = new TextOutput(context.Budget.Limits.TextLength);
        new JsonText(context, style, output).Write(value, 0);
        context.Budget.Text(output.Length);
        var text = output.ToString();
        return style.HtmlSafe ? HtmlSafe(text) : text;
    }

    // Within JSON these characters stand in texts alone, or in an indentation that asks for it.
    private static string HtmlSafe(string text) => text
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal)
        .Replace("'", "\\u0027", StringComparison.Ordinal);

    /// <summary>Python's argument <c>indent</c>: a number of blanks, or a text; left out, nothing is indented.</summary>
    public static string? IndentOf(in Value indent)
    {
        if (FilterArguments.IsLeftOut(indent))
            return null;
        FilterArguments.Defined(indent);
        return indent.TextOrNull ?? new string(' ', (int)Math.Clamp(FilterArguments.Index(indent), 0, 1024));
    }

    private void Write(in Value value, int depth)
    {
        if (value.TextOrNull is { } text)
            WriteText(text);
        else if (value.IsNone || value.IsBool || value.IsFloat || value.TryInteger(out _))
            _output.Append(Scalar(value));
        else if (value.Instance is DictValue dict)
            WriteDict(dict, depth);
        else if (value.Instance is ListValue list)
            WriteItems(list, list.Items, depth);
        else if (value.Instance is TupleValue tuple)
            WriteItems(tuple, tuple.Items, depth);
        else
            throw Fail.Type($"Object of type {value.TypeName} is not JSON serializable");
    }

    private static string Scalar(in Value value)
    {
        if (value.IsNone)
            return "null";
        if (value.IsBool)
            return value.IsTrue() ? "true" : "false";
        if (value.IsFloat && !double.IsFinite(value.Double))
            return double.IsNaN(value.Double) ? "NaN" : value.Double > 0 ? "Infinity" : "-Infinity";
        return ValueText.ReprOf(value);
    }

    private void WriteItems(ValueObject container, IReadOnlyList<Value> items, int depth)
    {
        if (items.Count == 0)
        {
            _output.Append("[]");
            return;
        }
        Enter(container, '[');
        for (var i = 0; i < items.Count; i++)
        {
            Separate(i == 0, depth + 1);
            Write(items[i], depth + 1);
        }
        Leave(']', depth);
    }

    private void WriteDict(DictValue dict, int depth)
    {
        if (dict.Count == 0)
        {
            _output.Append("{}");
            return;
        }
        Enter(dict, '{');
        var first = true;
        foreach (var (key, value) in _style.SortKeys ? Sorted(dict) : [.. dict.Entries])
        {
            Separate(first, depth + 1);
            first = false;
            WriteText(KeyText(key));
            _output.Append(_style.KeySeparator);
            Write(value, depth + 1);
        }
        Leave('}', depth);
    }

    private KeyValuePair<Value, Value>[] Sorted(DictValue dict)
    {
        KeyValuePair<Value, Value>[] entries = [.. dict.Entries];
        return KeySort.By(_context, entries, static entry => entry.Key, reverse: false);
    }

    private static string KeyText(in Value key)
    {
        if (key.TextOrNull is { } text)
            return text;
        if (key.IsNone || key.IsBool || key.IsFloat || key.TryInteger(out _))
            return Scalar(key);
        throw Fail.Type($"keys must be str, int, float, bool or None, not {key.TypeName}");
    }

    private void Enter(ValueObject container, char open)
    {
        if (!_output.Enter(container))
            throw Fail.Value("Circular reference detected: the value holds itself");
        _output.Append(open);
    }

    private void Leave(char close, int depth)
    {
        _output.Leave();
        NewLine(depth);
        _output.Append(close);
    }

    private void Separate(bool first, int depth)
    {
        if (!first)
            _output.Append(_style.ItemSeparator ?? (_style.Indent is null ? ", " : ","));
        NewLine(depth);
    }

    private void NewLine(int depth)
    {
        if (_style.Indent is not { } indent)
            return;
        _output.Append('\n');
        for (var i = 0; i < depth; i++)
            _output.Append(indent);
    }

    private void WriteText(string text)
    {
        _output.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    _output.Append("\\\"");
                    break;
                case '\\':
                    _output.Append("\\\\");
                    break;
                case '\n':
                    _output.Append("\\n");
                    break;
                case '\r':
                    _output.Append("\\r");
                    break;
                case '\t':
                    _output.Append("\\t");
                    break;
                case '\f':
                    _output.Append("\\f");
                    break;
                case '\b':
                    _output.Append("\\b");
                    break;
                case < ' ':
                case > '~' when _style.EnsureAscii:
                    _output.Append("\\u");
                    _output.Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    _output.Append(c);
                    break;
            }
        }
        _output.Append('"');
    }
}
