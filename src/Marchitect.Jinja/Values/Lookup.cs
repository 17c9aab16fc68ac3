namespace Marchitect.Jinja;

/// <summary>Attributes, items and calls of any value, as Jinja2 looks them up.</summary>
internal static class Lookup
{
    /// <summary><c>value.name</c>: the attribute, else the item of that name, else undefined.</summary>
    public static Value Attribute(CallContext context, in Value value, string name)
    {
        if (TryAttribute(context, value, name, out var found) || TryItem(context, value, new(name), out found))
            return found;
        return Missing(context, value, new(name));
    }

    /// <summary><c>value[key]</c>: the item, else the attribute where the key is a text, else undefined.</summary>
    public static Value Item(CallContext context, in Value value, in Value key)
    {
        if (TryItem(context, value, key, out var found) || key.TextOrNull is { } name && TryAttribute(context, value, name, out found))
            return found;
        return Missing(context, value, key);
    }

    /// <summary>Its attribute alone, without falling back to an item.</summary>
    public static bool TryAttribute(CallContext context, in Value value, string name, out Value found)
    {
        if (value.Instance is { } instance)
            return instance.TryGetAttribute(context, name, out found);
        if (value.Reference is string)
            return StringMethods.Table.TryBind(value, name, out found);
        if (value.Kind is ValueKind.Integer or ValueKind.Bool or ValueKind.Float)
            return NumberMethods.TryGetAttribute(value, name, out found);
        found = default;
        return value.IsMissing ? throw new UndefinedException("a value is undefined", null) : false;
    }

    /// <summary>Its item alone, without falling back to an attribute.</summary>
    public static bool TryItem(CallContext context, in Value value, in Value key, out Value found)
    {
        if (value.Instance is { } instance)
        {
            // A key that cannot be hashed is no key, and Jinja2 forgives it as it forgives one that is not there.
            try
            {
                return instance.TryGetItem(context, key, out found);
            }
            catch (TemplateRuntimeException) when (instance is DictValue && key.Instance is ListValue or DictValue or TupleValue)
            {
                found = default;
                return false;
            }
        }
        found = default;
        if (value.Reference is not string text || !StringIndex.TryGetItem(text, key, out var item))
            return false;
        found = new(item);
        return true;
    }

    /// <summary>Calls a value.</summary>
    /// <exception cref="TemplateRuntimeException">It cannot be called, or not with these arguments.</exception>
    public static Value Call(CallContext context, in Value value, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords) =>
        value.Instance is { } instance ? instance.Call(context, positional, keywords) : throw Fail.Type($"'{value.TypeName}' object is not callable");

    private static Value Missing(CallContext context, in Value value, in Value key)
    {
        var problem = key.TextOrNull is { } name
            ? $"'{Describe(value)}' has no attribute '{name}'"
            : $"{Describe(value)} has no element {ValueText.ReprOf(key)}";
        return new(new UndefinedValue(context.Options.Undefined, problem, key.TextOrNull, Remedy(value, key)));
    }

    // Made only for those few undefined values that become an error.
    private static Func<string?>? Remedy(in Value value, in Value key) => key.TextOrNull is { } wanted && value.Instance is DictValue dict
        ? () => Suggestion.For(wanted, dict.Entries.Keys.Select(known => known.TextOrNull).OfType<string>())
        : null;

    private static string Describe(in Value value) => value.IsNone ? "None" : $"{value.TypeName} object";
}
