using System.Globalization;
using System.Runtime.CompilerServices;

namespace Marchitect.Jinja;

/// <summary>Values as YAML, as PyYAML's <c>safe_dump</c> writes them.</summary>
internal sealed class YamlText
{
    private readonly CallContext _context;
    private readonly bool? _flow;
    private readonly bool _sortKeys;
    private readonly Dictionary<ValueObject, YamlNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<YamlNode> _seen = [];
    private int _anchors;

    private YamlText(CallContext context, bool? flow, bool sortKeys) => (_context, _flow, _sortKeys) = (context, flow, sortKeys);

    /// <summary>Writes a value.</summary>
    /// <param name="context">The rendering.</param>
    /// <param name="value">It.</param>
    /// <param name="flow">Whether collections go into brackets; null puts those there that hold scalars alone.</param>
    /// <param name="sortKeys">Whether keys are in order, where they have one.</param>
    /// <param name="indent">How far each level is indented.</param>
    /// <param name="width">From which column on lines are broken.</param>
    public static string Of(CallContext context, in Value value, bool? flow, bool sortKeys, int indent, int width)
    {
        var yaml = new YamlText(context, flow, sortKeys);
        var root = yaml.Represent(value);
        yaml.NameAnchors(root);
        using var output = new TextOutput(context.Budget.Limits.TextLength);
        new YamlEmitter(output, indent, width).Write(root);
        context.Budget.Text(output.Length);
        return output.ToString();
    }

    private YamlNode Represent(in Value value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        FilterArguments.Defined(value);
        if (value.TextOrNull is { } text)
            return new() { Kind = YamlKind.Scalar, Text = text, IsText = true };
        if (value.IsNone)
            return new() { Kind = YamlKind.Scalar, Text = "null", TagLength = 6 };
        if (value.IsBool)
            return new() { Kind = YamlKind.Scalar, Text = value.IsTrue() ? "true" : "false", TagLength = 6 };
        if (value.IsFloat)
            return new() { Kind = YamlKind.Scalar, Text = FloatOf(value), TagLength = 7 };
        if (value.TryInteger(out _))
            return new() { Kind = YamlKind.Scalar, Text = ValueText.ReprOf(value) };
        return value.Instance switch
        {
            DictValue dict => RepresentDict(dict),
            ListValue list => RepresentItems(list, list.Items),
            TupleValue tuple => RepresentItems(tuple, tuple.Items),
            _ => throw Fail.Type($"a {value.TypeName} cannot be written as YAML"),
        };
    }

    private static string FloatOf(in Value value)
    {
        if (double.IsNaN(value.Double))
            return ".nan";
        if (double.IsInfinity(value.Double))
            return value.Double > 0 ? ".inf" : "-.inf";
        // YAML 1.1 wants a point in every float: 1e+17 would be a text.
        var text = ValueText.ReprOf(value);
        return text.Contains('.', StringComparison.Ordinal) ? text : text.Replace("e", ".0e", StringComparison.Ordinal);
    }

    private YamlNode RepresentItems(ValueObject container, IReadOnlyList<Value> items)
    {
        if (_nodes.TryGetValue(container, out var known))
            return known;
        var node = new YamlNode { Kind = YamlKind.Sequence };
        // Empty tuples are one object to Python, which does not count as standing in several places.
        if (items.Count > 0 || container is ListValue)
            _nodes.Add(container, node);
        _context.Budget.Iterate(items.Count);
        foreach (var item in items)
            node.Items.Add(Represent(item));
        return Styled(node);
    }

    private YamlNode RepresentDict(DictValue dict)
    {
        if (_nodes.TryGetValue(dict, out var known))
            return known;
        var node = new YamlNode { Kind = YamlKind.Mapping, TagLength = 5 };
        _nodes.Add(dict, node);
        foreach (var (key, value) in Entries(dict))
        {
            node.Items.Add(Represent(key));
            node.Items.Add(Represent(value));
        }
        return Styled(node);
    }

    private YamlNode Styled(YamlNode node)
    {
        node.IsFlow = _flow ?? node.Items.TrueForAll(static item => item.Kind == YamlKind.Scalar);
        return node;
    }

    private KeyValuePair<Value, Value>[] Entries(DictValue dict)
    {
        KeyValuePair<Value, Value>[] entries = [.. dict.Entries];
        if (!_sortKeys)
            return entries;
        try
        {
            return KeySort.By(_context, entries, static entry => entry.Key, reverse: false);
        }
        catch (TemplateRuntimeException error) when (error is not TemplateLimitException)
        {
            // Keys of several kinds have no order: they stay as they are.
            return entries;
        }
    }

    // Names are given where a collection is met for the second time.
    private void NameAnchors(YamlNode node)
    {
        if (node.Kind == YamlKind.Scalar)
            return;
        if (!_seen.Add(node))
        {
            node.Anchor ??= string.Create(CultureInfo.InvariantCulture, $"id{++_anchors:000}");
            return;
        }
        foreach (var item in node.Items)
            NameAnchors(item);
    }
}
