namespace Marchitect.Jinja;

/// <summary>Values as <c>repr</c> shows them, broken into lines of 80 characters: Python's <c>pprint.pformat</c>.</summary>
internal sealed class PrettyPrint
{
    private const int Width = 80;

    private readonly TextOutput _output;

    // What is being printed, so that a list that holds itself comes to an end.
    private readonly List<object> _entered = [];

    private PrettyPrint(TextOutput output) => _output = output;

    public static string Of(in Value value)
    {
        using var output = new TextOutput(JinjaLimits.Default.TextLength);
        new PrettyPrint(output).Write(value, 0, 0, 0);
        return output.ToString();
    }

    private void Write(in Value value, int indent, int allowance, int level)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var start = _output.Length;
        WriteFlat(value);
        if (StringIndex.Length(_output.Written[start..].ToString()) <= Width - indent - allowance)
            return;
        if (value.Reference is not (string or ListValue or TupleValue or DictValue) || value.Instance is { } outer && IsEntered(outer))
            return;
        _output.Truncate(start);
        switch (value.Reference)
        {
            case string text:
                WriteText(text, indent, allowance, level + 1);
                return;
            case DictValue dict:
                _entered.Add(dict);
                WriteEntries(dict, indent + 1, allowance + 1, level + 1);
                break;
            case ListValue list:
                _entered.Add(list);
                WriteItems(list.Items, '[', "]", indent + 1, allowance, level + 1);
                break;
            case TupleValue tuple:
                _entered.Add(tuple);
                WriteItems(tuple.Items, '(', tuple.Items.Length == 1 ? ",)" : ")", indent + 1, allowance, level + 1);
                break;
        }
        _entered.RemoveAt(_entered.Count - 1);
    }

    private void WriteItems(IReadOnlyList<Value> items, char open, string close, int indent, int allowance, int level)
    {
        _output.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                WriteBreak(indent);
            Write(items[i], indent, i == items.Count - 1 ? allowance + close.Length : 1, level);
        }
        _output.Append(close);
    }

    private void WriteEntries(DictValue dict, int indent, int allowance, int level)
    {
        _output.Append('{');
        var entries = Sorted(dict);
        for (var i = 0; i < entries.Length; i++)
        {
            if (i > 0)
                WriteBreak(indent);
            var start = _output.Length;
            WriteFlat(entries[i].Key);
            _output.Append(": ");
            var width = StringIndex.Length(_output.Written[start..].ToString());
            Write(entries[i].Value, indent + width, i == entries.Length - 1 ? allowance : 1, level);
        }
        _output.Append('}');
    }

    private void WriteBreak(int indent)
    {
        _output.Append(",\n");
        _output.Append(' ', indent);
    }

    // A long text becomes several, one a line, which Python reads as one again.
    private void WriteText(string text, int indent, int allowance, int level)
    {
        var isAlone = level == 1;
        if (isAlone)
        {
            indent++;
            allowance++;
        }
        var pieces = Pieces(text, Width - indent, allowance);
        if (isAlone && pieces.Count > 1)
            _output.Append('(');
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i > 0)
            {
                _output.Append('\n');
                _output.Append(' ', indent);
            }
            _output.Append(pieces[i]);
        }
        if (isAlone && pieces.Count > 1)
            _output.Append(')');
    }

    private static List<string> Pieces(string text, int width, int allowance)
    {
        var pieces = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = LineEnd(text, at);
            var room = end == text.Length ? width - allowance : width;
            var line = Repr(text[at..end]);
            if (StringIndex.Length(line) <= room)
                pieces.Add(line);
            else
                AddWords(pieces, text[at..end], width, room);
            at = end;
        }
        return pieces;
    }

    private static void AddWords(List<string> pieces, string line, int width, int lastRoom)
    {
        var start = 0;
        for (var at = 0; at < line.Length;)
        {
            var end = at;
            while (end < line.Length && !CodePoint.IsSpace(line[end]))
                end++;
            while (end < line.Length && CodePoint.IsSpace(line[end]))
                end++;
            var room = end == line.Length ? lastRoom : width;
            if (StringIndex.Length(Repr(line[start..end])) > room)
            {
                if (at > start)
                    pieces.Add(Repr(line[start..at]));
                start = at;
            }
            at = end;
        }
        if (start < line.Length)
            pieces.Add(Repr(line[start..]));
    }

    private static int LineEnd(string text, int at)
    {
        while (at < text.Length && !CodePoint.IsLineBreak(text[at]))
            at++;
        if (at == text.Length)
            return at;
        return text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private static string Repr(string text) => ValueText.ReprOf(new(text));

    // As repr, but with the keys of dictionaries in order.
    private void WriteFlat(in Value value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.Instance is not (DictValue or ListValue or TupleValue))
        {
            ValueText.WriteRepr(value, _output);
            return;
        }
        var container = value.Instance;
        if (IsEntered(container))
        {
            _output.Append($"<Recursion on {container.TypeName}>");
            return;
        }
        _entered.Add(container);
        switch (container)
        {
            case DictValue dict:
                _output.Append('{');
                var isFirst = true;
                foreach (var (key, item) in Sorted(dict))
                {
                    if (!isFirst)
                        _output.Append(", ");
                    isFirst = false;
                    WriteFlat(key);
                    _output.Append(": ");
                    WriteFlat(item);
                }
                _output.Append('}');
                break;
            case ListValue list:
                WriteFlat(list.Items, '[', "]");
                break;
            case TupleValue tuple:
                WriteFlat(tuple.Items, '(', tuple.Items.Length == 1 ? ",)" : ")");
                break;
        }
        _entered.RemoveAt(_entered.Count - 1);
    }

    private void WriteFlat(IReadOnlyList<Value> items, char open, string close)
    {
        _output.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _output.Append(", ");
            WriteFlat(items[i]);
        }
        _output.Append(close);
    }

    private bool IsEntered(ValueObject container)
    {
        foreach (var outer in _entered)
        {
            if (ReferenceEquals(outer, container))
                return true;
        }
        return false;
    }

    private static KeyValuePair<Value, Value>[] Sorted(DictValue dict)
    {
        KeyValuePair<Value, Value>[] entries = [.. dict.Entries];
        StableSort.Sort(entries, static (left, right) => IsLess(left.Key, right.Key));
        return entries;
    }

    // What cannot be ordered is ordered by the names of the types.
    private static bool IsLess(in Value left, in Value right)
    {
        try
        {
            return Ordering.Less(left, right);
        }
        catch (TemplateRuntimeException)
        {
            return string.CompareOrdinal(left.TypeName, right.TypeName) < 0;
        }
    }
}
