namespace Marchitect.Jinja;

/// <summary>A template that is searched for variables.</summary>
internal sealed class SearchedTemplate(string? name, string source, TemplateSyntax syntax)
{
    // Positions count in the text with plain newlines.
    private readonly string _source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    public string? Name => name;

    public TemplateSyntax Syntax => syntax;

    public TemplateSurvey Survey { get; } = TemplateSurvey.Of(syntax.Body);

    public int ColumnOf(Position position)
    {
        var offset = Math.Min(position.Offset, _source.Length);
        return offset == 0 ? 1 : offset - _source.LastIndexOf('\n', offset - 1);
    }
}
