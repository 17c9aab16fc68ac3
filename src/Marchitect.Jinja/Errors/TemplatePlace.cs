namespace Marchitect.Jinja;

/// <summary>A place in a template.</summary>
/// <param name="TemplateName">The name it was loaded by, or null where it was given as text.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units; 0 where it is not known.</param>
/// <param name="SourceLine">The text of that line, or null.</param>
/// <param name="Role">How the place led to an error, e.g. <c>included by</c>; empty for the error's own place.</param>
public sealed record TemplatePlace(string? TemplateName, int Line, int Column, string? SourceLine = null, string Role = "")
{
    /// <summary>Template, line and column in the way of compilers: <c>nginx.conf:12:8</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => Column > 0 ? $"{TemplateName ?? "<template>"}:{Line}:{Column}" : $"{TemplateName ?? "<template>"}:{Line}";
}
