namespace Marchitect.Jinja;

/// <summary>Filters for values of any kind: <c>default</c>, <c>attr</c>, <c>string</c>, <c>pprint</c>, <c>tojson</c>.</summary>
internal static class ValueFilters
{
    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("default", 1, "value default_value boolean", Default);
        filters.Alias("d", "default");
        filters.Add("attr", 2, "obj name", Attr);
        filters.Add("string", 1, "/object", static (_, arguments) => FilterArguments.Soft(arguments[0]));
        filters.Add("tojson", 1, "value indent", ToJson);
    }

    private static Value Default(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var value = arguments[0];
        if (!value.IsUndefined && (!FilterArguments.IsYes(arguments[2]) || value.IsTrue()))
            return value;
        return arguments[1].IsMissing ? "" : arguments[1];
    }

    private static Value Attr(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var (value, key) = (arguments[0], arguments[1]);
        FilterArguments.Defined(key);
        var name = key.TextOrNull ?? throw Fail.Type($"the name of an attribute must be a text, not {key.TypeName}");
        return Lookup.TryAttribute(context, value, name, out var found)
            ? found
            : context.Undefined($"'{value.TypeName} object' has no attribute '{name}'", name);
    }

    private static Value ToJson(CallContext context, ReadOnlySpan<Value> arguments)
    {
        // A text alone has nothing to indent, so Python does not even look at how.
        var indent = arguments[0].TextOrNull is null ? JsonText.IndentOf(arguments[1]) : null;
        var json = JsonText.Of(context, arguments[0], new(indent) { SortKeys = true, HtmlSafe = true });
        return Value.Safe(json);
    }
}
