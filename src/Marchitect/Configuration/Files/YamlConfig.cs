using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Marchitect;

/// <summary>Reads a config in YAML 1.2 with the core schema, and with merge keys (<c>&lt;&lt;</c>) from YAML 1.1.</summary>
internal sealed partial class YamlConfig
{
    /// <summary>How many values aliases may stand for: a few lines of aliases of aliases make more of them than any memory holds.</summary>
    public const int MaxAliased = 1_000_000;

    private const string CoreTags = "tag:yaml.org,2002:";

    private readonly SourceFile _file;
    private readonly string _text;
    private readonly Parser _parser;
    private readonly Dictionary<string, Node?> _anchors = [];
    private long _aliased;
    // The innermost map or list in braces or brackets that is being read.
    private ParsingEvent? _bracket;

    private YamlConfig(SourceFile file, string text)
    {
        _file = file;
        _text = text;
        // The parser stops a key without a question mark at 1,024 characters, as the specification does, and so never looks further ahead.
        _parser = new(new StringReader(text));
    }

    public static ConfigMap Read(SourceFile file, ReadOnlyMemory<byte> text) => new YamlConfig(file, Encoding.UTF8.GetString(text.Span)).Root();

    private ConfigMap Root()
    {
        Next();
        Next();
        if (At is StreamEnd)
            return new([], _file.At(1));
        Next();
        var line = LineOf(At);
        var isEmpty = At is Scalar { Value: "", Style: ScalarStyle.Plain, Tag.IsEmpty: true };
        var root = Value(1).Value;
        Next();
        if (At is not StreamEnd)
            throw _file.Wrong("another document begins here.", LineOf(At), "Give each document (after a line ---) a file of its own.");
        return root as ConfigMap
            ?? (isEmpty ? new([], _file.At(1)) : throw _file.Wrong("the file does not hold a map.", line, "Give each value a key: 'key: value'."));
    }

    private ParsingEvent At => _parser.Current!;

    private Node Value(int depth, int? keyLine = null)
    {
        var at = At;
        var line = keyLine ?? LineOf(at);
        if (at is AnchorAlias alias)
            return Aliased(alias, line, depth);
        // After a key in braces that are not closed the parser may tell the end of the map at once.
        if (at is not NodeEvent { Anchor: var anchor })
            throw NotUnderstood();

        // Until it is read whole, it is open: an alias within stands for what holds it.
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = null;
        var outer = _bracket;
        if (at is MappingStart { Style: MappingStyle.Flow } or SequenceStart { Style: SequenceStyle.Flow })
            _bracket = at;
        var node = at switch
        {
            MappingStart map => Map(map, line, depth),
            SequenceStart list => List(list, line, depth),
            _ => new(Scalar((Scalar)at, line), 1, 0),
        };
        _bracket = outer;
        Next();
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = node;
        return node;
    }

    private Node Map(MappingStart start, int line, int depth)
    {
        Begin(start, start.Tag, "map", line, depth);
        var entries = new OrderedDictionary<string, ConfigValue>();
        var merged = new List<ConfigMap>();
        int? mergeLine = null;
        var (size, height) = (1, 0);
        while (At is not MappingEnd)
        {
            var keyLine = LineOf(At);
            var isMerge = At is Scalar { Value: "<<", Style: ScalarStyle.Plain, Tag.IsEmpty: true };
            var key = Key();
            var value = Value(depth + 1, keyLine);
            (size, height) = (size + value.Size, Math.Max(height, value.Height));
            if (isMerge)
            {
                if (mergeLine is not null)
                    throw _file.Duplicate(key, keyLine, mergeLine);
                mergeLine = keyLine;
                merged.AddRange(Merged(value.Value, keyLine));
            }
            else if (!entries.TryAdd(key, value.Value))
            {
                throw _file.Duplicate(key, keyLine, entries[key].Source?.Line);
            }
        }
        // What the map says itself holds, wherever the merge key stands; of several maps merged, the first that says it.
        foreach (var (key, value) in merged.SelectMany(map => map.Entries))
            entries.TryAdd(key, value);
        return new(new ConfigMap(entries, _file.At(line)), size, height + 1);
    }

