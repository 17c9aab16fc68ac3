namespace Marchitect.Jinja;

/// <summary>A template to include, import or extend, or one asked for by name, is not there.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="names">The names that were tried, in order.</param>
public sealed class TemplateNotFoundException(string problem, IReadOnlyList<string> names) : TemplateException(problem)
{
    /// <summary>The names that were tried, in order.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
