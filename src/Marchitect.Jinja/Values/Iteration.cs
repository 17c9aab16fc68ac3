namespace Marchitect.Jinja;

/// <summary>Going through the items of any value.</summary>
internal static class Iteration
{
    public static bool IsIterable(in Value value) => value.Reference switch
    {
        string => true,
        ValueObject instance => instance.IsIterable,
        _ => false,
    };

    /// <summary>Its items, one after another; each is to be counted against the budget by whoever goes through them.</summary>
    /// <exception cref="TemplateRuntimeException">It cannot be iterated.</exception>
    public static IEnumerator<Value> Of(in Value value) => value.Reference switch
    {
        string text => StringIndex.Characters(text),
        ValueObject instance => instance.Iterate(),
        _ => throw Fail.NotIterable(value.TypeName),
    };

    /// <summary>Its items as a list of their own.</summary>
    /// <exception cref="TemplateRuntimeException">It cannot be iterated.</exception>
    /// <exception cref="TemplateLimitException">There are too many.</exception>
    public static List<Value> ToList(CallContext context, in Value value)
    {
        switch (value.Instance)
        {
            case ListValue list:
                context.Budget.Iterate(list.Items.Count);
                return [.. list.Items];
            case TupleValue tuple:
                context.Budget.Iterate(tuple.Items.Length);
                return [.. tuple.Items];
        }
        var items = new List<Value>();
        using var iterator = Of(value);
        while (iterator.MoveNext())
        {
            context.Budget.Iterate();
            items.Add(iterator.Current);
        }
        return items;
    }

    /// <summary>How many items it has: Python's <c>len</c>.</summary>
    /// <exception cref="TemplateRuntimeException">It has no length.</exception>
    public static long Length(in Value value) => value.Reference switch
    {
        string text => StringIndex.Length(text),
        ValueObject instance when instance.Length is { } length => length,
        _ => throw Fail.Type($"object of type '{value.TypeName}' has no len()"),
    };
}
