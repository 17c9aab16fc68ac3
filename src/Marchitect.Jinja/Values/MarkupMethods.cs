namespace Marchitect.Jinja;

/// <summary>The methods of MarkupSafe's <c>Markup</c>: those of <c>str</c>, with arguments escaped and texts given back as markup.</summary>
internal static class MarkupMethods
{
    // The methods of str that MarkupSafe wraps; all others are those of str as they are, and give plain texts.
    private static readonly string[] Escaping =
    [
        "capitalize", "title", "lower", "upper", "replace", "ljust", "rjust", "lstrip", "rstrip", "center", "strip", "translate",
        "expandtabs", "swapcase", "zfill",
    ];

    public static MethodTable Table { get; } = new(Methods());

    private static Dictionary<string, BuiltinFunction> Methods()
    {
        var methods = StringMethods.Table.Names.ToDictionary(static name => name, static name => StringMethods.Table.Find(name)!);
        foreach (var name in Escaping)
            methods[name] = Wrapping(methods[name], name, isEscaping: true);
        foreach (var name in (string[])["split", "rsplit", "splitlines"])
            methods[name] = Wrapping(methods[name], name, isEscaping: false);
        foreach (var name in (string[])["partition", "rpartition"])
        {
            var partition = methods[name];
            methods[name] = new(new(name, 2, "self", "sep"), (context, a) => Wrapped(partition.Call(context, [a[0], new(HtmlEscape.ToMarkup(context, a[1]))], default)));
        }
        methods["join"] = new(new("join", 2, "self", "seq"), static (context, a) => new(new Markup(StringLayout.Join(context, Self(a), new(Escaped(context, a[1]))))));
        methods["format"] = new("format", static (context, positional, keywords) =>
            new(new Markup(StrFormat.Format(context, Self(positional), positional[1..], keywords, escape: true))));
        methods["escape"] = new(new("escape", 2, "self", "s"), static (context, a) => new(HtmlEscape.ToMarkup(context, a[1])));
        methods["unescape"] = new(new("unescape", 1, "self"), static (_, a) => new(HtmlText.Unescape(Self(a))));
        methods["striptags"] = new(new("striptags", 1, "self"), static (_, a) => new(HtmlText.StripTags(Self(a))));
        methods["__html__"] = new(new("__html__", 1, "self"), static (_, a) => a[0]);
        return methods;
    }

    private static string Self(ReadOnlySpan<Value> arguments) => arguments[0].TextOrNull!;

    private static BuiltinFunction Wrapping(BuiltinFunction method, string name, bool isEscaping) => new(name, (context, positional, keywords) =>
    {
        if (!isEscaping)
            return Wrapped(method.Call(context, positional, keywords));
        var escaped = positional.ToArray();
        for (var i = 1; i < escaped.Length; i++)
            escaped[i] = EscapedText(context, escaped[i]);
        var named = keywords.ToArray();
        for (var i = 0; i < named.Length; i++)
            named[i] = named[i] with { Value = EscapedText(context, named[i].Value) };
        return Wrapped(method.Call(context, escaped, named));
    });

    // Only texts: a width stays the number it is.
    private static Value EscapedText(CallContext context, in Value value) => value.Reference is string text ? new(HtmlEscape.Of(context, text)) : value;

    private static ListValue Escaped(CallContext context, in Value iterable)
    {
        var items = Iteration.ToList(context, iterable);
        for (var i = 0; i < items.Count; i++)
            items[i] = new(HtmlEscape.ToMarkup(context, items[i]));
        return new(items);
    }

    private static Value Wrapped(in Value result)
    {
        switch (result.Reference)
        {
            case string text:
                return new(new Markup(text));
            case ListValue list:
                for (var i = 0; i < list.Items.Count; i++)
                    list.Items[i] = Wrapped(list.Items[i]);
                return result;
            case TupleValue tuple:
                return new(new TupleValue(Array.ConvertAll(tuple.Items, static item => Wrapped(item))));
            default:
                return result;
        }
    }
}
