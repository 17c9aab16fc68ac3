namespace Marchitect.Jinja;

/// <summary>Values seen so far. What can be hashed is found at once; lists and dictionaries are compared one by one.</summary>
internal sealed class Membership(CallContext context)
{
    private readonly HashSet<Value> _hashed = new(ValueComparer.Instance);
    private readonly List<Value> _others = [];

    public bool Has(Value value)
    {
        if (IsHashable(value))
            return _hashed.Contains(value);
        context.Budget.Iterate(_others.Count);
        return _others.Exists(other => ValueComparer.SameOrEqual(other, value));
    }

    /// <summary>Adds a value.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(Value value)
    {
        if (IsHashable(value))
            return _hashed.Add(value);
        if (Has(value))
            return false;
        _others.Add(value);
        return true;
    }

    private static bool IsHashable(in Value value) => value.Instance switch
    {
        ListValue or DictValue => false,
        TupleValue tuple => Array.TrueForAll(tuple.Items, static item => IsHashable(item)),
        _ => true,
    };
}
