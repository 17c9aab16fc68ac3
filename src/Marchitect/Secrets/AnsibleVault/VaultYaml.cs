using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Marchitect;

/// <summary>Reads YAML with secrets in it: values stay the texts they are written as, and no error shows any of them.</summary>
internal sealed class VaultYaml
{
    private const int DeepestLevel = 100;

    private readonly Dictionary<AnchorName, VaultNode> _anchors = [];
    private readonly Parser _parser;
    private readonly string _file;
    private readonly bool _isSecret;

    private VaultYaml(string text, string file, bool isSecret)
    {
        _parser = new(new StringReader(text));
        _file = file;
        _isSecret = isSecret;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML, one document.</param>
    /// <param name="file">The file, for errors.</param>
    /// <param name="isSecret">Whether all of it was encrypted, so that lines of it are found only in the decrypted text.</param>
    /// <exception cref="SecretException">It is no YAML, has several documents, or a key twice.</exception>
    public static VaultNode Read(string text, string file, bool isSecret)
    {
        var reader = new VaultYaml(text, file, isSecret);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException wrong)
        {
            // Without the parser's own words and without it as a cause: they may quote the text.
            throw reader.Wrong(wrong.Start.Line, "is no YAML");
        }
        catch (InvalidOperationException)
        {
            // What the scanner of YamlDotNet 18.1 throws for a plain text that a } ends within [ ].
            throw reader.Wrong(reader._parser.Current?.End.Line ?? 1, "is no YAML");
        }
    }

    private VaultNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
            throw new SecretException($"{_file} holds no values.");
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        return _parser.TryConsume<DocumentStart>(out var second) ? throw Wrong(second.Start.Line, "begins a second document; one is read") : root;
    }

    private VaultNode ReadNode(int level)
    {
        if (level > DeepestLevel)
            throw Wrong(_parser.Current!.Start.Line, $"is nested deeper than {DeepestLevel} levels");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return _anchors.GetValueOrDefault(alias.Value) ?? throw Wrong(alias.Start.Line, "refers to an anchor that is not there");
        var began = _parser.Consume<NodeEvent>();
        var node = began switch
        {
            Scalar scalar => new VaultNode
            {
                Line = scalar.Start.Line,
                Text = IsNull(scalar) ? "" : scalar.Value,
                IsEncrypted = !scalar.Tag.IsEmpty && scalar.Tag.Value is "!vault" or "!vault-encrypted",
            },
            MappingStart => ReadMap(began.Start.Line, level),
            _ => ReadList(began.Start.Line, level),
        };
        if (!began.Anchor.IsEmpty)
            _anchors[began.Anchor] = node;
        return node;
    }

    private VaultNode ReadMap(long line, int level)
    {
        var map = new Dictionary<string, VaultNode>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(level + 1);
            if (key.Text is null)
                throw Wrong(key.Line, "has a key that is no text");
            if (!map.TryAdd(key.Text, ReadNode(level + 1)))
                throw Wrong(key.Line, "has a key that stands twice in its map");
        }
        return new() { Line = line, Map = map };
    }

    private VaultNode ReadList(long line, int level)
    {
        var list = new List<VaultNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Add(ReadNode(level + 1));
        return new() { Line = line, List = list };
    }

    private static bool IsNull(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" or "Null" or "NULL" or "" };

    private SecretException Wrong(long line, string what) => new($"line {line} of {(_isSecret ? $"the text encrypted in {_file}" : _file)} {what}.");
}
