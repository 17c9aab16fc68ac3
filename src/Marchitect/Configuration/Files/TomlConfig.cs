using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Marchitect;

/// <summary>Reads a config in TOML 1.1. Dates and times become texts as they are written.</summary>
/// <remarks>
/// Tomlyn's parser gives the syntax. Which tables may be defined where is checked here: its own check compares names by their
/// hashes alone (version 2.10.2), so that among some ten thousand keys it may find two the same that are not.
/// </remarks>
internal sealed partial class TomlConfig
{
    // A file that is no TOML at all has a mistake in each line, and nobody reads on.
    private const int MaxMistakes = 20;

    private readonly SourceFile _file;
    private int _section;

    private TomlConfig(SourceFile file) => _file = file;

    public static ConfigMap Read(SourceFile file, ReadOnlyMemory<byte> text) => new TomlConfig(file).Read(Encoding.UTF8.GetString(text.Span));

    private ConfigMap Read(string text)
    {
        var document = Parse(text);
        var root = new TomlTable(1, 1);
        foreach (var entry in document.KeyValues)
            Add(root, entry);
        foreach (var table in document.Tables)
        {
            _section++;
            var section = Section(root, table);
            foreach (var entry in table.Items)
                Add(section, entry);
        }
        return root.ToConfig(_file);
    }

