namespace Marchitect.Jinja;

/// <summary>Filters that call another filter or a test for each item: <c>map</c>, <c>select</c>, <c>reject</c> and theirs for attributes.</summary>
internal static class SelectionFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("map", Map);
        AddSelection(filters, "select", wanted: true, ofAttribute: false);
        AddSelection(filters, "reject", wanted: false, ofAttribute: false);
        AddSelection(filters, "selectattr", wanted: true, ofAttribute: true);
        AddSelection(filters, "rejectattr", wanted: false, ofAttribute: true);
    }

    private static void AddSelection(BuiltinSet filters, string name, bool wanted, bool ofAttribute) => filters.Add(
        name,
        (context, positional, keywords) =>
        {
            NotTwice(name, keywords);
            return new(new IteratorValue(Select(context, positional.ToArray(), keywords.ToArray(), wanted, ofAttribute), function: "select_or_reject"));
        });

    private static Value Map(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        NotTwice("map", keywords);
        return new(new IteratorValue(Map(context, positional.ToArray(), keywords.ToArray()), function: "sync_do_map"));
    }

    private static void NotTwice(string filter, ReadOnlySpan<KeywordArgument> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (keyword.Name is "value" or "context")
                throw Fail.Type($"{filter}() got multiple values for argument '{keyword.Name}'");
        }
    }

    private static IEnumerator<Value> Map(CallContext context, Value[] positional, KeywordArgument[] keywords)
    {
        if (!positional[0].IsTrue())
            yield break;
        var path = positional.Length == 1 ? MappedAttribute(keywords) : null;
        var arguments = path is null ? positional[1..] : [];
        using var items = Iteration.Of(positional[0]);
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            if (path is not null)
            {
                yield return path.Find(context, items.Current);
                continue;
            }
            arguments[0] = items.Current;
            yield return context.CallFilter(Name(positional[1], "filter"), arguments, keywords);
        }
    }

    private static AttributePath MappedAttribute(KeywordArgument[] keywords)
    {
        var attribute = default(Value);
        var otherwise = default(Value);
        var other = default(string);
        foreach (var (name, value) in keywords)
        {
            if (name == "attribute")
                attribute = value;
            else if (name == "default")
                otherwise = value;
            else
                other ??= name;
        }
        if (attribute.IsMissing)
            throw Fail.Runtime("map requires a filter argument");
        if (other is not null)
            throw Fail.Runtime($"Unexpected keyword argument '{other}'");
        return AttributePath.Of(attribute, ignoreCase: false, otherwise);
    }

    private static IEnumerator<Value> Select(CallContext context, Value[] positional, KeywordArgument[] keywords, bool wanted, bool ofAttribute)
    {
        if (!positional[0].IsTrue())
            yield break;
        var used = 1;
        if (ofAttribute && positional.Length == used)
            throw Fail.Runtime("Missing parameter for attribute name");
        var path = ofAttribute ? AttributePath.Of(positional[used++]) : null;
        var test = positional.Length > used ? positional[used] : default;
        var arguments = positional[used..];
        using var items = Iteration.Of(positional[0]);
        while (items.MoveNext())
        {
            context.Budget.Iterate();
            var item = items.Current;
            var asked = path is null ? item : path.Find(context, item);
            bool yes;
            if (test.IsMissing)
            {
                yes = asked.IsTrue();
            }
            else
            {
                arguments[0] = asked;
                yes = context.CallTest(Name(test, "test"), arguments, keywords);
            }
            if (yes == wanted)
                yield return item;
        }
    }

    // Looked up in a dictionary by Python, so it must be hashable; nothing but a text is ever found there.
    private static string Name(in Value name, string kind)
    {
        if (name.TextOrNull is { } text)
            return text;
        name.Instance?.Hash();
        throw Fail.Runtime($"No {kind} named {ValueText.ReprOf(name)}.");
    }
}
