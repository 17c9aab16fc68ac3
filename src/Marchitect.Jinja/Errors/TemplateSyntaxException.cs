namespace Marchitect.Jinja;

/// <summary>The text of a template is not valid, or it names a filter or test that does not exist.</summary>
/// <param name="problem">What is wrong, and what was expected.</param>
public sealed class TemplateSyntaxException(string problem) : TemplateException(problem);