    private Node List(SequenceStart start, int line, int depth)
    {
        Begin(start, start.Tag, "seq", line, depth);
        var items = new List<ConfigValue>();
        var (size, height) = (1, 0);
        while (At is not SequenceEnd)
        {
            var item = Value(depth + 1);
            items.Add(item.Value);
            (size, height) = (size + item.Size, Math.Max(height, item.Height));
        }
        return new(new ConfigList([.. items], _file.At(line)), size, height + 1);
    }

    private void Begin(NodeEvent start, TagName tag, string kind, int line, int depth)
    {
        if (depth > SourceFile.MaxDepth)
            throw _file.TooDeep(LineOf(start));
        if (!tag.IsEmpty && tag.Value is not "!" && tag.Value != CoreTags + kind)
            throw UnknownTag(tag, line);
        Next();
    }

    private IEnumerable<ConfigMap> Merged(ConfigValue value, int line) => value switch
    {
        ConfigMap map => [map],
        ConfigList list when list.List.All(item => item is ConfigMap) => list.List.Cast<ConfigMap>(),
        _ => throw _file.Wrong("the merge key << takes a map or a list of maps.", line, "Give it an alias of a map, as in '<<: *defaults', or quote the key."),
    };

    private Node Aliased(AnchorAlias alias, int line, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
            throw _file.Wrong($"no anchor &{alias.Value} stands before its alias.", line, "Mind the spelling, or quote a text that begins with *.");
        if (anchored is not { } node)
            throw _file.Wrong($"what &{alias.Value} stands for contains itself.", line);
        _aliased += node.Size;
        if (_aliased > MaxAliased)
            throw _file.Wrong($"aliases stand for more than {MaxAliased} values.", line, "Write less by aliases of aliases.");
        if (depth - 1 + node.Height > SourceFile.MaxDepth)
            throw _file.TooDeep(line);
        Next();
        return node with { Value = node.Value.At(_file.At(line)) };
    }

    private string Key()
    {
        var line = LineOf(At);
        var key = At switch
        {
            Scalar { Tag: var tag } scalar when tag.IsEmpty || tag.Value is "!" || tag.Value.StartsWith(CoreTags, StringComparison.Ordinal) => scalar.Value,
            Scalar scalar => throw UnknownTag(scalar.Tag, line),
            AnchorAlias alias when _anchors.GetValueOrDefault(alias.Value.Value) is { Value: ConfigScalar { Kind: ConfigKind.Text } text } => text.Text,
            AnchorAlias alias => throw _file.Wrong($"the alias *{alias.Value} stands for no text, so it can be no key.", line),
            // The commonest cause: {{ name }} is a map whose key is a map.
            MappingStart { Style: MappingStyle.Flow } => throw _file.Wrong(
                "a map cannot be a key.", line, "Put a text that begins with a brace in quotes, as in \"{{ name }}\"."),
            NodeEvent => throw _file.Wrong("a map or a list cannot be a key.", line, "Give it a text as its key."),
            _ => throw NotUnderstood(),
        };
        if (At is Scalar { Anchor: { IsEmpty: false } anchor })
            _anchors[anchor.Value] = new(new ConfigScalar(ConfigKind.Text, key, _file.At(line)), 1, 0);
        Next();
        return key;
    }

