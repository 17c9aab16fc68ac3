using System.Collections.Frozen;
using System.Numerics;

namespace Marchitect.Jinja;

/// <summary>Jinja2's globals.</summary>
internal static class BuiltinGlobals
{
    public static FrozenDictionary<string, Value> All() => new Dictionary<string, Value>(StringComparer.Ordinal)
    {
        ["range"] = new(new BuiltinClass("range", "range", Range)),
        ["dict"] = new(new BuiltinClass("dict", "dict", static (context, positional, keywords) => new(Dict(context, positional, keywords)), ("fromkeys", FromKeys))),
        ["lipsum"] = new(new BuiltinFunction(new("lipsum", 0, "n", "html", "min", "max"), LoremIpsum.Generate, "<function generate_lorem_ipsum at 0x0>")),
        ["cycler"] = new(new BuiltinClass("cycler", "jinja2.utils.Cycler", Cycler)),
        ["joiner"] = new(new BuiltinClass("joiner", "jinja2.utils.Joiner", Joiner)),
        ["namespace"] = new(new BuiltinClass("namespace", "jinja2.utils.Namespace", static (context, positional, keywords) =>
            new(new NamespaceValue(Dict(context, positional, keywords))))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Value Range(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (keywords.Length > 0)
            throw Fail.Type("range() takes no keyword arguments");
        if (positional.Length is 0 or > 3)
            throw Fail.Type($"range expected 1 to 3 arguments, got {positional.Length}");
        return positional.Length == 1
            ? RangeValue.Of(0, Bound(positional[0]), 1)
            : RangeValue.Of(Bound(positional[0]), Bound(positional[1]), positional.Length == 3 ? Bound(positional[2]) : 1);
    }

    private static BigInteger Bound(in Value value) => value.TryInteger(out var number)
        ? number
        : throw Fail.Type($"'{value.TypeName}' object cannot be interpreted as an integer");

    /// <summary>Python's <c>dict(…)</c>: entries of a dictionary, or pairs, and then keywords.</summary>
    private static DictValue Dict(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (positional.Length > 1)
            throw Fail.Type($"dict expected at most 1 argument, got {positional.Length}");
        var dict = new DictValue();
        if (positional.Length == 1)
            DictMethods.Update(context, dict, positional[0]);
        foreach (var (name, value) in keywords)
            dict[name] = value;
        return dict;
    }

    private static Value FromKeys(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (keywords.Length > 0)
            throw Fail.Type("dict.fromkeys() takes no keyword arguments");
        if (positional.Length is 0 or > 2)
            throw Fail.Type($"fromkeys expected 1 or 2 arguments, got {positional.Length}");
        var dict = new DictValue();
        using var keys = Iteration.Of(positional[0]);
        while (keys.MoveNext())
        {
            context.Budget.Iterate();
            dict[keys.Current] = positional.Length == 2 ? positional[1] : Value.None;
        }
        return new(dict);
    }

    private static Value Cycler(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        if (keywords.Length > 0)
            throw Fail.Type($"cycler() got an unexpected keyword argument '{keywords[0].Name}'");
        return positional.Length > 0 ? new(new CyclerValue(positional.ToArray())) : throw Fail.Runtime("at least one item has to be provided");
    }

    private static Value Joiner(CallContext context, ReadOnlySpan<Value> positional, ReadOnlySpan<KeywordArgument> keywords)
    {
        var separator = new Value[1];
        JoinerSignature.Bind(positional, keywords, separator);
        return new(new JoinerValue(separator[0].IsMissing ? ", " : separator[0]));
    }

    private static readonly Signature JoinerSignature = new("joiner", 0, "sep");
}
