namespace Marchitect.Jinja;

/// <summary>The text of a template as its lexer reads it, and the places in it.</summary>
internal sealed class SourceText
{
    private SourceText(string text, string? name)
    {
        Text = text;
        Name = name;
    }

    /// <summary>The text with its newlines made <c>\n</c>, to which offsets refer.</summary>
    public string Text { get; }

    /// <summary>The template's name, or null.</summary>
    public string? Name { get; }

    /// <summary>Makes every newline <c>\n</c> and removes the last one, unless it is to be kept.</summary>
    public static SourceText From(string text, string? name, JinjaOptions options)
    {
        if (text.Contains('\r', StringComparison.Ordinal))
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return new(options.KeepTrailingNewline || !text.EndsWith('\n') ? text : text[..^1], name);
    }

    /// <summary>The error to throw, with its place.</summary>
    /// <param name="problem">What is wrong, and what was expected.</param>
    /// <param name="line">The line that Jinja2 reports.</param>
    /// <param name="offset">What is at fault; its column is told where it lies on that line.</param>
    /// <param name="remedy">What to do, where we know it.</param>
    public TemplateSyntaxException Error(string problem, int line, int offset, string? remedy = null)
    {
        var start = 0;
        for (var at = 1; at < line && Text.IndexOf('\n', start) is var newline and >= 0; at++)
            start = newline + 1;
        var end = Text.IndexOf('\n', start) is var next and >= 0 ? next : Text.Length;
        var column = offset >= start && offset <= end ? offset - start + 1 : 0;
        var error = new TemplateSyntaxException(problem) { Remedy = remedy };
        error.At(new(Name, line, column, Text[start..end]));
        return error;
    }
}
