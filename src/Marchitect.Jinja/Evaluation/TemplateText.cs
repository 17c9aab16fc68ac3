namespace Marchitect.Jinja;

/// <summary>The source of a template, to show places in it.</summary>
internal sealed class TemplateText(string? name, string source)
{
    public string? Name { get; } = name;

    public string Source => source;

    public TemplatePlace Place(Position position, string role = "")
    {
        // Positions count in the text with plain newlines; errors are rare enough to make it again.
        var text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var offset = Math.Min(position.Offset, text.Length);
        var start = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        var end = text.IndexOf('\n', offset);
        return new(Name, position.Line, offset - start + 1, text[start..(end < 0 ? text.Length : end)], role);
    }
}