    private DocumentSyntax Parse(string text)
    {
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, new TomlSerializerOptions { MaxDepth = SourceFile.MaxDepth }, _file.Path, validate: false);
        }
        // It is thrown for one mistake only; all others stand in the document.
        catch (TomlException e)
        {
            throw _file.TooDeep(e.Line);
        }
        var mistakes = document.Diagnostics.Where(mistake => mistake.Kind == DiagnosticMessageKind.Error).Take(MaxMistakes).ToArray();
        return mistakes.Length == 0 ? document : throw ConfigurationException.Of([.. mistakes.Select(mistake => NotValid(mistake, text))]);
    }

    /// <summary>The table that a header begins.</summary>
    private TomlTable Section(TomlTable root, TableSyntaxBase header)
    {
        var (keys, line) = Keys(header.Name);
        var parent = root;
        foreach (var key in keys[..^1])
            parent = Through(parent, key, line);
        var name = keys[^1];
        return header is TableArraySyntax ? NextOf(parent, name, line) : Defined(parent, name, line);
    }

    // The tables above the one a header is about: any that can still be added to, the last one of an array.
    private TomlTable Through(TomlTable parent, string key, int line)
    {
        if (!parent.Entries.TryGetValue(key, out var entry))
            return NewIn(parent, key, line);
        return entry.Value switch
        {
            TomlTable table => table,
            List<TomlTable> tables => tables[^1],
            _ => throw Taken(key, line, entry.Line),
        };
    }

    private TomlTable Defined(TomlTable parent, string key, int line)
    {
        if (!parent.Entries.TryGetValue(key, out var entry))
            entry.Value = NewIn(parent, key, line);
        if (entry.Value is not TomlTable { HasHeader: false, DottedIn: null } table)
            throw Taken(key, line, entry.Line);
        table.HasHeader = true;
        return table;
    }

    private TomlTable NextOf(TomlTable parent, string key, int line)
    {
        if (!parent.Entries.TryGetValue(key, out var entry))
            parent.Entries.Add(key, entry = (line, new List<TomlTable>()));
        if (entry.Value is not List<TomlTable> tables)
            throw Taken(key, line, entry.Line);
        // The array is a level of its own.
        tables.Add(NewTable(line, parent.Depth + 2));
        tables[^1].HasHeader = true;
        return tables[^1];
    }

    private void Add(TomlTable table, KeyValueSyntax entry)
    {
        var (keys, line) = Keys(entry.Key);
        foreach (var key in keys[..^1])
            table = Dotted(table, key, line);
        var name = keys[^1];
        if (table.Entries.TryGetValue(name, out var first))
            throw Taken(name, line, first.Line);
        table.Entries.Add(name, (line, Value(entry.Value, line, table.Depth + 1)));
    }

    private TomlTable Dotted(TomlTable parent, string key, int line)
    {
        if (!parent.Entries.TryGetValue(key, out var entry))
            entry.Value = NewIn(parent, key, line);
        if (entry.Value is not TomlTable { HasHeader: false } table || (table.DottedIn is { } section && section != _section))
            throw Taken(key, line, entry.Line);
        table.DottedIn = _section;
        return table;
    }

    private ConfigValue Value(ValueSyntax? value, int line, int depth) => value switch
    {
        StringValueSyntax text => new ConfigScalar(ConfigKind.Text, text.Value ?? "", _file.At(line)),
        IntegerValueSyntax number => new ConfigScalar(ConfigKind.Integer, new BigInteger(number.Value), _file.At(line)),
        FloatValueSyntax number => new ConfigScalar(ConfigKind.Float, Float(number, line), _file.At(line)),
        BooleanValueSyntax yes => new ConfigScalar(ConfigKind.Bool, yes.Value, _file.At(line)),
        DateTimeValueSyntax time => new ConfigScalar(ConfigKind.Text, time.Token?.Text ?? "", _file.At(line)),
        ArraySyntax array => List(array, line, depth),
        InlineTableSyntax inline => Inline(inline, line, depth),
        _ => throw _file.Wrong("this key has no value.", line),
    };

    private ConfigList List(ArraySyntax array, int line, int depth)
    {
        if (depth > SourceFile.MaxDepth)
            throw _file.TooDeep(line);
        return new([.. array.Items.Select(item => Value(item.Value, LineOf(item), depth + 1))], _file.At(line));
    }

    private ConfigMap Inline(InlineTableSyntax inline, int line, int depth)
    {
        var table = NewTable(line, depth);
        foreach (var item in inline.Items)
        {
            if (item.KeyValue is { } entry)
                Add(table, entry);
        }
        return table.ToConfig(_file);
    }

    private double Float(FloatValueSyntax number, int line) =>
        number.Token is { TokenKind: TokenKind.Float, Text: { } digits }
            ? _file.Float(digits.Replace("_", "", StringComparison.Ordinal), line)
            : number.Value;

    private TomlTable NewIn(TomlTable parent, string key, int line)
    {
        var table = NewTable(line, parent.Depth + 1);
        parent.Entries.Add(key, (line, table));
        return table;
    }

    private TomlTable NewTable(int line, int depth) => depth > SourceFile.MaxDepth ? throw _file.TooDeep(line) : new(line, depth);

    private (string[] Keys, int Line) Keys(KeySyntax? key)
    {
        var line = key is null ? 1 : LineOf(key);
        return ([Name(key?.Key), .. key?.DotKeys.Select(dotted => Name(dotted.Key)) ?? []], line);

        string Name(BareKeyOrStringValueSyntax? part) => part switch
        {
            BareKeySyntax { Key.Text: { } bare } => bare,
            StringValueSyntax { Value: { } quoted } => quoted,
            _ => throw _file.Wrong("a key is missing.", line),
        };
    }

    private ConfigurationException Taken(string key, int line, int firstLine) => _file.Wrong(
        $"'{key}' is defined already, in line {firstLine}.", line, "Put all of it in one place, or give one of the two another name.");

    private ConfigurationException NotValid(DiagnosticMessage mistake, string text)
    {
        var (line, column) = (mistake.Span.Start.Line, mistake.Span.Start.Column);
        // The parser has no place for the end of the file.
        if (mistake.Span.Start.Offset == 0 && mistake.Message.Contains("eof", StringComparison.OrdinalIgnoreCase))
            (line, column) = (text.AsSpan().Count('\n'), text.Length - (text.LastIndexOf('\n') + 1));
        return _file.NotValid("TOML", Quotation().Replace(mistake.Message, Untold), line + 1, column + 1);
    }

    // The message quotes what it stumbled over, which may be part of a password; kinds of tokens, brackets and the like it may tell.
    private static string Untold(Match quotation) =>
        quotation.ValueSpan.StartsWith("token: ") || !quotation.Value.Any(char.IsLetterOrDigit) ? quotation.Value : "`...`";

    [GeneratedRegex(@"(?:token: )?`[^`]*`|(?<=instead of )[^`].*|(?<=Unexpected token )\[.*\](?= found)", RegexOptions.Singleline)]
    private static partial Regex Quotation();

    private static int LineOf(SyntaxNode node) => node.Span.Start.Line + 1;
}
