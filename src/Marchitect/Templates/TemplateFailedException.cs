using Marchitect.Jinja;

namespace Marchitect;

/// <summary>A template of a whiteprint is not valid, or cannot be rendered with the whiteprint's config. Nothing was sent.</summary>
/// <param name="what">What happened.</param>
/// <param name="error">What the template engine says.</param>
/// <param name="file">The file that holds the error on this machine, or null where it is a text of the program.</param>
public sealed class TemplateFailedException(string what, TemplateException error, string? file)
    : MarchitectException(what, error?.Remedy, error)
{
    /// <summary>The file that holds the error on this machine; null where the template is a text of the program.</summary>
    public string? File { get; } = file;

    /// <summary>The line, from 1; 0 where it is not known.</summary>
    public int Line { get; } = error?.Line ?? 0;

    /// <summary>The column, from 1; 0 where it is not known.</summary>
    public int Column { get; } = error?.Column ?? 0;

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            if (InnerException is not TemplateException { Place: { } place } template)
                yield break;
            yield return ("template", place.Column > 0 ? $"{File ?? place.TemplateName ?? "(text)"}:{place.Line}:{place.Column}" : $"{File ?? place.TemplateName ?? "(text)"}:{place.Line}");
            if (place.SourceLine is { } line)
                yield return ("line", place.Column > 0 ? $"{line}\n{Indent(line, place.Column - 1)}^" : line);
            if (template.Via.Count > 0)
                yield return ("by way of", string.Join('\n', template.Via.Select(via => $"{via.Role} {via}")));
        }
    }

    // Tabs stay tabs, so that the caret stands below its character.
    private static string Indent(string line, int width) =>
        string.Concat(line.AsEnumerable().Take(width).Select(c => c == '\t' ? '\t' : ' '));
}
