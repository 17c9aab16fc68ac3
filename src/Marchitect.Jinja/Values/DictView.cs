namespace Marchitect.Jinja;

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> give: it shows the dictionary as it is at the time.</summary>
internal sealed class DictView(DictValue dict, DictViewKind shown) : ValueObject
{
    /// <summary>Whether it compares as a set does; values do not, as they may be there twice.</summary>
    public bool IsSet => shown != DictViewKind.Values;

    public override string TypeName => shown switch
    {
        DictViewKind.Keys => "dict_keys",
        DictViewKind.Values => "dict_values",
        _ => "dict_items",
    };

    public override long? Length => dict.Count;

    public override bool IsIterable => true;

    public override bool IsTrue() => dict.Count > 0;

    public override void WriteRepr(TextOutput output)
    {
        if (!output.Enter(this))
        {
            output.Append("...");
            return;
        }
        output.Append(TypeName);
        output.Append("([");
        var isFirst = true;
        using var items = Iterate();
        while (items.MoveNext())
        {
            if (!isFirst)
                output.Append(", ");
            isFirst = false;
            ValueText.WriteRepr(items.Current, output);
        }
        output.Append("])");
        output.Leave();
    }

    public override bool TryGetAttribute(CallContext context, string name, out Value value)
    {
        if (name == "isdisjoint" && IsSet)
        {
            value = new(new BoundMethod(new(this), name, Isdisjoint));
            return true;
        }
        value = default;
        return false;
    }

    public override IEnumerator<Value> Iterate() => shown switch
    {
        DictViewKind.Keys => dict.Iterate(),
        DictViewKind.Values => dict.Live(static entry => entry.Value),
        _ => dict.Live(static entry => new(new TupleValue([entry.Key, entry.Value]))),
    };

    public override bool Contains(in Value item) => shown switch
    {
        DictViewKind.Keys => dict.Contains(item),
        DictViewKind.Values => base.Contains(item),
        _ => item.Instance is TupleValue { Items: [var key, var wanted] } && dict.TryGet(ValueComparer.Hashable(key), out var value) && ValueComparer.SameOrEqual(value, wanted),
    };

    public override bool EqualTo(in Value other)
    {
        if (!IsSet || other.Instance is not DictView { IsSet: true } view || view.Length != Length)
            return false;
        using var items = Iterate();
        while (items.MoveNext())
        {
            if (!view.Contains(items.Current))
                return false;
        }
        return true;
    }

    public override int Hash() => IsSet ? throw Fail.Type($"unhashable type: '{TypeName}'") : base.Hash();

    private static readonly BuiltinFunction Isdisjoint = new(new("isdisjoint", 2, "self", "other"), static (context, a) =>
    {
        using var items = Iteration.Of(a[1]);
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            if (a[0].Instance!.Contains(items.Current))
                return Value.False;
        }
        return Value.True;
    });
}
