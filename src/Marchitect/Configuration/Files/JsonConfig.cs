using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Marchitect;

/// <summary>Reads a config in JSON (RFC 8259), with comments; keys stand once.</summary>
internal ref struct JsonConfig
{
    private readonly SourceFile _file;
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private JsonConfig(SourceFile file, ReadOnlySpan<byte> text)
    {
        _file = file;
        _text = text;
        _reader = new(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, MaxDepth = SourceFile.MaxDepth + 1 });
    }

    public static ConfigMap Read(SourceFile file, ReadOnlyMemory<byte> text)
    {
        var config = new JsonConfig(file, text.Span);
        try
        {
            return config.Root();
        }
        catch (JsonException e)
        {
            throw config.NotValid(e);
        }
    }

    private ConfigMap Root()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw _file.Wrong("the file does not hold a map.", Line(), "Begin it with { and give each value a key.");
        var root = Map(Line());
        // Finds what stands after the end.
        _reader.Read();
        return root;
    }

    private ConfigValue Value(int line) => _reader.TokenType switch
    {
        JsonTokenType.StartObject => Map(line),
        JsonTokenType.StartArray => List(line),
        JsonTokenType.String => new ConfigScalar(ConfigKind.Text, Text(), _file.At(line)),
        JsonTokenType.Number => Number(line),
        JsonTokenType.True or JsonTokenType.False => new ConfigScalar(ConfigKind.Bool, _reader.GetBoolean(), _file.At(line)),
        _ => new ConfigScalar(ConfigKind.Null, null, _file.At(line)),
    };

    private ConfigMap Map(int line)
    {
        RefuseTooDeep();
        var entries = new OrderedDictionary<string, ConfigValue>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var keyLine = Line();
            var key = Text();
            if (entries.TryGetValue(key, out var first))
                throw _file.Duplicate(key, keyLine, first.Source?.Line);
            _reader.Read();
            entries.Add(key, Value(keyLine));
        }
        return new(entries, _file.At(line));
    }

    private ConfigList List(int line)
    {
        RefuseTooDeep();
        var items = new List<ConfigValue>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(Line()));
        return new([.. items], _file.At(line));
    }

    private ConfigScalar Number(int line)
    {
        var digits = Encoding.ASCII.GetString(_reader.ValueSpan);
        return digits.AsSpan().ContainsAny('.', 'e', 'E')
            ? new(ConfigKind.Float, _file.Float(digits, line), _file.At(line))
            : new(ConfigKind.Integer, BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), _file.At(line));
    }

    private string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw _file.Wrong("the text holds one half of a character alone.", Line(), "Write characters above \\uffff as a pair of \\u escapes, or as they are.");
        }
    }

    // The reader's own check is one level later, and tells it less clearly.
    private void RefuseTooDeep()
    {
        if (_reader.CurrentDepth >= SourceFile.MaxDepth)
            throw _file.TooDeep(Line());
    }

    // Counts on from the last token asked for, so that the file is gone through once.
    private int Line()
    {
        var start = (int)_reader.TokenStartIndex;
        _line += _text[_counted..start].Count((byte)'\n');
        _counted = start;
        return _line;
    }

    private readonly ConfigurationException NotValid(JsonException e)
    {
        var line = (int)(e.LineNumber ?? 0);
        var rest = _text;
        for (var skipped = 0; skipped < line; skipped++)
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        var before = rest[..(int)Math.Min(e.BytePositionInLine ?? 0, rest.Length)];
        // The message tells the place again, from 0.
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return _file.NotValid("JSON", end < 0 ? e.Message : e.Message[..end], line + 1, Encoding.UTF8.GetCharCount(before) + 1);
    }
}
