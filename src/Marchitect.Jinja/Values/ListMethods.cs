namespace Marchitect.Jinja;

/// <summary>The methods of Python's <c>list</c>.</summary>
internal static class ListMethods
{
    public static MethodTable Table { get; } = new(new()
    {
        ["append"] = new(new("append", 2, "self", "<object>"), static (context, a) =>
        {
            context.Budget.Iterate();
            Self(a).Add(a[1]);
            return Value.None;
        }),
        ["clear"] = new(new("clear", 1, "self"), static (_, a) =>
        {
            Self(a).Clear();
            return Value.None;
        }),
        ["copy"] = new(new("copy", 1, "self"), static (context, a) => new(new ListValue(Iteration.ToList(context, a[0])))),
        ["count"] = new(new("count", 2, "self", "<value>"), static (_, a) => new(Sequences.Count(Self(a), a[1]))),
        ["extend"] = new(new("extend", 2, "self", "<iterable>"), static (context, a) =>
        {
            Self(a).AddRange(Iteration.ToList(context, a[1]));
            return Value.None;
        }),
        ["index"] = new(new("index", 2, "self", "<value>", "<start>", "<stop>"), static (_, a) => new(Sequences.Index(Self(a), "list", a[1], a[2], a[3]))),
        ["insert"] = new(new("insert", 3, "self", "<index>", "<object>"), static (context, a) =>
        {
            context.Budget.Iterate();
            var (items, index) = (Self(a), Arguments.Integer(a[1]));
            items.Insert((int)Math.Clamp(index < 0 ? index + items.Count : index, 0, items.Count), a[2]);
            return Value.None;
        }),
        ["pop"] = new(new("pop", 1, "self", "<index>"), static (_, a) =>
        {
            var items = Self(a);
            var index = Arguments.Integer(a[1], -1);
            if (!Sequences.TryIndex(new(index), items.Count, out var at))
                throw Fail.Runtime(items.Count == 0 ? "pop from empty list" : $"pop index {index} is out of range: the list has {items.Count} items");
            var item = items[at];
            items.RemoveAt(at);
            return item;
        }),
        ["remove"] = new(new("remove", 2, "self", "<value>"), static (_, a) =>
        {
            Self(a).RemoveAt((int)Sequences.Index(Self(a), "list", a[1], default, default));
            return Value.None;
        }),
        ["reverse"] = new(new("reverse", 1, "self"), static (_, a) =>
        {
            Self(a).Reverse();
            return Value.None;
        }),
        ["sort"] = new("sort", static (context, positional, keywords) =>
        {
            if (positional.Length > 1)
                throw Fail.Type("sort() takes no positional arguments");
            Sort(context, Self(positional), keywords);
            return Value.None;
        }),
    });

    private static List<Value> Self(ReadOnlySpan<Value> arguments) => ((ListValue)arguments[0].Instance!).Items;

    private static void Sort(CallContext context, List<Value> items, ReadOnlySpan<KeywordArgument> keywords)
    {
        var (key, isReversed) = (Value.None, false);
        foreach (var (name, value) in keywords)
        {
            if (name == "key")
                key = value;
            else if (name == "reverse")
                isReversed = Arguments.Truth(value);
            else
                throw Fail.Type($"'{name}' is an invalid keyword argument for sort()");
        }
        context.Budget.Iterate(items.Count);
        var keyed = new (Value Key, Value Item)[items.Count];
        for (var i = 0; i < keyed.Length; i++)
            keyed[i] = (key.IsNone ? items[i] : Lookup.Call(context, key, [items[i]], default), items[i]);
        StableSort.Sort(keyed, static (left, right) => Ordering.Less(left.Key, right.Key), isReversed);
        for (var i = 0; i < keyed.Length; i++)
            items[i] = keyed[i].Item;
    }
}
