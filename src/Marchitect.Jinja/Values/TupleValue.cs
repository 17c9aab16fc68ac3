namespace Marchitect.Jinja;

/// <summary>A tuple: Python's <c>tuple</c>. With names, its items are attributes too.</summary>
internal sealed class TupleValue(Value[] items, string[]? names = null) : ValueObject
{
    public static readonly TupleValue Empty = new([]);

    public Value[] Items { get; } = items;

    public override string TypeName => "tuple";

    public override ValueKind Kind => ValueKind.Tuple;

    public override long? Length => Items.Length;

    public override bool HasItems => true;

    public override bool IsIterable => true;

    public override bool IsTrue() => Items.Length > 0;

    public override void WriteRepr(TextOutput output) => Sequences.WriteRepr(output, this, Items, '(', ')');

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        var index = names is null ? -1 : Array.IndexOf(names, name);
        if (index < 0)
            return TupleMethods.Table.TryBind(this, name, out value);
        value = Items[index];
        return true;
    }

    public override bool TryGetItem(CallContext context, in Value key, out Value value) => Sequences.TryGetItem(Items, key, out value);

    public override IEnumerator<Value> Iterate() => ((IEnumerable<Value>)Items).GetEnumerator();

    public override bool EqualTo(in Value other) => other.Instance is TupleValue tuple && Sequences.Equal(Items, tuple.Items);

    public override int Hash()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(ValueComparer.Instance.GetHashCode(item));
        return hash.ToHashCode();
    }
}
