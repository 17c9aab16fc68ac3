namespace Marchitect.Jinja;

/// <summary>What a value is put into: a variable, several of them, or an attribute of a namespace.</summary>
internal abstract class Target
{
    public abstract void Assign(Frame frame, in Value value);

    /// <summary>What was assigned, as Jinja2 hands it on from the test of a loop.</summary>
    public virtual Value Read(Frame frame) => throw new InvalidOperationException("only loops read their targets");

    /// <summary>Looks whether it can be assigned to, before the value is computed.</summary>
    public virtual void Check(Frame frame)
    {
    }
}

internal sealed class NameTarget(int slot, string? exportedAs) : Target
{
    public override void Assign(Frame frame, in Value value)
    {
        frame.Slots[slot] = value;
        if (exportedAs is not null)
            frame.Context.Export(exportedAs, value);
    }

    public override Value Read(Frame frame) => frame.Slots[slot];
}

internal sealed class TupleTarget(Target[] targets) : Target
{
    public override void Assign(Frame frame, in Value value)
    {
        var items = value.Instance switch
        {
            TupleValue tuple => tuple.Items,
            ListValue list => [.. list.Items],
            _ => Collect(frame, value),
        };
        if (items.Length < targets.Length)
            throw Fail.Value($"not enough values to unpack (expected {targets.Length}, got {items.Length})");
        if (items.Length > targets.Length)
            throw Fail.Value($"too many values to unpack (expected {targets.Length})");
        for (var i = 0; i < items.Length; i++)
            targets[i].Assign(frame, items[i]);
    }

    public override Value Read(Frame frame) => new(new TupleValue(Array.ConvertAll(targets, target => target.Read(frame))));

    // One more than wanted is enough to know that there are too many: the items may have no end.
    private Value[] Collect(Frame frame, in Value value)
    {
        if (!Iteration.IsIterable(value))
            throw Fail.Type($"cannot unpack non-iterable {value.TypeName} object");
        var items = new List<Value>(targets.Length);
        using var iterator = Iteration.Of(value);
        while (items.Count <= targets.Length && iterator.MoveNext())
        {
            frame.Eval.Budget.Iterate();
            items.Add(iterator.Current);
        }
        return [.. items];
    }
}

internal sealed class AttributeTarget(Code holder, string name) : Target
{
    public override void Check(Frame frame) => Holder(frame);

    public override void Assign(Frame frame, in Value value) => Holder(frame).Attributes[new(name)] = value;

    private NamespaceValue Holder(Frame frame) =>
        holder.Evaluate(frame).Instance as NamespaceValue ?? throw Fail.Runtime($"cannot assign the attribute '{name}': only a namespace takes attributes");
}
