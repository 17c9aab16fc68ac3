namespace Marchitect.Jinja;

/// <summary>Filters for items in order: <c>first</c>, <c>last</c>, <c>join</c>, <c>list</c>, <c>batch</c>, <c>unique</c> and others.</summary>
internal static class SequenceFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("length", 1, "/obj", static (_, arguments) => Iteration.Length(arguments[0]));
        filters.Alias("count", "length");
        filters.Add("list", 1, "value", static (context, arguments) => new(new ListValue(Iteration.ToList(context, arguments[0]))));
        filters.Add("first", 1, "seq", First);
        filters.Add("last", 1, "seq", Last);
        filters.Add("random", 1, "seq", RandomItem);
        filters.Add("reverse", 1, "value", Reverse);
        filters.Add("join", 1, "value d attribute", Join);
        filters.Add("items", 1, "value", static (context, arguments) => Lazy(Items(arguments[0]), "do_items"));
        filters.Add("unique", 1, "value case_sensitive attribute", static (context, arguments) =>
            Lazy(Unique(context, arguments[0], arguments[1], arguments[2]), "do_unique"));
        filters.Add("batch", 2, "value linecount fill_with", static (context, arguments) =>
            Lazy(Batch(context, arguments[0], arguments[1], arguments[2]), "do_batch"));
        filters.Add("slice", 2, "value slices fill_with", static (context, arguments) =>
            Lazy(Slice(context, arguments[0], arguments[1], arguments[2]), "sync_do_slice"));
    }

    private static Value Lazy(IEnumerator<Value> items, string function) => new(new IteratorValue(items, function: function));

    private static Value First(CallContext context, ReadOnlySpan<Value> arguments)
    {
        using var items = Iteration.Of(arguments[0]);
        return items.MoveNext() ? items.Current : context.Undefined("No first item, sequence was empty.");
    }

    private static Value Last(CallContext context, ReadOnlySpan<Value> arguments)
    {
        if (Backwards.Of(arguments[0]) is not { } iterator)
            throw Fail.Type($"'{arguments[0].TypeName}' object is not reversible");
        using var items = iterator.Iterate();
        return items.MoveNext() ? items.Current : context.Undefined("No last item, sequence was empty.");
    }

    private static Value Reverse(CallContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].TextOrNull is not null)
            return Slicing.Of(context, arguments[0], default, default, -1);
        if (Backwards.Of(arguments[0]) is { } iterator)
            return new(iterator);
        var items = Iteration.ToList(context, arguments[0]);
        items.Reverse();
        return new(new ListValue(items));
    }

    private static Value RandomItem(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var length = Iteration.Length(arguments[0]);
        // Chance is wanted here, not secrecy.
#pragma warning disable CA5394
        Value index = length > 0 ? Random.Shared.NextInt64(length) : 0;
#pragma warning restore CA5394
        if (Lookup.TryItem(context, arguments[0], index, out var item))
            return item;
        if (length == 0 && arguments[0].Instance is not DictValue)
            return context.Undefined("No random item, sequence was empty.");
        throw Fail.Runtime($"there is no item {ValueText.Of(index)} in a {arguments[0].TypeName}");
    }

    private static Value Join(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var separator = arguments[1].IsMissing ? "" : arguments[1];
        var path = FilterArguments.IsLeftOut(arguments[2]) ? null : AttributePath.Of(arguments[2]);
        if (context.Autoescape)
            return JoinEscaped(context, arguments[0], separator, path);
        var between = FilterArguments.Text(separator);
        using var output = new TextOutput(context.Budget.Limits.TextLength);
        using var items = Iteration.Of(arguments[0]);
        for (var first = true; items.MoveNext(); first = false)
        {
            context.Budget.Iterate();
            if (!first)
                output.Append(between);
            ValueText.Write(path is null ? items.Current : path.Find(context, items.Current), output);
        }
        context.Budget.Text(output.Length);
        return output.ToString();
    }

    // One piece of markup makes the whole markup, and all the rest is escaped.
    private static Value JoinEscaped(CallContext context, in Value value, in Value separator, AttributePath? path)
    {
        var items = Iteration.ToList(context, value);
        var isMarkup = separator.Instance is Markup;
        for (var i = 0; i < items.Count; i++)
        {
            if (path is not null)
                items[i] = path.Find(context, items[i]);
            isMarkup |= items[i].Instance is Markup;
        }
        using var output = new TextOutput(context.Budget.Limits.TextLength);
        var between = isMarkup ? HtmlEscape.Escape(FilterArguments.Text(separator)) : FilterArguments.Text(separator);
        if (separator.Instance is Markup markup)
            between = markup.Text;
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                output.Append(between);
            if (isMarkup)
                HtmlEscape.WriteEscaped(items[i], output);
            else
                ValueText.Write(items[i], output);
        }
        context.Budget.Text(output.Length);
        var text = output.ToString();
        return isMarkup ? Value.Safe(text) : text;
    }

    private static IEnumerator<Value> Items(Value value)
    {
        if (value.IsUndefined)
            yield break;
        if (value.Instance is not DictValue dict)
            throw Fail.Type("Can only get item pairs from a mapping.");
        using var entries = dict.Live(static entry => new(new TupleValue([entry.Key, entry.Value])));
        while (entries.MoveNext())
            yield return entries.Current;
    }

    private static IEnumerator<Value> Unique(CallContext context, Value value, Value caseSensitive, Value attribute)
    {
        var path = AttributePath.Of(attribute, ignoreCase: !FilterArguments.IsYes(caseSensitive));
        var seen = new HashSet<Value>(ValueComparer.Instance);
        using var items = Iteration.Of(value);
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            if (seen.Add(path.Find(context, items.Current)))
                yield return items.Current;
        }
    }

    private static IEnumerator<Value> Batch(CallContext context, Value value, Value lineCount, Value fill)
    {
        var batch = new List<Value>();
        using var items = Iteration.Of(value);
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            if (ValueComparer.Instance.Equals(batch.Count, lineCount))
            {
                yield return new(new ListValue(batch));
                batch = [];
            }
            batch.Add(items.Current);
        }
        if (batch.Count == 0)
            yield break;
        if (!FilterArguments.IsLeftOut(fill) && Ordering.Less(batch.Count, lineCount))
        {
            var missing = FilterArguments.Index(lineCount) - batch.Count;
            context.Budget.Iterate(missing);
            for (; missing > 0; missing--)
                batch.Add(fill);
        }
        yield return new(new ListValue(batch));
    }

    private static IEnumerator<Value> Slice(CallContext context, Value value, Value slices, Value fill)
    {
        var items = Iteration.ToList(context, value);
        FilterArguments.Defined(slices);
        var count = FilterArguments.Index(slices);
        if (count == 0)
            throw Fail.Runtime("integer division or modulo by zero: a sequence cannot be cut in 0 slices");
        if (count < 0)
            yield break;
        var (each, larger) = Math.DivRem(items.Count, count);
        var start = 0;
        for (var number = 0L; number < count; number++)
        {
            var length = (int)each + (number < larger ? 1 : 0);
            var slice = items.GetRange(start, length);
            start += length;
            if (!FilterArguments.IsLeftOut(fill) && number >= larger)
                slice.Add(fill);
            yield return new(new ListValue(slice));
        }
    }
}
