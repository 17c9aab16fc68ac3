using System.Buffers;

namespace Marchitect.Jinja;

/// <summary>Escaping for HTML, as MarkupSafe does it: five characters become entities, and what is markup already stays.</summary>
internal static class HtmlEscape
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>'\"");

    /// <summary>The escaped text; the same instance where nothing needs escaping.</summary>
    public static string Escape(string text)
    {
        var first = text.AsSpan().IndexOfAny(Special);
        if (first < 0)
            return text;
        using var output = new TextOutput(int.MaxValue);
        WriteEscaped(text, output);
        return output.ToString();
    }

    /// <summary>Writes the escaped text.</summary>
    public static void WriteEscaped(ReadOnlySpan<char> text, TextOutput output)
    {
        while (true)
        {
            var next = text.IndexOfAny(Special);
            if (next < 0)
            {
                output.Append(text);
                return;
            }
            output.Append(text[..next]);
            output.Append(text[next] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\'' => "&#39;",
                _ => "&#34;",
            });
            text = text[(next + 1)..];
        }
    }

    /// <summary>The escaped text, asked of the budget; the same instance where nothing needs escaping.</summary>
    public static string Of(CallContext context, string text)
    {
        var escaped = Escape(text);
        if (!ReferenceEquals(escaped, text))
            context.Budget.Text(escaped.Length);
        return escaped;
    }

    /// <summary>The text of any value, escaped and asked of the budget; markup as it stands.</summary>
    public static Markup ToMarkup(CallContext context, in Value value) => value.Instance as Markup ?? new(Of(context, ValueText.Of(value)));

    /// <summary>A value by a format specification, escaped: MarkupSafe's <c>EscapeFormatter</c>.</summary>
    public static string Of(CallContext context, in Value value, string spec)
    {
        if (value.Instance is not Markup markup)
            return Of(context, ValueFormat.Of(context, value, spec));
        return spec.Length == 0 ? markup.Text : throw Fail.Value("Unsupported format specification for Markup.");
    }

    /// <summary>The value as markup: itself where it is markup, else its escaped text.</summary>
    /// <exception cref="UndefinedException">It is undefined, and the policy forbids printing.</exception>
    public static Value Of(in Value value) => value.Instance is Markup ? value : Value.Safe(Escape(ValueText.Of(value)));

    /// <summary>Writes the value's text, escaped unless it is markup.</summary>
    /// <exception cref="UndefinedException">It is undefined, and the policy forbids printing.</exception>
    public static void WriteEscaped(in Value value, TextOutput output)
    {
        if (value.Reference is string text)
        {
            WriteEscaped(text.AsSpan(), output);
            return;
        }
        var start = output.Length;
        ValueText.Write(value, output);
        // Only what is more than a number can hold special characters, and markup is escaped already.
        if (value.Instance is not (null or Markup) && output.Written[start..].ContainsAny(Special))
            WriteEscaped(output.TakeFrom(start).AsSpan(), output);
    }
}
