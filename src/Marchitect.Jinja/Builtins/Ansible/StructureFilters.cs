namespace Marchitect.Jinja;

/// <summary>Ansible's filters for dictionaries and lists: <c>combine</c>, <c>dict2items</c>, <c>flatten</c>, <c>union</c> and others.</summary>
internal static class StructureFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("combine", Combine);
        filters.Add("dict2items", 1, "mydict key_name value_name", DictToItems);
        filters.Add("items2dict", 1, "mylist key_name value_name", ItemsToDict);
        filters.Add("flatten", 1, "mylist levels skip_nulls", static (context, arguments) =>
        {
            var levels = FilterArguments.IsLeftOut(arguments[1]) ? long.MaxValue : FilterArguments.Index(arguments[1]);
            var flat = new List<Value>();
            Flatten(context, arguments[0], levels, arguments[2].IsMissing || arguments[2].IsTrue(), flat);
            return new(new ListValue(flat));
        });
        filters.Add("union", 2, "a b", static (context, arguments) => Distinct(context, [.. Items(context, arguments[0]), .. Items(context, arguments[1])]));
        filters.Add("intersect", 2, "a b", static (context, arguments) => Kept(context, arguments[0], arguments[1], inBoth: true));
        filters.Add("difference", 2, "a b", static (context, arguments) => Kept(context, arguments[0], arguments[1], inBoth: false));
        filters.Add("symmetric_difference", 2, "a b", static (context, arguments) =>
        {
            var all = Distinct(context, [.. Items(context, arguments[0]), .. Items(context, arguments[1])]);
            return Kept(context, all, Kept(context, arguments[0], arguments[1], inBoth: true), inBoth: false);
        });
        filters.Add("zip", static (context, positional, keywords) => Zip(context, "zip", positional, keywords, isLongest: false));
        filters.Add("zip_longest", static (context, positional, keywords) => Zip(context, "zip_longest", positional, keywords, isLongest: true));
    }

    private static List<Value> Items(CallContext context, in Value value) => Iteration.ToList(context, value);

    private static Value Combine(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        var recursive = false;
        var lists = "replace";
        foreach (var (name, value) in keywords)
        {
            if (name == "recursive")
                recursive = value.IsTrue();
            else if (name == "list_merge")
                lists = FilterArguments.Text(value);
            else
                throw Fail.Runtime($"'recursive' and 'list_merge' are the only valid keyword arguments of combine, not '{name}'");
        }
        if (lists is not ("replace" or "keep" or "append" or "prepend" or "append_rp" or "prepend_rp"))
            throw Fail.Runtime($"combine: 'list_merge' is 'replace', 'keep', 'append', 'prepend', 'append_rp' or 'prepend_rp', not '{lists}'");
        var terms = new List<Value>();
        Flatten(context, new(new ListValue([.. positional])), 1, skipNulls: true, terms);
        var result = new DictValue();
        foreach (var term in terms)
            result = Merge(context, result, Dict("combine", term), recursive, lists);
        return new(result);
    }

    // What the second says wins; neither is changed.
    private static DictValue Merge(CallContext context, DictValue first, DictValue second, bool recursive, string lists)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        context.Budget.Iterate(first.Count + second.Count);
        var merged = new DictValue(first.Count + second.Count);
        foreach (var (key, value) in first.Entries)
            merged[key] = value;
        foreach (var (key, value) in second.Entries)
        {
            merged[key] = !merged.TryGet(key, out var old)
                ? value
                : old.Instance is DictValue oldDict && value.Instance is DictValue dict
                    ? recursive ? new(Merge(context, oldDict, dict, recursive, lists)) : value
                    : old.Instance is ListValue oldList && value.Instance is ListValue list
                        ? MergeLists(context, oldList, list, lists)
                        : value;
        }
        return merged;
    }

    private static Value MergeLists(CallContext context, ListValue old, ListValue list, string how)
    {
        context.Budget.Iterate(old.Items.Count + list.Items.Count);
        return how switch
        {
            "keep" => new(old),
            "append" => new(new ListValue([.. old.Items, .. list.Items])),
            "prepend" => new(new ListValue([.. list.Items, .. old.Items])),
            "append_rp" => new(new ListValue([.. Without(context, old, list), .. list.Items])),
            "prepend_rp" => new(new ListValue([.. list.Items, .. Without(context, old, list)])),
            _ => new(list),
        };
    }

    private static List<Value> Without(CallContext context, ListValue items, ListValue unwanted)
    {
        context.Budget.Iterate((long)items.Items.Count * unwanted.Items.Count);
        return items.Items.FindAll(item => !unwanted.Contains(item));
    }

    private static DictValue Dict(string filter, in Value value)
    {
        FilterArguments.Defined(value);
        return value.Instance as DictValue ?? throw Fail.Runtime($"{filter} wants a dictionary, not {value.TypeName}");
    }

    private static Value DictToItems(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var dict = Dict("dict2items", arguments[0]);
        var (keyName, valueName) = (arguments[1].IsMissing ? "key" : arguments[1], arguments[2].IsMissing ? "value" : arguments[2]);
        var items = new List<Value>(dict.Count);
        foreach (var (key, value) in dict.Entries)
        {
            var item = new DictValue(2);
            item[keyName] = key;
            item[valueName] = value;
            items.Add(new(item));
        }
        return new(new ListValue(items));
    }

    private static Value ItemsToDict(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var (keyName, valueName) = (arguments[1].IsMissing ? "key" : arguments[1], arguments[2].IsMissing ? "value" : arguments[2]);
        var dict = new DictValue();
        if (arguments[0].Instance is not (ListValue or TupleValue))
        {
            FilterArguments.Defined(arguments[0]);
            throw Fail.Runtime($"items2dict wants a list, not {arguments[0].TypeName}");
        }
        foreach (var item in Items(context, arguments[0]))
        {
            var entry = Dict("items2dict", item);
            if (!entry.TryGet(keyName, out var key) || !entry.TryGet(valueName, out var value))
                throw Fail.Runtime($"items2dict wants items with '{FilterArguments.Text(keyName)}' and '{FilterArguments.Text(valueName)}', not {ValueText.ReprOf(item)}");
            dict[key] = value;
        }
        return new(dict);
    }

    private static void Flatten(CallContext context, in Value value, long levels, bool skipNulls, List<Value> flat)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var item in Items(context, value))
        {
            if (skipNulls && (item.IsNone || item.TextOrNull is "None" or "null"))
                continue;
            if (levels > 0 && item.Instance is ListValue or TupleValue)
                Flatten(context, item, levels - 1, skipNulls, flat);
            else
                flat.Add(item);
        }
    }

    private static Value Distinct(CallContext context, List<Value> items)
    {
        var seen = new Membership(context);
        return new(new ListValue(items.FindAll(seen.Add)));
    }

    private static Value Kept(CallContext context, in Value first, in Value second, bool inBoth)
    {
        var others = new Membership(context);
        foreach (var item in Items(context, second))
            others.Add(item);
        var seen = new Membership(context);
        return new(new ListValue(Items(context, first).FindAll(item => others.Has(item) == inBoth && seen.Add(item))));
    }

    private static Value Zip(CallContext context, string name, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords, bool isLongest)
    {
        var fill = Value.None;
        foreach (var keyword in keywords)
        {
            if (!isLongest || keyword.Name != "fillvalue")
                throw Fail.Type($"{name}() got an unexpected keyword argument '{keyword.Name}'");
            fill = keyword.Value;
        }
        var lists = new IEnumerator<Value>[positional.Length];
        for (var i = 0; i < lists.Length; i++)
            lists[i] = Iteration.Of(positional[i]);
        return new(new IteratorValue(Zipped(context, lists, isLongest, fill), name));
    }

    private static IEnumerator<Value> Zipped(CallContext context, IEnumerator<Value>[] lists, bool isLongest, Value fill)
    {
        var ended = new bool[lists.Length];
        while (true)
        {
            context.Budget.Iterate(lists.Length);
            var items = new Value[lists.Length];
            for (var i = 0; i < lists.Length; i++)
            {
                ended[i] = ended[i] || !lists[i].MoveNext();
                if (ended[i] && !isLongest)
                    yield break;
                items[i] = ended[i] ? fill : lists[i].Current;
            }
            if (Array.TrueForAll(ended, static end => end))
                yield break;
            yield return new(new TupleValue(items));
        }
    }
}
