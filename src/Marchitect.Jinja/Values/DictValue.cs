using System.Diagnostics.CodeAnalysis;

namespace Marchitect.Jinja;

/// <summary>A dictionary in the order of insertion: Python's <c>dict</c>.</summary>
internal sealed class DictValue : ValueObject
{
    private readonly OrderedDictionary<Value, Value> _entries;

    public DictValue(int capacity = 0) => _entries = new(capacity, ValueComparer.Instance);

    public override string TypeName => "dict";

    public override ValueKind Kind => ValueKind.Map;

    public int Count => _entries.Count;

    public override long? Length => _entries.Count;

    public override bool HasItems => true;

    public override bool IsIterable => true;

    public OrderedDictionary<Value, Value> Entries => _entries;

    /// <summary>Sets a key; one that is there keeps its place and its own spelling (<c>1</c> and <c>1.0</c> are one key).</summary>
    public Value this[in Value key]
    {
        set
        {
            var index = _entries.IndexOf(key);
            if (index >= 0)
                _entries.SetAt(index, value);
            else
                _entries.Add(key, value);
        }
    }

    public bool TryGet(in Value key, out Value value) => _entries.TryGetValue(key, out value);

    public bool TryGet(string key, out Value value) => _entries.TryGetValue(new Value(key), out value);

    public override bool IsTrue() => _entries.Count > 0;

    public override void WriteRepr(TextOutput output)
    {
        if (!output.Enter(this))
        {
            output.Append("{...}");
            return;
        }
        output.Append('{');
        var first = true;
        foreach (var (key, value) in _entries)
        {
            if (!first)
                output.Append(", ");
            first = false;
            ValueText.WriteRepr(key, output);
            output.Append(": ");
            ValueText.WriteRepr(value, output);
        }
        output.Append('}');
        output.Leave();
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value) => DictMethods.Table.TryBind(this, name, out value);

    public override bool TryGetItem(CallContext context, in Value key, out Value value) => _entries.TryGetValue(key, out value);

    public override IEnumerator<Value> Iterate() => Live(static entry => entry.Key);

    /// <summary>The entries one after another, in the wanted form; an error where the number of entries changes meanwhile.</summary>
    public IEnumerator<Value> Live(Func<KeyValuePair<Value, Value>, Value> form)
    {
        var count = _entries.Count;
        for (var i = 0; i < count; i++)
        {
            if (_entries.Count != count)
                throw Fail.Runtime("dictionary changed size during iteration");
            yield return form(_entries.GetAt(i));
        }
    }

    public override bool Contains(in Value item) => _entries.ContainsKey(ValueComparer.Hashable(item));

    [SuppressMessage("Performance", "CA1859:Use concrete types when possible", Justification = "It is the signature.")]
    public override bool EqualTo(in Value other)
    {
        if (other.Instance is not DictValue dict || dict.Count != Count)
            return false;
        foreach (var (key, value) in _entries)
        {
            if (!dict.TryGet(key, out var theirs) || !ValueComparer.SameOrEqual(value, theirs))
                return false;
        }
        return true;
    }

    public override int Hash() => throw Fail.Type("unhashable type: 'dict'");
}
