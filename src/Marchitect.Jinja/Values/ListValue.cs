namespace Marchitect.Jinja;

/// <summary>A list: Python's <c>list</c>.</summary>
internal sealed class ListValue(List<Value> items) : ValueObject
{
    public List<Value> Items { get; } = items;

    public override string TypeName => "list";

    public override ValueKind Kind => ValueKind.List;

    public override long? Length => Items.Count;

    public override bool HasItems => true;

    public override bool IsIterable => true;

    public override bool IsTrue() => Items.Count > 0;

    public override void WriteRepr(TextOutput output) => Sequences.WriteRepr(output, this, Items, '[', ']');

    public override bool TryGetAttribute(CallContext context, string name, out Value value) => ListMethods.Table.TryBind(this, name, out value);

    public override bool TryGetItem(CallContext context, in Value key, out Value value) => Sequences.TryGetItem(Items, key, out value);

    public override IEnumerator<Value> Iterate()
    {
        // By index, since the list may grow or shrink meanwhile, as in Python.
        for (var i = 0; i < Items.Count; i++)
            yield return Items[i];
    }

    public override bool EqualTo(in Value other) => other.Instance is ListValue list && Sequences.Equal(Items, list.Items);

    public override int Hash() => throw Fail.Type("unhashable type: 'list'");
}
