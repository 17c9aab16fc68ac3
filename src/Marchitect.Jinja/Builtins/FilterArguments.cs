namespace Marchitect.Jinja;

/// <summary>How built-ins read their arguments.</summary>
internal static class FilterArguments
{
    /// <summary>Whether it was not given, or given as <c>none</c>.</summary>
    public static bool IsLeftOut(in Value value) => value.IsMissing || value.IsNone;

    /// <summary>A yes or no; no where it was not given.</summary>
    public static bool IsYes(in Value value) => !value.IsMissing && value.IsTrue();

    /// <summary>Its text, as Python's <c>str</c>.</summary>
    /// <exception cref="UndefinedException">It is undefined, and the policy forbids printing.</exception>
    public static string Text(in Value value) => value.TextOrNull ?? ValueText.Of(value);

    /// <summary>Itself where it is a text, markup included, else its text: MarkupSafe's <c>soft_str</c>.</summary>
    public static Value Soft(in Value value) => value.TextOrNull is null ? new(ValueText.Of(value)) : value;

    /// <summary>A number that counts something; <paramref name="otherwise"/> where it was not given.</summary>
    /// <exception cref="TemplateRuntimeException">It is no integer, or too large.</exception>
    public static long Index(in Value value, long otherwise = 0)
    {
        if (value.IsMissing)
            return otherwise;
        if (value.TryInt64(out var number))
            return number;
        throw value.TryInteger(out _)
            ? Fail.Runtime($"{ValueText.Of(value)} is too large an integer here")
            : Fail.Type($"'{value.TypeName}' object cannot be interpreted as an integer");
    }

    /// <summary>Complains of an undefined value where Python would compare or compute with it.</summary>
    /// <exception cref="UndefinedException">It is undefined.</exception>
    public static void Defined(in Value value)
    {
        if (value.Instance is UndefinedValue undefined)
            throw undefined.Error();
    }

    /// <summary>Calls a method of a text or of markup.</summary>
    public static Value CallMethod(CallContext context, in Value text, string method, params ReadOnlySpan<Value> arguments)
    {
        if (!Lookup.TryAttribute(context, text, method, out var found))
            throw Fail.Runtime($"'{text.TypeName}' object has no attribute '{method}'");
        return Lookup.Call(context, found, arguments, []);
    }

    /// <summary>A lazy sequence's way to its items: empty where the value is false, as undefined ones are.</summary>
    public static IEnumerator<Value> ItemsUnlessFalse(in Value value) => value.IsTrue() ? Iteration.Of(value) : Enumerable.Empty<Value>().GetEnumerator();
}