    private ConfigScalar Scalar(Scalar scalar, int line)
    {
        if (scalar.Tag.IsEmpty)
            return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value, line) : Text(scalar, line);
        var text = scalar.Value;
        return scalar.Tag.Value switch
        {
            "!" or CoreTags + "str" => Text(scalar, line),
            CoreTags + "null" when YamlScalar.IsNull(text) => Of(ConfigKind.Null, null, line),
            CoreTags + "bool" when YamlScalar.IsBool(text) => Of(ConfigKind.Bool, YamlScalar.IsTrue(text), line),
            CoreTags + "int" when YamlScalar.IsInteger(text) => Of(ConfigKind.Integer, YamlScalar.Integer(text), line),
            CoreTags + "float" when YamlScalar.IsFloat(text) => Of(ConfigKind.Float, Float(text, line), line),
            CoreTags + "null" or CoreTags + "bool" or CoreTags + "int" or CoreTags + "float" => throw _file.Wrong(
                $"the value is not what its tag !!{scalar.Tag.Value[CoreTags.Length..]} says.", line, "Change the value, or take the tag away."),
            _ => TaggedScalar(scalar, line),
        };
    }

    /// <summary>A scalar whose tag is not one of YAML's own.</summary>
    private ConfigScalar TaggedScalar(Scalar scalar, int line) => scalar.Tag.Value switch
    {
        "!vault" => Of(ConfigKind.Secret, Secret.FromVaultText(_file.Path, line, scalar.Value), line),
        _ => throw UnknownTag(scalar.Tag, line),
    };

    private ConfigScalar Plain(string scalar, int line)
    {
        if (YamlScalar.IsText(scalar))
            return Of(ConfigKind.Text, scalar, line);
        if (YamlScalar.IsNull(scalar))
            return Of(ConfigKind.Null, null, line);
        if (YamlScalar.IsBool(scalar))
            return Of(ConfigKind.Bool, YamlScalar.IsTrue(scalar), line);
        return YamlScalar.IsInteger(scalar) ? Of(ConfigKind.Integer, YamlScalar.Integer(scalar), line) : Of(ConfigKind.Float, Float(scalar, line), line);
    }

    private double Float(string scalar, int line) => YamlScalar.NamedFloat(scalar) ?? _file.Float(scalar, line);

    private ConfigScalar Text(Scalar scalar, int line) => Of(ConfigKind.Text, scalar.Value, line);

    private ConfigScalar Of(ConfigKind kind, object? value, int line) => new(kind, value, _file.At(line));

    private ConfigurationException UnknownTag(TagName tag, int line)
    {
        var name = tag.Value.StartsWith(CoreTags, StringComparison.Ordinal) ? $"!!{tag.Value[CoreTags.Length..]}" : tag.Value;
        return _file.Wrong($"the tag {name} is not known here.", line, "Known are !!str, !!int, !!float, !!bool, !!null, !!map, !!seq and !vault; take it away.");
    }

    private void Next()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (YamlException e)
        {
            // The parser tells where the map begins; a tab is found by looking for it.
            var start = (int)e.Start.Index;
            if (e.Message.Contains("tab as indentation", StringComparison.Ordinal) && Tab().Match(_text, start) is { Success: true } tab)
                throw NotValid("a tab indents this line, and YAML takes spaces only.", e.Start.Line + _text.AsSpan(start..tab.Index).Count('\n'), tab.Length);
            throw NotValid(e.Message, e.Start.Line, e.Start.Column);
        }
        // The parser makes tags, anchors and escaped characters of what it read without looking whether they can be any, and may
        // meet the end of a map or list in brackets where it does not expect one.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw NotUnderstood();
        }
    }

    private ConfigurationException NotUnderstood() => _bracket is { Start: var start }
        ? NotValid("the bracket or brace here is not closed, or something within is not where it should be.", start.Line, start.Column)
        : _parser.Current is { End: var end }
            ? NotValid("what follows is not understood.", end.Line, end.Column)
            : NotValid("it is not understood.", 1, 1);

    private ConfigurationException NotValid(string message, long line, long column) => _file.NotValid("YAML", message, (int)line, column);

    [GeneratedRegex("^ *\t", RegexOptions.Multiline)]
    private static partial Regex Tab();

    private static int LineOf(ParsingEvent at) => (int)at.Start.Line;

    /// <summary>A value with what an alias of it would cost: how many values it holds, itself included, and how many levels.</summary>
    private readonly record struct Node(ConfigValue Value, int Size, int Height);
}
