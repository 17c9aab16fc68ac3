using System.Buffers;

namespace Marchitect.Jinja;

/// <summary>Filters for HTML: <c>escape</c>, <c>safe</c>, <c>striptags</c>, <c>xmlattr</c>.</summary>
internal static class HtmlFilters
{
    // These would end the name of an attribute and begin a value, or another attribute.
    private static readonly SearchValues<char> EndsName = SearchValues.Create(" \t\n\r\f\v/>=");

    public static void AddTo(BuiltinSet filters)
    {
        filters.Add("escape", 1, "/s", static (_, arguments) => HtmlEscape.Of(arguments[0]));
        filters.Alias("e", "escape");
        filters.Add("forceescape", 1, "value", static (_, arguments) => Value.Safe(HtmlEscape.Escape(FilterArguments.Text(arguments[0]))));
        filters.Add("safe", 1, "value", static (_, arguments) => arguments[0].Instance is Markup ? arguments[0] : Value.Safe(FilterArguments.Text(arguments[0])));
        filters.Add("striptags", 1, "value", static (_, arguments) => HtmlText.StripTags(FilterArguments.Text(arguments[0])));
        filters.Add("xmlattr", 1, "d autospace", XmlAttr);
    }

    private static Value XmlAttr(CallContext context, ReadOnlySpan<Value> arguments)
    {
        FilterArguments.Defined(arguments[0]);
        if (arguments[0].Instance is not DictValue dict)
            throw Fail.Runtime($"'{arguments[0].TypeName}' object has no attribute 'items'");
        using var output = new TextOutput(context.Budget.Limits.TextLength);
        var spaced = arguments[1].IsMissing || arguments[1].IsTrue();
        foreach (var (key, value) in dict.Entries)
        {
            if (value.IsNone || value.IsUndefined)
                continue;
            var name = key.TextOrNull ?? throw Fail.Type($"the name of an attribute must be a text, not {key.TypeName}");
            if (name.AsSpan().ContainsAny(EndsName))
                throw Fail.Value($"Invalid character in attribute name: {ValueText.ReprOf(key)}");
            if (output.Length > 0 || spaced)
                output.Append(' ');
            HtmlEscape.WriteEscaped(key, output);
            output.Append("=\"");
            HtmlEscape.WriteEscaped(value, output);
            output.Append('"');
        }
        context.Budget.Text(output.Length);
        var text = output.ToString();
        return context.Autoescape ? Value.Safe(text) : text;
    }
}
