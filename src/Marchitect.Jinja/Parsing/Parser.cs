namespace Marchitect.Jinja;

/// <summary>Reads the text of a template into its syntax tree.</summary>
internal static class Parser
{
    /// <summary>Parses a template.</summary>
    /// <param name="source">Its text, with newlines of any kind.</param>
    /// <param name="templateName">Name for errors, or null.</param>
    /// <param name="options">Delimiters, white space and extensions.</param>
    /// <exception cref="TemplateSyntaxException">It is not valid; the exception knows line and column.</exception>
    public static TemplateSyntax Parse(string source, string? templateName, JinjaOptions options) => throw new NotImplementedException();
}
