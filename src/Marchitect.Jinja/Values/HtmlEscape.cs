using System.Buffers;
using System.Text;

namespace Marchitect.Jinja;

/// <summary>Text made safe for HTML and XML, as MarkupSafe's <c>escape</c> makes it.</summary>
internal static class HtmlEscape
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>'\"");

    /// <summary>The text with <c>&amp;</c>, <c>&lt;</c>, <c>&gt;</c> and both quotes replaced; the same object where it has none.</summary>
    public static string Of(CallContext context, string text)
    {
        var at = text.AsSpan().IndexOfAny(Special);
        if (at < 0)
            return text;
        // At most six for one; what is longer than a text may be is not made.
        var rest = text.AsSpan();
        var escaped = new StringBuilder(text.Length + 16);
        for (; at >= 0; at = rest.IndexOfAny(Special))
        {
            escaped.Append(rest[..at]).Append(rest[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&#34;",
                _ => "&#39;",
            });
            rest = rest[(at + 1)..];
        }
        context.Budget.Text((long)escaped.Length + rest.Length);
        return escaped.Append(rest).ToString();
    }

    /// <summary>The text of any value, escaped; markup as it stands.</summary>
    public static Markup ToMarkup(CallContext context, in Value value) => value.Instance as Markup ?? new(Of(context, ValueText.Of(value)));

    /// <summary>A value by a format specification, escaped: MarkupSafe's <c>EscapeFormatter</c>.</summary>
    public static string Of(CallContext context, in Value value, string spec)
    {
        if (value.Instance is not Markup markup)
            return Of(context, ValueFormat.Of(context, value, spec));
        return spec.Length == 0 ? markup.Text : throw Fail.Value("Unsupported format specification for Markup.");
    }

    /// <summary>Writes the text of any value, escaped; markup as it stands.</summary>
    public static void Write(in Value value, TextOutput output)
    {
        if (value.Instance is Markup markup)
        {
            output.Append(markup.Text);
            return;
        }
        var text = value.Reference as string;
        if (text is null)
        {
            var start = output.Length;
            ValueText.Write(value, output);
            if (output.Written[start..].IndexOfAny(Special) < 0)
                return;
            text = output.TakeFrom(start);
        }
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(Special); at >= 0; at = rest.IndexOfAny(Special))
        {
            output.Append(rest[..at]);
            output.Append(rest[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&#34;",
                _ => "&#39;",
            });
            rest = rest[(at + 1)..];
        }
        output.Append(rest);
    }
}
