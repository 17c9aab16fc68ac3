namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>dict</c>.</summary>
internal static class DictMethods
{
    public static MethodTable Table { get; } = new(new()
    {
        ["clear"] = new(new("clear", 1, "self"), static (_, a) =>
        {
            Self(a).Entries.Clear();
            return Value.None;
        }),
        ["copy"] = new(new("copy", 1, "self"), static (context, a) => new(Copy(context, Self(a)))),
        ["fromkeys"] = new(new("fromkeys", 2, "self", "<iterable>", "<value>"), static (context, a) => new(FromKeys(context, a[1], Or(a[2], Value.None)))),
        ["get"] = new(new("get", 2, "self", "<key>", "<default>"), static (_, a) =>
            Self(a).TryGet(ValueComparer.Hashable(a[1]), out var value) ? value : Or(a[2], Value.None)),
        ["items"] = new(new("items", 1, "self"), static (_, a) => new(new DictView(Self(a), DictViewKind.Items))),
        ["keys"] = new(new("keys", 1, "self"), static (_, a) => new(new DictView(Self(a), DictViewKind.Keys))),
        ["pop"] = new(new("pop", 2, "self", "<key>", "<default>"), static (_, a) =>
        {
            if (Self(a).Entries.Remove(ValueComparer.Hashable(a[1]), out var value))
                return value;
            return a[2].IsMissing ? throw Fail.Runtime($"the dictionary has no key {ValueText.BriefOf(a[1])} to pop") : a[2];
        }),
        ["popitem"] = new(new("popitem", 1, "self"), static (_, a) =>
        {
            var entries = Self(a).Entries;
            if (entries.Count == 0)
                throw Fail.Runtime("popitem(): dictionary is empty");
            var (key, value) = entries.GetAt(entries.Count - 1);
            entries.RemoveAt(entries.Count - 1);
            return new(new TupleValue([key, value]));
        }),
        ["setdefault"] = new(new("setdefault", 2, "self", "<key>", "<default>"), static (context, a) =>
        {
            var dict = Self(a);
            if (dict.TryGet(ValueComparer.Hashable(a[1]), out var value))
                return value;
            context.Budget.Iterate();
            return dict[a[1]] = Or(a[2], Value.None);
        }),
        ["update"] = new("update", static (context, positional, keywords) =>
        {
            if (positional.Length > 2)
                throw Fail.Type($"update expected at most 1 argument, got {positional.Length - 1}");
            if (positional.Length == 2)
                Update(context, Self(positional), positional[1]);
            foreach (var (name, value) in keywords)
                Self(positional)[new Value(name)] = value;
            return Value.None;
        }),
        ["values"] = new(new("values", 1, "self"), static (_, a) => new(new DictView(Self(a), DictViewKind.Values))),
    });

    /// <summary>Adds the entries of a dictionary, or those that a sequence of pairs tells.</summary>
    public static void Update(CallContext context, DictValue dict, in Value from)
    {
        if (from.Instance is DictValue other)
        {
            context.Budget.Iterate(other.Count);
            foreach (var (key, value) in other.Entries.ToArray())
                dict[key] = value;
            return;
        }
        // Python asks for its keys first, which is an error of whatever is undefined.
        if (from.Instance is UndefinedValue undefined)
            throw undefined.Error();
        using var items = Iteration.Of(from);
        for (var i = 0; items.MoveNext(); i++)
        {
            context.Budget.Iterate();
            if (items.Current.Instance is UndefinedValue { Policy: UndefinedPolicy.Tested or UndefinedPolicy.Strict } missing)
                throw missing.Error();
            if (!Iteration.IsIterable(items.Current))
                throw Fail.Type($"cannot convert dictionary update sequence element #{i} to a sequence: it is {ValueText.BriefOf(items.Current)}");
            if (Iteration.ToList(context, items.Current) is not [var key, var value])
                throw Fail.Value($"dictionary update sequence element #{i} is no pair of key and value: {ValueText.BriefOf(items.Current)}");
            dict[key] = value;
        }
    }

    private static DictValue Self(ReadOnlySpan<Value> arguments) => (DictValue)arguments[0].Instance!;

    private static Value Or(in Value value, in Value otherwise) => value.IsMissing ? otherwise : value;

    private static DictValue Copy(CallContext context, DictValue dict)
    {
        var copy = new DictValue(dict.Count);
        Update(context, copy, new(dict));
        return copy;
    }

    private static DictValue FromKeys(CallContext context, in Value keys, in Value value)
    {
        var dict = new DictValue();
        using var items = Iteration.Of(keys);
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            dict[items.Current] = value;
        }
        return dict;
    }
}
