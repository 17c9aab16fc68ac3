namespace Marchitect.Jinja;

/// <summary>Filters that put items in order: <c>sort</c>, <c>dictsort</c>, <c>groupby</c>, <c>min</c>, <c>max</c>.</summary>
internal static class SortingFilters
{
    private static readonly string[] GroupNames = ["grouper", "list"];

    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("sort", 1, "value reverse case_sensitive attribute", Sort);
        filters.Add("dictsort", 1, "value case_sensitive by reverse", DictSort);
        filters.Add("groupby", 2, "value attribute default case_sensitive", GroupBy);
        filters.Add("min", 1, "value case_sensitive attribute", static (context, arguments) => Extreme(context, arguments, static (a, b) => Ordering.Less(a, b)));
        filters.Add("max", 1, "value case_sensitive attribute", static (context, arguments) => Extreme(context, arguments, static (a, b) => Ordering.Greater(a, b)));
    }

    private static Value Sort(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var paths = AttributePath.Several(arguments[3], ignoreCase: !FilterArguments.IsYes(arguments[2]));
        var items = Iteration.ToList(context, arguments[0]);
        var sorted = KeySort.By(context, items, item => Array.ConvertAll(paths, path => path.Find(context, item)), FilterArguments.Index(arguments[1]) != 0);
        return new(new ListValue([.. sorted]));
    }

    private static Value DictSort(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var by = arguments[2].IsMissing ? "key" : arguments[2];
        FilterArguments.Defined(by);
        var byValue = by.TextOrNull == "value";
        if (!byValue && by.TextOrNull != "key")
            throw Fail.Runtime("You can only sort by either \"key\" or \"value\"");
        FilterArguments.Defined(arguments[0]);
        if (arguments[0].Instance is not DictValue dict)
            throw Fail.Runtime($"'{arguments[0].TypeName}' object has no attribute 'items'");
        var ignoreCase = !FilterArguments.IsYes(arguments[1]);
        KeyValuePair<Value, Value>[] entries = [.. dict.Entries];
        var sorted = KeySort.By(
            context,
            entries,
            entry =>
            {
                var key = byValue ? entry.Value : entry.Key;
                return ignoreCase ? AttributePath.LowerCase(context, key) : key;
            },
            FilterArguments.Index(arguments[3]) != 0);
        return new(new ListValue([.. sorted.Select(static entry => new Value(new TupleValue([entry.Key, entry.Value])))]));
    }

    private static Value GroupBy(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var ignoreCase = !FilterArguments.IsYes(arguments[3]);
        var path = AttributePath.Of(arguments[1], ignoreCase, arguments[2]);
        var shown = AttributePath.Of(arguments[1], ignoreCase: false, arguments[2]);
        var items = Iteration.ToList(context, arguments[0]);
        var groups = new List<Value>();
        List<Value>? group = null;
        var current = default(Value);
        foreach (var item in KeySort.By(context, items, item => path.Find(context, item), reverse: false))
        {
            var key = path.Find(context, item);
            if (group is null || !ValueComparer.SameOrEqual(current, key))
            {
                group = [];
                groups.Add(new(new TupleValue([ignoreCase ? shown.Find(context, item) : key, new(new ListValue(group))], GroupNames)));
                current = key;
            }
            group.Add(item);
        }
        return new(new ListValue(groups));
    }

    private static Value Extreme(CallContext context, ReadOnlySpan<Value> arguments, Func<Value, Value, bool> isBetter)
    {
        using var items = Iteration.Of(arguments[0]);
        if (!items.MoveNext())
            return context.Undefined("No aggregated item, sequence was empty.");
        var path = AttributePath.Of(arguments[2], ignoreCase: !FilterArguments.IsYes(arguments[1]));
        var best = items.Current;
        var bestKey = path.Find(context, best);
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            var key = path.Find(context, items.Current);
            if (!isBetter(key, bestKey))
                continue;
            best = items.Current;
            bestKey = key;
        }
        return best;
    }
}
