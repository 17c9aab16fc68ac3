using System.Globalization;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Lays nodes out as text: lines, indentation, brackets and quotes as PyYAML has them.</summary>
internal sealed class YamlEmitter(TextOutput output, int indent, int width)
{
    private readonly int _step = indent is > 1 and < 10 ? indent : 2;
    private readonly int _width = width > 2 * (indent is > 1 and < 10 ? indent : 2) ? width : 80;
    private int? _indent;
    private int _flowLevel;
    private int _column;

    // Whether the last thing written was a blank, and whether nothing but indentation and "-" or "?" stands on the line.
    private bool _isBlank = true;
    private bool _isIndention = true;

    /// <summary>Writes a document.</summary>
    public void Write(YamlNode root)
    {
        Node(root, Place.Root);
        Indent();
        // A plain text at the root could go on, so its end is marked.
        if (root.Kind != YamlKind.Scalar || StyleOf(root, isKey: false) != Style.Plain)
            return;
        Indicator("...", needsBlank: true);
        Indent();
    }

    private void Node(YamlNode node, Place place)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node.Anchor is { } anchor)
        {
            Indicator((node.IsWritten ? "*" : "&") + anchor, needsBlank: true);
            if (node.IsWritten)
                return;
            node.IsWritten = true;
        }
        var outer = _indent;
        var isFlow = _flowLevel > 0 || node.IsFlow || node.Items.Count == 0;
        switch (node.Kind)
        {
            case YamlKind.Scalar:
                Deeper(isFlow: true);
                Scalar(node, isKey: place == Place.Key);
                break;
            case YamlKind.Sequence when isFlow:
                FlowSequence(node);
                break;
            case YamlKind.Sequence:
                // Within a mapping, the dashes stand right below the key.
                if (place != Place.Mapping || _isIndention)
                    Deeper(isFlow: false);
                foreach (var item in node.Items)
                {
                    Indent();
                    Indicator("-", needsBlank: true, isIndention: true);
                    Node(item, Place.Sequence);
                }
                break;
            case YamlKind.Mapping when isFlow:
                FlowMapping(node);
                break;
            default:
                BlockMapping(node);
                break;
        }
        _indent = outer;
    }

    private void BlockMapping(YamlNode node)
    {
        Deeper(isFlow: false);
        for (var i = 0; i < node.Items.Count; i += 2)
        {
            Indent();
            if (IsSimpleKey(node.Items[i]))
            {
                Node(node.Items[i], Place.Key);
                Indicator(":", needsBlank: false);
            }
            else
            {
                Indicator("?", needsBlank: true, isIndention: true);
                Node(node.Items[i], Place.Mapping);
                Indent();
                Indicator(":", needsBlank: true, isIndention: true);
            }
            Node(node.Items[i + 1], Place.Mapping);
        }
    }

    private void FlowSequence(YamlNode node)
    {
        Indicator("[", needsBlank: true, leavesBlank: true);
        _flowLevel++;
        Deeper(isFlow: true);
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (i > 0)
                Indicator(",", needsBlank: false);
            if (_column > _width)
                Indent();
            Node(node.Items[i], Place.Sequence);
        }
        _flowLevel--;
        Indicator("]", needsBlank: false);
    }

    private void FlowMapping(YamlNode node)
    {
        Indicator("{", needsBlank: true, leavesBlank: true);
        _flowLevel++;
        Deeper(isFlow: true);
        for (var i = 0; i < node.Items.Count; i += 2)
        {
            if (i > 0)
                Indicator(",", needsBlank: false);
            if (_column > _width)
                Indent();
            if (IsSimpleKey(node.Items[i]))
            {
                Node(node.Items[i], Place.Key);
                Indicator(":", needsBlank: false);
            }
            else
            {
                Indicator("?", needsBlank: true);
                Node(node.Items[i], Place.Mapping);
                if (_column > _width)
                    Indent();
                Indicator(":", needsBlank: true);
            }
            Node(node.Items[i + 1], Place.Mapping);
        }
        _flowLevel--;
        Indicator("}", needsBlank: false);
    }

    private void Deeper(bool isFlow) => _indent = _indent is { } from ? from + _step : isFlow ? _step : 0;

    private static bool IsSimpleKey(YamlNode key)
    {
        if (key.Anchor is not null && key.IsWritten)
            return true;
        var length = key.TagLength + (key.Anchor?.Length ?? 0);
        if (key.Kind != YamlKind.Scalar)
            return length < 128 && key.Items.Count == 0;
        var scalar = YamlScalar.Of(key.Text);
        return length + StringIndex.Length(key.Text) < 128 && !scalar.IsEmpty && !scalar.IsMultiline;
    }

    private Style StyleOf(YamlNode node, bool isKey)
    {
        var scalar = YamlScalar.Of(node.Text);
        if ((!node.IsText || !YamlScalar.ReadsAsOther(node.Text)) && !(isKey && (scalar.IsEmpty || scalar.IsMultiline)) &&
            (_flowLevel > 0 ? scalar.AllowsFlowPlain : scalar.AllowsBlockPlain))
        {
            return Style.Plain;
        }
        return scalar.AllowsSingleQuoted && !(isKey && scalar.IsMultiline) ? Style.SingleQuoted : Style.DoubleQuoted;
    }

    private void Scalar(YamlNode node, bool isKey)
    {
        switch (StyleOf(node, isKey))
        {
            case Style.Plain:
                Plain(node.Text, mayBreak: !isKey);
                break;
            case Style.SingleQuoted:
                SingleQuoted(node.Text, mayBreak: !isKey);
                break;
            default:
                DoubleQuoted(node.Text, mayBreak: !isKey);
                break;
        }
    }

    private void Plain(string text, bool mayBreak)
    {
        if (!_isBlank)
            Text(" ");
        Begin();
        Words(text, mayBreak, quote: false);
    }

    private void SingleQuoted(string text, bool mayBreak)
    {
        Indicator("'", needsBlank: true);
        Words(text, mayBreak, quote: true);
        Indicator("'", needsBlank: false);
    }

    // Lines are broken at single blanks beyond the width; line ends of the text are doubled, since single ones read as blanks.
    private void Words(string text, bool mayBreak, bool quote)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            if (text[start] == ' ')
            {
                while (end < text.Length && text[end] == ' ')
                    end++;
                if (end == start + 1 && _column > _width && mayBreak && (!quote || start > 0 && end < text.Length))
                {
                    Indent();
                    Begin();
                }
                else
                {
                    Text(text[start..end]);
                }
            }
            else if (YamlScalar.IsBreak(text[start]))
            {
                while (end < text.Length && YamlScalar.IsBreak(text[end]))
                    end++;
                if (text[start] == '\n')
                    Break("\n");
                foreach (var c in text.AsSpan(start, end - start))
                    Break(c.ToString());
                Indent();
            }
            else
            {
                while (end < text.Length && text[end] != ' ' && !YamlScalar.IsBreak(text[end]))
                    end++;
                Text(quote ? text[start..end].Replace("'", "''", StringComparison.Ordinal) : text[start..end]);
            }
            start = end;
        }
    }

    private void DoubleQuoted(string text, bool mayBreak)
    {
        Indicator("\"", needsBlank: true);
        Rune[] runes = [.. text.EnumerateRunes()];
        var start = 0;
        for (var end = 0; end <= runes.Length; end++)
        {
            var rune = end < runes.Length ? runes[end] : default(Rune?);
            if (rune is null || Escape(rune.Value) is not null)
            {
                Text(Part(runes, start, end));
                start = Math.Max(start, end);
                if (rune is { } special)
                {
                    Text(Escape(special)!);
                    start = end + 1;
                }
            }
            if (end == 0 || end >= runes.Length - 1 || !(rune?.Value == ' ' || start >= end) || _column + (end - start) <= _width || !mayBreak)
                continue;
            Text(Part(runes, start, end) + "\\");
            start = Math.Max(start, end);
            Indent();
            Begin();
            if (runes[start].Value == ' ')
                Text("\\");
        }
        Indicator("\"", needsBlank: false);
    }

    private static string Part(Rune[] runes, int start, int end)
    {
        var part = new StringBuilder();
        for (var i = start; i < end; i++)
            part.Append(runes[i]);
        return part.ToString();
    }

    private static string? Escape(Rune rune) => rune.Value switch
    {
        0 => "\\0",
        7 => "\\a",
        8 => "\\b",
        9 => "\\t",
        10 => "\\n",
        11 => "\\v",
        12 => "\\f",
        13 => "\\r",
        27 => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        0x85 => "\\N",
        0x2028 => "\\L",
        0x2029 => "\\P",
        >= ' ' and <= '~' or >= 0xA0 and <= 0xD7FF => null,
        >= 0xE000 and <= 0xFFFD and not 0xFEFF => null,
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
    };

    private void Begin() => _isBlank = _isIndention = false;

    private void Indicator(string indicator, bool needsBlank, bool leavesBlank = false, bool isIndention = false)
    {
        if (needsBlank && !_isBlank)
            Text(" ");
        Text(indicator);
        _isBlank = leavesBlank;
        _isIndention = _isIndention && isIndention;
    }

    private void Indent()
    {
        var column = _indent ?? 0;
        if (!_isIndention || _column > column || _column == column && !_isBlank)
            Break("\n");
        if (_column >= column)
            return;
        _isBlank = true;
        Text(new string(' ', column - _column));
    }

    private void Break(string newline)
    {
        output.Append(newline);
        _isBlank = _isIndention = true;
        _column = 0;
    }

    private void Text(string text)
    {
        output.Append(text);
        _column += StringIndex.Length(text);
    }

    private enum Place
    {
        Root,
        Sequence,
        Mapping,
        Key,
    }

    private enum Style
    {
        Plain,
        SingleQuoted,
        DoubleQuoted,
    }
}
