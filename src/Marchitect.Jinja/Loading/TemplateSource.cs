namespace Marchitect.Jinja;

/// <summary>The text of a template that was loaded.</summary>
/// <param name="Text">It.</param>
/// <param name="IsCurrent">Whether it is still so, asked whenever the template is used again; null where it never changes.</param>
public sealed record TemplateSource(string Text, Func<bool>? IsCurrent = null);
